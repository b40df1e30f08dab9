"""Who follows the journal is up with it soon, however often it was told of something new."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from ledger.database import connect
from projections.runner import GATHER_S, follow
from tests.ledger.examples import donation
from tests.ledger.offices import ask, founded_office

SIGNS = 2_000


@pytest.fixture
def follower(database_url: str) -> Iterator[None]:
    """Let the projections be followed."""
    stop = threading.Event()
    follower = threading.Thread(target=follow, args=(database_url, stop))
    follower.start()
    yield
    stop.set()
    follower.join()


@pytest.mark.usefixtures("follower")
def test_signs_that_have_piled_up_are_one_sign(database_url: str) -> None:
    with connect(database_url) as mouth, founded_office(database_url) as office:
        for _ in range(SIGNS):
            mouth.execute("NOTIFY journal_events")
        ask(office, donation(50_000))
        give_up_at = time.monotonic() + SIGNS * GATHER_S / 10
        while is_behind(database_url):
            assert time.monotonic() < give_up_at, "it waits a moment for each sign"
            time.sleep(GATHER_S)


def is_behind(url: str) -> bool:
    """Say whether the journal has entries that the projections do not know."""
    with connect(url) as connection:
        row = connection.execute(
            "SELECT (SELECT max(notification_id) FROM journal_events) > position FROM projected"
        ).fetchone()
    return row == (True,)
