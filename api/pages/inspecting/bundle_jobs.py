"""Evidence bundles on order: a row for each, and the file where it lies when it is made.

<home>/ho-so-kiem-tra/<job>.zip     closed to other users, since it names persons; kept for 7 days
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, Literal, NamedTuple

from api.identity.people import Person, new_id
from api.pages.inspecting.inspection import Inspection
from ledger.database import Connection, query

State = Literal["waiting", "running", "done", "failed"]
FOLDER: Final = "ho-so-kiem-tra"


class Job(NamedTuple):
    """A bundle on order: `done` of `whole` entries are ready; then its size, and its SHA-256."""

    job_id: str
    state: State
    done: int
    whole: int
    bytes_count: int
    digest: str


def order(connection: Connection, asked: Inspection, person: Person) -> str:
    """Order a bundle, and return the job; the same one if the person waits for the same."""
    said = {
        "job_id": new_id("ho-so"),
        "unit_id": asked.scope.unit_id,
        "person_id": person.person_id,
        "asked": json.dumps(asked.typed, ensure_ascii=False),
    }
    row = connection.execute(query("bundle_ask"), said).fetchone()
    assert row is not None
    connection.execute(query("bundle_sign"))
    return str(row[0])


def job_of(connection: Connection, person: Person, job_id: str) -> Job | None:
    """Return a person's own job; None if there is none, or it was forgotten."""
    sought = {"person_id": person.person_id, "job_id": job_id}
    row = connection.execute(query("bundle_read"), sought).fetchone()
    return Job(*row) if row else None


def file_of(home: Path, job_id: str) -> Path:
    """Return where the file of a job lies, or will."""
    return home / FOLDER / f"{job_id}.zip"
