"""The registers of a publication: gifts, awards, entries, units, as rows of tables.

They are made of the entries alone; `names.py` says which donors are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from ledger.events import (
    CollectionHandedOver,
    DonationCollected,
    DonationReceived,
    EntryReversed,
    Event,
    GoodsDonated,
    GoodsPaidOut,
    PayoutPaid,
    Vouched,
)
from projections.figures import UnitFigures
from projections.published_entries import Leaf, Scope, Told
from reports.check_codes import check_code
from reports.figures_document import figures_document
from reports.papers import paper_number
from reports.publication.cells import WITHHELD, Award, Cell
from reports.publication.figures import LABELS, flattened

Row = tuple[object, ...]
Payout = PayoutPaid | GoodsPaidOut

GIFTS: Final = (
    *("leaf", "log_index", "unit", "version", "received_on", "channel", "holder", "amount_vnd"),
    *("item", "quantity", "counted_in", "paper", "state", "net_vnd", "undone_by", "check_code"),
    *("entry_sha256", "donor"),
)
PAYOUTS: Final = (
    *("log_index", "unit", "version", "paid_on", "kind", "recipient_kind", "channel"),
    *("amount_vnd", "item", "quantity", "counted_in", "paper", "state", "undone_by"),
    *("check_code", "entry_sha256"),
)
ENTRIES: Final = (
    *("log_index", "unit", "version", "type", "booked_on", "recorded_at", "amount_vnd", "key"),
    *("reverses", "entry_sha256"),
)
BREAKDOWN: Final = ("unit", "kind", "recipient_kind", "occurrences", "amount_vnd")
FIGURES: Final = ("figure", "label", "own", "subtree")
UNIT: Final = ("unit", "name", "level", "parent", "whose")


class Codes:
    """The codes of units on the last day of the period, as the registry was then known."""

    def __init__(self, scope: Scope) -> None:
        """Look units up in the registry of `scope`."""
        self._scope = scope
        self._known: dict[UUID, str] = {}

    def __getitem__(self, unit_id: UUID) -> str:
        if unit_id not in self._known:
            self._known[unit_id] = self._term(unit_id).code
        return self._known[unit_id]

    def parent(self, unit_id: UUID) -> str:
        """Return the code of the unit above; empty for one that has none."""
        above = self._term(unit_id).parent_id
        return "" if above is None else self[above]

    def _term(self, unit_id: UUID) -> Any:  # noqa: ANN401 - a term of either kind
        terms, until = self._scope.registry.terms[unit_id], self._scope.period.until
        begun = [term for term in terms if term.valid_from <= until]
        return begun[-1] if begun else terms[0]


def gift_row(leaf: Leaf, number: int, codes: Codes, donor: str) -> Row:
    """Return the row of a receipt, the `number`-th leaf of its tree from 0."""
    told = leaf.told
    event = told.entry.event
    assert isinstance(
        event, DonationReceived | GoodsDonated | CollectionHandedOver | DonationCollected
    )
    holder = getattr(event, "holder", None)
    return (
        number,
        told.log_index,
        codes[told.unit_id],
        told.entry.originator_version,
        event.booked_on,
        _channel(event),
        holder,
        event.amount_vnd,
        *_goods(event),
        _paper(event),
        _state(leaf.undone_by, event.amount_vnd),
        leaf.net_vnd,
        leaf.undone_by.log_index if leaf.undone_by else None,
        check_code(told.raw),
        leaf.entry_hash,
        donor,
    )


def payout_row(told: Told, undone_by: Told | None, codes: Codes, *, is_withheld: bool) -> Row:
    """Return the row of an award; of a small cell it does not say which."""
    event = told.entry.event
    assert isinstance(event, Payout)
    return (
        told.log_index,
        codes[told.unit_id],
        told.entry.originator_version,
        event.booked_on,
        WITHHELD if is_withheld else event.kind,
        WITHHELD if is_withheld else event.recipient_kind,
        _paid_by(event),
        event.amount_vnd,
        *_goods(event),
        _paper(event),
        "undone" if undone_by else "paid",
        undone_by.log_index if undone_by else None,
        check_code(told.raw),
        sha256(told.raw).hexdigest(),
    )


def award_of(told: Told) -> Award:
    """Return an award as it counts in the breakdown."""
    event = told.entry.event
    assert isinstance(event, Payout)
    return Award(cell_of(told), event.amount_vnd or 0)


def cell_of(told: Told) -> Cell:
    """Return the cell of the breakdown in which an award counts."""
    event = told.entry.event
    assert isinstance(event, Payout)
    return Cell(told.unit_id, event.kind, event.recipient_kind)


def entry_row(told: Told, codes: Codes) -> Row:
    """Return the row of any entry."""
    entry = told.entry
    event = entry.event
    money = event.original if isinstance(event, EntryReversed) else event
    return (
        told.log_index,
        codes[told.unit_id],
        entry.originator_version,
        event.STORED_AS,
        _booked_on(event),
        entry.recorded_at.isoformat(),
        getattr(money, "amount_vnd", None),
        getattr(event, "key", None),
        getattr(event, "reverses", None),
        sha256(told.raw).hexdigest(),
    )


def unit_rows(unit: UnitFigures, codes: Codes) -> Iterator[Row]:
    """Yield the figures of a unit: its own, and those with all below it."""
    about = (unit.code, unit.name, unit.level, codes.parent(unit.unit_id))
    for whose, figures in (("own", unit.own), ("subtree", unit.subtree)):
        document = figures_document(figures, with_recipients=True)
        yield (*about, whose, *(value for _, value in flattened(document)))


def figure_rows(document: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the figures of the publication, one a row."""
    own, subtree = dict(flattened(document["own"])), dict(flattened(document["subtree"]))
    for name, value in own.items():
        yield (name, LABELS[name], value, subtree[name])


def _channel(event: Event) -> str:
    match event:
        case DonationReceived():
            return event.channel
        case GoodsDonated():
            return "in_kind"
        case CollectionHandedOver():
            return "handover"
        case _:
            return "press"


def _paid_by(event: Payout) -> str:
    if isinstance(event, GoodsPaidOut):
        return "in_kind"
    return "cash" if event.holding_kind in ("cash", "collector") else "bank"


def _goods(event: Event) -> Row:
    if isinstance(event, GoodsDonated | GoodsPaidOut):
        return (event.item, event.quantity, event.counted_in)
    return (None, None, None)


def _paper(event: Event) -> str:
    """Return the number on the donor's own receipt; else that of the voucher."""
    on = _booked_on(event)
    receipt: int | None = getattr(event, "receipt_number", None)
    if receipt is not None:
        return paper_number(receipt, on.year, "BN")
    assert isinstance(event, Vouched)
    return paper_number(event.number, on.year, event.series)


def _state(undone_by: Told | None, amount_vnd: int | None) -> str:
    if undone_by:
        return "undone"
    return "not_valued" if amount_vnd is None else "counted"


def _booked_on(event: Event) -> date:
    on = getattr(event, "booked_on", None)
    assert isinstance(on, date)
    return on
