"""The table of uploads: what was sent, by whom, and which step it has come to.

Every step is one statement that holds only from the step before it, so of two people who press at
once, or one who presses twice, one does it and the other sees that it is done.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from ledger.database import Connection, query

State = Literal[
    "checking",
    "checked",
    "asked",
    "recording",
    "recorded",
    "undo_checking",
    "undo_checked",
    "undo_asked",
    "undoing",
    "undone",
    "discarded",
    "expired",
]
WORKING: Final = frozenset({"checking", "recording", "undo_checking", "undoing"})
"""In these states a process is at work on it, or will be soon."""

ATTEMPTS_MAX: Final = 3
NEWEST: Final = (datetime.max.replace(tzinfo=UTC), "~")


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent, and how far it has come; see `api/migrations/0050_uploads.sql`."""

    upload_id: str
    unit_id: UUID
    person: str
    received_at: datetime
    file_names: list[str]
    size_bytes: int
    digest: str
    state: State
    phase: str
    done: int
    whole: int
    attempts: int
    counts: dict[str, Any] | None
    asked_by: str | None
    approval_key: str | None
    decided_by: str | None
    recorded_at: datetime | None
    recorded_by: str | None
    instants: list[datetime]
    after_position: int | None
    upto_position: int | None
    undo_digest: str | None
    undone_at: datetime | None
    undone_by: str | None
    deleted_at: datetime | None

    @property
    def is_working(self) -> bool:
        """Say whether a process is at work on it, or will be soon."""
        return self.state in WORKING and not self.is_stuck

    @property
    def is_stuck(self) -> bool:
        """Say whether the work on it has failed so often that somebody must look."""
        return self.state in WORKING and self.attempts >= ATTEMPTS_MAX


def add(
    connection: Connection,
    upload_id: str,
    unit_id: UUID,
    person: str,
    *,
    file_names: Sequence[str],
    size_bytes: int,
    digest: str,
) -> str:
    """Note what was sent; return the id of the upload that has the same content already, if any."""
    row = {
        "upload_id": upload_id,
        "unit_id": unit_id,
        "person": person,
        "file_names": list(file_names),
        "size_bytes": size_bytes,
        "digest": digest,
    }
    while True:
        for name in ("upload_write", "upload_of_digest"):
            if found := connection.execute(query(name), row).fetchone():
                return str(found[0])


def find(connection: Connection, upload_id: str) -> Upload | None:
    """Return an upload; None if there is none."""
    row = connection.execute(query("upload_read"), {"upload_id": upload_id}).fetchone()
    return Upload(*row) if row else None


def of_unit(
    connection: Connection,
    unit_id: UUID,
    on: date,
    *,
    before: tuple[datetime, str] = NEWEST,
    limit: int,
) -> list[Upload]:
    """Return the uploads of a unit and all below it on the day `on`, the newest first."""
    sought = {"unit_id": unit_id, "on": on, "limit": limit}
    sought |= {"before": before[0], "before_id": before[1]}
    return [Upload(*row) for row in connection.execute(query("uploads_of_unit"), sought)]


def kept_of(connection: Connection, person: str) -> tuple[int, int]:
    """Return how many uploads of a person are kept, and how many bytes they have."""
    row = connection.execute(query("uploads_kept"), {"person": person}).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def step(connection: Connection, name: str, upload_id: str, **said: object) -> str | None:
    """Take one step, a named query; return what it says, None if it was not there to be taken."""
    if "counts" in said:
        said["counts"] = json.dumps(said["counts"], ensure_ascii=False)
    done = connection.execute(query(name), {"upload_id": upload_id, **said})
    if done.description is None:
        return None
    row = done.fetchone()
    return str(row[0]) if row else None


def units_below(connection: Connection, unit_id: UUID, on: date) -> frozenset[UUID]:
    """Return a unit and all below it on a day."""
    rows = connection.execute(query("units_below"), {"unit_id": unit_id, "on": on})
    return frozenset(found for (found,) in rows)
