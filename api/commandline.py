"""The command line: `scripts/soquy COMMAND`. Each command is a thin door to a function elsewhere.

`--format json` prints one JSON document on stdout and nothing else there; progress and messages go
to stderr. Exit codes: 0 done; 1 a check failed; 2 wrong usage; 3 refused, nothing recorded.
"""

from __future__ import annotations

import signal
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from api import trust_commands
from api.speaking import (
    Format,
    FormatOption,
    Refused,
    fail,
    plain_errors,
    print_json,
    progress,
    say,
)

app = typer.Typer(
    name="soquy",
    help="Sổ quỹ khuyến học: ghi sổ, số dư, chứng từ, kiểm tra.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

UnitOption = Annotated[str | None, typer.Option("--unit", help="Mã đơn vị.")]
DayOption = typer.Option(formats=["%Y-%m-%d"])


class TreeName(StrEnum):
    """By which tree units are summed up."""

    AS_WAS = "as_was"
    AS_IS = "as_is"


class ExportFormat(StrEnum):
    """The open formats."""

    EXCHANGE = "exchange"
    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


@app.command()
@plain_errors
def demo(
    scale: Annotated[float, typer.Option(help="Từ 0.02 đến 1 (cả tỉnh).")] = 0.02,
    out: Annotated[Path | None, typer.Option(help="Thư mục ghi số liệu mẫu và chứng từ.")] = None,
    serve: Annotated[bool, typer.Option(help="Mở trang web khi xong.")] = True,
    host: str = "127.0.0.1",
    port: int = 8000,
) -> None:
    """Chạy thử với số liệu mẫu của một tỉnh, từ tệp đến số dư và chứng từ."""
    from api.demo import run_demo

    run_demo(scale=scale, out=out, serve=serve, host=host, port=port)


@app.command()
@plain_errors
def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Mở trang web và giao diện JSON."""
    from api.home import database
    from api.serving import serve_until_stopped

    with database() as url:
        serve_until_stopped(url, host, port)


@app.command(name="import")
@plain_errors
def import_(
    path: Annotated[Path, typer.Argument(help="Thư mục CSV, hoặc một tệp .xlsx.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem trước, không ghi.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Ghi các dòng đúng.")] = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Ghi sổ từ các tệp trao đổi: tất cả hoặc không dòng nào."""
    from api.home import database, keys_folder
    from api.importing import import_files
    from api.log_keeping import bring_log_up, require_log_fits
    from api.reporting import import_document, import_text
    from ledger.journal import Conflict, Journal
    from projections.runner import catch_up

    with database() as url, progress() as on_progress:
        if not dry_run:
            require_log_fits(url)
        journal = Journal(url, keys_folder())
        try:
            outcome = import_files(
                journal, path, partial=partial, dry_run=dry_run, on_progress=on_progress
            )
        except Conflict:
            fail("Có người khác đang ghi vào cùng các sổ này: hãy chạy lại lệnh.", code=1)
        finally:
            journal.close()
        catch_up(url, lambda done, whole: on_progress("project", done, whole))
        if not dry_run:
            bring_log_up(url, lambda done, whole: on_progress("log", done, whole))
    if format_ is Format.JSON:
        print_json(import_document(outcome))
    else:
        say(import_text(outcome, dry_run=dry_run))
    if outcome.errors:
        raise typer.Exit(3)


@app.command()
@plain_errors
def balances(
    unit: UnitOption = None,
    as_of: Annotated[datetime | None, DayOption] = None,
    from_: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])] = None,
    known_at: Annotated[
        str | None, typer.Option(help="Thời điểm, ví dụ 2026-11-22T03:00Z.")
    ] = None,
    tree: TreeName = TreeName.AS_WAS,
    children: Annotated[bool, typer.Option("--children", help="Cả đơn vị trực thuộc.")] = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """In số dư và phát sinh của một đơn vị, hoặc mọi đơn vị."""
    from api.balances import balances as document
    from api.home import figures_database
    from api.reporting import balances_text
    from projections.figures import asked

    what = asked(as_of.date() if as_of else _today(), from_.date() if from_ else None, tree.value)
    if what.first > what.as_of:
        fail("Ngày --from phải không sau ngày --as-of.", code=2)
    with figures_database() as connection:
        found = document(
            connection,
            what,
            code=unit,
            with_children=children,
            known_at=_instant(known_at) if known_at else None,
        )
    if format_ is Format.JSON:
        print_json(found)
    else:
        say(balances_text(found))


@app.command(name="per-capita")
@plain_errors
def per_capita(
    unit: Annotated[str, typer.Option("--unit", help="Mã đơn vị.")],
    year: Annotated[int, typer.Option("--year", help="Năm.")],
    format_: FormatOption = Format.TEXT,
) -> None:
    """In bình quân đầu người: số vận động và số dư."""
    from api.balances import per_capita_document
    from api.home import figures_database
    from api.reporting import per_capita_text

    with figures_database() as connection:
        found = per_capita_document(connection, unit, year)
    if format_ is Format.JSON:
        print_json(found)
    else:
        say(per_capita_text(found))


@app.command()
@plain_errors
def journal(
    unit: UnitOption = None,
    from_: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])] = None,
    to: Annotated[datetime | None, DayOption] = None,
    kind: Annotated[
        str | None, typer.Option(help="Loại, ví dụ donation hoặc payout.paid/1.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Khóa của dòng.")] = None,
    format_: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """In các bút toán, mới nhất ở cuối."""
    from api.home import figures_database
    from api.journal_listing import entries, listing

    with figures_database() as connection:
        found = entries(
            connection,
            code=unit,
            first=from_.date() if from_ else None,
            last=to.date() if to else None,
            kind=kind,
            key=key,
        )
        listing(found, format_)


