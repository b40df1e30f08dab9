"""What the API answers about units and their figures: every document.

The names are those of the documents of the command line (docs/commands.md).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.v1.schemas import Cursor, Day, Instant, Shape, UnitId, left_out


class Unit(Shape):
    """A unit as it stands on a day; `children` counts the units right below it."""

    id: UnitId
    code: str
    name: str
    level: str
    parent: UnitId | None
    children: int


class Units(Shape):
    """One page of units, by code."""

    units: list[Unit]
    next_cursor: Cursor | None


class MoneyAndGoods(Shape):
    """Whole đồng, apart for money and for the value of goods."""

    money: int
    goods: int


class Raised(Shape):
    """Gifts by how they came, in whole đồng."""

    cash: int
    bank: int
    in_kind: int
    press: int
    total: int


class Paid(Shape):
    """Scholarships, rewards and aid; `recipients` is null unless a whole year is asked for."""

    cash: int
    bank: int
    in_kind: int
    total: int
    occurrences: int
    recipients: int | None


class Balance(Shape):
    """What is held at the end of the day, by where it is, in whole đồng."""

    cash: int
    bank: int
    savings: int
    with_collectors: int
    in_transit: int
    money: int
    goods: int


class Figures(Shape):
    """The figures of a period: opening + what came - what went = balance, in whole đồng."""

    opening: MoneyAndGoods
    brought_in: MoneyAndGoods
    raised: Raised
    other_income: int
    paid: Paid
    costs: int
    transfers_in: int
    transfers_out: int
    succession_in: int
    succession_out: int
    corrections: MoneyAndGoods
    balance: Balance
    in_transit_out: int
    held_by_others: int
    facilitated: int


class UnitFigures(Shape):
    """The figures of a unit alone, and with all units below it; `unit` is its code."""

    unit: str
    name: str
    level: str
    own: Figures
    subtree: Figures


class Balances(Shape):
    """Figures of units, of a period, as known at an instant; `log_size` entries were known."""

    as_of: Day
    first: Annotated[Day, Field(alias="from")]
    known_at: Instant
    tree: Literal["as_was", "as_is"]
    log_size: int
    units: list[UnitFigures]
    next_cursor: Cursor | None = left_out()


class PerCapita(Shape):
    """Figures for each inhabitant at the end of a year; null where no population is stated.

    Exact ones are rounded down to whole đồng, `rounded` ones to the thousand.
    """

    unit: str
    year: int
    raised_vnd: int
    balance_vnd: int
    population: int | None
    population_on: Day | None
    population_source: str | None
    per_capita_raised_vnd: int | None
    per_capita_raised_rounded_vnd: int | None
    per_capita_balance_vnd: int | None
