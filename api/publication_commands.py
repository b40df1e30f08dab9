"""Commands about publications: `publish`, `diff-publications`, `proof-of-total`.

Exit codes: 0 done; 1 a check failed, or two publications differ; 2 wrong usage; 3 refused.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from api.speaking import (
    Format,
    FormatOption,
    fail,
    plain_errors,
    print_json,
    progress,
    say,
    tell,
)

app = typer.Typer(rich_markup_mode=None)
UNTRUSTED: Final = (
    "Không có --key: chữ ký được kiểm theo khóa mà chính các gói này nêu; hãy so khóa ấy với khóa "
    "mà đơn vị niêm yết ở nơi khác"
)
UnitOption = Annotated[str, typer.Option("--unit", help="Mã đơn vị công bố.")]
YearOption = Annotated[int, typer.Option("--year", min=1945, max=9999, help="Năm.")]


@app.command()
@plain_errors
def publish(
    unit: UnitOption,
    year: YearOption,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi gói công bố, phải trống.")],
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Số liệu đến hết ngày này.")
    ] = None,
    again: Annotated[
        int | None, typer.Option("--again", min=1, help="Làm lại gói của lần công bố trước.")
    ] = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Công bố số liệu một năm: ghi vào nhật ký và lập gói để ai cũng kiểm tra được."""
    from api.home import database, home, keys_folder
    from api.office import office_at
    from api.publication_text import done_document, done_text
    from api.publishing import Asked, make_again
    from api.publishing import publish as publish_figures

    if again is not None and until is not None:
        fail("--until chỉ dùng khi công bố mới; --again làm lại gói như lần đó.", code=2)
    asked = Asked(unit, year, until.date() if until else None)
    with database() as url, progress() as on_progress:

        def listen(done: int, whole: int) -> None:
            on_progress("publish", done, whole)

        if again is not None:
            done = make_again(url, keys_folder(), home(), asked, again, out, listen)
        else:
            with office_at(url, keys_folder()) as office:
                done = publish_figures(url, office, keys_folder(), home(), asked, out, listen)
    if format_ is Format.JSON:
        print_json(done_document(done))
    else:
        say(done_text(done))


@app.command(name="diff-publications")
@plain_errors
def diff_publications(
    before: Annotated[Path, typer.Argument(help="Gói công bố trước.")],
    after: Annotated[Path, typer.Argument(help="Gói công bố sau.")],
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="Khóa của nhật ký mà bạn tin (mặc định: theo gói)."),
    ] = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """So hai lần công bố: 0 không khác, 1 có khác; gói không giữ nguyên thì từ chối (3)."""
    from api.publication_text import cannot_compare_text, difference_text, fault_text
    from api.verifying import NotShown, trusted
    from reports.publication.checking import Package, PackageWrong, hand_overs_in, opened
    from reports.publication.differing import CannotCompare, difference, document_of

    def package(folder: Path) -> Package:
        try:
            return opened(folder, trusted(key, hand_overs_in(folder)) if key else None)
        except PackageWrong as wrong:
            fail(f"{folder}: {fault_text(wrong)}", code=3)
        except NotShown as wrong:
            fail(f"{folder}: {wrong}", code=3)

    older, newer = package(before), package(after)
    try:
        found = difference(older, newer)
    except CannotCompare as cannot:
        fail(cannot_compare_text(cannot), code=3)
    if not key:
        tell(f"{UNTRUSTED}: {newer.key}")
    if format_ is Format.JSON:
        print_json(document_of(older, newer, found))
    else:
        say(difference_text(older, newer, found))
    if not found.is_none:
        raise typer.Exit(1)


@app.command(name="proof-of-total")
@plain_errors
def proof_of_total(
    key: Annotated[str, typer.Argument(help="Khóa của khoản ủng hộ.")],
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi bằng chứng.")],
    unit: Annotated[
        str | None, typer.Option("--unit", help="Mã đơn vị công bố (mặc định: đơn vị gần nhất).")
    ] = None,
    publication: Annotated[
        int | None, typer.Option("--publication", min=1, help="Lần công bố (mặc định: mới nhất).")
    ] = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Ghi bằng chứng rằng một khoản ủng hộ nằm trong tổng đã công bố."""
    from api.home import database
    from api.log_keeping import bring_log_up
    from api.publication_text import total_text
    from api.total_proofs import document_of, proof_of_gift, write_proof
    from ledger.database import connect
    from projections.runner import catch_up

    with database() as url:
        catch_up(url)
        bring_log_up(url)
        with connect(url) as connection:
            shown = proof_of_gift(connection, key, unit=unit, edition=publication)
    total = write_proof(shown, out)
    if format_ is Format.JSON:
        print_json({**document_of(total), "proof": str(out)})
    else:
        say(total_text(total))
        say(f"Bằng chứng: {out}")
