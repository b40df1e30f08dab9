"""Commands about proofs, keys and persons: `scripts/soquy COMMAND`, as in `api/commandline.py`.

Exit codes: 0 done; 1 a check failed; 2 wrong usage; 3 refused, nothing recorded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api import privacy_commands, publication_commands, witness_commands
from api.speaking import (
    Format,
    FormatOption,
    fail,
    plain_errors,
    print_json,
    progress,
    say,
)

if TYPE_CHECKING:
    from api.verifying import Shown
    from reports.genuine import Genuine, Proven

app = typer.Typer(rich_markup_mode=None)
app.add_typer(witness_commands.app, name="witness")
app.add_typer(publication_commands.app)
app.add_typer(privacy_commands.app)


@app.command()
@plain_errors
def proof(
    key: Annotated[str, typer.Argument(help="Khóa của dòng.")],
    out: Annotated[Path, typer.Option(help="Thư mục ghi entry.json và proof.txt.")],
    format_: FormatOption = Format.TEXT,
) -> None:
    """Ghi một bút toán và bằng chứng đã ghi sổ ra tệp, để người khác tự kiểm."""
    from api.home import database
    from api.log_keeping import bring_log_up
    from api.proving import ENTRY, PROOF, proof_of_key, write_proof
    from ledger.database import connect

    with database() as url:
        bring_log_up(url)
        with connect(url) as connection:
            proven = proof_of_key(connection, key)
    write_proof(proven, out)
    if format_ is Format.JSON:
        claimed = proven.proof.claimed
        print_json(
            {
                "entry": str(out / ENTRY),
                "proof": str(out / PROOF),
                "index": proven.proof.index,
                "size": claimed.size,
                "origin": claimed.origin,
            }
        )
    else:
        say(f"Đã ghi {out / ENTRY} và {out / PROOF}.")


@app.command(name="log-key")
@plain_errors
def log_key(
    hand_over: Annotated[
        bool, typer.Option("--hand-over", help="Đổi sang khóa mới, khóa cũ ký bàn giao.")
    ] = False,
    format_: FormatOption = Format.JSON,
) -> None:
    """In tên và khóa kiểm chứng của nhật ký, hoặc đổi khóa."""
    from api.home import database, keys_folder
    from api.log_keeping import bring_log_up, public_key
    from ledger.log.rotation import rotate
    from ledger.office import now

    with database() as url:
        bring_log_up(url)
        if hand_over:
            rotate(url, keys_folder(), now())
        found = public_key(url)
    assert found is not None, "it signed just now"
    if format_ is Format.TEXT:
        say(f"{found['origin']}\n{found['verifier_key']}")
    else:
        print_json(found)


@app.command()
@plain_errors
def checkpoint(format_: FormatOption = Format.TEXT) -> None:
    """In mốc nhật ký mới nhất, đã ký."""
    from api.home import database
    from api.log_keeping import bring_log_up
    from ledger.database import connect
    from ledger.log.store import LogReader

    with database() as url:
        bring_log_up(url)
        with connect(url) as connection:
            newest = LogReader(connection).newest()
    assert newest is not None, "it was signed just now"
    if format_ is Format.TEXT:
        say(newest.note)
    else:
        print_json({"size": newest.size, "root": newest.root.hex(), "note": newest.note})


@app.command()
@plain_errors
def tiles(
    out: Annotated[Path, typer.Option(help="Thư mục để đặt lên một máy chủ tệp.")],
) -> None:
    """Ghi cả nhật ký ra tệp tĩnh: mốc, các ô mã băm, các bút toán."""
    from api.home import database
    from api.log_keeping import bring_log_up
    from api.proving import write_tiles
    from ledger.database import connect

    with database() as url, progress() as on_progress:
        bring_log_up(url, lambda done, whole: on_progress("log", done, whole))
        with connect(url) as connection:
            size = write_tiles(
                connection, out, lambda done, whole: on_progress("export", done, whole)
            )
    say(f"Đã ghi nhật ký gồm {size} bút toán ra {out}.")


@app.command()
@plain_errors
def verify(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="entry.json và proof.txt, biên nhận, hoặc thư mục công bố, bằng chứng."
        ),
    ],
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="Khóa của nhật ký mà bạn tin, hoặc tệp do log-key in ra."),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option("--policy", help="Tệp quy định cần những nhân chứng nào.")
    ] = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Kiểm chứng, không cần mạng: bút toán có đúng là đã ghi sổ và chưa bị sửa không."""
    from api.publication_verifying import folder_in, verify_folder
    from api.verifying import NotShown, given, policy_in, trusted, verify_entry
    from api.verifying_papers import paper_text, verify_paper

    if (folder := folder_in(files)) is not None:
        return verify_folder(folder, key or [], policy_in(policy), format_)
    found, wanted = given(files), policy_in(policy)
    try:
        log = trusted(key or [], found.statements)
        pairs = zip(found.entries, found.proofs, strict=True)
        shown = [verify_entry(entry, said, log, wanted) for (_, entry), (_, said) in pairs]
        papers = [verify_paper(raw, log, wanted) for _, raw in found.papers]
    except NotShown as wrong:
        if format_ is Format.JSON:
            print_json({"valid": False, "code": wrong.code, "message": str(wrong)})
        fail(f"KHÔNG ĐÚNG. {wrong}", code=1)
    if format_ is Format.JSON:
        entries = [_shown_document(each) for each in shown]
        receipts = [_receipt_document(each) for each in papers]
        print_json({"valid": True, "entries": entries, "receipts": receipts})
    else:
        say("\n\n".join([*map(_shown_text, shown), *map(paper_text, papers)]))


def _shown_document(shown: Shown | Proven) -> dict[str, Any]:
    from ledger.wire import plain

    said = shown.verified.said
    return {
        "origin": said.origin,
        "index": shown.verified.index,
        "size": said.size,
        "root": said.root.hex(),
        "cosigned_by": [each.name for each in shown.verified.cosigned],
        "type": shown.entry.event.STORED_AS,
        "unit": str(shown.entry.originator_id),
        "version": shown.entry.originator_version,
        "facts": plain(shown.entry.event),
    }


def _receipt_document(found: Genuine) -> dict[str, Any]:
    from api.verifying_papers import numbered, paper_document

    by = found.replacement
    replaced_by = None if by is None else {**_shown_document(by), **numbered(by)}
    return {**_shown_document(found.gift), **paper_document(found), "replaced_by": replaced_by}


def _shown_text(shown: Shown) -> str:
    said, event = shown.verified.said, shown.entry.event
    lines = [f"ĐÚNG: đã ghi sổ, không thể sửa ({said.origin})."]
    lines.append(f"Bút toán thứ {shown.verified.index + 1} trong {said.size} bút toán đã ký.")
    amount_vnd = getattr(event, "amount_vnd", None)
    booked_on = getattr(event, "booked_on", None)
    if amount_vnd is not None and booked_on is not None:
        amount = f"{amount_vnd:,}".replace(",", ".")
        lines.append(f"{event.STORED_AS}: {amount} đ, ngày {booked_on:%d/%m/%Y}.")
    if shown.verified.cosigned:
        names = ", ".join(each.name for each in shown.verified.cosigned)
        lines.append(f"Nhân chứng đã xác nhận: {names}.")
    return "\n".join(lines)
