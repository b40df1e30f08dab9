"""What stands in the place of what: rows that name the papers of a row that was reversed.

They are found in the book itself, by what their stored bytes say, and only behind the reversal,
which always comes first.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import EntryReversed, ReplacedPaper
from ledger.keys import id_of_key
from ledger.replacing import OnPaper
from ledger.wire import Entry, canonical, from_bytes


def papers_replaced(event: object) -> tuple[ReplacedPaper, ...]:
    """Return the papers in whose place that of a fact stands; of a reversal, of what it undoes."""
    fact = event.original if isinstance(event, EntryReversed) else event
    return fact.replaces if isinstance(fact, OnPaper) else ()


def mark_of_replacing(key: str) -> bytes:
    """Return what stands in the bytes of an entry that takes the place of the row with a key.

    >>> mark_of_replacing("D-1")
    b'"replaces":[{"key":"D-1",'
    """
    return canonical({"replaces": [{"key": key}]})[1:-3] + b","


def is_in_place_of(event: object, key: str) -> bool:
    """Say whether a fact, not a reversal that repeats one, takes the place of a row."""
    return isinstance(event, OnPaper) and any(each.key == key for each in event.replaces)


class Stored(NamedTuple):
    """An entry, and the bytes that it is stored as."""

    entry: Entry
    raw: bytes


def replacement_of(connection: Connection, reversal: Entry) -> Stored | None:
    """Return the entry that stands in the place of what a reversal undid; None: none does."""
    event = reversal.event
    assert isinstance(event, EntryReversed)
    asked = {
        "unit_id": reversal.originator_id,
        "after": reversal.originator_version,
        "mark": mark_of_replacing(event.reverses),
    }
    row = connection.execute(query("replacement_of"), asked).fetchone()
    return None if row is None else _stored(row[0])


def row_of(connection: Connection, unit_id: UUID, key: str) -> Stored | None:
    """Return what was recorded in a unit's book under a key; None: nothing was."""
    ids = [id_of_key(key), id_of_key(key, received=True)]
    rows = connection.execute(query("entries_of_keys"), {"command_ids": ids})
    found = (_stored(state) for _, state in rows)
    return next((each for each in found if each.entry.originator_id == unit_id), None)


def _stored(state: bytes) -> Stored:
    return Stored(from_bytes(bytes(state)), bytes(state))
