"""Jobs as rows: what pages order, and how far it has come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from ledger.database import Connection, query

Kind = Literal["BN", "THU", "CHI", "bundle", "checks", "publication"]
State = Literal["waiting", "running", "done", "failed", "cancelled"]
ID_DIGITS_MAX = 18


class Job(NamedTuple):
    """A job: `done` of `whole` (at least 1) are ready; `result` is what came of it, as JSON."""

    job_id: int
    kind: Kind
    state: State
    done: int
    whole: int
    result: dict[str, Any]
    asked_by: str
    asked_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it is not finished yet."""
        return self.state in ("waiting", "running")


class Order(NamedTuple):
    """What somebody wants for a unit; `whole` is how much it is, where that is known."""

    kind: Kind
    unit_id: UUID
    asked_by: str
    asked: Mapping[str, Any]
    whole: int = 0


def order(connection: Connection, wanted: Order, *, once: str | None = None) -> int:
    """Order something, and return the number of the job.

    Args:
        connection: that commits.
        wanted: what; the same that the same person waits for already is the same job.
        once: what is ordered under the same word is the same job, finished or not.
    """
    asked = json.dumps(wanted.asked, ensure_ascii=False)
    said = {**wanted._asdict(), "asked": asked, "once": once}
    row = connection.execute(query("job_order"), said).fetchone()
    assert row is not None
    connection.execute(query("job_sign"))
    return int(row[0])


def ordered(connection: Connection, once: str) -> int | None:
    """Return the number of the job that was ordered under a word, if it was."""
    row = connection.execute(query("job_ordered"), {"once": once}).fetchone()
    return int(row[0]) if row else None


def own(connection: Connection, kind: Kind, person_id: str, said: str) -> Job | None:
    """Return a person's own job by its number, as an address says it; None if there is none."""
    if not (said.isascii() and said.isdecimal() and len(said) <= ID_DIGITS_MAX):
        return None
    sought = {"job_id": int(said), "kind": kind, "person_id": person_id}
    row = connection.execute(query("job_of_person"), sought).fetchone()
    return Job(*row) if row else None


def of_unit(
    connection: Connection, kinds: Sequence[Kind], unit_id: UUID, job_id: int
) -> Job | None:
    """Return a job of a unit."""
    sought = {"job_id": job_id, "kinds": list(kinds), "unit_id": unit_id}
    row = connection.execute(query("job_of_unit"), sought).fetchone()
    return Job(*row) if row else None


def newest(connection: Connection, kinds: Sequence[Kind], unit_id: UUID, limit: int) -> list[Job]:
    """Return the newest jobs of a unit."""
    sought = {"kinds": list(kinds), "unit_id": unit_id, "limit": limit}
    return [Job(*row) for row in connection.execute(query("jobs_of_unit"), sought)]


def cancel(connection: Connection, kinds: Sequence[Kind], unit_id: UUID, job_id: int) -> None:
    """Stop a job that is not finished; nothing happens to others."""
    sought = {"job_id": job_id, "kinds": list(kinds), "unit_id": unit_id}
    connection.execute(query("job_cancel"), sought)
