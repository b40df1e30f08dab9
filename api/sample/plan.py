"""Who raises and who pays how much: the totals of the year divided among levels and units.

Everything is divided in whole steps (gifts of 10,000 đồng, awards of 50,000), so that people give
and receive round amounts; the province takes what is left below a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.sample.dice import AWARD_STEP_VND, GIFT_STEP_VND, apportion, apportion_at_least

if TYPE_CHECKING:
    from api.sample.dice import Dice
    from api.sample.size import Size
    from api.sample.tree import Tree, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of unit: its per mille of raised, paid and occurrences, and its gifts a unit.

    The per mille of raised follow the province's published levels of 2012 (clans 16.6, grass
    roots 19.5, districts 2.6, agencies 1.7, province 0.75 of 41.15 tỷ), moved a little towards
    districts and communes.
    """

    raised: int
    paid: int
    occurrences: int
    gifts_each: int = 0


SHAPES = {
    "province": Shape(raised=96, paid=82, occurrences=15),
    "district": Shape(raised=120, paid=114, occurrences=35),
    "commune": Shape(raised=165, paid=165, occurrences=120),
    "branch": Shape(raised=306, paid=314, occurrences=420, gifts_each=47),
    "clan": Shape(raised=260, paid=271, occurrences=360, gifts_each=14),
    "agency": Shape(raised=53, paid=54, occurrences=50, gifts_each=8),
}


@dataclass(frozen=True, slots=True)
class Quota:
    """What one unit reaches in the year, reversed rows taken off."""

    raised_vnd: int
    paid_vnd: int
    awards: int
    gifts: int


def shape_of(unit: Unit) -> str:
    """Return the name of the unit's shape: its level, or the kind of its board."""
    return unit.kind or unit.level


def quotas(size: Size, tree: Tree, dice: Dice) -> dict[str, Quota]:
    """Return the quota of every unit by code; the quotas sum to the totals of `size` exactly."""
    kinds = list(SHAPES)
    by_kind: dict[str, list[Unit]] = {kind: [] for kind in kinds}
    for unit in tree.units:
        by_kind[shape_of(unit)].append(unit)
    shapes = SHAPES.values()
    raised = apportion(size.raised_vnd // GIFT_STEP_VND, [shape.raised for shape in shapes])
    paid = apportion(size.paid_vnd // AWARD_STEP_VND, [shape.paid for shape in shapes])
    awards = apportion(size.occurrences, [shape.occurrences for shape in shapes])
    result: dict[str, Quota] = {}
    for kind, raised_steps, paid_steps, count in zip(kinds, raised, paid, awards, strict=True):
        weights = [_weight(unit, dice) for unit in by_kind[kind]]
        parts = zip(
            by_kind[kind],
            apportion(raised_steps, weights),
            apportion(paid_steps, weights),
            apportion_at_least(min(1, count // len(weights)), count, weights),
            apportion(SHAPES[kind].gifts_each * len(weights), weights),
            strict=True,
        )
        for unit, raised_part, paid_part, award_part, gifts in parts:
            result[unit.code] = Quota(
                raised_part * GIFT_STEP_VND,
                paid_part * AWARD_STEP_VND,
                min(award_part, paid_part),
                gifts,
            )
    return _with_the_rest(size, result, tree.units[0].code)


def _with_the_rest(size: Size, parts: dict[str, Quota], province: str) -> dict[str, Quota]:
    """Give the province what is below a step, and the awards that nobody had money for."""
    quota = parts[province]
    parts[province] = Quota(
        quota.raised_vnd + size.raised_vnd % GIFT_STEP_VND,
        quota.paid_vnd + size.paid_vnd % AWARD_STEP_VND,
        quota.awards + size.occurrences - sum(part.awards for part in parts.values()),
        quota.gifts,
    )
    return parts


def _weight(unit: Unit, dice: Dice) -> int:
    """Return how strong a unit is among its kind; larger communes and schools are stronger."""
    return (unit.residents or 1_000) * unit.strength * dice.between(60, 140)
