"""`soquy serve`, as it is run: two processes, of which neither is left alone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ledger.log import checkpoints
from tests.api.books import UNITS, Books
from tests.secret_keys import keys_of

ROOT = Path(__file__).parents[3]


@dataclass
class Served:
    """A server that runs, with what it said first."""

    program: subprocess.Popen[str]
    greeting: list[str]

    @property
    def address(self) -> str:
        """Where its pages are."""
        return self.greeting[0].split()[2]

    def follower(self) -> int:
        """Return the id of the process that follows the journal, or 0 if there is none."""
        pid = self.program.pid
        children = Path(f"/proc/{pid}/task").glob("*/children")
        ids = [int(child) for each in children for child in each.read_text().split()]
        return next((each for each in ids if b"spawn_main" in command_of(each)), 0)


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def wait_until(come: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 30
    while not come():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


@contextmanager
def serving(url: str, home: Path) -> Iterator[Served]:
    """Run the command in a process of its own."""
    program = subprocess.Popen(
        [sys.executable, "-P", "-m", "api.commandline", "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "SOQUY_HOME": str(home),
            "SOQUY_KEYS": str(keys_of(url)),
            "PYTHONPATH": str(ROOT),
        },
    )
    assert program.stderr is not None
    with program.stderr:
        yield Served(program, [program.stderr.readline(), program.stderr.readline()])
        program.kill()
        program.wait()


@pytest.fixture(scope="module")
def served(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a server that runs."""
    with serving(shared_database_url, tmp_path_factory.mktemp("home")) as it:
        yield it


def test_it_says_where_the_pages_are_and_how_the_first_person_gets_in(served: Served) -> None:
    assert re.match(r"Mở trang: http://127\.0\.0\.1:\d+/ ", served.greeting[0])
    assert re.search(r"/thiet-lap\?ma=\S{9}$", served.greeting[1].strip())
    assert httpx.get(f"{served.address}ready").status_code == 200


def test_figures_are_followed_again_after_their_process_died(
    served: Served, empty_books: Books
) -> None:
    wait_until(lambda: served.follower() > 0)
    first = served.follower()
    os.kill(first, signal.SIGKILL)
    empty_books.accepted(*UNITS)
    wait_until(lambda: served.follower() not in (0, first))
    wait_until(lambda: httpx.get(f"{served.address}ready").json()["behind"] == 0)


def test_what_is_recorded_is_in_the_signed_log_within_moments(
    served: Served, empty_books: Books
) -> None:
    def size() -> int:
        answer = httpx.get(f"{served.address}checkpoint")
        return checkpoints.parsed(answer.content).size if answer.status_code == 200 else -1

    wait_until(lambda: size() >= 0)
    before = size()
    empty_books.accepted(*UNITS)
    begun = time.monotonic()
    wait_until(lambda: size() >= before + len(UNITS))
    # A second is promised on a machine that does nothing else.
    assert time.monotonic() - begun < 10


def test_told_to_stop_both_processes_end(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path) as served:
        wait_until(lambda: served.follower() > 0)
        follower = served.follower()
        served.program.send_signal(signal.SIGTERM)
        assert served.program.wait(30) == 143
        assert command_of(follower) == b""


def test_a_killed_server_leaves_no_follower_behind(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path) as served:
        wait_until(lambda: served.follower() > 0)
        follower = served.follower()
        served.program.kill()
        wait_until(lambda: command_of(follower) == b"")
