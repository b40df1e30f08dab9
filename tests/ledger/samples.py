"""One stored entry of every kind, written once: `tests/golden/events/`.

The files are the bytes of entries as the journal keeps them. They are never written again: books
that hold such entries exist, and must be readable for ever.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from ledger.events import BookEvent, Event, MoneyEvent
from ledger.wire import from_bytes

FOLDER = Path(__file__).parent.parent / "golden" / "events"
STORED = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}
"""The stored bytes of each sample by the name of its file."""


def stem_of_kind(stem: str) -> str:
    """Return the name of a kind's first sample; later ones say after a plus what they are of.

    >>> stem_of_kind("payout.paid-1+admitted")
    'payout.paid-1'
    """
    return stem.partition("+")[0]


def file_stem(stored_as: str) -> str:
    """Return the name of the file that holds the sample of an event.

    >>> file_stem("donation.received/1")
    'donation.received-1'
    """
    return stored_as.replace("/", "-")


EVENTS: dict[str, Event] = {stem: from_bytes(raw).event for stem, raw in STORED.items()}
BOOK_EVENTS = {
    stem: event for stem, event in EVENTS.items() if isinstance(event, get_args(BookEvent))
}
MONEY_EVENTS = {
    stem: event for stem, event in EVENTS.items() if isinstance(event, get_args(MoneyEvent))
}
