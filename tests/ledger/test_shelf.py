"""The shelf shows books as the journal last showed them, and reads on only where it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from ledger.book import replay
from ledger.commands import RegisterHolder
from ledger.events import BookEvent, Event
from ledger.journal import Journal
from ledger.office import Office
from ledger.registry import REGISTRY_ID
from ledger.shelf import Shelf
from tests.ledger.examples import COMMUNE, COMPANY, DISTRICT, PROVINCE, donation
from tests.ledger.offices import ask, founded_office
from tests.secret_keys import KEYS

pytestmark = pytest.mark.usefixtures("office")


class CountingJournal(Journal):
    """A journal that counts the events that were read from it."""

    read = 0

    def history(self, unit_id: UUID, after: int = 0) -> Iterator[Event]:
        """Return the events of one book after a version, and count them."""
        for event in super().history(unit_id, after):
            self.read += 1
            yield event


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office that writes while a shelf of another process shows what it knows."""
    with founded_office(database_url) as office:
        for at in range(3):
            ask(office, donation(5, key=f"D-{at}"))
        yield office


@pytest.fixture
def journal(database_url: str) -> Iterator[CountingJournal]:
    journal = CountingJournal(database_url, KEYS)
    yield journal
    journal.close()


def test_a_book_is_read_once(journal: CountingJournal) -> None:
    shelf = Shelf(journal)
    assert shelf.book(COMMUNE) is shelf.book(COMMUNE)
    assert journal.read == 3


def test_what_others_wrote_is_added_to_a_book_when_it_is_used_again(
    office: Office, journal: CountingJournal
) -> None:
    shelf = Shelf(journal)
    assert shelf.book(COMMUNE).version == 3
    ask(office, donation(5, key="D-new"))
    shelf.catch_up([COMMUNE])
    history = [event for event in office.journal.history(COMMUNE) if isinstance(event, BookEvent)]
    assert shelf.book(COMMUNE) == replay(COMMUNE, history)
    assert journal.read == 4


def test_whom_others_registered_is_added_to_the_registry(
    office: Office, journal: CountingJournal
) -> None:
    shelf = Shelf(journal)
    known, before = shelf.registry().version, journal.read
    ask(office, RegisterHolder(holder=COMPANY, kind="organisation"))
    assert COMPANY not in shelf.registry().holders
    shelf.catch_up([])
    assert COMPANY in shelf.registry().holders
    assert (shelf.registry().version, journal.read) == (known + 1, before + 1)


def test_a_book_that_nobody_wrote_to_stays_as_it_is(
    journal: CountingJournal,
) -> None:
    shelf = Shelf(journal)
    book, registry = shelf.book(COMMUNE), shelf.registry()
    shelf.catch_up([COMMUNE, REGISTRY_ID])
    assert (shelf.book(COMMUNE), shelf.registry()) == (book, registry)


def test_the_book_not_used_for_the_longest_time_makes_room(
    journal: CountingJournal,
) -> None:
    shelf = Shelf(journal, books_max=2)
    first = shelf.book(COMMUNE)
    shelf.book(DISTRICT)
    assert shelf.book(COMMUNE) is first
    shelf.book(PROVINCE)
    assert shelf.book(COMMUNE) is first
    shelf.book(DISTRICT)
    shelf.book(PROVINCE)
    assert shelf.book(COMMUNE) is not first
