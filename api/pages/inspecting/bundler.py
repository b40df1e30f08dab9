"""The maker of evidence bundles: a process beside the web that makes one after another.

    waiting → running → a file under a name for drafts → its own name → done

The maker on duty holds a lock of the database, which a crash gives back; the next one begins the
job again that was left behind, and gives up a job over which makers died three times.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Final, NamedTuple
from uuid import UUID

from api.home import keys_folder
from api.identity.acting import Acting, may, today, unit_now
from api.identity.people import Person
from api.operation.discreet import Discreetly
from api.operation.logs import note
from api.pages.inspecting.bundle_contents import contents_of
from api.pages.inspecting.bundle_jobs import file_of
from api.pages.inspecting.inspection import Inspection, inspection_of
from ledger.database import Connection, DatabaseUnavailable, connect, query
from ledger.refusals import EntryNotLogged
from ledger.vault import vault_at
from reports.evidence_bundle import write_bundle

LISTEN_S: Final = 1.0
KEEP_DAYS: Final = 7
"""So long bundles, which name people, lie in files; the same can be made again at any time."""

ATTEMPTS_MAX: Final = 3


class _Stopped(Exception):
    """The maker was told to stop."""


class _Claimed(NamedTuple):
    job_id: str
    unit_id: UUID
    asked_by: str
    asked: Mapping[str, str]


def bundle_until(url: str, home: Path, stop: Event) -> None:
    """Do the work of a process that makes bundles; see `make_until`."""
    with Discreetly("bundler_failed"):
        make_until(url, home, stop)


def make_until(url: str, home: Path, stop: Event) -> None:
    """Make every bundle on order until `stop` is set; while the database is away, wait for it.

    Args:
        url: the database.
        home: the folder below which the files are put.
        stop: looked at between two entries.
    """
    while not stop.is_set():
        try:
            with connect(url) as hand, connect(url) as eyes:
                vault_at(url, keys_folder()).opens(eyes)
                _listen(hand, eyes, home, stop)
        except DatabaseUnavailable:
            stop.wait(LISTEN_S)


def bundle_waiting(hand: Connection, eyes: Connection, home: Path, stop: Event) -> int:
    """Make every bundle on order; return how many there were.

    Args:
        hand: writes the rows of the jobs.
        eyes: reads what goes into the bundles, private parts too.
        home: the folder below which the files are put.
        stop: looked at between two entries.
    """
    count = 0
    while not stop.is_set():
        for (job_id,) in hand.execute(query("bundle_give_up"), {"most": ATTEMPTS_MAX}).fetchall():
            note("bundle_given_up", job=job_id)
        row = hand.execute(query("bundle_claim")).fetchone()
        if row is None:
            break
        claimed = _Claimed(*row)
        try:
            _make(hand, eyes, home, claimed, stop)
        except EntryNotLogged:  # receipts carry their proof: the log is behind, or away
            hand.execute(query("bundle_postpone"), {"job_id": claimed.job_id})
            break
        count += 1
    return count


def forget_old(hand: Connection, home: Path) -> None:
    """Let go of jobs that were finished long ago, with their files."""
    for (job_id,) in hand.execute(query("bundles_forget"), {"days": KEEP_DAYS}).fetchall():
        file_of(home, job_id).unlink(missing_ok=True)


def _listen(hand: Connection, eyes: Connection, home: Path, stop: Event) -> None:
    on_duty = False
    hand.execute("LISTEN bundle_job")
    while not stop.is_set():
        if not on_duty:
            (on_duty,) = hand.execute(query("bundle_duty")).fetchone() or (False,)
        if on_duty:
            forget_old(hand, home)
            bundle_waiting(hand, eyes, home, stop)
        for _ in hand.notifies(timeout=LISTEN_S, stop_after=1):
            pass


def _make(hand: Connection, eyes: Connection, home: Path, job: _Claimed, stop: Event) -> None:
    found = _inspection(eyes, job)
    if found is None:
        hand.execute(query("bundle_fail"), {"job_id": job.job_id})
        return
    who, inspection = found

    def tell(done: int, whole: int) -> None:
        if stop.is_set():
            raise _Stopped
        said = {"job_id": job.job_id, "done": done, "whole": whole}
        hand.execute(query("bundle_progress"), said)

    try:
        readme, files = contents_of(eyes, inspection, who.person, tell)
    except _Stopped:
        hand.execute(query("bundle_stopped"), {"job_id": job.job_id})
        return
    path = file_of(home, job.job_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    write_bundle(draft, readme, files)
    content = draft.read_bytes()
    draft.replace(path)
    said = {"bytes_count": len(content), "digest": sha256(content).hexdigest()}
    if not hand.execute(query("bundle_finish"), {"job_id": job.job_id, **said}).rowcount:
        path.unlink()  # somebody was erased meanwhile, and the job with them


def _inspection(eyes: Connection, job: _Claimed) -> tuple[Acting, Inspection] | None:
    """Return who inspects what; None if the person may not inspect it any more."""
    row = eyes.execute(query("account_of"), {"person_id": job.asked_by}).fetchone()
    on = today()
    unit = unit_now(eyes, job.asked["don-vi"], on)
    if row is None or unit is None or unit.unit_id != job.unit_id:
        return None
    who = Acting(Person(*row), unit, on)
    if not may(eyes, who.person, "inspect", unit.unit_id, on):
        return None
    return who, inspection_of(eyes, who, job.asked)
