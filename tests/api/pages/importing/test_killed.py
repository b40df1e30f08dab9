"""Work that is killed half way is taken up by the next process, and everything is recorded once."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

from api.exchange.scope import Scope
from api.identity.acting import today
from api.identity.people import Person
from api.uploads import asking, records
from api.uploads.clerk import scope_of
from api.uploads.folders import Folders, Sent
from api.uploads.work import work
from api.wiring import Wiring, opened
from ledger.database import connect
from tests.api.pages.entering.commune import CODE, COMMUNE, founded
from tests.api.pages.importing.sending import csv_of, gift

ROWS = 12_000


def started(wiring: Wiring, upload_id: str, scope: Scope) -> multiprocessing.process.BaseProcess:
    """Start a process that works on an upload, as the clerk does."""
    arguments = (wiring.url, wiring.home, upload_id, scope, today())
    worker = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    worker.start()
    return worker


def sent(wiring: Wiring, person: Person, place: Path) -> str:
    """Keep a file of many gifts, as if the treasurer had sent it."""
    path = place / "donations.csv"
    path.write_bytes(csv_of(*(gift(f"K-{at}", 1_000)[1] for at in range(ROWS))))
    with wiring.connection() as connection, path.open("rb") as content:
        file = Sent("donations.csv", content, path.stat().st_size)
        folders, who = Folders(wiring.home), person.person_id
        return asking.receive(connection, folders, [file], unit_id=COMMUNE, person=who)


def entries(url: str) -> int:
    """Return how many facts the journal has."""
    with connect(url) as connection:
        row = connection.execute(b"SELECT count(*) FROM journal_events").fetchone()
    assert row is not None
    return int(row[0])


def test_a_killed_recording_is_completed_and_nothing_is_recorded_twice(
    database_url: str, tmp_path: Path
) -> None:
    people = founded(database_url, tmp_path)
    with opened(database_url, tmp_path) as wiring, wiring.connection() as connection:
        person = people["hoa"]
        upload_id = sent(wiring, person, tmp_path)
        before = entries(database_url)
        finish(wiring, upload_id)
        checked = records.find(connection, upload_id)
        assert checked is not None and checked.counts and checked.counts["new"] == ROWS
        assert asking.record(connection, checked, person=person.person_id, digest=checked.digest)
        kill_half_way(wiring, upload_id, before)
        finish(wiring, upload_id)
        done = records.find(connection, upload_id)
        assert done is not None and (done.state, done.counts) == ("recorded", checked.counts)
        assert entries(database_url) == before + ROWS
        assert len(done.instants) == 2 and CODE == "NA.01"


def finish(wiring: Wiring, upload_id: str) -> None:
    """Let a process do all the work there is."""
    with wiring.connection() as connection:
        upload = records.find(connection, upload_id)
        assert upload is not None
        worker = started(wiring, upload_id, scope_of(connection, upload, today()))
    worker.join()
    assert worker.exitcode == 0


def kill_half_way(wiring: Wiring, upload_id: str, before: int) -> None:
    """Kill the process when it has recorded something, and not all."""
    with wiring.connection() as connection:
        upload = records.find(connection, upload_id)
        assert upload is not None
        worker = started(wiring, upload_id, scope_of(connection, upload, today()))
    while entries(wiring.url) == before:
        assert worker.is_alive(), "it was faster than the test"
        time.sleep(0.005)
    worker.kill()
    worker.join()
    assert before < entries(wiring.url) < before + ROWS
