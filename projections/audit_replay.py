"""Projection = replay: every projected row against one made anew, the second part of an audit.

The projections are made again from journal and vault by the code that makes the real ones, in
temporary tables of the same names that hide the real ones. Nothing real is touched, nobody waits,
and nothing stays behind, however the audit ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ledger.database import Connection, migrations, query, state_seen
from projections.faults import OnProgress, Report
from projections.runner import apply

HERE: Final = "projections"
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit": ("unit_id",),
    "unit_term": ("unit_id", "valid_from"),
    "ancestry": ("unit_id", "ancestor_id", "tree", "first"),
    "population": ("unit_id", "stated_on"),
    "holder": ("holder",),
    "entry": ("position", "line"),
    "movement": ("unit_id", "scope", "grain", "starts_on"),
    "holding_balance": ("unit_id", "account", "fund", "place", "counted_in"),
    "gift": ("position",),
    "payout": ("position",),
    "paper_code": ("position",),
    "role_grant": ("person", "role", "unit_id", "valid_from"),
    "approval_rule": ("unit_id", "valid_from"),
    "approval_step": ("position",),
    "admitted": ("position",),
    "consent": ("position",),
    "recipient_step": ("unit_id", "on_day"),
    "learned": ("first_position",),
    "projected": (),
}
"""Every table that is made from the journal, and the columns by which a fault names its row."""

PRIVATE: Final = frozenset({"name", "donor", "donor_folded", "recipient", "person"})
"""Columns about persons, of which a fault tells no value."""


def inspect_projections(
    connection: Connection, url: str, position: int, report: Report, on_progress: OnProgress
) -> None:
    """Compare every projection with a replay of the journal up to `position`.

    Args:
        connection: inside the transaction of the audit, which must be rolled back.
        url: where the journal is read.
        position: how far the projections have come.
        report: where the faults go.
        on_progress: hears "replay".
    """
    with connection.cursor() as cursor:
        cursor.execute(query("audit_apart"))
        for path in migrations():
            if path.parent.parent.name == HERE:
                cursor.execute(path.read_bytes())
        cursor.execute(query("projections_unindex"))
        # Somebody may be erased meanwhile: whom an entry is about is read as this audit sees it.
        state = state_seen(connection)
        apply(
            *(cursor, url, 0, position),
            lambda done, whole: on_progress("replay", done, whole),
            state,
        )
        (rows,) = cursor.execute(query("audit_rows_replayed")).fetchone() or (0,)
        report.checked["projected"] += rows
        for table, key in KEYS.items():
            for live, replayed in cursor.execute(query("audit_of_" + table)).fetchall():
                _name(table, key, live, replayed, report)


def _name(
    table: str,
    key: tuple[str, ...],
    live: dict[str, Any] | None,
    replayed: dict[str, Any] | None,
    report: Report,
) -> None:
    """Name one row that is not what it should be."""
    row = live or replayed or {}
    where = " ".join([table, *(str(row[column]) for column in key)])
    facts = {"table": table, "unit_id": row.get("unit_id")}
    if live is None:
        report.add("projection_row_missing", where, **facts)
    elif replayed is None:
        report.add("projection_row_extra", where, **facts)
    else:
        columns = [column for column in live if live[column] != replayed[column]]
        shown = [column for column in columns if column not in PRIVATE]
        report.add(
            "projection_row_differs",
            where,
            **facts,
            columns=columns,
            stored={column: live[column] for column in shown},
            replayed={column: replayed[column] for column in shown},
        )
