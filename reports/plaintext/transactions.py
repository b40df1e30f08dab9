"""Entries as transactions of a plain-text ledger: every posting of every entry, nothing else.

Only what the entry itself says is told: keys, papers, goods, units. Who gave and who received is
in the vault, which is not read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.events import (
    EntryReversed,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    MoneyEvent,
    TransferArrived,
    TransferReceived,
    TransferSent,
    Vouched,
)
from ledger.postings import postings
from ledger.wire import Entry
from reports.plaintext.accounts import account_name, component
from reports.plaintext.labels import label


@dataclass(frozen=True, slots=True)
class Transaction:
    """One entry: its day, what it is called, what is known of it by name, and its lines.

    `lines` are accounts with signed đồng; they sum to zero.
    """

    on: date
    label: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What must lie below `account` at the end of the day `on`, in đồng."""

    on: date
    account: str
    amount_vnd: int


def transaction(entry: Entry, codes: Mapping[UUID, str]) -> Transaction | None:
    """Return the transaction of `entry`; None if it moves nothing. `codes` are the units'."""
    event = entry.event
    if not isinstance(event, MoneyEvent | EntryReversed):
        return None
    code = codes[entry.originator_id]
    unit = component(code)
    facts = {
        "key": event.key,
        "entry": f"{code}/{entry.originator_version}",
        **_facts(event.original if isinstance(event, EntryReversed) else event, codes),
    }
    if isinstance(event, EntryReversed):
        facts |= {"reverses": event.reverses}
    return Transaction(
        event.booked_on,
        label(event),
        tuple((name, _one_line(value)) for name, value in facts.items()),
        tuple((account_name(unit, line), line.amount_vnd) for line in postings(event)),
    )


def _facts(event: MoneyEvent, codes: Mapping[UUID, str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    if isinstance(event, Vouched):
        facts["paper"] = f"{event.series} {event.number}"
    match event:
        case GoodsDonated() | GoodsBroughtIn() | GoodsPaidOut():
            facts["goods"] = f"{event.quantity:f} {event.counted_in} {event.item}"
        case TransferSent(to_unit_id=other) | TransferArrived(to_unit_id=other):
            facts["to"] = codes[other]
        case TransferReceived(from_unit_id=other):
            facts["from"] = codes[other]
        case _:
            pass
    return facts


def _one_line(text: str) -> str:
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
