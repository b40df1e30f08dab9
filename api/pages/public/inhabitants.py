"""Figures for each inhabitant as pages show them, with all that they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.database import Connection, query
from ledger.money import per_capita_vnd, rounded_down_vnd
from projections.figures import Figures
from projections.per_capita import ROUNDED_TO_VND


@dataclass(frozen=True, slots=True)
class ForEach:
    """Đồng for each inhabitant, raised and held, and the population that it was divided by."""

    raised_vnd: int
    raised_rounded_vnd: int
    balance_vnd: int
    persons: int
    stated_on: date
    source: str


def for_each(
    connection: Connection, unit_id: UUID, subtree: Figures, until: date
) -> ForEach | None:
    """Return the figures for each inhabitant; None where no population was stated by that day.

    Source: as `projections/per_capita.py`, for any period: the unit's own latest population.
    """
    row = connection.execute(query("population_on"), {"unit_id": unit_id, "on": until}).fetchone()
    if row is None:
        return None
    persons, stated_on, source, _ = row
    raised = per_capita_vnd(subtree.raised, persons)
    return ForEach(
        raised_vnd=raised,
        raised_rounded_vnd=rounded_down_vnd(raised, ROUNDED_TO_VND),
        balance_vnd=per_capita_vnd(subtree.money, persons),
        persons=persons,
        stated_on=stated_on,
        source=source,
    )
