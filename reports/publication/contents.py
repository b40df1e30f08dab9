"""The files of a publication that follow from the log: figures, registers, statements.

The same place in the log gives the same bytes, whenever they are made and wherever; but whether a
donor is named is as they wish on the day. The figures
come from the sums that every page has; the registers from the entries themselves, one by one. That
both agree is a rule of the ledger (ledger/publishing.py), asked before anything is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO
from uuid import UUID

from ledger.database import Connection
from ledger.events import GoodsPaidOut, PayoutPaid
from ledger.wire import canonical
from projections.figures import UnitFigures, asked, described
from projections.known import as_of_entry
from projections.published_entries import (
    Period,
    Scope,
    Undone,
    leaf_of,
    scope_of,
    told,
    undone_in,
)
from reports.csv_lines import BYTE_ORDER_MARK, line
from reports.publication import registers, statements
from reports.publication.cells import WITHHELD, Cell, Cells
from reports.publication.figures import LABELS, Gathered, document_of
from reports.publication.names import with_donors
from reports.publication.registers import Codes, Row

FIGURES: Final = "figures.json"
STATEMENTS: Final = "statements"
PAYOUTS: Final = (PayoutPaid.STORED_AS, GoodsPaidOut.STORED_AS)
AT_A_TIME: Final = 1_000
OnProgress = Callable[[int, int], None]


class Made(NamedTuple):
    """What was made: the figures, and SHA-256 of the file that has them."""

    document: dict[str, Any]
    digest: str


class _Units(NamedTuple):
    """The units that count, with their figures; the publishing one apart."""

    publishing: UnitFigures
    every: list[UnitFigures]
    held_before_vnd: int


def make_contents(
    connection: Connection, period: Period, folder: Path, on_progress: OnProgress
) -> Made:
    """Write the files that follow from the log into a folder that is there.

    Args:
        connection: to projections that know the period's last entry, with the keys of the vault and
            no transaction open.
        period: what is published.
        folder: empty.
        on_progress: hears entries done, and how many there are at the most.
    """
    scope = scope_of(connection, period)
    units = _figures(connection, scope)
    codes = Codes(scope)
    _write(folder / "units.csv", _unit_headings(), _unit_rows(units.every, codes))
    with connection.transaction():
        undone = undone_in(connection, scope)
        cells = Cells(
            registers.award_of(each)
            for each in told(connection, scope, PAYOUTS)
            if (each.unit_id, _key(each.entry.event)) not in undone.by_original
        )
        gathered = _registers(connection, scope, undone, cells, folder, on_progress)
    _write(folder / "breakdown.csv", registers.BREAKDOWN, _breakdown(cells, codes))
    document = document_of(
        scope, units.publishing, units.held_before_vnd, gathered, undone.elsewhere_vnd
    )
    raw = canonical(document)
    (folder / FIGURES).write_bytes(raw)
    _write(
        folder / "figures.csv",
        registers.FIGURES,
        registers.figure_rows(document),
    )
    statements.write(folder / STATEMENTS, units.every, codes, period)
    return Made(document, sha256(raw).hexdigest())


def _figures(connection: Connection, scope: Scope) -> _Units:
    """Return the figures as they were known when the log ended there, by the codes of units."""
    period = scope.period
    unit_id, terms = period.unit_id, scope.registry.terms
    others = [
        each
        for each in scope.members
        if each != unit_id and terms[each][0].valid_from <= period.until
    ]

    def choose() -> Sequence[UUID]:
        return [unit_id, *others]

    with as_of_entry(connection, period.position, period.log_size, choose) as chosen:
        publishing, *below = described(connection, chosen, asked(period.until))
        before = described(connection, [unit_id], asked(period.first - timedelta(days=1)))
    below.sort(key=lambda each: each.code)
    return _Units(publishing, [publishing, *below], before[0].subtree.held_by_others)


def _registers(
    connection: Connection,
    scope: Scope,
    undone: Undone,
    cells: Cells,
    folder: Path,
    on_progress: OnProgress,
) -> Gathered:
    """Write the registers in one pass over the entries; return what they add up to."""
    gathered, codes, last = Gathered(), Codes(scope), scope.period.log_size
    with ExitStack() as files:
        tables = {
            name: _Table(files.enter_context(_opened(folder / f"{name}.csv")), headings)
            for name, headings in (
                ("gifts", registers.GIFTS),
                ("collected", registers.GIFTS),
                ("payouts", registers.PAYOUTS),
                ("entries", registers.ENTRIES),
            )
        }
        named = with_donors(connection, told(connection, scope))
        for done, (each, donor) in enumerate(named):
            event = each.entry.event
            undone_by = undone.by_original.get((each.unit_id, _key(event)))
            leaf = leaf_of(each, undone)
            if leaf is not None:
                table = tables["gifts" if leaf.tree == "raised" else "collected"]
                number = gathered.trees[leaf.tree].growing.size
                table.add(registers.gift_row(leaf, number, codes, donor))
            elif isinstance(event, PayoutPaid | GoodsPaidOut):
                small = registers.cell_of(each) in cells.withheld
                row = registers.payout_row(each, undone_by, codes, is_withheld=small)
                tables["payouts"].add(row)
            gathered.add(each, leaf, is_undone=undone_by is not None)
            tables["entries"].add(registers.entry_row(each, codes))
            if done % AT_A_TIME == 0:
                on_progress(each.log_index or 0, last)
    on_progress(last, last)
    return gathered


class _Table:
    """A CSV file that grows row by row."""

    def __init__(self, file: TextIO, headings: Sequence[str]) -> None:
        self._file = file
        file.write(BYTE_ORDER_MARK + line(headings))

    def add(self, row: Row) -> None:
        """Add a row."""
        self._file.write(line(row))


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _write(path: Path, headings: Sequence[str], rows: Iterable[Row]) -> None:
    with _opened(path) as file:
        table = _Table(file, headings)
        for row in rows:
            table.add(row)


def _unit_headings() -> tuple[str, ...]:
    return (*registers.UNIT, *LABELS)


def _unit_rows(units: Iterable[UnitFigures], codes: Codes) -> Iterator[Row]:
    for unit in units:
        yield from registers.unit_rows(unit, codes)


def _breakdown(cells: Cells, codes: Codes) -> Iterator[Row]:
    def place(cell: Cell) -> tuple[str, str, str]:
        return (codes[cell.unit_id], cell.kind, cell.recipient_kind)

    for cell in sorted(cells.counts, key=place):
        if cell in cells.withheld:
            yield (*place(cell), WITHHELD, WITHHELD)
        else:
            yield (*place(cell), cells.counts[cell], cells.amounts_vnd[cell])


def _key(event: object) -> str:
    return str(getattr(event, "key", ""))
