"""Processes that tests start and kill, and clients who stand at their door and do not give up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Client as connect_to
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ledger.commands import Command
from ledger.database import connect
from ledger.draft import Recorded
from projections.audit import audit
from reports.audit_text import audit_text
from tests.secret_keys import KEYS

PATIENCE_S = 30.0


class Program(subprocess.Popen[str]):
    """One of `tests/faults/programs.py` in a process of its own."""

    def __init__(self, name: str, *arguments: str) -> None:
        super().__init__(
            [sys.executable, "-m", "tests.faults.programs", name, *arguments],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            cwd=Path(__file__).parents[2],
        )

    def says(self) -> str:
        """Wait for its next line; empty when it has ended."""
        assert self.stdout is not None
        return self.stdout.readline().strip()

    def die(self) -> None:
        """Kill it, as the kernel does when memory runs out; nobody is asked and nothing closed."""
        self.kill()
        self.wait()
        if self.stdout is not None:
            self.stdout.close()

    @property
    def lives(self) -> bool:
        """Whether it is still running."""
        return self.poll() is None


@contextmanager
def running(name: str, *arguments: str) -> Iterator[Program]:
    """Run a program until the end of a `with` block, and kill it there if it is still running."""
    program = Program(name, *arguments)
    try:
        yield program
    finally:
        program.die()


class Client:
    """Somebody at the door of an office, who asks again until there is an answer."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._door: Connection[Any, Any] | None = None
        self.asked_again = 0

    def ask(self, command: Command, private: Mapping[str, Any]) -> Recorded:
        """Ask until answered, however often the office dies meanwhile.

        Raises:
            AssertionError: refused, or no answer for 30 s.
        """
        give_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up_at:
            answer = self._ask_once(command, private)
            if isinstance(answer, Recorded):
                return answer
            assert answer in (None, "Unreachable"), answer
            self.asked_again += 1
            time.sleep(0.02)
        raise AssertionError(f"no answer for {PATIENCE_S} s")

    def _ask_once(self, command: Command, private: Mapping[str, Any]) -> object:
        """Return the answer; None if the office died before it came, or is not there."""
        with suppress(EOFError, OSError):
            if self._door is None:
                self._door = connect_to(str(self._socket), "AF_UNIX")
            self._door.send((command, private))
            return self._door.recv()
        if self._door is not None:
            self._door.close()
            self._door = None
        return None

    def close(self) -> None:
        """Leave."""
        if self._door is not None:
            self._door.close()


def entries_by_key(url: str) -> dict[str, list[dict[str, Any]]]:
    """Return what the journal says of money, by key and in the order of the log."""
    found: dict[str, list[dict[str, Any]]] = {}
    with connect(url) as connection:
        for (said,) in connection.execute(
            "SELECT convert_from(state, 'UTF8')::jsonb FROM journal_events ORDER BY notification_id"
        ):
            if "key" in said:
                found.setdefault(said["key"], []).append(said)
    return found


def journal_size(url: str) -> int:
    """Return the number of entries."""
    with connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM journal_events").fetchone()
    assert row is not None
    size: int = row[0]
    return size


def require_clean(url: str) -> None:
    """Audit everything, and fail with what is wrong."""
    report = audit(url, KEYS)
    assert report.is_clean, audit_text(report)
