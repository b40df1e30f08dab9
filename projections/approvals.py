"""What was put before a second person, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal, NamedTuple
from uuid import UUID

from ledger.database import Connection, Cursor, query
from ledger.registry import Registry
from ledger.registry_events import ApprovalRuleStated, RegistryEvent, RoleEnded, RoleGranted
from ledger.roles import grant_key

State = Literal["waiting", "given", "declined"]
NEWEST: Final = 2**63 - 1


class Approval(NamedTuple):
    """Rows, or a file, that were put before a second person.

    `asked_by` and `decided_by` are opaque ids of persons; `decided_*` None: nobody yet.
    """

    position: int
    unit_id: UUID
    unit: str
    key: str
    of: Literal["rows", "file"]
    asked_by: str
    asked_on: date
    asked_at: datetime
    lines: int
    total_vnd: int
    state: State
    decided_by: str | None
    decided_at: datetime | None


def approvals(
    connection: Connection,
    unit_id: UUID,
    on: date,
    *,
    state: State | None = None,
    limit: int = 100,
    before: int = NEWEST,
) -> list[Approval]:
    """Return what was asked in a unit and all below it on the day `on`, the newest first.

    Args:
        connection: where to read.
        unit_id: the unit.
        on: the day of the tree.
        state: only those; None: all.
        limit: at most so many.
        before: only those asked before this position of the log.
    """
    sought = {"unit_id": unit_id, "on": on, "state": state, "limit": limit, "before": before}
    rows = connection.execute(query("approvals"), {**sought, "key": None})
    return [Approval(*row) for row in rows]


def approval(connection: Connection, unit_id: UUID, key: str) -> Approval | None:
    """Return what was asked under `key` in the unit's own book."""
    sought = {"unit_id": unit_id, "on": date.max, "state": None, "limit": 1, "before": NEWEST}
    row = connection.execute(query("approvals"), {**sought, "key": key}).fetchone()
    return Approval(*row) if row else None


def admitted_under(connection: Connection, key: str) -> list[tuple[UUID, int]]:
    """Return unit and version of the entries recorded with the approval `key`."""
    return [
        (unit_id, version)
        for unit_id, version in connection.execute(query("admitted_under"), {"key": key})
    ]


def write_people(cursor: Cursor, registry: Registry, events: Iterable[RegistryEvent]) -> None:
    """Bring roles and rules to what `registry` says after `events`."""
    for event in events:
        match event:
            case RoleGranted() | RoleEnded():
                granted = registry.grants[grant_key(event)]
                cursor.execute(query("role_grant_write"), (*grant_key(granted), granted.valid_to))
            case ApprovalRuleStated():
                cursor.execute(
                    query("approval_rule_write"),
                    (event.unit_id, event.valid_from, event.free_up_to_vnd),
                )
            case _:
                pass
