"""The books in memory, as the journal last showed them: bounded, and never the truth.

Whoever finds that a book on the shelf is older than the journal says so, and what was written since
is read before it is used again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast
from uuid import UUID

from ledger import registry as units
from ledger.book import Book, evolve
from ledger.registry import REGISTRY_ID, Registry

if TYPE_CHECKING:
    from ledger.events import BookEvent
    from ledger.journal import Journal
    from ledger.registry_events import RegistryEvent


class Shelf:
    """At most `books_max` books; the least recently used goes first."""

    def __init__(self, journal: Journal, books_max: int = 20_000) -> None:
        """Begin with an empty shelf."""
        self._journal = journal
        self._books: OrderedDict[UUID, Book] = OrderedDict()
        self._books_max = books_max
        self._registry: Registry | None = None
        self._stale: set[UUID] = set()

    def registry(self) -> Registry:
        """Return the registry of units and holders."""
        known = self._registry
        if known is None or REGISTRY_ID in self._stale:
            known = known or Registry()
            newer = list(self._journal.history(REGISTRY_ID, after=known.version))
            known = units.evolve(known, cast("list[RegistryEvent]", newer)) if newer else known
            self._registry = known
            self._stale.discard(REGISTRY_ID)
        return known

    def book(self, unit_id: UUID) -> Book:
        """Return the book of a unit; an empty one if nothing was recorded yet."""
        book = self._books.get(unit_id)
        if book is None or unit_id in self._stale:
            book = book or Book(unit_id=unit_id)
            for event in self._journal.history(unit_id, after=book.version):
                book = evolve(book, cast("BookEvent", event))
        self._put(unit_id, book)
        return book

    def fetch(self, unit_ids: Iterable[UUID]) -> None:
        """Read many books at once, for a large import."""
        missing = {unit_id for unit_id in unit_ids if unit_id not in self._books}
        self._books_max = max(self._books_max, len(self._books) + len(missing))
        for unit_id in missing:
            self._books[unit_id] = Book(unit_id=unit_id)
        for unit_id, event in self._journal.histories(missing):
            self._books[unit_id] = evolve(self._books[unit_id], cast("BookEvent", event))

    def keep(self, books: Mapping[UUID, Book], registry: Registry | None) -> None:
        """Put newer states on the shelf."""
        self._registry = registry
        self._stale.discard(REGISTRY_ID)
        for unit_id, book in books.items():
            self._put(unit_id, book)

    def catch_up(self, unit_ids: Iterable[UUID]) -> None:
        """Read what others have written to these books and the registry, when next they are used.

        Only what is new is read: an office that had to read whole books again would always come
        too late against another one that writes to the same.
        """
        self._stale.update(unit_ids, [REGISTRY_ID])

    def _put(self, unit_id: UUID, book: Book) -> None:
        self._stale.discard(unit_id)
        self._books[unit_id] = book
        self._books.move_to_end(unit_id)
        while len(self._books) > self._books_max:
            self._books.popitem(last=False)

    def clear(self) -> None:
        """Take everything off the shelf."""
        self._registry = None
        self._stale.clear()
        self._books.clear()
