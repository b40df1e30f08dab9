"""The books in memory, as the journal last showed them: bounded, and never the truth.

Whoever finds that a book on the shelf is older than the journal forgets it and reads it again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast
from uuid import UUID

from ledger import registry as units
from ledger.book import Book, evolve, replay
from ledger.registry import REGISTRY_ID, Registry

if TYPE_CHECKING:
    from ledger.events import BookEvent, RegistryEvent
    from ledger.journal import Journal


class Shelf:
    """At most `books_max` books; the least recently used goes first."""

    def __init__(self, journal: Journal, books_max: int = 20_000) -> None:
        """Begin with an empty shelf."""
        self._journal = journal
        self._books: OrderedDict[UUID, Book] = OrderedDict()
        self._books_max = books_max
        self._registry: Registry | None = None

    def registry(self) -> Registry:
        """Return the registry of units and holders."""
        if self._registry is None:
            history = cast("Iterable[RegistryEvent]", self._journal.history(REGISTRY_ID))
            self._registry = units.evolve(Registry(), history)
        return self._registry

    def book(self, unit_id: UUID) -> Book:
        """Return the book of a unit; an empty one if nothing was recorded yet."""
        book = self._books.get(unit_id)
        if book is None:
            history = cast("Iterable[BookEvent]", self._journal.history(unit_id))
            book = replay(unit_id, history)
            self.keep({unit_id: book}, self._registry)
        else:
            self._books.move_to_end(unit_id)
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
        for unit_id, book in books.items():
            self._books[unit_id] = book
            self._books.move_to_end(unit_id)
        while len(self._books) > self._books_max:
            self._books.popitem(last=False)

    def forget(self, unit_ids: Iterable[UUID]) -> None:
        """Take these books and the registry off the shelf."""
        self._registry = None
        for unit_id in unit_ids:
            self._books.pop(unit_id, None)

    def clear(self) -> None:
        """Take everything off the shelf."""
        self._registry = None
        self._books.clear()
