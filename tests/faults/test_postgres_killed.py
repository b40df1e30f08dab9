"""F2 and F6: PostgreSQL is killed, or restarted, under load. The office recovers by itself.

All processes of the server are killed at once; or it is stopped fast, as `pg_ctl restart -m fast`
does. Clients of the office wait a moment longer, and lose nothing.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.database import migrate
from ledger.postgres import server
from tests.faults.crowd import CLIENTS, Crowd
from tests.faults.offices import found, opened, require_each_once
from tests.ledger.homes import a_new_home, postmaster

READY_S_MAX = 10.0


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with a_new_home() as home:
        yield home


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.long)])
def test_nothing_is_lost_when_postgresql_is_killed_or_restarted(
    home: Path, place: Path, times: int
) -> None:
    with server(home) as url:
        migrate(url)
        found(url)
        crowd = Crowd([place / "office"])
        with opened(url, place / "office") as office, crowd.at_work():
            for _ in range(times):
                for strike in (kill_all, stop_fast):
                    crowd.wait_for(100)
                    strike(home)
                    assert recovery_s(home, crowd) < READY_S_MAX
            crowd.goes_home()
            assert office.lives
        require_each_once(url, crowd)
        assert len(crowd.acknowledged) >= 2 * times * 100
        assert crowd.asked_again == 0


def recovery_s(home: Path, crowd: Crowd) -> float:
    """Start the server again, and return how long it took until everybody had an answer."""
    begun = time.monotonic()
    with server(home):
        crowd.wait_for(2 * CLIENTS)
    return time.monotonic() - begun


def kill_all(home: Path) -> None:
    """Kill the postmaster and everything that it started."""
    pid = postmaster(home)
    assert pid is not None
    family = [pid, *children(pid)]
    for each in family:
        os.kill(each, signal.SIGKILL)
    wait_for_the_end(pid)


def stop_fast(home: Path) -> None:
    """Stop the server without waiting for anybody."""
    pid = postmaster(home)
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    wait_for_the_end(pid)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text().rpartition(")")[2].split()[1]
        except OSError:  # it has ended meanwhile
            continue
        if int(parent) == pid:
            found.append(int(stat.parent.name))
    return found


def wait_for_the_end(pid: int) -> None:
    """Wait until a process runs no more; nobody may have collected it yet."""
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        time.sleep(0.005)
