"""All keys are changed once a month, by the program itself.

Then no backup from before is read by anybody any more: neither of those who were erased since, nor
of the others. The change is made by a process of its own, which ends with it.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from api.identity.passwords import now
from api.operation.logs import note
from ledger.database import DatabaseUnavailable, connect
from ledger.vault_epochs import begin_epoch, begun_at
from reports.numbers import VIETNAM

LOOK_S: Final = 600.0


@contextmanager
def changing_keys(url: str, keys: Path) -> Iterator[None]:
    """Change the keys of the database at `url` when it is time, during a `with` block."""
    stop = threading.Event()
    thread = threading.Thread(target=_look, args=(url, keys, stop), name="keys", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def is_due(url: str, at: datetime) -> bool:
    """Say whether the epoch began in an earlier month, as clocks in Vietnam have it."""
    with connect(url) as connection:
        return begun_at(connection) < month_of(at)


def month_of(at: datetime) -> datetime:
    """Return the instant at which the month of an instant began in Vietnam.

    >>> from datetime import UTC
    >>> month_of(datetime(2026, 1, 31, 20, tzinfo=UTC)).isoformat()
    '2026-02-01T00:00:00+07:00'
    """
    here = at.astimezone(VIETNAM)
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _look(url: str, keys: Path, stop: threading.Event) -> None:
    while not stop.wait(LOOK_S):
        try:
            if is_due(url, now()):
                change(url, keys)
        except DatabaseUnavailable:
            pass  # looked for again soon


def change(url: str, keys: Path) -> None:
    """Change the keys, if nobody else has done so this month."""
    words = (url, keys, month_of(now()))
    changing = multiprocessing.get_context("spawn").Process(target=begin_epoch, args=words)
    changing.start()
    changing.join()
    note("keys_changed", exit_code=changing.exitcode)
