"""What each level of the association raised, paid and holds: sums of units' own figures.

Own figures, so that nothing counts twice: transfers between levels leave one level's balance and
enter another's; what is on its way is in the balance of the whole, but of no level.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.database import Connection
from projections.figures import Asked, UnitFigures, all_units, described


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """One level: how many units, and their own figures added up, in đồng."""

    level: str
    units: int
    raised_vnd: int
    paid_vnd: int
    balance_vnd: int
    goods_vnd: int


def by_level(connection: Connection, what: Asked) -> list[LevelFigures]:
    """Return the levels that have units, from the top down."""
    return _added_up(described(connection, all_units(connection), what))


def _added_up(units: list[UnitFigures]) -> list[LevelFigures]:
    levels: dict[str, list[UnitFigures]] = {}
    for unit in units:
        levels.setdefault(unit.level, []).append(unit)
    return [
        LevelFigures(
            level=level,
            units=len(members),
            raised_vnd=sum(unit.own.raised for unit in members),
            paid_vnd=sum(unit.own.paid for unit in members),
            balance_vnd=sum(unit.own.money for unit in members),
            goods_vnd=sum(unit.own.goods for unit in members),
        )
        for level, members in levels.items()
    ]
