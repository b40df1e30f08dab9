"""A job is made by one maker at a time, and outlives those who die over it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final
from uuid import UUID

import pytest

from api.jobs import rows
from api.jobs.making import LISTEN_S, Make, Task, make_until
from api.papers_queue import jobs
from ledger.database import Connection, connect, migrate, migrations, query
from ledger.refusals import Broken
from tests.ledger.examples import COMMUNE
from tests.secret_keys import keys_of

WISH: Final = rows.Order("checks", COMMUNE, "p-1", {"what": "a"})
LANE: Final = 2


@pytest.fixture(autouse=True)
def keys(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let makers open the vault."""
    monkeypatch.setenv("SOQUY_KEYS", str(keys_of(database_url)))


def answer(task: Task) -> Mapping[str, Any]:
    """Make a job that comes to a number at once."""
    task.tell(1, 2)
    return {"attempt": task.job.attempts}


@contextmanager
def maker(url: str, home: Path, make: Make = answer) -> Iterator[None]:
    """Keep a maker for the time of a `with` block."""
    stop = Event()
    thread = Thread(target=make_until, args=(url, home, LANE, {"checks": make}, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def closed(connection: Connection, job_id: int) -> rows.Job:
    """Return a job when it is finished."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        job = rows.own(connection, "checks", "p-1", str(job_id))
        assert job is not None
        if not job.is_open:
            return job
        time.sleep(0.05)
    raise TimeoutError


def test_what_is_ordered_is_made(database_url: str, tmp_path: Path) -> None:
    with connect(database_url) as connection, maker(database_url, tmp_path):
        job = closed(connection, rows.order(connection, WISH))
    assert (job.state, job.result, job.done) == ("done", {"attempt": 1}, job.whole)


def test_one_maker_of_a_lane_is_on_duty_and_the_next_takes_up_what_it_left(
    database_url: str, tmp_path: Path
) -> None:
    with connect(database_url) as connection:
        job_id = rows.order(connection, WISH)
        with connect(database_url) as first:
            first.execute(query("job_duty"), {"lane": LANE})
            first.execute(query("job_claim"), {"kinds": ["checks"]})
            with maker(database_url, tmp_path):
                time.sleep(1.5 * LISTEN_S)
                job = rows.own(connection, "checks", "p-1", str(job_id))
                assert job is not None and job.state == "running"
                first.close()  # as if it had been killed
                assert closed(connection, job_id).result == {"attempt": 2}


def test_nobody_else_sees_a_job(database_url: str) -> None:
    with connect(database_url) as connection:
        job_id = str(rows.order(connection, WISH))
        assert rows.own(connection, "checks", "p-1", job_id) is not None
        assert rows.own(connection, "checks", "p-2", job_id) is None
        assert rows.own(connection, "bundle", "p-1", job_id) is None
        assert rows.own(connection, "checks", "p-1", "x") is None


def test_stored_data_that_is_wrong_fails_a_job_and_not_the_maker(
    database_url: str, tmp_path: Path
) -> None:
    def broken(task: Task) -> Mapping[str, Any]:
        if task.job.asked == {"what": "a"}:
            raise Broken("entry 7 does not have its hash")
        return answer(task)

    with connect(database_url) as connection, maker(database_url, tmp_path, broken):
        orders = (WISH, WISH._replace(asked={"what": "b"}))
        states = [closed(connection, rows.order(connection, each)).state for each in orders]
    assert states == ["failed", "done"]


def before_jobs(connection: Connection) -> None:
    """Give a database the tables from before."""
    connection.execute("DROP TABLE job, printed")
    connection.execute("DELETE FROM migration WHERE name = '0076_jobs.sql'")
    names = ("0042_print_jobs.sql", "0071_prints.sql", "0073_bundle_jobs.sql")
    for path in migrations():
        if path.name in names:
            connection.execute(path.read_bytes())


def test_jobs_from_before_keep_their_numbers_and_are_made(database_url: str) -> None:
    with connect(database_url) as connection:
        before_jobs(connection)
        connection.execute(
            "INSERT INTO print_job (form_key, unit_id, asked_by, kind, base_url, keys, copies)"
            " SELECT 'f-' || n, %s, 'p-1', 'BN', 'https://x', '{D-1,D-2}', '{1,2}'"
            " FROM generate_series(1, 3) AS n",
            [COMMUNE],
        )
        connection.execute(
            "INSERT INTO bundle_job (job_id, unit_id, asked_by, asked) VALUES ('h', %s, 'p', '{}')",
            [UUID(int=1)],
        )
        migrate(database_url)
        found = [each.job_id for each in jobs.jobs_of(connection, COMMUNE)]
        assert (found, jobs.KINDS[0], rows.ordered(connection, "f-2")) == ([3, 2, 1], "BN", 2)
        claimed = connection.execute(query("job_claim"), {"kinds": ["BN"]}).fetchone()
        asked = {"base_url": "https://x", "keys": ["D-1", "D-2"], "copies": [1, 2]}
        assert claimed is not None and claimed[4] == asked
        assert rows.order(connection, WISH) == 5
