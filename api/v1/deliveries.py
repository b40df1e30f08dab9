"""Telling webhooks: a thread beside the server, woken by the journal.

    due webhooks are taken for a minute (no other process tells the same) → each is told its
    entries one by one, in order → what was taken is noted; what was not is tried again later

Between tries it waits 5 s, then twice as long each time, up to an hour; after `FAILURES_MAX` tries
in a row it pauses, which its owner sees, until told to begin again from a position.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from api.identity.acting import may, today
from api.identity.people import Person
from api.v1.events import TYPES, cloud_event
from api.v1.ids import entry_name
from api.v1.signing import signed
from api.v1.targets import Unreached, send
from api.wiring import Wiring
from ledger.database import DatabaseUnavailable, connect, heard, query
from ledger.wire import from_bytes
from projections.feed import Stood, entries_forward, log_end

AT_ONCE: Final = 20
ENTRIES_AT_ONCE: Final = 100
FAILURES_MAX: Final = 30
FIRST_WAIT_S: Final = 5
WAIT_S_MAX: Final = 3_600
LOOK_AGAIN_S: Final = 1.0
TURN_S: Final = 45.0
"""Well within the minute for which a webhook is taken."""
CLOUD_EVENT: Final = "application/cloudevents+json; charset=utf-8"


class _Due(NamedTuple):
    """A webhook whose turn it is; `position`: of the last entry that it has."""

    webhook_id: UUID
    person_id: str
    unit_id: UUID
    url: str
    types: list[str]
    secret: bytes
    position: int
    failures: int


@contextmanager
def delivering(wiring: Wiring) -> Iterator[None]:
    """Tell webhooks for the time of a `with` block; at its end what is on its way is finished."""
    stop = threading.Event()
    thread = threading.Thread(target=_deliver, args=(wiring, stop), name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _deliver(wiring: Wiring, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with connect(wiring.url) as ears:
                ears.execute("LISTEN journal_events")
                while not stop.is_set():
                    while deliver_due(wiring, stop):
                        pass
                    heard(ears, LOOK_AGAIN_S)
        except DatabaseUnavailable:
            stop.wait(LOOK_AGAIN_S)


def deliver_due(wiring: Wiring, stop: threading.Event) -> int:
    """Tell those whose turn it is, once; return how many there were."""
    with wiring.connection() as connection:
        rows = connection.execute(query("webhooks_due"), {"limit": AT_ONCE}).fetchall()
    for row in rows:
        if stop.is_set():
            break
        _tell(wiring, _Due(*row), stop)
    return len(rows)


def _tell(wiring: Wiring, due: _Due, stop: threading.Event) -> None:
    with wiring.connection() as connection:
        row = connection.execute(query("person_alive"), {"person_id": due.person_id}).fetchone()
        person = Person(row[0], row[2], row[1]) if row else None
        if person is None or not may(connection, person, "read", due.unit_id, today()):
            _failed(wiring, due, due.position, None, "no role in the unit any more", pause=True)
            return
        end = log_end(connection)
        kinds = [TYPES[each] for each in due.types]
        found = entries_forward(connection, due.unit_id, due.position, kinds, ENTRIES_AT_ONCE)
    at, over_at = due.position, time.monotonic() + TURN_S
    for each in found:
        if stop.is_set() or time.monotonic() > over_at or not _told(wiring, due, at, each):
            return
        at = each.position
    if len(found) < ENTRIES_AT_ONCE and end > at:
        _note(wiring, "webhook_delivered", due, was=at, position=end, status=None)


def _told(wiring: Wiring, due: _Due, was: int, stood: Stood) -> bool:
    """Tell one entry; say whether it was taken."""
    entry = from_bytes(stood.raw)
    body = cloud_event(stood)
    name = entry_name(entry.originator_id, entry.originator_version)
    headers = signed(bytes(due.secret), name, int(time.time()), body)
    try:
        status = send(due.url, body, {**headers, "Content-Type": CLOUD_EVENT})
    except Unreached as unreached:
        _failed(wiring, due, was, None, str(unreached))
        return False
    if not 200 <= status < 300:
        _failed(wiring, due, was, status, f"HTTP {status}", pause=status == 410)
        return False
    _note(wiring, "webhook_delivered", due, was=was, position=stood.position, status=status)
    return True


def _failed(
    wiring: Wiring, due: _Due, was: int, status: int | None, error: str, *, pause: bool = False
) -> None:
    # A success in this very turn has set the count back.
    failures = due.failures if was == due.position else 0
    wait_s = min(FIRST_WAIT_S * 2**failures, WAIT_S_MAX)
    over = pause or failures + 1 >= FAILURES_MAX
    _note(
        wiring,
        "webhook_failed",
        due,
        was=was,
        status=status,
        error=error,
        wait=timedelta(seconds=wait_s),
        state="paused" if over else "active",
    )


def _note(wiring: Wiring, name: str, due: _Due, **said: Any) -> None:  # noqa: ANN401 - as the query has it
    with wiring.connection() as connection:
        connection.execute(query(name), {"webhook_id": due.webhook_id, **said})
