"""Entries by the code on their papers: the first 35 bits of the SHA-256 of their stored bytes.

Seven characters spell them (reports/check_codes.py). They are copied in with the other rows, so
that finding a paper is one look into an index, however many entries there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Final, NamedTuple

from ledger.database import Connection, query
from ledger.events import Booked, DonationCollected, EntryReversed, Vouched
from ledger.wire import Entry, canonical, from_bytes

BITS: Final = 35
OnPaper = Vouched | DonationCollected
"""Every fact of which a paper tells."""


class Coded(NamedTuple):
    """An entry found by its code, and the bytes that it is stored as."""

    code: int
    position: int
    entry: Entry
    raw: bytes


def code_of(raw: bytes) -> int:
    """Return the code of the entry that is stored as `raw`, 0 … 2^35 − 1.

    >>> code_of(b"an entry")
    21437061117
    """
    return int.from_bytes(sha256(raw).digest()[:5]) >> (40 - BITS)


def entries_with_code(connection: Connection, codes: Sequence[int]) -> list[Coded]:
    """Return the entries with one of some codes, oldest first."""
    rows = connection.execute(query("entries_with_code"), {"codes": list(codes)})
    return [
        Coded(code, position, from_bytes(bytes(raw)), bytes(raw)) for code, position, raw in rows
    ]


def reversal_of(connection: Connection, undone: Entry) -> Entry | None:
    """Return the entry in the same book that undid a row, if one did."""
    assert isinstance(undone.event, Booked)
    mark = canonical({"reverses": undone.event.key})[1:-1]
    rows = connection.execute(
        query("reversals_of"), {"unit_id": undone.originator_id, "mark": mark}
    )
    for (raw,) in rows:
        entry = from_bytes(bytes(raw))
        if isinstance(entry.event, EntryReversed) and entry.event.original == undone.event:
            return entry
    return None


def gift_reversed_on(connection: Connection, position: int) -> date | None:
    """Return the day on which the gift at a position was undone; None while it stands."""
    row = connection.execute(query("gift_reversed_on"), {"position": position}).fetchone()
    return None if row is None else row[0]
