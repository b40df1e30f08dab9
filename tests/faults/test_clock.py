"""F8: the clock of a machine jumps. The log alone says what came first.

Within an office no instant is before the one recorded last; another office may have another clock,
and neither numbers nor figures mind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ledger.office import now
from tests.faults.running import entries_by_key, require_clean
from tests.ledger.examples import donation
from tests.ledger.offices import ask, founded_office, office_at

SKEWS = [timedelta(days=days) for days in (0, -1, 0, 1, 0, -400, 1, 2)]


def give(url: str, skews: Sequence[timedelta], name: str) -> None:
    """Give one gift after the other in a new office whose clock goes wrong before each."""
    skew = [timedelta()]
    with office_at(url, lambda: now() + skew[0]) as office:
        for at, skew[0] in enumerate(skews):
            ask(office, donation(1_000, key=f"{name}-{at}"))


def recorded_at(url: str) -> list[datetime]:
    """When each gift was recorded, in the order of the log."""
    journal = entries_by_key(url)
    return [datetime.fromisoformat(said[0]["recorded_at"]) for said in journal.values()]


def test_within_an_office_no_instant_is_before_the_last(database_url: str) -> None:
    with founded_office(database_url):
        give(database_url, SKEWS, "D")
    instants = recorded_at(database_url)
    assert instants == sorted(instants)
    assert instants[3] - instants[0] > timedelta(hours=23)
    assert instants[3] == instants[4] == instants[5]
    assert instants[7] > datetime.now(UTC) + timedelta(days=1)


def test_the_log_says_what_came_first_whatever_the_clocks_of_two_offices_say(
    database_url: str,
) -> None:
    with founded_office(database_url):
        for turn in range(3):
            give(database_url, [timedelta(days=1)], f"D-{turn}-ahead")
            give(database_url, [timedelta(days=-1)], f"D-{turn}-behind")
    went_on = [before < after for before, after in pairwise(recorded_at(database_url))]
    assert went_on == [False, True, False, True, False]
    assert numbers(database_url) == [1, 2, 3, 4, 5, 6]
    require_clean(database_url)


def numbers(url: str) -> list[int]:
    """The numbers of the receipts in the order of the log."""
    return [said[0]["receipt_number"] for said in entries_by_key(url).values()]
