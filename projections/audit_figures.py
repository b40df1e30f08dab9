"""The figures that people see, added up in another way: the third part of an audit.

On the last day of each month and year, for each unit, own and with all below it:

    opening + what came − what went = balance                (projections/figures.py)
    what a unit and those right below it hold = what its subtree holds
    what all units hold, and what is on its way = what those at the top of the tree hold
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.registry import Registry
from ledger.tree import parents
from projections.faults import OnProgress, Report
from projections.figures import Figures, Tree, all_units, asked, figures_of

Parts = Mapping[UUID, tuple[Figures, Figures]]
WHOLE: Final = "the whole"


class Stocks(NamedTuple):
    """What a sum over units must keep: money with what is on its way, goods, and what is held."""

    money: int = 0
    goods: int = 0
    held_by_others: int = 0

    @classmethod
    def of(cls, figures: Figures) -> Stocks:
        """Return the stocks among `figures`."""
        return cls(figures.money + figures.in_transit_out, figures.goods, figures.held_by_others)

    def plus(self, other: Stocks) -> Stocks:
        """Return both together."""
        return Stocks(*(one + more for one, more in zip(self, other, strict=True)))


def inspect_figures(
    connection: Connection, registry: Registry, report: Report, on_progress: OnProgress
) -> None:
    """Add up the figures of every unit on the last day of each month and year with entries.

    Args:
        connection: inside the transaction of the audit.
        registry: the units, as the journal tells them.
        report: where the faults go.
        on_progress: hears "figures".
    """
    for position, fund, sum_vnd in connection.execute(query("audit_unbalanced")):
        report.add(
            "postings_unbalanced",
            f"entry {position}",
            position=position,
            fund=fund,
            off_vnd=sum_vnd,
        )
    days = [day for (day,) in connection.execute(query("audit_days"))]
    units = all_units(connection)
    changed = [unit_id for (unit_id,) in connection.execute(query("audit_units_changed"))]
    for done, day in enumerate(days, 1):
        parts = figures_of(connection, units, asked(day))
        _judge_identities(parts, day, "as_was", report)
        _judge_identities(
            figures_of(connection, changed, asked(day, tree="as_is")), day, "as_is", report
        )
        _judge_sums(parts, registry, day, report)
        on_progress("figures", done, len(days))


def _judge_identities(parts: Parts, day: date, tree: Tree, report: Report) -> None:
    for unit_id, own_and_subtree in parts.items():
        for part, figures in zip(("own", "subtree"), own_and_subtree, strict=True):
            for what, off in (("money", _off_money(figures)), ("goods", _off_goods(figures))):
                if off:
                    report.add(
                        "identity_broken",
                        f"figures {unit_id} {part} {tree} {day}",
                        unit_id=unit_id,
                        part=part,
                        on=day,
                        what=what,
                        off_vnd=off,
                    )
    report.checked["identities"] += 4 * len(parts)


def _off_money(its: Figures) -> int:
    """Return by how much the money of a unit is more than what came less what went."""
    came = its.raised_cash + its.raised_bank + its.raised_press + its.other_income
    went = its.paid_cash + its.paid_bank + its.costs
    passed = its.transfers_in - its.transfers_out + its.succession_in - its.succession_out
    flows = its.brought_in_money + came - went + passed + its.corrections_money
    return its.money - its.opening_money - flows


def _off_goods(its: Figures) -> int:
    flows = its.brought_in_goods + its.raised_in_kind - its.paid_in_kind + its.corrections_goods
    return its.goods - its.opening_goods - flows


def _judge_sums(parts: Parts, registry: Registry, day: date, report: Report) -> None:
    """Judge whether every subtree is its unit and those right below it, and the tops the whole."""
    expected = {unit_id: Stocks.of(own) for unit_id, (own, _) in parts.items()}
    whole, tops = _total(expected.values()), Stocks()
    for unit_id, (_, subtree) in parts.items():
        parent_id = _parent(registry, unit_id, day)
        if parent_id in expected:
            expected[parent_id] = expected[parent_id].plus(Stocks.of(subtree))
        else:
            tops = tops.plus(Stocks.of(subtree))
    for unit_id, (_, subtree) in parts.items():
        _judge_sum(Stocks.of(subtree), expected[unit_id], unit_id, day, report)
    _judge_sum(tops, whole, None, day, report)
    report.checked["sums"] += len(parts) + 1


def _judge_sum(
    found: Stocks, expected: Stocks, unit_id: UUID | None, day: date, report: Report
) -> None:
    for what, one, other in zip(Stocks._fields, found, expected, strict=True):
        if one != other:
            report.add(
                "sums_differ",
                f"figures {unit_id or WHOLE} {day}",
                unit_id=unit_id,
                on=day,
                what=what,
                off_vnd=one - other,
            )


def _total(stocks: Iterable[Stocks]) -> Stocks:
    return Stocks(*(sum(each) for each in zip(*stocks, strict=True)))


def _parent(registry: Registry, unit_id: UUID, day: date) -> UUID | None:
    for parent_id, first, until in parents(registry, unit_id):
        if first <= day < until:
            return parent_id
    return None
