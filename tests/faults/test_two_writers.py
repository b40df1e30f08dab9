"""F13: two offices in two processes on one database: no number twice, no gap, one event per key.

Every key is asked at both doors at about the same time, for a few hot units.
"""

from __future__ import annotations

import time
from itertools import groupby
from pathlib import Path

import pytest

from ledger.database import connect
from tests.faults.crowd import Crowd
from tests.faults.offices import opened, require_each_once
from tests.faults.running import PATIENCE_S

TURNS = 10


@pytest.mark.parametrize("gifts", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_two_offices_on_one_database_are_as_one(founded_url: str, place: Path, gifts: int) -> None:
    doors = [place / "one", place / "other"]
    crowd = Crowd(doors)
    with (
        opened(founded_url, doors[0], "one"),
        opened(founded_url, doors[1], "other"),
        crowd.at_work(),
    ):
        while len(crowd.acknowledged) < gifts:
            crowd.wait_for(100)
        give_up_at = time.monotonic() + PATIENCE_S
        while turns(founded_url) < TURNS:
            assert time.monotonic() < give_up_at, "one office writes, and the other waits"
            crowd.wait_for(100)
        crowd.goes_home()
    require_each_once(founded_url, crowd)


def turns(url: str) -> int:
    """Return how often the office that wrote to the journal was another than the time before."""
    with connect(url) as connection:
        actors = connection.execute(
            "SELECT convert_from(state, 'UTF8')::jsonb ->> 'actor' FROM journal_events "
            "ORDER BY notification_id"
        ).fetchall()
    return len(list(groupby(actors))) - 1


def test_neither_of_two_offices_is_kept_waiting_by_the_other(founded_url: str, place: Path) -> None:
    first, second = Crowd([place / "one"], name="one"), Crowd([place / "other"], name="other")
    with (
        opened(founded_url, place / "one"),
        opened(founded_url, place / "other"),
        first.at_work(),
        second.at_work(),
    ):
        first.wait_for(100)
        second.wait_for(100)
        for crowd in (first, second):
            crowd.goes_home()
    assert (first.asked_again, second.asked_again) == (0, 0)