@app.command()
@plain_errors
def receipt(
    key: Annotated[str, typer.Argument(help="Khóa của khoản ủng hộ.")],
    out: Annotated[Path | None, typer.Option(help="Tệp PDF.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="In thêm một bản cho người ủng hộ; sổ ghi lại lần in.")
    ] = False,
) -> None:
    """In giấy biên nhận của người ủng hộ ra PDF."""
    from api.printing import print_receipt

    say(f"Đã in ra {print_receipt(key, out, again=again)}.")


@app.command()
@plain_errors
def voucher(
    key: Annotated[str, typer.Argument(help="Khóa của một dòng trên chứng từ.")],
    out: Annotated[Path | None, typer.Option(help="Tệp PDF.")] = None,
) -> None:
    """In chứng từ kế toán (phiếu thu, phiếu chi …) ra PDF."""
    from api.printing import print_voucher

    say(f"Đã in ra {print_voucher(key, out)}.")


@app.command()
@plain_errors
def statement(
    unit: Annotated[str, typer.Option("--unit", help="Mã đơn vị.")],
    year: Annotated[int, typer.Option("--year", help="Năm.")],
    donor: Annotated[str, typer.Option(help="Tên hoặc mã người ủng hộ.")],
    out: Annotated[Path | None, typer.Option(help="Tệp PDF.")] = None,
) -> None:
    """In bảng kê các khoản ủng hộ trong năm của một người ra PDF."""
    from api.printing import print_statement

    say(f"Đã in ra {print_statement(unit, year, donor, out)}.")


@app.command()
@plain_errors
def audit(format_: FormatOption = Format.TEXT) -> None:
    """Kiểm tra toàn bộ: bút toán, số chứng từ, số liệu tổng hợp."""
    from api.auditing import audit_document
    from api.home import database, keys_folder
    from projections.audit import audit as examine
    from reports.audit_text import audit_text

    with database() as url, progress() as on_progress:
        report = examine(url, keys_folder(), on_progress)
    if format_ is Format.JSON:
        print_json(audit_document(report))
    else:
        say(audit_text(report))
    if report.faults:
        fail("Kiểm tra thấy sai lệch; xem danh sách ở trên.", code=1)


@app.command()
@plain_errors
def rebuild(
    name: Annotated[str | None, typer.Argument(help="figures: chỉ lập lại số liệu.")] = None,
) -> None:
    """Lập lại số liệu tổng hợp từ sổ nhật ký."""
    from api.home import database
    from projections import runner

    if name not in (None, "figures", "all"):
        fail(f"Không có phần “{name}”: chọn all hoặc figures.", code=2)
    with database() as url, progress() as on_progress:
        if name == "figures":
            runner.catch_up(url)
            runner.refold(url)
            say("Đã lập lại số liệu từ các bút toán.")
        else:
            count = runner.rebuild(url, lambda done, whole: on_progress("project", done, whole))
            say(f"Đã lập lại số liệu từ {count:,} bút toán.".replace(",", "."))


@app.command()
@plain_errors
def export(
    format_: Annotated[ExportFormat, typer.Option("--format", help="Định dạng.")],
    out: Annotated[Path, typer.Option(help="Thư mục (exchange) hoặc tệp.")],
) -> None:
    """Xuất dữ liệu ra định dạng mở."""
    from api.home import database, keys_folder
    from projections.runner import catch_up

    with database() as url, progress() as on_progress:

        def listen(done: int, whole: int) -> None:
            on_progress("export", done, whole)

        catch_up(url)
        match format_:
            case ExportFormat.EXCHANGE:
                from api.exchange.export import export_exchange
                from api.persons.readings import note_unit_shown
                from ledger.database import connect
                from projections.entries import WHOLE

                with connect(url) as connection:
                    note_unit_shown(connection, "export", WHOLE)
                export_exchange(url, keys_folder(), out, listen)
            case ExportFormat.HLEDGER:
                from reports.plaintext import export_hledger

                export_hledger(url, out, listen)
            case ExportFormat.BEANCOUNT:
                from reports.plaintext import export_beancount

                export_beancount(url, out, listen)
    say(f"Đã xuất ra {out}.")


@app.command(name="check-claims")
@plain_errors
def check_claims(
    file: Annotated[Path | None, typer.Option(help="Tệp số liệu công bố.")] = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Đối chiếu các số liệu đã công bố: khớp, hay lỗi in."""
    from reports.claims import ClaimsInvalid, claims_json, claims_table, load_published
    from reports.claims import check_claims as check

    try:
        verdicts = check(load_published(file))
    except ClaimsInvalid as invalid:
        raise Refused(str(invalid), code=3) from invalid
    if format_ is Format.JSON:
        print_json(claims_json(verdicts))
    else:
        say(claims_table(verdicts))
    if not all(verdict.is_as_expected for verdict in verdicts):
        fail("Có kết luận khác với điều đã ghi trong tệp.", code=1)


app.add_typer(trust_commands.app)


def _today() -> date:
    return datetime.now().astimezone().date()


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            f"“{text}” không phải thời điểm: viết 2026-11-22T03:00:00Z.", code=2
        ) from error
    return at if at.tzinfo else at.astimezone()


def end(_signal: int, _frame: FrameType | None) -> None:
    """Leave as if asked for: whatever was opened is closed on the way out."""
    raise SystemExit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    app(prog_name="soquy")
