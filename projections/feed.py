"""Units and entries as programs ask for them: page by page, or as they come.

A page begins where the one before ended: at a code, or at a position of the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.keys import id_of_key
from ledger.registry import REGISTRY_ID

NEWEST: Final = 2**63 - 1


class UnitRow(NamedTuple):
    """A unit as it is called on a day, and how many stand right below it."""

    unit_id: UUID
    code: str
    name: str
    level: str
    parent_id: UUID | None
    children: int


class Stood(NamedTuple):
    """An entry's stored bytes and its position in the log."""

    position: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries of a unit: None leaves a word out.

    `below`: of all units below it too. `kind`: a stored name, or its part before the dot.
    `first`, `last`, `account` (its beginning) and `fund` are asked of postings, so they leave out
    what moves nothing.
    """

    unit_id: UUID
    below: bool = False
    first: date | None = None
    last: date | None = None
    kind: str | None = None
    key: str | None = None
    account: str | None = None
    fund: str | None = None


def units_page(
    connection: Connection,
    on: date,
    *,
    parent_id: UUID | None = None,
    unit_id: UUID | None = None,
    level: str | None = None,
    after: str | None = None,
    limit: int,
) -> list[UnitRow]:
    """Return units that exist on a day, by code, those after the code `after`."""
    sought = {
        "on": on,
        "parent_id": parent_id,
        "unit_id": unit_id,
        "level": level,
        "after": after,
        "limit": limit,
    }
    return [UnitRow(*row) for row in connection.execute(query("units_page"), sought)]


def unit_ids_page(connection: Connection, after: str | None, limit: int) -> list[tuple[UUID, str]]:
    """Return id and newest code of units, by code, those after the code `after`."""
    rows = connection.execute(query("unit_ids_page"), {"after": after, "limit": limit})
    return [(unit_id, code) for unit_id, code in rows]


def entries_forward(
    connection: Connection, unit_id: UUID, after: int, kinds: Sequence[str] | None, limit: int
) -> list[Stood]:
    """Return entries of a unit, of all below it and of the registry, in the order of the log.

    Args:
        connection: where to read.
        unit_id: the unit.
        after: the position of the last one known.
        kinds: only these stored names; None: all.
        limit: at most so many.
    """
    sought = {
        "unit_id": unit_id,
        "registry_id": REGISTRY_ID,
        "after": after,
        "kinds": None if kinds is None else list(kinds),
        "limit": limit,
    }
    rows = connection.execute(query("entries_forward"), sought)
    return [Stood(position, bytes(raw)) for position, raw in rows]


def entries_page(
    connection: Connection, what: Sought, *, before: int = NEWEST, limit: int
) -> list[Stood]:
    """Return entries before a position, the newest first."""
    by_posting = (what.first, what.last, what.account, what.fund) != (None, None, None, None)
    ids = [id_of_key(what.key), id_of_key(what.key, received=True)] if what.key else None
    sought = {
        "unit_id": what.unit_id,
        "below": what.below,
        "before": before,
        "kind": what.kind,
        "command_ids": ids,
        "by_posting": by_posting,
        "first": what.first,
        "last": what.last,
        "account": what.account,
        "fund": what.fund,
        "limit": limit,
    }
    rows = connection.execute(query("entries_page"), sought)
    return [Stood(position, bytes(raw)) for position, raw in rows]


def entry_found(connection: Connection, unit_id: UUID, version: int) -> Stood | None:
    """Return the `version`-th entry of a book; None: there is none."""
    sought = {"unit_id": unit_id, "version": version}
    row = connection.execute(query("entry_found"), sought).fetchone()
    return Stood(row[0], bytes(row[1])) if row else None


def definitions_of(connection: Connection, unit_id: UUID, kind: str) -> list[bytes]:
    """Return the entries (as stored) by which a unit defined things of one kind, oldest first."""
    rows = connection.execute(query("definitions_of"), {"unit_id": unit_id, "kind": kind})
    return [bytes(raw) for (raw,) in rows]


def log_end(connection: Connection) -> int:
    """Return the newest position of the journal; 0: it is empty."""
    row = connection.execute(query("log_end")).fetchone()
    return int(row[0]) if row else 0


def holder_registered_at(connection: Connection, holder: str) -> int | None:
    """Return the version of the registry's newest entry about a holder; None: there is none."""
    sought = {"registry_id": REGISTRY_ID, "holder": holder}
    row = connection.execute(query("holder_registered_at"), sought).fetchone()
    return row[0] if row else None
