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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from operator import add, attrgetter
from typing import Any, Final, Literal
from uuid import UUID

from ledger.database import Connection, query
from ledger.refusals import UnknownUnit

Tree = Literal["as_was", "as_is"]


@dataclass(frozen=True, slots=True)
class Figures:
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
FEW: Final = 100
"""So many units are asked for with a plan made once; for more, a plan of their own pays."""
_values: Final = attrgetter(*(each.name for each in fields(Figures)))


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


def asked(as_of: date, first: date | None = None, tree: Tree = "as_was") -> Asked:
    """Return what is asked; the period begins with the year of `as_of` if nothing else is said."""
    return Asked(as_of, first or as_of.replace(month=1, day=1), tree)


def figures_of(
    connection: Connection, unit_ids: Sequence[UUID], what: Asked
) -> dict[UUID, tuple[Figures, Figures]]:
    """Return own and subtree figures of some units; those without entries have zeros."""
    found = {unit_id: (NOTHING, NOTHING) for unit_id in unit_ids}
    sought = {
        "unit_ids": list(unit_ids),
        "as_of": what.as_of,
        "before": what.before,
        "year": what.as_of.replace(month=1, day=1),
        "year_before": what.before.replace(month=1, day=1),
        "tree": what.tree,
        "changed_ids": _with_changed_tree(connection, unit_ids) if what.tree == "as_is" else [],
    }
    few = len(unit_ids) <= FEW
    cursor = connection.cursor(binary=True)
    for unit_id, is_own, *sums in cursor.execute(query("figures"), sought, prepare=few):
        own, below = found[unit_id]
        figures = Figures(*[each or 0 for each in sums])
        found[unit_id] = (figures, below) if is_own else (own, figures)
    return {
        unit_id: (own, own if below is NOTHING else _sum(own, below))
        for unit_id, (own, below) in found.items()
    }


def _with_changed_tree(connection: Connection, unit_ids: Sequence[UUID]) -> list[UUID]:
    rows = connection.execute(query("units_with_changed_tree"), {"unit_ids": list(unit_ids)})
    return [unit_id for (unit_id,) in rows]


def _sum(one: Figures, other: Figures) -> Figures:
    return Figures(*map(add, _values(one), _values(other)))


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
