"""Making what was ordered, one job after another.

The maker on duty holds a lock of the database, which a crash gives back; the next one takes up the
job that was left behind, and gives up one over which makers died three times.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Final, NamedTuple
from uuid import UUID

from api.home import keys_folder
from api.jobs.files import sweep
from api.jobs.rows import Kind
from api.operation import logs
from ledger.database import Connection, DatabaseUnavailable, connect, heard, query
from ledger.refusals import Broken, EntryNotLogged
from ledger.vault import vault_at

LISTEN_S: Final = 1.0
TELL_S: Final = 0.3
FORGET_S: Final = 3_600.0
KEEP_DAYS: Final = 7
"""So long files, which name people, lie there; the same can be made again at any time."""

ATTEMPTS_MAX: Final = 3


class CannotBeMade(Exception):
    """There is no making a job; the argument says why, for who ordered it."""


class Stopped(Exception):
    """The maker was told to stop."""


class NotWanted(Exception):
    """Somebody cancelled the job; or a person was forgotten, and what names them with them."""


class Claimed(NamedTuple):
    """A job to be made; `done` and `result` are of who had it before, `attempts` counts all."""

    job_id: int
    kind: Kind
    unit_id: UUID
    asked_by: str
    asked: Mapping[str, Any]
    done: int
    attempts: int
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """What a maker has: `hand` writes rows of jobs, `eyes` read, private parts too.

    Files are put below `home`; `stop` is looked at whenever somebody tells how far it has come.
    """

    url: str
    home: Path
    hand: Connection
    eyes: Connection
    stop: Event


@dataclass(slots=True)
class Task:
    """A job and what is there to make it."""

    job: Claimed
    bench: Bench
    _told_at: float = 0.0

    def tell(self, done: int, whole: int, result: Mapping[str, Any] | None = None) -> None:
        """Say that `done` of `whole` are ready, and what came of it so far.

        Raises:
            Stopped: it is time to stop.
            NotWanted: nobody wants the job any more.
        """
        if self.bench.stop.is_set():
            raise Stopped
        if result is None and time.monotonic() - self._told_at < TELL_S:
            return
        self._told_at = time.monotonic()
        kept = None if result is None else json.dumps(result, ensure_ascii=False)
        said = {"job_id": self.job.job_id, "done": done, "whole": whole, "result": kept}
        if self.bench.hand.execute(query("job_progress"), said).fetchone() is None:
            raise NotWanted


Make = Callable[[Task], Mapping[str, Any]]
"""Makes a job and returns what came of it, as JSON has it.

Raises CannotBeMade, or what `Task.tell` raises; EntryNotLogged: it is too early. It may be called
again for a job that it had half made.
"""


def make_until(url: str, home: Path, lane: int, makes: Mapping[Kind, Make], stop: Event) -> None:
    """Make every job of a lane until `stop` is set; while the database is away, wait for it.

    Args:
        url: the database.
        home: the folder below which files are put.
        lane: its number: one maker at a time.
        makes: how each kind is made.
        stop: looked at between two steps.
    """
    while not stop.is_set():
        try:
            with connect(url) as hand, connect(url) as eyes:
                vault_at(url, keys_folder()).opens(eyes)
                _listen(Bench(url, home, hand, eyes, stop), lane, makes)
        except DatabaseUnavailable:
            stop.wait(LISTEN_S)


def make_waiting(bench: Bench, makes: Mapping[Kind, Make]) -> int:
    """Make every job there is; return how many were begun and not postponed."""
    count, kinds = 0, {"kinds": list(makes)}
    while not bench.stop.is_set():
        _give_up(bench, makes)
        row = bench.hand.execute(query("job_claim"), kinds).fetchone()
        if row is None:
            break
        task = Task(Claimed(*row), bench)
        try:
            _make(task, makes[task.job.kind])
        except EntryNotLogged:  # receipts carry their proof: the log is behind, or away
            _lay_down(task)
            break
        count += 1
    return count


def forget_old(bench: Bench, makes: Mapping[Kind, Make]) -> None:
    """Let go of jobs that were finished long ago, with their files."""
    said = {"kinds": list(makes), "days": KEEP_DAYS}
    if bench.hand.execute(query("jobs_forget"), said).fetchone() is not None:
        sweep(bench.hand, bench.home)


def _listen(bench: Bench, lane: int, makes: Mapping[Kind, Make]) -> None:
    on_duty, forget_at = False, 0.0
    bench.hand.execute("LISTEN job")
    while not bench.stop.is_set():
        if not on_duty:
            row = bench.hand.execute(query("job_duty"), {"lane": lane}).fetchone()
            on_duty = row is not None and row[0]
        if on_duty and time.monotonic() >= forget_at:
            forget_old(bench, makes)
            forget_at = time.monotonic() + FORGET_S
        if on_duty:
            make_waiting(bench, makes)
        heard(bench.hand, LISTEN_S)


def _make(task: Task, make: Make) -> None:
    hand, said = task.bench.hand, {"job_id": task.job.job_id}
    is_wanted = True
    try:
        result = json.dumps(make(task), ensure_ascii=False)
        finished = hand.execute(query("job_finish"), {**said, "result": result})
        is_wanted = finished.fetchone() is not None
    except Stopped:
        _lay_down(task)
    except NotWanted:
        is_wanted = False
    except CannotBeMade as error:
        why = json.dumps({"why": str(error)}, ensure_ascii=False)
        hand.execute(query("job_fail"), {**said, "result": why})
    except Broken as error:
        logs.alarm("job_broken", error, said=str(error), job=str(task.job.job_id))
        hand.execute(query("job_fail"), {**said, "result": "{}"})
    if not is_wanted:
        sweep(hand, task.bench.home)


def _give_up(bench: Bench, makes: Mapping[Kind, Make]) -> None:
    asked = {"kinds": list(makes), "most": ATTEMPTS_MAX}
    for job_id, kind in bench.hand.execute(query("job_give_up"), asked).fetchall():
        logs.note("job_given_up", job=job_id, kind=kind)


def _lay_down(task: Task) -> None:
    task.bench.hand.execute(query("job_lay_down"), {"job_id": task.job.job_id})
