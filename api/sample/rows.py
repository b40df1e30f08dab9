"""The exchange files: one row type a file, its fields the columns, and the folder that takes them.

An empty optional column is written as nothing. Amounts are whole đồng, dates are ISO.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import IO, Self


class UnitRow(NamedTuple):
    """A unit during one interval of its life."""

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: str
    valid_to: str | None = None
    kind: str | None = None


class PopulationRow(NamedTuple):
    """Residents and members of a unit's area on a day."""

    unit: str
    on: str
    persons: int
    members: int | None
    source: str


class FundRow(NamedTuple):
    """One source of money within a unit's fund."""

    unit: str
    fund: str
    name: str
    purpose: str | None
    restricted: str


class HolderRow(NamedTuple):
    """A newspaper, organisation or person who collects for units."""

    code: str
    name: str
    kind: str


class HoldingRow(NamedTuple):
    """A place where a unit keeps money beside its cash box and its first account."""

    unit: str
    holding: str
    kind: str
    name: str | None = None
    number: str | None = None
    matures_on: str | None = None


class SeriesRow(NamedTuple):
    """The number with which a unit's vouchers go on."""

    unit: str
    year: int
    series: str
    book: str | None
    next_number: int


class OpeningRow(NamedTuple):
    """What a unit brings when it joins."""

    key: str
    unit: str
    on: str
    fund: str | None = None
    holding: str | None = None
    holder: str | None = None
    item: str | None = None
    quantity: int | None = None
    counted_in: str | None = None
    amount_vnd: int | None = None


class DonationRow(NamedTuple):
    """A gift."""

    key: str
    unit: str
    received_on: str
    channel: str
    amount_vnd: int | None
    fund: str | None = None
    donor: str | None = None
    donor_id: str | None = None
    donor_kind: str | None = None
    contact: str | None = None
    item: str | None = None
    quantity: int | None = None
    counted_in: str | None = None
    holder: str | None = None
    holding: str | None = None
    note: str | None = None
    voucher: str | None = None
    paper_no: str | None = None
    document_on: str | None = None
    precision: str | None = None


class HandoverRow(NamedTuple):
    """Money that a holder hands over, to the fund or directly to recipients."""

    key: str
    unit: str
    holder: str
    handed_over_on: str
    how: str
    amount_vnd: int
    fund: str | None = None
    into: str | None = None
    recipients: int | None = None
    note: str | None = None


class PayoutRow(NamedTuple):
    """One award to one recipient."""

    key: str
    unit: str
    paid_on: str
    kind: str
    paid_from: str
    amount_vnd: int | None
    fund: str | None = None
    round: str | None = None
    recipient: str | None = None
    recipient_id: str | None = None
    recipient_kind: str | None = None
    holding: str | None = None
    item: str | None = None
    quantity: int | None = None
    counted_in: str | None = None
    birth_year: int | None = None
    school: str | None = None
    class_: str | None = None
    address: str | None = None
    guardian: str | None = None
    note: str | None = None
    voucher: str | None = None
    decision: str | None = None


class TransferRow(NamedTuple):
    """Money from one unit to another."""

    key: str
    from_unit: str
    to_unit: str
    amount_vnd: int
    sent_on: str
    received_on: str | None
    fund: str | None = None
    paid_from: str | None = None


class MovementRow(NamedTuple):
    """Money from one holding of a unit to another."""

    key: str
    unit: str
    on: str
    from_holding: str
    to_holding: str
    amount_vnd: int
    fund: str | None = None


class IncomeCostRow(NamedTuple):
    """Income that is no gift, or a cost that is no award."""

    key: str
    unit: str
    on: str
    what: str
    amount_vnd: int
    fund: str | None = None
    holding: str | None = None
    note: str | None = None


class ReversalRow(NamedTuple):
    """A money row that is undone."""

    key: str
    reverses: str
    on: str
    reason: str


_AnyRow = tuple[object, ...]

FILES: dict[type[_AnyRow], tuple[str, tuple[str, ...]]] = {
    UnitRow: ("units.csv", UnitRow._fields),
    PopulationRow: ("population.csv", PopulationRow._fields),
    FundRow: ("funds.csv", FundRow._fields),
    HolderRow: ("holders.csv", HolderRow._fields),
    HoldingRow: ("holdings.csv", HoldingRow._fields),
    SeriesRow: ("series.csv", SeriesRow._fields),
    OpeningRow: ("openings.csv", OpeningRow._fields),
    DonationRow: ("donations.csv", DonationRow._fields),
    HandoverRow: ("handovers.csv", HandoverRow._fields),
    PayoutRow: ("payouts.csv", PayoutRow._fields),
    TransferRow: ("transfers.csv", TransferRow._fields),
    MovementRow: ("movements.csv", MovementRow._fields),
    IncomeCostRow: ("income_costs.csv", IncomeCostRow._fields),
    ReversalRow: ("reversals.csv", ReversalRow._fields),
}
_REFERENCE: tuple[type[_AnyRow], ...] = (
    UnitRow,
    PopulationRow,
    FundRow,
    HolderRow,
    HoldingRow,
    SeriesRow,
)
MONEY_FILES = tuple(name for row, (name, _) in FILES.items() if row not in _REFERENCE)


class ExchangeFolder:
    """The CSV files of one folder, open for writing until the `with` block ends."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made when missing, and files of the same names are replaced."""
        self._folder = folder
        self._files: list[IO[str]] = []
        self._writers: dict[type[_AnyRow], Callable[[_AnyRow], object]] = {}
        self.row_counts: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Open every file and write its header."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for row_type, (name, fields) in FILES.items():
            file = (self._folder / name).open("w", encoding="utf-8", newline="")
            self._files.append(file)
            writer = csv.writer(file, lineterminator="\n")
            # `class` is a word of Python, so its field bears an underscore.
            writer.writerow([field.rstrip("_") for field in fields])
            self._writers[row_type] = writer.writerow
            self.row_counts[name] = 0
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every file."""
        for file in self._files:
            file.close()

    def write(self, row: _AnyRow) -> None:
        """Append `row` to the file of its type."""
        row_type = type(row)
        self._writers[row_type](row)
        self.row_counts[FILES[row_type][0]] += 1
