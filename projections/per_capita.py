"""Two figures for each inhabitant: what was raised in a year, and what is held at its end.

Both are money in đồng divided by the unit's own population, the latest not after 31 December;
never by a sum of other units' populations. Which amount, which population, and how it is rounded
are part of the answer.

Source: Nghệ An 2022, 26,000 đồng (raised); Thanh Hóa 2025, 110,641 đồng (held).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from ledger.database import Connection, query
from ledger.money import per_capita_vnd, rounded_down_vnd
from projections.figures import asked, figures_of

ROUNDED_TO_VND: Final = 1_000


@dataclass(frozen=True, slots=True)
class PerCapita:
    """Both figures of a unit and year with all that they rest on; None without a population."""

    unit: str
    year: int
    raised_vnd: int
    balance_vnd: int
    population: int | None
    population_on: date | None
    population_source: str | None
    per_capita_raised_vnd: int | None
    per_capita_raised_rounded_vnd: int | None
    per_capita_balance_vnd: int | None


def per_capita(
    connection: Connection, unit_id: UUID, code: str, year: int, step_vnd: int = ROUNDED_TO_VND
) -> PerCapita:
    """Return both figures for a unit with everybody below it; `step_vnd`: rounded down to that."""
    last = date(year, 12, 31)
    _, subtree = figures_of(connection, [unit_id], asked(last))[unit_id]
    row = connection.execute(query("population_on"), {"unit_id": unit_id, "on": last}).fetchone()
    persons, stated_on, source, _ = row or (None, None, None, None)
    raised = per_capita_vnd(subtree.raised, persons) if persons else None
    return PerCapita(
        unit=code,
        year=year,
        raised_vnd=subtree.raised,
        balance_vnd=subtree.money,
        population=persons,
        population_on=stated_on,
        population_source=source,
        per_capita_raised_vnd=raised,
        per_capita_raised_rounded_vnd=None
        if raised is None
        else rounded_down_vnd(raised, step_vnd),
        per_capita_balance_vnd=per_capita_vnd(subtree.money, persons) if persons else None,
    )
