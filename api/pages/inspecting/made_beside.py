"""What is made of an inspection that was ordered: an evidence bundle, or its automatic checks.

bundle: a file under a name for drafts → its own name → done
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from api.identity.acting import Acting, may, today, unit_now
from api.identity.people import Person
from api.jobs.files import bundle_file
from api.jobs.making import CannotBeMade, Task
from api.pages.inspecting.bundle_contents import contents_of
from api.pages.inspecting.inspection import Inspection, inspection_of
from ledger.database import query
from projections.checks import CHECKS, Case, Result, run_checks
from projections.entries import seen
from reports.evidence_bundle import write_bundle


def make_bundle(task: Task) -> dict[str, Any]:
    """Make an evidence bundle; return its size, and its SHA-256.

    Raises:
        CannotBeMade: the person may not inspect it any more.
        Stopped, NotWanted: as `Task.tell`.
        EntryNotLogged: receipts carry their proof, and the log is behind.
    """
    who, inspection = _inspection(task)
    readme, files = contents_of(task.bench.eyes, inspection, who.person, task.tell)
    path = bundle_file(task.bench.home, task.job.job_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    write_bundle(draft, readme, files)
    content = draft.read_bytes()
    draft.replace(path)
    return {"bytes_count": len(content), "digest": sha256(content).hexdigest()}


def make_checks(task: Task) -> dict[str, Any]:
    """Make the automatic checks of an inspection; return what they found, see `results_in`.

    Raises:
        CannotBeMade: the person may not inspect it any more.
        Stopped, NotWanted: as `Task.tell`.
    """
    _, asked = _inspection(task)
    eyes = task.bench.eyes
    with seen(eyes, asked.scope.unit_id, asked.known_at):
        results = run_checks(eyes, asked.scope, task.tell)
    return {"checks": [_said(each) for each in results]}


def results_in(result: Mapping[str, Any]) -> list[Result]:
    """Return what `make_checks` found."""
    known = {each.name: each for each in CHECKS}
    return [
        Result(known[each["check"]], each["count"], tuple(_cases(each["cases"])))
        for each in result["checks"]
        if each["check"] in known
    ]


def _said(result: Result) -> dict[str, Any]:
    cases = [
        (each.unit_id.hex, each.version, each.on.isoformat(), each.amount_vnd, each.remark)
        for each in result.cases
    ]
    return {"check": result.check.name, "count": result.count, "cases": cases}


def _cases(rows: Iterable[list[Any]]) -> Iterable[Case]:
    for unit_id, version, on, amount_vnd, remark in rows:
        yield Case(UUID(unit_id), version, date.fromisoformat(on), amount_vnd, remark)


def _inspection(task: Task) -> tuple[Acting, Inspection]:
    """Return who inspects what.

    Raises:
        CannotBeMade: the person may not inspect it any more.
    """
    job, eyes = task.job, task.bench.eyes
    row = eyes.execute(query("account_of"), {"person_id": job.asked_by}).fetchone()
    on = today()
    unit = unit_now(eyes, job.asked["don-vi"], on)
    if row is None or unit is None or unit.unit_id != job.unit_id:
        raise CannotBeMade
    who = Acting(Person(*row), unit, on)
    if not may(eyes, who.person, "inspect", unit.unit_id, on):
        raise CannotBeMade
    return who, inspection_of(eyes, who, dict(job.asked))
