"""Many clients, several offices, breaking connections: one event per key, no number twice, no gap.

Nobody is refused on stale books, and nobody is told that something was recorded which was not.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import count

import pytest

from ledger.commands import RegisterHolder, StateUnitTerm
from ledger.database import connect
from ledger.events import DonationReceived, EntryReversed
from ledger.journal import Answer, Batch, Journal
from ledger.office import Office, now
from ledger.refusals import InsufficientFunds, KeyUsedForOther, UnitNotValid, UnknownHolder
from tests.ledger.examples import (
    COMMUNE,
    COMPANY,
    DISTRICT,
    FOUNDED,
    JUNE,
    PROVINCE,
    SEPTEMBER,
    collection,
    donation,
    payout,
    reversal,
)
from tests.ledger.offices import ask, asked, founded_office, history, office_at
from tests.secret_keys import KEYS


@pytest.fixture
def offices(database_url: str) -> Iterator[tuple[Office, Office]]:
    """Two offices, as two processes on one database would have them."""
    with founded_office(database_url) as here, office_at(database_url) as there:
        yield here, there


def gifts(office: Office) -> list[DonationReceived]:
    return [each for each in history(office, COMMUNE) if isinstance(each, DonationReceived)]


def numbers_given(office: Office) -> list[int]:
    return sorted(each.number for each in gifts(office))


# Nobody is refused on stale books


def test_what_another_office_received_can_be_paid_here(offices: tuple[Office, Office]) -> None:
    here, there = offices
    with pytest.raises(InsufficientFunds):
        ask(here, payout(500))
    ask(there, donation(500))
    assert not ask(here, payout(500)).repeated


def test_what_another_office_paid_cannot_be_paid_again_here(
    offices: tuple[Office, Office],
) -> None:
    here, there = offices
    ask(here, donation(500))
    ask(there, payout(500))
    with pytest.raises(InsufficientFunds):
        ask(here, payout(1, key="P-2"))


def test_a_reversal_is_not_refused_on_stale_books_either(offices: tuple[Office, Office]) -> None:
    here, there = offices
    ask(here, donation(500))
    ask(here, payout(500))
    ask(there, donation(500, on=JUNE, key="D-2"))
    undone = ask(here, reversal(reverses="D-1")).entries[0]
    assert isinstance(undone.event, EntryReversed)


def test_numbers_go_on_where_another_office_left_them(offices: tuple[Office, Office]) -> None:
    here, there = offices
    for at in range(10):
        ask(offices[at % 2], donation(5, key=f"D-{at}"))
    assert numbers_given(here) == numbers_given(there) == list(range(1, 11))


def test_a_unit_that_another_office_ended_takes_nothing_more_here(
    offices: tuple[Office, Office],
) -> None:
    here, there = offices
    ask(here, donation(5, on=SEPTEMBER))
    ended = StateUnitTerm(
        unit_id=COMMUNE,
        code="NA-01-01",
        name="Hội Khuyến học NA-01-01",
        level="commune",
        parent_id=DISTRICT,
        valid_from=FOUNDED,
        valid_to=JUNE,
    )
    ask(there, ended)
    with pytest.raises(UnitNotValid):
        ask(here, donation(5, on=SEPTEMBER, key="D-2"))


def test_whom_another_office_registered_may_collect_here(offices: tuple[Office, Office]) -> None:
    here, there = offices
    with pytest.raises(UnknownHolder):
        ask(here, collection(5, holder=COMPANY))
    ask(there, RegisterHolder(holder=COMPANY, kind="organisation"))
    assert len(ask(here, collection(5, holder=COMPANY)).entries) == 1


# The same key at two offices


def test_a_key_answered_by_one_office_is_answered_the_same_by_the_other(
    offices: tuple[Office, Office],
) -> None:
    here, there = offices
    ask(there, donation(5, key="D-0"))
    first = ask(here, donation(500), {"donor": "Anh"})
    again = ask(there, donation(500), {"donor": "Anh"})
    assert (again.entries, again.repeated) == (first.entries, True)
    with pytest.raises(KeyUsedForOther):
        ask(there, donation(500), {"donor": "Bình"})


class Gate:
    """A clock that keeps an office waiting, so that what is asked meanwhile is one batch."""

    def __init__(self) -> None:
        """Begin open."""
        self.is_open = threading.Event()
        self.is_open.set()

    def __call__(self) -> datetime:
        """Tell the time, once the gate is open."""
        self.is_open.wait(30)
        return now()

    @contextmanager
    def closed(self, office: Office) -> Iterator[None]:
        """Let everything asked in the `with` block be decided together, behind a first request."""
        self.is_open.clear()
        office.submit(asked(donation(1, key="keeps the office busy", unit_id=PROVINCE)))
        yield
        self.is_open.set()


def test_a_batch_that_shares_a_key_with_another_office_is_still_recorded(
    database_url: str,
) -> None:
    gate = Gate()
    with founded_office(database_url) as there, office_at(database_url, gate) as here:
        ask(here, donation(5, key="D-0"))
        with gate.closed(here):
            shared = here.submit(asked(donation(500, key="shared")))
            lonely = here.submit(asked(donation(70, key="lonely", unit_id=DISTRICT)))
            ask(there, donation(500, key="shared"))
        (entry,) = lonely.result(30).entries
        assert here.journal.entry(DISTRICT, entry.originator_version) == entry
        (entry,) = shared.result(30).entries
        assert here.journal.entry(COMMUNE, entry.originator_version) == entry


def test_one_bad_request_does_not_hurt_those_decided_with_it(database_url: str) -> None:
    gate = Gate()
    with founded_office(database_url), office_at(database_url, gate) as here:
        with gate.closed(here):
            good = here.submit(asked(donation(500)))
            bad = here.submit(asked(payout(501)))
            same = here.submit(asked(donation(500)))
            other = here.submit(asked(donation(501)))
        assert not good.result(30).repeated
        assert isinstance(bad.exception(30), InsufficientFunds)
        assert same.result(30).entries == good.result(30).entries
        assert isinstance(other.exception(30), KeyUsedForOther)


# Crowds


def crowd(clients: int, work: Callable[[int], None]) -> None:
    """Let some clients work at the same time, and raise what went wrong for any of them."""
    with ThreadPoolExecutor(clients) as threads:
        for done in [threads.submit(work, client) for client in range(clients)]:
            done.result(60)


def test_sixty_four_clients_of_one_unit_have_one_event_per_key_and_no_gap(
    database_url: str,
) -> None:
    answers: Counter[str] = Counter()
    with founded_office(database_url) as office:

        def work(client: int) -> None:
            for at in range(6):
                key = f"D-{client // 2}-{at}"  # every key comes from two clients
                (entry,) = ask(office, donation(5, key=key)).entries
                answers[f"{key}={getattr(entry.event, 'number', None)}"] += 1

        crowd(64, work)
        assert numbers_given(office) == list(range(1, 32 * 6 + 1))
        assert set(answers.values()) == {2}
        assert len(answers) == 32 * 6


def test_two_offices_under_load_give_no_number_twice_and_lose_no_answer(
    offices: tuple[Office, Office],
) -> None:
    answered: list[tuple[str, int]] = []

    def work(client: int) -> None:
        for at in range(6):
            key = f"D-{client}-{at}"
            (entry,) = ask(offices[client % 2], donation(5, key=key)).entries
            answered.append((key, getattr(entry.event, "number", 0)))

    crowd(8, work)
    assert sorted(answered) == sorted((each.key, each.number) for each in gifts(offices[0]))
    assert numbers_given(offices[0]) == list(range(1, 49))


def test_two_offices_that_spend_the_same_money_spend_it_once(
    offices: tuple[Office, Office],
) -> None:
    ask(offices[0], donation(10))
    outcomes: Counter[str] = Counter()

    def work(client: int) -> None:
        try:
            ask(offices[client % 2], payout(1, key=f"P-{client}"))
        except InsufficientFunds:
            outcomes["refused"] += 1
        else:
            outcomes["paid"] += 1

    crowd(24, work)
    assert outcomes == {"paid": 10, "refused": 14}


# Connections that break


def kill_connections(url: str, times: int, killed: list[int]) -> None:
    """End every other connection to the database, again and again."""
    with connect(url) as connection:
        while len(killed) < times:
            rows = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()
            killed += [1] * bool(rows)
            time.sleep(0.25)


def test_clients_whose_connections_are_killed_end_with_success_exactly_once(
    database_url: str,
) -> None:
    killed: list[int] = []
    with founded_office(database_url) as office:
        killer = threading.Thread(target=kill_connections, args=(database_url, 8, killed))
        acknowledged: list[str] = []

        def work(client: int) -> None:
            for turn in count():
                if turn >= 3 and not killer.is_alive():
                    return
                key = f"D-{client}-{turn}"
                assert not ask(office, donation(5, key=key)).repeated
                acknowledged.append(key)

        killer.start()
        crowd(8, work)
        killer.join()
        assert (len(killed), len(acknowledged) >= 24) == (8, True)
        assert sorted(each.key for each in gifts(office)) == sorted(acknowledged)
        assert numbers_given(office) == list(range(1, len(acknowledged) + 1))


class ForgetfulJournal(Journal):
    """A journal whose connection breaks after each commit, before the answer arrives."""

    def append(self, batch: Batch) -> list[Answer]:
        """Record, and ask again what happened."""
        super().append(batch)
        return super().append(batch)


def test_an_acknowledgement_that_was_lost_is_no_repetition_and_no_second_event(
    database_url: str,
) -> None:
    with (
        founded_office(database_url),
        contextlib.closing(ForgetfulJournal(database_url, KEYS)) as journal,
    ):
        office = Office(journal)
        answers = [ask(office, donation(5, key=f"D-{at}"), {"donor": "Anh"}) for at in range(3)]
        office.close()
        entries = [entry for answer in answers for entry in answer.entries]
        assert [answer.repeated for answer in answers] == [False, False, False]
        assert [entry.event for entry in entries] == history(office, COMMUNE)
