"""The database breaks off, cancels or restarts while programs ask and post.

Whoever asks meanwhile is told in words to come again; afterwards everything goes on in the same
process, and what was posted under a key, once or again, is recorded once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from ledger.database import connect, migrate
from ledger.postgres import server
from tests.api.v1.world import GIFT, World, found, world
from tests.faults.test_postgres_killed import stop_fast
from tests.ledger.homes import a_new_home

ASKED = ("/units", "/units/NA-01-01/balances", "/me", "/webhooks", "/log", "/entries?unit=NA-01-01")
OTHERS = "SELECT {}(pid) FROM pg_stat_activity WHERE datname = 'quy' AND pid <> pg_backend_pid()"


@dataclass
class Crowd:
    """Programs that ask and post until they go home; what they were answered."""

    here: World
    gone: threading.Event = field(default_factory=threading.Event)
    answers: list[httpx.Response] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def post(self, number: int) -> None:
        """Record a gift under one key after another."""
        for each in count():
            if self.gone.is_set():
                return
            key = f"{number}-{each}"
            self.keys.add(key)
            self.answers.append(self.here["thu-quy"].post("/donations", GIFT, key))

    def ask(self, path: str) -> None:
        """Ask for one thing again and again."""
        while not self.gone.is_set():
            self.answers.append(self.here["thu-quy"].client.get(f"/v1{path}"))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let all of them ask and post in the `with` block."""
        with ThreadPoolExecutor(len(ASKED) + 2) as people:
            at_work = [people.submit(self.ask, path) for path in ASKED]
            at_work += [people.submit(self.post, number) for number in range(2)]
            try:
                yield
            finally:
                self.gone.set()
            for each in at_work:
                each.result()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a home with a server of its own, in which an association was founded."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with a_new_home() as home:
        yield home


@contextmanager
def founded(url: str, folder: Path) -> Iterator[World]:
    """Found an association in a database of its own, and open its site."""
    with connect(url) as connection:
        connection.execute("CREATE DATABASE quy")
    url = urlsplit(url)._replace(path="/quy").geturl()
    migrate(url)
    with world(url, folder, found(url)) as here:
        yield here


def strike(url: str, function: bytes, times: int) -> None:
    """Break what others have open, several times."""
    for _ in range(times):
        with connect(url) as connection:
            connection.execute(OTHERS.encode().replace(b"{}", function))
        time.sleep(0.05)


def test_while_the_database_is_away_nobody_is_told_anything_wrong(
    home: Path, tmp_path: Path
) -> None:
    with server(home) as url, founded(url, tmp_path) as here:
        crowd = Crowd(here)
        with crowd.at_work():
            strike(url, b"pg_terminate_backend", 10)
            strike(url, b"pg_cancel_backend", 40)
            stop_fast(home)
            with server(home):
                time.sleep(1)
        require_words(crowd.answers)
        again = [here["thu-quy"].post("/donations", GIFT, key) for key in sorted(crowd.keys)]
        assert {each.status_code for each in again} == {201}
        entries = {each.json()["entry"]["id"] for each in again}
        with here.site.wiring.connection() as connection:
            rows = connection.execute("SELECT FROM journal_events WHERE topic LIKE 'donation.%'")
            assert rows.rowcount == len(entries) == len(crowd.keys)


def require_words(answers: list[httpx.Response]) -> None:
    """Fail unless every answer is good, or says that the server is away and when to come again."""
    away = [each for each in answers if each.status_code not in (200, 201)]
    assert {each.status_code for each in away} == {503}
    assert {each.json()["code"] for each in away} == {"away"}
    assert all(each.json()["detail"] and int(each.headers["retry-after"]) > 0 for each in away)
