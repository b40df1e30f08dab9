"""Balances and figures for each inhabitant as documents: JSON for programs, tables for people.

The keys of the JSON are a contract with outside programs; see docs/commands.md.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from ledger.database import Connection
from projections import known
from projections.figures import (
    Asked,
    UnitFigures,
    all_units,
    children,
    described,
    known_now,
    unit_by_code,
)
from projections.per_capita import PerCapita, per_capita
from reports.figures_document import figures_document


def balances(
    connection: Connection,
    what: Asked,
    *,
    code: str | None = None,
    with_children: bool = False,
    known_at: datetime | None = None,
) -> dict[str, Any]:
    """Return the document `balances`.

    Args:
        connection: to a database whose figures are up to date, with no transaction open.
        what: the day, the period and the tree.
        code: a unit; None: every unit.
        with_children: add the units right below it.
        known_at: only what had been recorded by this instant; None: everything.

    Raises:
        UnknownUnit: no unit has this code, or none had it then.
    """

    def choose() -> list[UUID]:
        return _asked_units(connection, what, code, with_children=with_children)

    with known.as_of_instant(connection, known_at, choose) as unit_ids:
        units = described(connection, unit_ids, what)
        log_size = known_now(connection).log_size
    whole_year = what.first == date(what.as_of.year, 1, 1)
    return {
        "as_of": what.as_of.isoformat(),
        "from": what.first.isoformat(),
        "known_at": _instant(known_at or datetime.now(UTC)),
        "tree": what.tree,
        "log_size": log_size,
        "units": [unit_document(unit, with_recipients=whole_year) for unit in units],
    }


def per_capita_document(connection: Connection, code: str, year: int) -> dict[str, Any]:
    """Return the document `per-capita`.

    Raises:
        UnknownUnit: no unit has this code.
    """
    found: PerCapita = per_capita(connection, unit_by_code(connection, code), code, year)
    document = asdict(found)
    on = document["population_on"]
    return {**document, "population_on": on.isoformat() if on else None}


def unit_document(unit: UnitFigures, *, with_recipients: bool) -> dict[str, Any]:
    """Return one unit of the document."""
    return {
        "unit": unit.code,
        "name": unit.name,
        "level": unit.level,
        "own": figures_document(unit.own, with_recipients=with_recipients),
        "subtree": figures_document(unit.subtree, with_recipients=with_recipients),
    }


def _asked_units(
    connection: Connection, what: Asked, code: str | None, *, with_children: bool
) -> list[UUID]:
    if code is None:
        return all_units(connection)
    unit_id = unit_by_code(connection, code)
    below = children(connection, unit_id, what) if with_children else []
    return [unit_id, *below]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
