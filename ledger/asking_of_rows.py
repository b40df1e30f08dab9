"""What the rules about rows have in common: what a row says, its paper, and what it may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from ledger import events as fact
from ledger.commands import AskedOnPaper
from ledger.refusals import (
    HoldingOfOtherKind,
    UnitNotValid,
    UnknownFund,
    UnknownHolder,
    UnknownHolding,
    UnknownUnit,
)
from ledger.replacing import replaced_papers

if TYPE_CHECKING:
    from datetime import date

    from ledger.book import Book
    from ledger.commands import Asked, ReceiveTransfer
    from ledger.registry import Registry

Direction = Literal["in", "out"]
CHANNEL_KINDS: Final[Mapping[str, tuple[fact.HoldingKind, ...]]] = {
    "cash": ("cash", "collector"),
    "bank": ("bank", "savings"),
}
MONEY_SERIES: Final[Mapping[tuple[str, Direction], fact.Series]] = {
    ("cash", "in"): "PT",
    ("cash", "out"): "PC",
    ("bank", "in"): "BC",
    ("bank", "out"): "UNC",
}


def said_by(command: Asked) -> dict[str, Any]:
    """Return what the row says of itself, as its event repeats it."""
    return {
        "key": command.key,
        "booked_on": command.booked_on,
        "document_on": command.document_on,
        "precision": command.precision,
        "fund": command.fund,
        "paper_no": command.paper_no,
        "decision": command.decision,
        "evidence": command.evidence,
        "approved_outside": command.approved_outside,
        "pii": command.pii,
        "nonce": command.nonce,
    }


def paper_for(
    book: Book, command: AskedOnPaper | ReceiveTransfer, series: fact.Series
) -> dict[str, Any]:
    """Return the place of the row on its accounting voucher, and the papers that it replaces."""
    line = book.numbering.next_line(series, command.booked_on, command.voucher)
    return {
        "series": line.series,
        "number": line.number,
        "line": line.line,
        "voucher": command.voucher,
        "replaces": replaced_papers(book, command) if isinstance(command, AskedOnPaper) else (),
    }


def series_of(kind: fact.HoldingKind, direction: Direction) -> fact.Series:
    """Return the series of papers for money that goes in or out of a kind of holding."""
    channel = "cash" if kind in CHANNEL_KINDS["cash"] else "bank"
    return MONEY_SERIES[channel, direction]


def require_registered(registry: Registry, unit_id: UUID) -> None:
    """Admit a unit that the registry knows."""
    if unit_id not in registry.terms:
        raise UnknownUnit(unit=unit_id)


def require_row(book: Book, registry: Registry, command: Asked) -> None:
    """Admit a row whose unit existed on its day."""
    require_valid(registry, book.unit_id, command.booked_on)


def require_valid(registry: Registry, unit_id: UUID, on: date) -> None:
    """Admit a day on which the unit existed."""
    if not registry.is_valid(unit_id, on):
        raise UnitNotValid(unit_id=unit_id, on=on)


def require_fund(book: Book, fund: str) -> None:
    """Admit a fund that the unit has."""
    if fund not in book.funds:
        raise UnknownFund(fund=fund, unit_id=book.unit_id)


def require_holder(registry: Registry, holder: str) -> None:
    """Admit a holder who is registered."""
    if holder not in registry.holders:
        raise UnknownHolder(holder=holder)


def holding_of(book: Book, holding: str | None, channel: str | None) -> fact.HoldingDefined:
    """Return the named holding, or the channel's own; it must take money of the channel."""
    known = book.holdings.get(holding or channel or "")
    if known is None:
        raise UnknownHolding(holding=holding, unit_id=book.unit_id)
    if channel is not None and known.kind not in CHANNEL_KINDS[channel]:
        raise HoldingOfOtherKind(holding=known.holding, kind=known.kind, asked=channel)
    return known
