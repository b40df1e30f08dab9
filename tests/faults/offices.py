"""An office in a process of its own, and what must be true of its journal in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.crowd import Crowd
from tests.faults.running import Program, entries_by_key, require_clean, running
from tests.ledger.offices import founded_office


def found(url: str) -> str:
    """Register the units, and return the address."""
    with founded_office(url):
        return url


@contextmanager
def opened(url: str, socket: Path, actor: str = "thu-quy") -> Iterator[Program]:
    """Open an office in a new process; the socket of a dead one is taken away."""
    socket.unlink(missing_ok=True)
    with running("office", url, str(socket), actor) as office:
        assert office.says() == "ready"
        yield office


def require_each_once(url: str, crowd: Crowd) -> None:
    """Everybody's gift stands in the journal once, with the number that they were told."""
    journal = entries_by_key(url)
    assert {key: len(entries) for key, entries in journal.items()} == dict.fromkeys(journal, 1)
    stored = {key: entries[0]["receipt_number"] for key, entries in journal.items()}
    assert stored == crowd.acknowledged
    require_clean(url)
