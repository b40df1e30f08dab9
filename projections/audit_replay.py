"""Projection = replay: every projected row against one made anew, the second part of an audit.

The projections are made again from journal and vault by the code that makes the real ones, in
temporary tables of the same names that hide the real ones. Nothing real is touched, nobody waits,
and nothing stays behind, however the audit ends.

Where the rows of all entries were found to be what the journal tells (projections/audit_rows.py),
only what follows from them is made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.database import Connection, Cursor, migrations, query, state_seen
from projections.audit_rows import TABLES, TellingRows, undone_as_told
from projections.faults import OnProgress, Report
from projections.runner import apply, copy_lines, derive

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
    connection: Connection,
    url: str,
    position: int,
    told: TellingRows,
    stored: Mapping[str, bytes],
    report: Report,
    on_progress: OnProgress,
) -> None:
    """Compare every projection with a replay of the journal up to `position`.

    Args:
        connection: inside the transaction of the audit, which must be rolled back.
        url: where the journal is read, if it must be.
        position: how far the projections have come.
        told: what the journal says the rows are.
        stored: the digests of the rows as they are.
        report: where the faults go.
        on_progress: hears "replay".
    """
    on_progress("replay", 0, position)
    with connection.cursor() as cursor:
        _begin_apart(cursor)
        are_right = (
            told.is_whole and told.digests() == stored and undone_as_told(connection, told.rows)
        )
        if are_right:
            _derive(cursor, position, told)
        else:
            # Somebody may be erased meanwhile: whom an entry is about is read as it was seen here.
            state = state_seen(connection)
            apply(
                *(cursor, url, 0, position),
                lambda done, whole: on_progress("replay", done, whole),
                state,
            )
        _compare(cursor, [table for table in KEYS if not are_right or table not in TABLES], report)
    on_progress("replay", position, position)


def _begin_apart(cursor: Cursor) -> None:
    cursor.execute(query("audit_apart"))
    for path in migrations():
        if path.parent.parent.name == HERE:
            cursor.execute(path.read_bytes())
    cursor.execute(query("projections_unindex"))


def _derive(cursor: Cursor, position: int, told: TellingRows) -> None:
    """Make again what follows from the rows that are there, and what has few rows of its own."""
    cursor.execute(query("audit_rows_believed"))
    copy_lines(cursor, told.rows, told.learned())
    derive(cursor, 0, position, told.rows, 0, undone=True)


def _compare(cursor: Cursor, tables: Iterable[str], report: Report) -> None:
    (rows,) = cursor.execute(query("audit_rows_replayed")).fetchone() or (0,)
    report.checked["projected"] += rows
    for table in tables:
        for live, replayed in cursor.execute(query("audit_of_" + table)).fetchall():
            _name(table, KEYS[table], live, replayed, report)


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
