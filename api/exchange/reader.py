"""Reads exchange files: a folder of CSV files, or one workbook, → typed rows and errors.

Everything that is wrong is told at once: a file that cannot be read does not keep the others from
being read, and a row with an error leaves the others in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from api.exchange.assembly import read_rows
from api.exchange.csv_file import open_csv
from api.exchange.errors import Code, RowError, shortened
from api.exchange.fields import folded
from api.exchange.rows import (
    DonationRow,
    FundRow,
    HandoverRow,
    HolderRow,
    HoldingRow,
    IncomeCostRow,
    MovementRow,
    OpeningRow,
    PayoutRow,
    PopulationRow,
    ReversalRow,
    SeriesRow,
    TransferRow,
    UnitRow,
)
from api.exchange.sources import Source, Unreadable
from api.exchange.spreadsheet import sheets_of
from api.exchange.tables import TABLES, Table

Progress = Callable[[int, int], None]

_TABLE_BY_NAME: Final = {
    folded(name): table for table in TABLES for name in (table.name, table.sheet)
}
_KNOWN: Final = ", ".join(table.name for table in TABLES)
SHEETS_PASSED_OVER: Final = ("Hướng dẫn", "Danh mục")
"""Sheets that are for people: how to fill in a workbook, and which codes there are."""
_PASSED_OVER: Final = frozenset(map(folded, SHEETS_PASSED_OVER))


@dataclass(slots=True)
class Reading:
    """What was read: the rows of each file in its order, and what was wrong with the others.

    `shown_names` says how the person calls the file of each table: `donations.csv`, or the name of
    a sheet. Tables that were not there are not in it.
    """

    units: list[UnitRow] = field(default_factory=list)
    population: list[PopulationRow] = field(default_factory=list)
    funds: list[FundRow] = field(default_factory=list)
    holders: list[HolderRow] = field(default_factory=list)
    holdings: list[HoldingRow] = field(default_factory=list)
    series: list[SeriesRow] = field(default_factory=list)
    openings: list[OpeningRow] = field(default_factory=list)
    donations: list[DonationRow] = field(default_factory=list)
    handovers: list[HandoverRow] = field(default_factory=list)
    payouts: list[PayoutRow] = field(default_factory=list)
    transfers: list[TransferRow] = field(default_factory=list)
    movements: list[MovementRow] = field(default_factory=list)
    income_costs: list[IncomeCostRow] = field(default_factory=list)
    reversals: list[ReversalRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    shown_names: dict[str, str] = field(default_factory=dict)


def read(path: Path, *, on_progress: Progress | None = None) -> Reading:
    """Return the rows and errors of the exchange files at `path`.

    Args:
        path: a folder of CSV files, or one .xlsx.
        on_progress: called with what is done and what there is to do: bytes of a folder, sheets of
            a workbook.
    """
    progress = on_progress or _unheard
    if path.is_dir():
        return _read_folder(path, progress)
    if path.is_file() and path.suffix.casefold() == ".xlsx":
        return _read_workbook(path, progress)
    code = Code.NOT_AN_EXCHANGE_PATH if path.exists() else Code.PATH_NOT_FOUND
    return Reading(errors=[RowError(path.name, None, None, code, shortened(str(path)))])


def _unheard(done: int, total: int) -> None:
    """Nobody asked how far the reading is."""


def _read_folder(folder: Path, progress: Progress) -> Reading:
    reading = Reading()
    files = _files_by_table(folder, reading)
    sizes = {path: path.stat().st_size for path in files.values() if path.is_file()}
    total, before = sum(sizes.values()), 0
    for table in TABLES:
        path = files.get(table.name)
        if path is None:
            continue
        try:
            _add(reading, table, open_csv(path, partial(_advance, progress, before, total)))
        except Unreadable as unreadable:
            reading.errors.append(unreadable.error)
        before += sizes.get(path, 0)
        progress(before, total)
    return _not_nothing(reading, folder)


def _advance(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _files_by_table(folder: Path, reading: Reading) -> dict[str, Path]:
    """Return the CSV file of each table; what is no table is an error, other files are none."""
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() != ".csv" or path.name.startswith((".", "~$")):
            continue
        table = _known_table(reading, path.name, path.stem, Code.UNKNOWN_FILE)
        if table:
            files[table.name] = path
    return files


def _read_workbook(path: Path, progress: Progress) -> Reading:
    reading = Reading()
    try:
        for sheet in sheets_of(path, progress):
            first = next(sheet.batches, None)
            if first is None or folded(sheet.shown) in _PASSED_OVER:
                continue
            table = _known_table(reading, sheet.shown, sheet.shown, Code.UNKNOWN_SHEET)
            if table:
                _add(reading, table, Source(sheet.shown, chain([first], sheet.batches)))
    except Unreadable as unreadable:
        return Reading(errors=[unreadable.error])
    return _not_nothing(reading, path)


def _known_table(reading: Reading, shown: str, name: str, unknown: Code) -> Table[Any] | None:
    """Return the table that `name` means, unless there is none or it was there before."""
    table = _TABLE_BY_NAME.get(folded(name))
    if table is None:
        facts = {"known": _KNOWN}
        reading.errors.append(RowError(shown, None, None, unknown, shortened(name), facts))
        return None
    if table.name in reading.shown_names:
        duplicate = {"table": table.name}
        reading.errors.append(
            RowError(shown, None, None, Code.DUPLICATE_FILE, shortened(shown), duplicate)
        )
        return None
    reading.shown_names[table.name] = shown
    return table


def _add(reading: Reading, table: Table[Any], source: Source) -> None:
    rows, errors = read_rows(table, source)
    getattr(reading, table.name).extend(rows)
    reading.errors.extend(errors)


def _not_nothing(reading: Reading, path: Path) -> Reading:
    if not reading.shown_names:
        facts = {"known": _KNOWN}
        reading.errors.append(
            RowError(path.name, None, None, Code.NOTHING_TO_READ, shortened(path.name), facts)
        )
    return reading
