"""The figures that people see, added up in another way: the third part of an audit.

Every figure is a sum of rows of `movement`. In each row, and so in every sum of some:

    what came − what went = by how much the balance changed      (projections/figures.py)

At the end of each month and year in which anything moved:

    what all below a unit hold = what each one right below it holds, and all below that one
    what all units hold, and what is on its way = what those at the top of the tree hold
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.registry import Registry
from ledger.tree import parents
from projections.faults import OnProgress, Report
from projections.figures import all_units

WHOLE: Final = "the whole"
WaysUp = Sequence[tuple[UUID | None, date, date]]
"""Below whom a unit stands, from a day until before another."""


class Stocks(NamedTuple):
    """What a sum over units must keep: money with what is on its way, goods, and what is held."""

    money: int = 0
    goods: int = 0
    held_by_others: int = 0

    def plus(self, other: Stocks) -> Stocks:
        """Return both together."""
        return Stocks(
            self.money + other.money,
            self.goods + other.goods,
            self.held_by_others + other.held_by_others,
        )


NONE: Final = Stocks()
Held = defaultdict[UUID, Stocks]
"""What units hold, or all below them."""


def inspect_figures(
    connection: Connection, registry: Registry, report: Report, on_progress: OnProgress
) -> None:
    """Add up what moved in every unit, and what all units hold at the end of each month and year.

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
    _inspect_identities(connection, report)
    days = [day for (day,) in connection.execute(query("audit_days"))]
    above = {unit_id: parents(registry, unit_id) for unit_id in all_units(connection)}
    for done, (day, own, below) in enumerate(_ends_of_months(connection, days), 1):
        _judge_sums(own, below, above, day, report)
        on_progress("figures", done, len(days))


def _inspect_identities(connection: Connection, report: Report) -> None:
    for unit_id, scope, grain, on, *off in connection.execute(query("audit_movements_off")):
        for what, off_vnd in zip(("money", "goods"), off, strict=True):
            if off_vnd:
                report.add(
                    "identity_broken",
                    f"movement {unit_id} {scope} {grain} {on}",
                    unit_id=unit_id,
                    part="own" if scope == "own" else "subtree",
                    grain=grain,
                    on=on,
                    what=what,
                    off_vnd=off_vnd,
                )
    (rows,) = connection.execute(query("audit_movements")).fetchone() or (0,)
    report.checked["identities"] += 2 * rows


def _ends_of_months(
    connection: Connection, days: Iterable[date]
) -> Iterator[tuple[date, Held, Held]]:
    """Yield the last days of months with what units hold, and what all below them do."""
    own, below = Held(lambda: NONE), Held(lambda: NONE)
    with connection.cursor(name="audit_stocks", binary=True) as stream:
        stream.itersize = 10_000
        stream.execute(query("audit_stocks"))
        months = groupby(stream, itemgetter(0))
        month = next(months, None)
        for day in days:
            while month is not None and month[0] <= day:
                for _, unit_id, is_own, *changed in month[1]:
                    holds = own if is_own else below
                    holds[unit_id] = holds[unit_id].plus(Stocks(*changed))
                month = next(months, None)
            yield day, own, below


def _judge_sums(
    own: Held, below: Held, above: Mapping[UUID, WaysUp], day: date, report: Report
) -> None:
    """Judge whether all below a unit are those right below it, and the tops the whole."""
    expected, tops = Held(lambda: NONE), NONE
    for unit_id, ways_up in above.items():
        subtree = own[unit_id].plus(below[unit_id])
        parent_id = _parent(ways_up, day)
        if parent_id is not None and parent_id in above:
            expected[parent_id] = expected[parent_id].plus(subtree)
        else:
            tops = tops.plus(subtree)
    for unit_id in above:
        if below[unit_id] != expected[unit_id]:
            _name_sum(below[unit_id], expected[unit_id], unit_id, day, report)
    whole = Stocks(*(sum(each) for each in zip(NONE, *own.values(), strict=True)))
    if tops != whole:
        _name_sum(tops, whole, None, day, report)
    report.checked["sums"] += len(above) + 1


def _name_sum(
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


def _parent(ways_up: WaysUp, day: date) -> UUID | None:
    for parent_id, first, until in ways_up:
        if first <= day < until:
            return parent_id
    return None
