"""`scripts/soquy witness …`: being a witness of somebody's log, and having one's own log witnessed.

    being one      serve, trust, show, sign      a folder (`--state`) and no database
    having some    add, list, ask, accept        the database, and `witness.policy` among the keys

`ask`, `sign` and `accept` carry files between those who have no network to each other.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from api.speaking import Format, FormatOption, Refused, plain_errors, print_json, say

if TYPE_CHECKING:
    from ledger.log.notes import NoteWrong, Verifier
    from ledger.log.policy import Policy
    from ledger.log.witness import NotCosigned, Witness

app = typer.Typer(
    help="Nhân chứng: xác nhận nhật ký của đơn vị khác, hoặc nhờ nơi khác xác nhận nhật ký này.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

QUORUM: Final = "nhan-chung"
"""The group that `add` writes: more than half of all witnesses."""

CHECKPOINT: Final = "checkpoint"
PROOF: Final = "proof"

SENTENCES: Final = {
    "witness_malformed": "Tệp không đúng dạng mốc nhật ký hoặc phần nối tiếp.",
    "witness_unknown_log": "Nhân chứng này chưa theo dõi nhật ký đó: "
    "hãy chạy soquy witness trust KHÓA_CỦA_NHẬT_KÝ.",
    "witness_unsigned": "Mốc không có chữ ký của nhật ký mà nhân chứng tin.",
    "witness_sizes_disagree": "Mốc mới có ít bút toán hơn mốc cũ: nhật ký không bao giờ ngắn lại.",
    "witness_stale": "Nhân chứng đã xác nhận đến bút toán thứ {seen}: hãy lập phần nối tiếp từ "
    "đó (soquy witness ask TÊN --old {seen}).",
    "witness_other_root": "CẢNH BÁO: nhật ký đã ký hai nội dung khác nhau cho cùng {seen} bút "
    "toán. Nhân chứng không ký và đã giữ lại bằng chứng.",
    "witness_proof_wrong": "CẢNH BÁO: mốc này không nối tiếp những gì nhân chứng đã thấy. Nhân "
    "chứng không ký và đã giữ lại mốc đó.",
}

StateOption = Annotated[
    Path | None, typer.Option("--state", help="Thư mục của nhân chứng (mặc định: trong nhà).")
]
NameOption = Annotated[
    str | None, typer.Option("--name", help="Tên nhân chứng, ví dụ kiemtra.example/nghean.")
]


@app.command()
@plain_errors
def serve(
    state: StateOption = None,
    name: NameOption = None,
    trust: Annotated[
        list[str] | None, typer.Option("--trust", help="Khóa của nhật ký cần theo dõi.")
    ] = None,
    host: str = "127.0.0.1",
    port: int = 8100,
) -> None:
    """Chạy nhân chứng: nhận mốc nhật ký qua mạng và xác nhận."""
    from api.witness_serving import serve_witness
    from ledger.log.witness import Witness

    folder = _folder(state)
    witness = Witness(folder, name)
    for each in trust or []:
        witness.trust(_log_key(each))
    serve_witness(folder, name, host, port)


@app.command(name="trust")
@plain_errors
def trust_(
    key: Annotated[str, typer.Argument(help="Khóa kiểm chứng của nhật ký (log-key).")],
    state: StateOption = None,
    name: NameOption = None,
) -> None:
    """Theo dõi một nhật ký, hoặc nhận khóa mới của nó."""
    from ledger.log.witness import Witness

    log = _log_key(key)
    news = Witness(_folder(state), name).trust(log)
    say(f"Đang theo dõi {log.name}." if news else f"Đã theo dõi {log.name} từ trước.")


@app.command()
@plain_errors
def show(state: StateOption = None, format_: FormatOption = Format.TEXT) -> None:
    """Cho xem khóa của nhân chứng và các nhật ký đang theo dõi."""
    from ledger.log.witness import Witness

    witness = Witness(_folder(state))
    origins = dict.fromkeys(each.name for each in witness.logs())
    logs = []
    for origin in origins:
        seen = witness.seen(origin)
        refused = bool(witness.refused(origin))
        logs.append({"origin": origin, "size": seen.size if seen else 0, "refused": refused})
    if format_ is Format.JSON:
        print_json({"verifier_key": str(witness.verifier), "logs": logs})
        return
    say(f"Khóa của nhân chứng: {witness.verifier}")
    for each in logs:
        alarm = "  CẢNH BÁO: có mốc không nối tiếp, đã giữ lại" if each["refused"] else ""
        say(f"{each['origin']}  đã xác nhận {each['size']} bút toán{alarm}")


@app.command()
@plain_errors
def sign(
    checkpoint: Annotated[Path, typer.Argument(help="Tệp mốc nhật ký.")],
    proof: Annotated[Path | None, typer.Option("--proof", help="Tệp phần nối tiếp.")] = None,
    state: StateOption = None,
    name: NameOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="Tệp ghi mốc đã xác nhận.")] = None,
) -> None:
    """Xác nhận một mốc mang đến bằng tệp, không cần mạng."""
    from ledger.log import checkpoints
    from ledger.log.witness import Growth, NotCosigned, Witness

    witness = Witness(_folder(state), name)
    try:
        note = checkpoint.read_text(encoding="utf-8")
        growth = Growth.parse(f"{_head(witness, note, proof)}\n\n{note}")
        line = witness.cosign(growth, int(time.time()))
    except NotCosigned as refused:
        _refuse(refused)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"Không đọc hoặc không ghi được tệp: {error}", code=1) from error
    cosigned = checkpoints.with_signatures(note, [line])
    if out is None:
        say(cosigned)
    else:
        out.write_text(cosigned, encoding="utf-8")
        say(f"Đã ghi ra {out}.")


@app.command()
@plain_errors
def add(
    name: Annotated[str, typer.Argument(help="Tên gọi, không có dấu cách.")],
    key: Annotated[str, typer.Argument(help="Khóa của nhân chứng.")],
    url: Annotated[str, typer.Argument(help="Địa chỉ http(s); bỏ trống nếu gửi bằng tệp.")] = "",
) -> None:
    """Nhờ một nhân chứng: cần quá nửa số nhân chứng xác nhận."""
    from api.home import keys_folder
    from ledger.log import witnessing
    from ledger.log.policy import Group, Known, Policy, PolicyWrong

    if url and not url.startswith(("http://", "https://")):
        raise Refused(f"Địa chỉ “{url}” phải bắt đầu bằng http:// hoặc https://.", code=2)
    before = _policy()
    if before.groups.keys() - {QUORUM} or before.quorum not in ("none", QUORUM):
        path = keys_folder() / witnessing.FILE
        raise Refused(f"Quy tắc trong {path} đã được viết riêng: hãy sửa tệp đó.", code=3)
    witnesses = (*before.witnesses, Known(name, _key(key), url))
    needed = len(witnesses) // 2 + 1
    group = {QUORUM: Group(needed, tuple(each.name for each in witnesses))}
    after = Policy(before.logs, witnesses, group, QUORUM)
    try:
        Policy.parse(str(after))
    except PolicyWrong as wrong:
        raise Refused(
            f"Không thêm được “{name}”: tên hoặc khóa đã có, hoặc không phải khóa nhân chứng "
            f"({wrong.reason}).",
            code=3,
        ) from wrong
    witnessing.configure(keys_folder(), after)
    say(f"Đã thêm {name}: cần {needed} trong {len(witnesses)} nhân chứng xác nhận.")


@app.command(name="list")
@plain_errors
def list_(format_: FormatOption = Format.TEXT) -> None:
    """Cho xem các nhân chứng và mỗi nơi đã xác nhận đến đâu."""
    from api.home import database, keys_folder
    from ledger.database import connect
    from ledger.log import dissent, witnessing

    with database() as url, connect(url) as connection:
        newest = witnessing.target(connection)
        found = witnessing.seen(connection, _policy())
    against = {each.witness: each for each in dissent.contradictions(keys_folder())}
    size = newest.size if newest else 0
    if format_ is Format.JSON:
        rows = [
            {
                "name": each.witness.name,
                "verifier_key": str(each.witness.verifier),
                "url": each.witness.url or None,
                "size": each.size,
                "cosigned_at": each.signed_at.isoformat() if each.signed_at else None,
                "contradicts": str(each.witness.verifier) in against,
            }
            for each in found
        ]
        print_json({"log_size": size, "witnesses": rows})
        return
    say(f"Nhật ký có {size} bút toán, {len(found)} nhân chứng.")
    for each in found:
        when = f" lúc {each.signed_at:%d/%m/%Y %H:%M}" if each.signed_at else ""
        said = against.get(str(each.witness.verifier))
        alarm = f"  CẢNH BÁO: đã thấy nhật ký khác, {said.seen} bút toán" if said else ""
        say(f"{each.witness.name}  đã xác nhận {each.size}{when}{alarm}")


@app.command()
@plain_errors
def ask(
    name: Annotated[str, typer.Argument(help="Tên gọi của nhân chứng.")],
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi hai tệp.")],
    old: Annotated[
        int | None, typer.Option("--old", min=0, help="Nhân chứng đã xác nhận đến đâu.")
    ] = None,
) -> None:
    """Ghi mốc mới nhất và phần nối tiếp ra tệp, để mang đến nhân chứng."""
    from api.home import database
    from api.log_keeping import bring_log_up
    from ledger.database import connect
    from ledger.log import witnessing

    with database() as url:
        bring_log_up(url)
        with connect(url) as connection:
            known = {
                each.witness.name: each.size for each in witnessing.seen(connection, _policy())
            }
            wanted = witnessing.target(connection)
            if wanted is None or name not in known:
                raise Refused(f"Chưa có bút toán nào, hoặc không có nhân chứng “{name}”.", code=3)
            start = known[name] if old is None else old
            if start > wanted.size:
                raise Refused(f"Nhật ký mới có {wanted.size} bút toán.", code=3)
            growth = witnessing.growth(connection, start, wanted)
    out.mkdir(parents=True, exist_ok=True)
    head = str(growth).partition("\n\n")[0]
    (out / PROOF).write_text(f"{head}\n", encoding="utf-8")
    (out / CHECKPOINT).write_text(growth.note, encoding="utf-8")
    say(f"Đã ghi {out / CHECKPOINT} và {out / PROOF}.")


@app.command()
@plain_errors
def accept(
    file: Annotated[Path, typer.Argument(help="Tệp mốc đã được nhân chứng xác nhận.")],
) -> None:
    """Nhận xác nhận mà nhân chứng gửi lại bằng tệp."""
    from api.home import database, keys_folder
    from ledger.log import witnessing
    from ledger.log.notes import NoteWrong

    try:
        with database() as url:
            said, names = witnessing.accept(url, keys_folder(), _policy(), file.read_bytes())
    except NoteWrong as wrong:
        raise Refused(
            f"Tệp không phải mốc của nhật ký này, hoặc xác nhận bị sai ({wrong.reason}).", code=3
        ) from wrong
    except OSError as error:
        raise Refused(f"Không đọc được tệp: {error}", code=1) from error
    if not names:
        raise Refused("Trong tệp không có xác nhận của nhân chứng nào đã nhờ.", code=3)
    say(f"Đã nhận xác nhận của {', '.join(names)} cho {said.size} bút toán.")


def _folder(state: Path | None) -> Path:
    from api.home import home

    return state or home() / "witness"


def _log_key(text: str) -> Verifier:
    from ledger.log.notes import KeyKind

    log = _key(text)
    if log.kind is not KeyKind.LOG:
        raise Refused("Đây là khóa của nhân chứng, không phải khóa của nhật ký.", code=2)
    return log


def _key(text: str) -> Verifier:
    from ledger.log.notes import NoteWrong, Verifier

    try:
        return Verifier.parse(text)
    except NoteWrong as wrong:
        raise _no_key(wrong) from wrong


def _no_key(wrong: NoteWrong) -> Refused:
    return Refused(f"Không phải khóa kiểm chứng (tên+số+khóa): {wrong}", code=2)


def _policy() -> Policy:
    from api.home import keys_folder
    from ledger.log import witnessing
    from ledger.log.policy import PolicyWrong

    path = keys_folder() / witnessing.FILE
    try:
        return witnessing.configured(keys_folder())
    except PolicyWrong as wrong:
        raise Refused(f"{path} sai ở dòng {wrong.line} ({wrong.reason}).", code=2) from wrong


def _head(witness: Witness, note: str, proof: Path | None) -> str:
    """Return the lines before a checkpoint; those of a proof may come without the old size."""
    from ledger.log import checkpoints
    from ledger.log.notes import NoteWrong
    from ledger.log.witness import NotCosigned, WitnessFault

    lines = proof.read_text(encoding="utf-8").removesuffix("\n") if proof else ""
    if lines.startswith("old "):
        return lines
    try:
        seen = witness.seen(checkpoints.parsed(note).origin)
    except NoteWrong as wrong:
        raise NotCosigned(WitnessFault.MALFORMED) from wrong
    return f"old {seen.size if seen else 0}" + (f"\n{lines}" if lines else "")


def _refuse(refused: NotCosigned) -> NoReturn:
    said = SENTENCES[refused.reason].format(seen=refused.seen)
    raise Refused(said, code=3) from refused
