"""Interval arithmetic is sound: results of numbers inside lie inside, whatever the numbers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reports.claims.intervals import (
    UNBOUNDED_ABOVE,
    UNBOUNDED_BELOW,
    End,
    Interval,
    closed,
    exactly,
)

Held = tuple[Fraction, Interval]

# Small whole numbers come often, so that ends fall on zero and on each other.
NUMBERS = st.integers(-3, 3).map(Fraction) | st.fractions(-50, 50, max_denominator=8)
STEPS = st.fractions(min_value=Fraction(1, 8), max_value=20, max_denominator=8)


@st.composite
def held_numbers(draw: st.DrawFn) -> Held:
    """Draw a number and an interval around it: open, closed, endless or only that number."""
    number = draw(NUMBERS)
    margins = st.sampled_from([Fraction(0), Fraction(1), Fraction(2), Fraction(1, 3), Fraction(60)])
    below, above = draw(margins), draw(margins)
    low = End(number - below, below == 0 or draw(st.booleans()))
    high = End(number + above, above == 0 or draw(st.booleans()))
    return number, Interval(
        UNBOUNDED_BELOW if draw(st.integers(0, 9)) == 0 else low,
        UNBOUNDED_ABOVE if draw(st.integers(0, 9)) == 0 else high,
    )


@given(held_numbers(), held_numbers())
def test_a_sum_and_a_difference_of_held_numbers_are_held(mine: Held, theirs: Held) -> None:
    assert mine[0] + theirs[0] in mine[1] + theirs[1]
    assert mine[0] - theirs[0] in mine[1] - theirs[1]


@given(held_numbers(), held_numbers())
def test_a_product_of_held_numbers_is_held(mine: Held, theirs: Held) -> None:
    assert mine[0] * theirs[0] in mine[1] * theirs[1]


@given(held_numbers(), held_numbers())
def test_a_quotient_of_held_numbers_is_held_or_the_divisor_touches_zero(
    mine: Held, theirs: Held
) -> None:
    try:
        quotient = mine[1] / theirs[1]
    except ZeroDivisionError:
        assert theirs[1].low.position <= (0, 0) <= theirs[1].high.position
    else:
        assert mine[0] / theirs[0] in quotient


@given(held_numbers(), STEPS)
def test_a_rounded_held_number_is_held(mine: Held, step: Fraction) -> None:
    assert mine[0] // step * step in mine[1].floored(step)
    assert (mine[0] + step / 2) // step * step in mine[1].rounded(step)


@given(NUMBERS, NUMBERS)
def test_numbers_known_exactly_stay_exact(mine: Fraction, theirs: Fraction) -> None:
    assert exactly(mine) + exactly(theirs) == exactly(mine + theirs)
    assert exactly(mine) * exactly(theirs) == exactly(mine * theirs)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_the_ends_of_a_closed_product_are_reached(
    first: Fraction, second: Fraction, third: Fraction, fourth: Fraction
) -> None:
    mine, theirs = sorted([first, second]), sorted([third, fourth])
    product = closed(*mine) * closed(*theirs)
    corners = [left * right for left in mine for right in theirs]
    assert product == closed(min(corners), max(corners))


@given(held_numbers(), held_numbers())
def test_intervals_that_hold_a_common_number_meet(mine: Held, theirs: Held) -> None:
    if mine[0] in theirs[1]:
        assert mine[1].meets(theirs[1])
    assert mine[1].meets(theirs[1]) == theirs[1].meets(mine[1])


@given(held_numbers(), held_numbers())
def test_an_interval_may_be_at_most_another_when_held_numbers_are(mine: Held, theirs: Held) -> None:
    assert mine[0] > theirs[0] or mine[1].may_be_at_most(theirs[1])


def test_an_open_end_stays_open() -> None:
    below_five = Interval(End(Fraction(4)), End(Fraction(5), is_closed=False))
    assert Fraction(7) not in below_five + exactly(2)
    assert Fraction(10) not in below_five * exactly(2)
    assert Fraction(1, 5) not in exactly(1) / below_five


def test_zero_is_reached_by_either_factor() -> None:
    above_zero = Interval(End(Fraction(0), is_closed=False), End(Fraction(1)))
    assert Fraction(0) in closed(0, 1) * above_zero
    assert Fraction(0) in above_zero * closed(-1, 0)
    assert Fraction(0) not in above_zero * above_zero


def test_intervals_that_only_touch_at_an_open_end_do_not_meet() -> None:
    below_five = Interval(End(Fraction(4)), End(Fraction(5), is_closed=False))
    assert not below_five.meets(exactly(5))
    assert not exactly(5).may_be_at_most(below_five)
    assert closed(4, 5).meets(exactly(5))


def test_rounding_down_stays_below_an_open_end() -> None:
    below = Interval(End(Fraction(26_000)), End(Fraction(27_000), is_closed=False))
    assert below.floored(Fraction(1_000)) == exactly(26_000)
