"""The figures of a unit: what it holds, raised, paid and passed on; own, and with all below it.

Stocks (balance, in transit, held by others) are at the end of `as_of`, over all years. Everything
else is a flow from `first` to `as_of`, both included. All are positive in the direction of their
name; a reversal can make a flow negative. Always, for money and for goods:

    opening + brought in + raised + other income − paid − costs
    + transfers in − out + succession in − out + corrections = balance

Goods that pass with a unit from one ancestor to another are counted as brought in (or, negative,
taken out) by it: `succession` is money.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import add
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.refusals import UnknownUnit

Tree = Literal["as_was", "as_is"]


class Figures(NamedTuple):
    """The sums of one unit, in đồng but for `occurrences` and `recipients`; order of the query."""

    cash: int = 0
    bank: int = 0
    savings: int = 0
    with_collectors: int = 0
    in_transit: int = 0
    goods: int = 0
    in_transit_out: int = 0
    held_by_others: int = 0
    opening_money: int = 0
    opening_goods: int = 0
    brought_in_money: int = 0
    brought_in_goods: int = 0
    raised_cash: int = 0
    raised_bank: int = 0
    raised_in_kind: int = 0
    raised_press: int = 0
    other_income: int = 0
    paid_cash: int = 0
    paid_bank: int = 0
    paid_in_kind: int = 0
    occurrences: int = 0
    recipients: int = 0
    costs: int = 0
    transfers_in: int = 0
    transfers_out: int = 0
    succession_in: int = 0
    succession_out: int = 0
    corrections_money: int = 0
    corrections_goods: int = 0
    facilitated: int = 0

    @property
    def money(self) -> int:
        """Money held: in cash, bank, savings, with collectors, and in transit inside."""
        return self.cash + self.bank + self.savings + self.with_collectors + self.in_transit

    @property
    def raised(self) -> int:
        """Everything raised: money, goods as appraised, and what others handed over."""
        return self.raised_cash + self.raised_bank + self.raised_in_kind + self.raised_press

    @property
    def paid(self) -> int:
        """Everything paid to recipients, goods at the value of their lots."""
        return self.paid_cash + self.paid_bank + self.paid_in_kind


NOTHING: Final = Figures()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures: at the end of `as_of`, flows from `first` on, by which tree."""

    as_of: date
    first: date
    tree: Tree = "as_was"

    @property
    def before(self) -> date:
        """The day before the period."""
        return self.first - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit as it was called on the day, with its own figures and those of its subtree."""

    unit_id: UUID
    code: str
    name: str
    level: str
    own: Figures
    subtree: Figures


class Known(NamedTuple):
    """How many entries the projections know, and when the last of them was recorded."""

    log_size: int
    recorded_at: datetime | None


def known_now(connection: Connection) -> Known:
    """Return up to where the figures count."""
    row = connection.execute(query("known_now")).fetchone()
    return Known(*row) if row else Known(0, None)


def asked(as_of: date, first: date | None = None, tree: Tree = "as_was") -> Asked:
    """Return what is asked; the period begins with the year of `as_of` if nothing else is said."""
    return Asked(as_of, first or as_of.replace(month=1, day=1), tree)


def figures_of(
    connection: Connection, unit_ids: Sequence[UUID], what: Asked
) -> dict[UUID, tuple[Figures, Figures]]:
    """Return own and subtree figures of some units; those without entries have zeros."""
    changed = _with_changed_tree(connection, unit_ids) if what.tree == "as_is" else []
    found: dict[UUID, tuple[Figures, Figures]] = dict.fromkeys(unit_ids, (NOTHING, NOTHING))
    rest = [unit_id for unit_id in unit_ids if unit_id not in changed] if changed else unit_ids
    for (unit_id, _), both in _figures(connection, rest, [what], "as_was"):
        found[unit_id] = both
    if changed:
        for (unit_id, _), both in _figures(connection, changed, [what], "as_is"):
            found[unit_id] = both
    return found


def months_of(connection: Connection, unit_id: UUID, year: int) -> list[Figures]:
    """Return the subtree figures of one unit for each month of a year, January first.

    Flows are those of the month alone, stocks those at its end. `recipients` are those who had
    not received anything in the year before, so that the months add up to the year.
    """
    firsts = [date(year, month, 1) for month in range(1, 13)]
    lasts = [each - timedelta(days=1) for each in (*firsts[1:], date(year + 1, 1, 1))]
    periods = [Asked(last, first) for first, last in zip(firsts, lasts, strict=True)]
    rows = dict(_figures(connection, [unit_id], periods, "as_was"))
    return [rows.get((unit_id, number), (NOTHING, NOTHING))[1] for number in range(1, 13)]


def _figures(
    connection: Connection, unit_ids: Collection[UUID], periods: Sequence[Asked], tree: Tree
) -> Iterable[tuple[tuple[UUID, int], tuple[Figures, Figures]]]:
    """Return (unit, number of the period from 1), (own, subtree) of those who have entries."""
    sought = {
        "unit_ids": list(unit_ids),
        "firsts": [each.first for each in periods],
        "as_ofs": [each.as_of for each in periods],
        "tree": tree,
    }
    found: dict[tuple[UUID, int], tuple[Figures, Figures]] = {}
    cursor = connection.cursor(binary=True)
    rows = cursor.execute(query("figures"), sought, prepare=True).fetchall()
    make = Figures._make
    for unit_id, period, is_own, *sums in rows:
        figures = make(sums)
        key = unit_id, period
        other = found.get(key)
        if other is None:
            found[key] = (figures, figures) if is_own else (NOTHING, figures)
        elif is_own:
            found[key] = (figures, _sum(figures, other[1]))
        else:
            found[key] = (other[0], _sum(other[0], figures))
    return found.items()


def _with_changed_tree(connection: Connection, unit_ids: Sequence[UUID]) -> set[UUID]:
    rows = connection.execute(query("units_with_changed_tree"), {"unit_ids": list(unit_ids)})
    return {unit_id for (unit_id,) in rows}


def _sum(one: Figures, other: Figures) -> Figures:
    return Figures(*map(add, one, other))


def described(connection: Connection, unit_ids: Sequence[UUID], what: Asked) -> list[UnitFigures]:
    """Return the figures of some units with their names, in the order asked."""
    rows = connection.execute(
        query("units_described"), {"unit_ids": list(unit_ids), "on": what.as_of}
    )
    names = {unit_id: (code, name, level) for unit_id, code, name, level in rows}
    found = figures_of(connection, unit_ids, what)
    return [UnitFigures(unit_id, *names[unit_id], *found[unit_id]) for unit_id in unit_ids]


def unit_by_code(connection: Connection, code: str) -> UUID:
    """Return the id of the unit with a code.

    Raises:
        UnknownUnit: no unit bears it, or ever bore it.
    """
    row = connection.execute(query("unit_by_code"), {"code": code}).fetchone()
    if row is None:
        raise UnknownUnit(unit=code)
    unit_id: UUID = row[0]
    return unit_id


def all_units(connection: Connection) -> list[UUID]:
    """Return every unit, from the top of the tree down."""
    return [unit_id for (unit_id,) in connection.execute(query("units_all"))]


def children(connection: Connection, unit_id: UUID, what: Asked) -> list[UUID]:
    """Return the units right below a unit."""
    rows: Iterable[Any] = connection.execute(
        query("children"), {"unit_id": unit_id, "on": what.as_of, "tree": what.tree}
    )
    return [child_id for (child_id,) in rows]
