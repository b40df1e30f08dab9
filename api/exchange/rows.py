"""One row of each exchange file, typed. Fields stand in the order of the columns in `tables`.

`row` is the place of the row as a spreadsheet shows it (the heading is row 1); it takes no part in
comparison. None is an empty cell or a column left out: no default is filled in here, so that a
later reader can tell "said" from "not said". Which fields must be there together is declared in
`tables`, and has been checked. Nobody changes a row; it is not `frozen` because that makes 620,000
of them two seconds slower to build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from ledger.events import (
    Cost,
    HoldingKind,
    Income,
    MoneyChannel,
    PayoutKind,
    Precision,
    RecipientKind,
    Series,
)
from ledger.registry_events import BoardKind, HolderKind, Level

Channel = Literal["cash", "bank", "in_kind", "press"]
DonorKind = Literal["person", "family", "clan", "organisation", "company"]
HandoverWay = Literal["to_fund", "direct"]
PaidFrom = Literal["cash", "bank", "in_kind"]


@dataclass(slots=True)
class UnitRow:
    """One unit during one interval: what it is called and under whom it stands."""

    FILE: ClassVar[str] = "units"

    row: int = field(compare=False)
    code: str
    name: str
    level: Level
    parent: str | None
    valid_from: date
    valid_to: date | None
    kind: BoardKind | None


@dataclass(slots=True)
class PopulationRow:
    """How many people lived in the area of a unit on a day."""

    FILE: ClassVar[str] = "population"

    row: int = field(compare=False)
    unit: str
    on: date
    persons: int
    members: int | None
    source: str


@dataclass(slots=True)
class FundRow:
    """One source of money within a unit's Quỹ."""

    FILE: ClassVar[str] = "funds"

    row: int = field(compare=False)
    unit: str
    fund: str
    name: str
    purpose: str | None
    restricted: bool


@dataclass(slots=True)
class HolderRow:
    """Somebody who collects and keeps money for units: a newspaper, an organisation, a person."""

    FILE: ClassVar[str] = "holders"

    row: int = field(compare=False)
    code: str
    name: str
    kind: HolderKind


@dataclass(slots=True)
class HoldingRow:
    """One place where a unit keeps money."""

    FILE: ClassVar[str] = "holdings"

    row: int = field(compare=False)
    unit: str
    holding: str
    kind: HoldingKind
    name: str | None
    number: str | None
    matures_on: date | None


@dataclass(slots=True)
class SeriesRow:
    """Where the numbers of one series of papers go on."""

    FILE: ClassVar[str] = "series"

    row: int = field(compare=False)
    unit: str
    year: int
    series: Series
    book: str | None
    next_number: int


@dataclass(slots=True)
class OpeningRow:
    """What a unit brings when it joins: money, money held for it, or goods."""

    FILE: ClassVar[str] = "openings"

    row: int = field(compare=False)
    key: str
    unit: str
    on: date
    fund: str | None
    holding: str | None
    holder: str | None
    item: str | None
    quantity: Decimal | None
    counted_in: str | None
    amount_vnd: int | None
    goods_order: int | None
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


@dataclass(slots=True)
class DonationRow:
    """One gift: money, goods, or money that a holder collected."""

    FILE: ClassVar[str] = "donations"

    row: int = field(compare=False)
    key: str
    unit: str
    received_on: date
    channel: Channel
    fund: str | None
    donor: str | None
    donor_id: str | None
    donor_kind: DonorKind | None
    contact: str | None
    amount_vnd: int | None
    item: str | None
    quantity: Decimal | None
    counted_in: str | None
    holder: str | None
    holding: str | None
    note: str | None
    goods_order: int | None
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


@dataclass(slots=True)
class HandoverRow:
    """Money that a holder gave on: to the fund, or straight to recipients."""

    FILE: ClassVar[str] = "handovers"

    row: int = field(compare=False)
    key: str
    unit: str
    holder: str
    handed_over_on: date
    how: HandoverWay
    fund: str | None
    amount_vnd: int
    into: str | None
    recipients: int | None
    note: str | None
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


@dataclass(slots=True)
class PayoutRow:
    """One scholarship, reward or aid to one recipient."""

    FILE: ClassVar[str] = "payouts"

    row: int = field(compare=False)
    key: str
    unit: str
    paid_on: date
    fund: str | None
    round: str | None
    recipient: str | None
    recipient_id: str | None
    recipient_kind: RecipientKind
    kind: PayoutKind
    paid_from: PaidFrom
    holding: str | None
    amount_vnd: int | None
    item: str | None
    quantity: Decimal | None
    counted_in: str | None
    birth_year: int | None
    school: str | None
    class_name: str | None
    address: str | None
    guardian: str | None
    note: str | None
    goods_order: int | None
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


@dataclass(slots=True)
class TransferRow:
    """Money sent from one unit to another."""

    FILE: ClassVar[str] = "transfers"

    row: int = field(compare=False)
    key: str
    from_unit: str
    to_unit: str
    fund: str | None
    amount_vnd: int
    sent_on: date
    received_on: date | None
    paid_from: MoneyChannel | None
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


@dataclass(slots=True)
class MovementRow:
    """Money moved between two holdings of one unit."""

    FILE: ClassVar[str] = "movements"

    row: int = field(compare=False)
    key: str
    unit: str
    on: date
    fund: str | None
    from_holding: str
    to_holding: str
    amount_vnd: int
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


@dataclass(slots=True)
class IncomeCostRow:
    """Income that is no gift, or a cost that is no payout."""

    FILE: ClassVar[str] = "income_costs"

    row: int = field(compare=False)
    key: str
    unit: str
    on: date
    what: Income | Cost
    fund: str | None
    holding: str | None
    amount_vnd: int
    note: str | None
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


@dataclass(slots=True)
class ReversalRow:
    """A recorded row taken back; both stay in the book."""

    FILE: ClassVar[str] = "reversals"

    row: int = field(compare=False)
    key: str
    reverses: str
    on: date
    reason: str
    goods_order: int | None
    voucher: str | None
    paper_no: str | None
    document_on: date | None
    precision: Precision | None
    decision: str | None
    evidence: tuple[str, ...] | None


ReferenceRow = UnitRow | PopulationRow | FundRow | HolderRow | HoldingRow | SeriesRow
MoneyRow = (
    OpeningRow
    | DonationRow
    | HandoverRow
    | PayoutRow
    | TransferRow
    | MovementRow
    | IncomeCostRow
    | ReversalRow
)
Row = ReferenceRow | MoneyRow
