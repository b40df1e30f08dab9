"""The whole association on one page: who stands at its top, its years, and each of its levels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from projections.figures import Asked


class Year(NamedTuple):
    """A calendar year in which something was booked; `is_active`: raised or paid, not only kept."""

    year: int
    is_active: bool


class LevelFlow(NamedTuple):
    """Where the money of the units of one level came from and went, by their own books, in đồng.

    Flows of the period; `balance_vnd` and `goods_vnd` at its end. Columns as in the query.
    """

    level: str
    units: int
    raised_cash: int
    raised_bank: int
    raised_in_kind: int
    raised_press: int
    other_income: int
    paid_cash: int
    paid_bank: int
    paid_in_kind: int
    costs: int
    balance_vnd: int
    goods_vnd: int

    @property
    def raised(self) -> int:
        """Everything raised."""
        return self.raised_cash + self.raised_bank + self.raised_in_kind + self.raised_press

    @property
    def paid(self) -> int:
        """Everything paid to recipients."""
        return self.paid_cash + self.paid_bank + self.paid_in_kind


def has_units(connection: Connection) -> bool:
    """Say whether any unit was ever registered."""
    row = connection.execute(query("any_unit")).fetchone()
    return row is not None and bool(row[0])


def top_units(connection: Connection, on: date) -> list[UUID]:
    """Return the units that stood below nobody on a day, by code."""
    return [unit_id for (unit_id,) in connection.execute(query("top_units"), {"on": on})]


def years_of(connection: Connection, unit_ids: Sequence[UUID]) -> list[Year]:
    """Return the years of some units and of all below them, the latest first."""
    rows = connection.execute(query("years_of_units"), {"unit_ids": list(unit_ids)})
    return [Year(*row) for row in rows]


def flows_of_levels(connection: Connection, what: Asked) -> list[LevelFlow]:
    """Return the levels that have units, from the top down; the period is a part of one year.

    Own figures, so that nothing counts twice. What is in transit between two units is in nobody's
    own balance.
    """
    year = what.as_of.replace(month=1, day=1)
    after = what.as_of if what.as_of == date.max else what.as_of + timedelta(days=1)
    sought = {
        "as_of": what.as_of,
        "year": year,
        "begun": after.replace(month=1, day=1),
        "month": after.replace(day=1),
    }
    return [LevelFlow(*row) for row in connection.execute(query("figures_of_levels"), sought)]
