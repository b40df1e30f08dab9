"""Totals are divided without losing or inventing a đồng."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.sample.dice import Dice, apportion, apportion_at_least, award_amounts, gift_amounts

_WEIGHTS = st.lists(st.integers(1, 1_000), min_size=1, max_size=40)


@given(st.integers(0, 10**12), _WEIGHTS)
def test_parts_sum_to_the_total_and_differ_from_their_share_by_less_than_one(
    total: int, weights: list[int]
) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(
        abs(part * whole - total * weight) < whole
        for part, weight in zip(parts, weights, strict=True)
    )


@given(st.integers(1, 9), st.integers(360, 10**6), _WEIGHTS)
def test_everyone_gets_the_least_part(least: int, total: int, weights: list[int]) -> None:
    parts = apportion_at_least(least, total, weights)
    assert (min(parts) >= least, sum(parts)) == (True, total)


@given(st.integers(0, 2**32), st.integers(1, 80), st.integers(0, 10**6))
def test_gifts_sum_to_their_total_and_none_is_below_20000(seed: int, count: int, more: int) -> None:
    total_vnd = count * 20_000 + more * 10_000
    amounts = gift_amounts(Dice(seed), total_vnd, count)
    assert (len(amounts), sum(amounts), min(amounts) >= 20_000) == (count, total_vnd, True)


@given(st.integers(0, 2**32), st.integers(1, 80), st.integers(0, 10**5))
def test_awards_sum_to_their_total_and_are_whole_steps(seed: int, count: int, more: int) -> None:
    total_vnd = (count + more) * 50_000
    amounts = award_amounts(Dice(seed), total_vnd, count)
    assert sum(amounts) == total_vnd
    assert all(amount >= 50_000 and amount % 50_000 == 0 for amount in amounts)


@given(st.integers(0, 2**32), st.integers(-50, 50), st.integers(0, 50))
def test_the_dice_stay_within_their_limits(seed: int, first: int, more: int) -> None:
    dice = Dice(seed)
    assert first <= dice.between(first, first + more) <= first + more
    assert 0 <= dice.below(more + 1) <= more
