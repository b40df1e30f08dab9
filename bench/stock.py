"""The event-sourcing library as it comes, to compare with: its insert, and its projection runner.

Beside `ledger/journal.py` the only module that imports it.
"""

from __future__ import annotations

import threading
import time
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    Tracking,
)
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresTrackingRecorder,
)
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from ledger.database import settings
from ledger.events import BookEvent
from ledger.journal import CanonicalMapper
from ledger.postings import postings
from ledger.wire import Entry


def _environment(url: str, connections: int) -> dict[str, str]:
    said = settings(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": said.get("dbname", "postgres"),
        "POSTGRES_HOST": said.get("host", ""),
        "POSTGRES_PORT": said.get("port", "5432"),
        "POSTGRES_USER": said.get("user", ""),
        "POSTGRES_PASSWORD": said.get("password", ""),
        "POSTGRES_POOL_SIZE": str(connections),
    }


class StockStream:
    """One stream that any number of threads add to, one stored event in each transaction."""

    def __init__(self, url: str, topic: str, state: bytes, threads_max: int) -> None:
        """Begin an empty stream of events that look like `topic` and `state`."""
        self._application = Application[UUID](_environment(url, threads_max))
        self._recorder = self._application.recorder
        self._stream_id = uuid4()
        self._topic, self._state = topic, state

    def close(self) -> None:
        """Let the connections go."""
        self._application.close()

    def rate(self, threads: int, for_s: float) -> float:
        """Return the events that `threads` recorded in a second, each trying until it has."""
        begun = time.perf_counter()
        counts = [0] * threads

        def work(at: int) -> None:
            while time.perf_counter() - begun < for_s:
                self._record_one()
                counts[at] += 1

        workers = [threading.Thread(target=work, args=(at,)) for at in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return sum(counts) / (time.perf_counter() - begun)

    def _record_one(self) -> None:
        while True:
            newest = self._recorder.select_events(self._stream_id, desc=True, limit=1)
            version = newest[0].originator_version + 1 if newest else 1
            stored = StoredEvent(self._stream_id, version, self._topic, self._state)
            try:
                self._recorder.insert_events([stored])
            except IntegrityError:
                continue
            return


class _Books(Application[UUID]):
    """Our journal, read with the library's own recorder."""

    name = "journal"

    def construct_mapper(self) -> Mapper[UUID]:
        return CanonicalMapper(JSONTranscoder())

    def construct_recorder(self) -> ApplicationRecorder:
        datastore: PostgresDatastore = self.factory.datastore  # type: ignore[attr-defined]
        return PostgresApplicationRecorder(datastore, events_table_name="journal_events")


class _View(PostgresTrackingRecorder):
    """Postings one by one, and one running balance for each unit: less than ours keep."""

    def __init__(self, datastore: PostgresDatastore, **named: Any) -> None:  # noqa: ANN401
        super().__init__(datastore, **named)
        self.sql_create_statements += [
            SQL(
                "CREATE TABLE IF NOT EXISTS stock_entry (unit_id uuid, version bigint, "
                "line smallint, booked_on date, account text, fund text, amount_vnd bigint, "
                "PRIMARY KEY (unit_id, version, line))"
            ).format(),
            SQL(
                "CREATE TABLE IF NOT EXISTS stock_balance (unit_id uuid PRIMARY KEY, "
                "amount_vnd bigint)"
            ).format(),
        ]

    def add(self, entry: Entry, tracking: Tracking) -> None:
        """Add one entry, with the position."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            if not isinstance(entry.event, BookEvent):
                return
            lines = postings(entry.event)
            on = getattr(entry.event, "booked_on", None)
            for at, line in enumerate(lines):
                cursor.execute(
                    b"INSERT INTO stock_entry VALUES (%s, %s, %s, %s, %s, %s, %s)",
                    (
                        entry.originator_id,
                        entry.originator_version,
                        at,
                        on,
                        line.account,
                        line.fund,
                        line.amount_vnd,
                    ),
                    prepare=True,
                )
            if lines:
                cursor.execute(
                    b"INSERT INTO stock_balance AS known VALUES (%s, %s) ON CONFLICT (unit_id) "
                    b"DO UPDATE SET amount_vnd = known.amount_vnd + excluded.amount_vnd",
                    (entry.originator_id, lines[0].amount_vnd),
                    prepare=True,
                )


class _Postings(Projection[_View]):
    """The library's projection: one event, one transaction."""

    name = "stock"

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:  # noqa: ANN401
        """Add one entry."""
        self.view.add(domain_event, tracking)


def projected_per_s(url: str, upto: int) -> float:
    """Return the entries that the library's ProjectionRunner projects in a second.

    Args:
        url: a database with a journal.
        upto: the position to reach at least; the view must be empty.
    """
    runner: ProjectionRunner[_Books, _View] = ProjectionRunner(
        application_class=_Books,
        projection_class=_Postings,
        view_class=_View,
        env=_environment(url, 3),
    )
    begun = time.perf_counter()
    with runner:
        runner.wait(upto, timeout=600)
        # Waiting looks only now and then: meanwhile it has gone further.
        reached = runner.view.max_tracking_id(runner.app_name)
        seconds = time.perf_counter() - begun
    return (reached or 0) / seconds
