"""Told to stop under load, the server answers or refuses everybody, and forgets nothing.

The process, the load and SIGTERM are real. A gift counts as acknowledged when its client has read
the answer; afterwards the journal must hold those gifts and no other.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from ledger.database import connect
from tests.faults.offices import found
from tests.ledger.examples import COMMUNE

CLIENTS = 16
ROOT = Path(__file__).parents[3]


@dataclass
class Load:
    """Clients who give until nobody opens any more; what each request came to."""

    address: str
    acknowledged: set[str] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)
    refusals: list[httpx.Response] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def give(self, name: int) -> None:
        """Give one gift after the other, until the door is shut."""
        with httpx.Client(base_url=self.address, timeout=30) as client:
            for at in range(100_000):
                if self.over.is_set() or not self._one(client, f"D-{name}-{at}"):
                    return

    def _one(self, client: httpx.Client, key: str) -> bool:
        try:
            answer = client.post(f"/qua/{key}")
        except (httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError) as error:
            self.seen[type(error).__name__] += 1
            return False
        self.seen[str(answer.status_code)] += 1
        if answer.status_code == 200:
            self.acknowledged.add(key)
        else:
            self.refusals.append(answer)
        return True


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a server in a process of its own; give the process and its address."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.api.operation.programs", found(database_url), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    assert program.stdout is not None
    yield program, f"http://127.0.0.1:{program.stdout.readline().strip()}"
    program.kill()
    program.wait()
    program.stdout.close()


def recorded(url: str) -> int:
    """Return how many entries the commune's book has."""
    with connect(url) as connection:
        found = connection.execute(
            b"SELECT count(*) FROM journal_events WHERE originator_id = %s", (COMMUNE,)
        ).fetchone()
    return int(found[0]) if found else 0


def test_everybody_in_flight_is_answered_or_refused_and_nothing_is_lost(
    served: tuple[subprocess.Popen[str], str], database_url: str
) -> None:
    program, address = served
    load = Load(address)
    with ThreadPoolExecutor(CLIENTS) as threads:
        clients = [threads.submit(load.give, name) for name in range(CLIENTS)]
        try:
            wait_until(lambda: len(load.acknowledged) > 300)
            program.send_signal(signal.SIGTERM)
            assert program.wait(30) == 143
        finally:
            load.over.set()
    assert [each.result() for each in clients] == [None] * CLIENTS
    assert recorded(database_url) == len(load.acknowledged) > 300
    assert load.refusals
    assert {each.status_code for each in load.refusals} == {503}
    assert all(each.headers["Retry-After"] == "5" for each in load.refusals)


def wait_until(come: Callable[[], bool]) -> None:
    """Wait until it has come to that."""
    give_up_at = time.monotonic() + 30
    while not come():
        assert time.monotonic() < give_up_at
        time.sleep(0.01)
