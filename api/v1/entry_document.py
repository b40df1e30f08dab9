"""An entry as JSON: public facts only, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from api.v1.ids import entry_name, unit_name
from ledger.events import BookEvent
from ledger.postings import Posting, postings
from ledger.registry import REGISTRY_ID
from ledger.wire import Entry, plain


def entry_document(entry: Entry) -> dict[str, Any]:
    """Return what is said of an entry everywhere; `unit` is null for the registry's own."""
    return {
        "id": entry_name(entry.originator_id, entry.originator_version),
        "unit": _unit(entry.originator_id),
        "version": entry.originator_version,
        "type": entry.event.STORED_AS,
        "recorded_at": entry.recorded_at.isoformat().replace("+00:00", "Z"),
        "actor": entry.actor,
        "facts": plain(entry.event),
    }


def with_postings(entry: Entry, later: Iterable[Entry]) -> dict[str, Any]:
    """Return an entry with what it does to the accounts, and with what became of it."""
    lines = postings(entry.event) if isinstance(entry.event, BookEvent) else ()
    return {
        **entry_document(entry),
        "postings": [_posting(line) for line in lines],
        "later": [entry_document(each) for each in later],
    }


def _posting(line: Posting) -> dict[str, Any]:
    said = {
        "account": line.account,
        "fund": line.fund,
        "amount_vnd": line.amount_vnd,
        "place": line.place,
        "quantity": None if line.quantity is None else str(line.quantity),
        "counted_in": line.counted_in,
    }
    return {name: value for name, value in said.items() if value is not None}


def _unit(unit_id: UUID) -> str | None:
    return None if unit_id == REGISTRY_ID else unit_name(unit_id)
