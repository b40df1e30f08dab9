"""Chance that falls the same way on every machine, and exact division of totals.

Only `random.Random.random()` is promised to give the same sequence in every Python version, so
`Dice` draws everything from it.
"""

from __future__ import annotations

from bisect import bisect_left
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")

# Amounts that people choose, in đồng. A gift is a multiple of 10,000, an award of 50,000.
GIFT_STEP_VND = 10_000
AWARD_STEP_VND = 50_000
_GIFTS = tuple(
    n * 10_000 for n in (2, 3, 5, 10, 15, 20, 30, 50, 100, 150, 200, 300, 500, 1_000, 1_500, 2_000)
) + tuple(n * 1_000_000 for n in (30, 50, 100, 150, 200, 300, 500))
_AWARDS = tuple(n * 50_000 for n in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 40, 60, 100)) + tuple(
    n * 1_000_000 for n in (10, 15, 20, 30, 50, 100, 200, 500)
)

# Percentages of the mean; each tuple averages 100.
_HOUSEHOLDS = (20, 40, 60, 70, 80, 100, 100, 130, 150, 250)
_SPONSORS = (5, 8, 12, 15, 20, 30, 40, 70, 100, 150, 250, 500)
_RECIPIENTS = (50, 70, 80, 100, 100, 100, 120, 180)


class Dice:
    """A seeded source of chance."""

    __slots__ = ("_next",)

    def __init__(self, seed: int) -> None:
        """Start the sequence that belongs to `seed`."""
        self._next = Random(seed).random

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int(self._next() * limit)

    def between(self, first: int, last: int) -> int:
        """Return a whole number from `first` to `last`, both included."""
        return first + int(self._next() * (last - first + 1))

    def pick(self, choices: Sequence[_T]) -> _T:
        """Return one of `choices`."""
        return choices[int(self._next() * len(choices))]

    def percent(self, chance: int) -> bool:
        """Say yes `chance` times in a hundred."""
        return self._next() * 100 < chance


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` by `weights` so that the parts sum to it (largest remainder).

    Args:
        total: 0 or more.
        weights: at least one above 0.

    Returns:
        One part for each weight, in the same order; ties go to the earlier one.

    >>> apportion(10, [1, 1, 1]), apportion(0, [5]), apportion(7, [3, 0, 4])
    ([4, 3, 3], [0], [3, 0, 4])
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    missing = total - sum(parts)
    if missing:
        by_remainder = sorted(
            range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index)
        )
        for index in by_remainder[:missing]:
            parts[index] += 1
    return parts


def apportion_at_least(least: int, total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` by `weights`, `least` to everyone first; `total` must suffice for that."""
    assert total >= least * len(weights)
    return [least + part for part in apportion(total - least * len(weights), weights)]


def gift_count(total_vnd: int, each_vnd: int) -> int:
    """Return how many gifts of about `each_vnd` make up a total; at least one if it is not 0.

    >>> gift_count(0, 50_000), gift_count(10_000, 50_000), gift_count(1_000_000, 50_000)
    (0, 1, 20)
    """
    return max(1, min(total_vnd // each_vnd, total_vnd // _GIFTS[0])) if total_vnd else 0


def gift_amounts(dice: Dice, total_vnd: int, count: int, *, sponsors: bool = False) -> list[int]:
    """Return `count` gifts that sum to `total_vnd`, round in the way that people give."""
    return _split(dice, total_vnd, count, _SPONSORS if sponsors else _HOUSEHOLDS, _GIFTS)


def award_amounts(dice: Dice, total_vnd: int, count: int) -> list[int]:
    """Return `count` awards of at least 50,000 đồng that sum to `total_vnd`."""
    return _split(dice, total_vnd, count, _RECIPIENTS, _AWARDS)


def _split(
    dice: Dice, total_vnd: int, count: int, percents: tuple[int, ...], nice: tuple[int, ...]
) -> list[int]:
    """Draw nice amounts around the mean of what is left; the last one takes the rest."""
    least = nice[0]
    assert count == 1 or count * least <= total_vnd
    amounts = []
    left_vnd = total_vnd
    for left in range(count, 1, -1):
        wish = left_vnd * dice.pick(percents) // (100 * left)
        amount = min(_nearest(nice, wish), _room(left_vnd, least * (left - 1), nice))
        amounts.append(amount)
        left_vnd -= amount
    if count:
        amounts.append(left_vnd)
    return amounts


def _nearest(nice: tuple[int, ...], wish: int) -> int:
    above = bisect_left(nice, wish)
    if above == 0 or above == len(nice):
        return nice[min(above, len(nice) - 1)]
    return nice[above] if nice[above] - wish < wish - nice[above - 1] else nice[above - 1]


def _room(left_vnd: int, others_vnd: int, nice: tuple[int, ...]) -> int:
    """Return the largest nice amount that leaves enough for the others."""
    room = left_vnd - others_vnd
    index = bisect_left(nice, room)
    return room if index < len(nice) and nice[index] == room else nice[index - 1]
