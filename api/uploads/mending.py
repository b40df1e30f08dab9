"""The same rows once more, the faulty cells red and what is wrong beside them, to be mended.

Every sheet or file becomes a sheet, every row stays where it was, and the column `Lỗi` is passed
over when the workbook is sent again. Cells that were right say what they said: days and amounts as
such, all else as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from api.exchange import columns as of
from api.exchange.csv_file import open_csv
from api.exchange.fields import folded
from api.exchange.reader import SHEETS_PASSED_OVER
from api.exchange.sources import RawCell, Source
from api.exchange.spreadsheet import sheets_of
from api.exchange.tables import TABLES, Table
from api.importing import Complaint
from reports.excel import Book, CellValue, Line, workbook

HEADING: Final = "Lỗi"
SHEET_NAME_MAX: Final = 31
ROWS_MAX: Final = 20_000
"""A longer file is mended where it was made: all its cells would have to be held at once."""
_PASSED_OVER: Final = frozenset(map(folded, SHEETS_PASSED_OVER))


class TooManyRows(Exception):
    """A file has more rows than a marked one may have."""


def write_mended(target: IO[bytes], path: Path, complaints: Iterable[Complaint]) -> None:
    """Write what lies at `path` as a workbook, with what is wrong.

    Args:
        target: where to.
        path: a workbook, or a folder of CSV files.
        complaints: what is wrong, each at its place.

    Raises:
        Unreadable: a file cannot be read to its end, so its rows would be missing.
        TooManyRows: there are more than `ROWS_MAX`.
    """
    by_file: dict[str, list[Complaint]] = {}
    for each in complaints:
        by_file.setdefault(each.file, []).append(each)
    with workbook(target) as book:
        for source in _sources(path):
            _write(book, source, by_file.get(source.shown, []))


def _sources(path: Path) -> Iterator[Source]:
    if path.is_dir():
        for each in sorted(path.glob("*.[cC][sS][vV]")):
            yield open_csv(each, lambda _bytes: None)
    else:
        for sheet in sheets_of(path, lambda _done, _all: None):
            if folded(sheet.shown) not in _PASSED_OVER:
                yield sheet


def _write(book: Book, source: Source, complaints: Sequence[Complaint]) -> None:
    rows: list[tuple[int, Sequence[RawCell]]] = []
    for batch in source.batches:
        rows += zip(batch.numbers, batch.records, strict=True)
        if len(rows) > ROWS_MAX:
            raise TooManyRows
    if not rows:
        return
    name = _sheet_name(source.shown)
    first, headings = rows[0]
    old = {at for at, each in enumerate(headings) if folded(each or "") == folded(HEADING)}
    kept = [at for at in range(max(len(record) for _, record in rows)) if at not in old]
    table = next((each for each in TABLES if folded(name) in (each.name, folded(each.sheet))), None)
    columns = _columns(table, headings, kept)
    book.marked(name, HEADING, len(kept), _lines(rows, first, kept, columns, complaints))


def _sheet_name(shown: str) -> str:
    """Return the name of a file or sheet as Excel allows it."""
    stem = shown[:-4] if shown.casefold().endswith(".csv") else shown
    return "".join("-" if each in "[]:*?/\\" else each for each in stem)[:SHEET_NAME_MAX]


def _columns(
    table: Table[Any] | None, headings: Sequence[RawCell], kept: Sequence[int]
) -> Mapping[str, tuple[int, str]]:
    """Return where each column of the table stands in the new sheet, and its kind."""
    if table is None:
        return {}
    found = {}
    for place, at in enumerate(kept):
        heading = folded((headings[at] if at < len(headings) else "") or "")
        for column in table.columns:
            if heading in {folded(name) for name in (column.name, *column.headings)}:
                found[column.name] = (place, column.kind.name)
    return found


def _lines(
    rows: Sequence[tuple[int, Sequence[RawCell]]],
    first: int,
    kept: Sequence[int],
    columns: Mapping[str, tuple[int, str]],
    complaints: Sequence[Complaint],
) -> Iterator[Line]:
    kinds = dict(columns.values())
    at_row: dict[int, list[Complaint]] = {}
    for each in complaints:
        at_row.setdefault(first if each.row is None else each.row, []).append(each)
    for number, record in rows:
        said = at_row.get(number, [])
        is_heading = number == first
        cells = [record[at] if at < len(record) else "" for at in kept]
        named = {each.column for each in said if each.column}
        places = {columns[each][0] for each in named & columns.keys()}
        if is_heading:
            places |= {at for at, cell in enumerate(cells) if (cell or "").strip() in named}
        faulty = places | {at for at, cell in enumerate(cells) if cell is None}
        yield Line(
            number,
            [
                (cell or "") if is_heading or at in faulty else _value(cell or "", kinds.get(at))
                for at, cell in enumerate(cells)
            ],
            frozenset(faulty),
            "\n".join(dict.fromkeys(each.message for each in said)),
            is_heading,
        )


def _value(cell: str, kind: str | None) -> CellValue:
    """Return a cell as what it is, if it surely reads back as the same."""
    text = cell.strip()
    if kind == of.DATE.name:
        found = of.DATE.read(text)
        return found if isinstance(found, date) else cell
    if kind == of.AMOUNT.name:
        amount = of.AMOUNT.read(text)
        return amount if isinstance(amount, int) else cell
    return cell
