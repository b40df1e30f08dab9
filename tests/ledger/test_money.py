"""Money is whole đồng: an amount of one entry lies between 1 and 2^53 − 1; shares round half up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import AMOUNT_MAX_VND, per_capita_vnd, require_amount, rounded_down_vnd
from ledger.refusals import AmountNotPositive, AmountTooLarge


@pytest.mark.parametrize("amount_vnd", [1, 26_000, AMOUNT_MAX_VND])
def test_an_amount_from_one_dong_to_the_limit_is_admitted(amount_vnd: int) -> None:
    require_amount(amount_vnd)


@pytest.mark.parametrize("amount_vnd", [0, -1, -AMOUNT_MAX_VND])
def test_nothing_and_less_than_nothing_are_no_amount(amount_vnd: int) -> None:
    with pytest.raises(AmountNotPositive) as caught:
        require_amount(amount_vnd)
    assert caught.value.facts == {"amount_vnd": amount_vnd}


def test_an_amount_that_not_every_reader_keeps_exactly_is_too_large() -> None:
    with pytest.raises(AmountTooLarge) as caught:
        require_amount(2**53)
    assert caught.value.facts["limit_vnd"] == 9_007_199_254_740_991


@pytest.mark.parametrize(
    ("total_vnd", "persons", "expected_vnd"),
    [
        (87_100_000_000, 3_341_707, 26_065),
        (1, 2, 1),  # exactly half: up
        (1, 3, 0),
        (0, 5, 0),
        (-1, 2, 0),  # up is towards more, also below zero
        (-2, 3, -1),
    ],
)
def test_a_share_is_rounded_half_up(total_vnd: int, persons: int, expected_vnd: int) -> None:
    assert per_capita_vnd(total_vnd, persons) == expected_vnd


def test_nobody_has_no_share() -> None:
    with pytest.raises(AmountNotPositive):
        per_capita_vnd(87_100_000_000, 0)


@given(total_vnd=st.integers(-(10**15), 10**15), persons=st.integers(1, 10**9))
def test_a_share_times_the_persons_misses_the_total_by_at_most_half_a_dong_each(
    total_vnd: int, persons: int
) -> None:
    missed_vnd = total_vnd - per_capita_vnd(total_vnd, persons) * persons
    assert -persons <= 2 * missed_vnd < persons


@given(amount_vnd=st.integers(0, 10**12), step_vnd=st.integers(1, 10**6))
def test_rounding_down_takes_less_than_one_step(amount_vnd: int, step_vnd: int) -> None:
    rounded_vnd = rounded_down_vnd(amount_vnd, step_vnd)
    assert rounded_vnd % step_vnd == 0
    assert 0 <= amount_vnd - rounded_vnd < step_vnd
