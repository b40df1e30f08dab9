"""Closings say how each day ended, whatever the order in which its movements became known."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from ledger.closings import Closings

FIRST = date(2022, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
movements = st.lists(st.tuples(st.sampled_from(DAYS), st.integers(-20, 20)), max_size=25)


def closings(moved: list[tuple[date, int]]) -> Closings:
    return reduce(lambda known, each: known.add(*each), moved, Closings())


def ends(moved: list[tuple[date, int]]) -> list[int]:
    """How each of the twelve days ended, summed the slow way."""
    return list(accumulate(sum(amount for on, amount in moved if on == day) for day in DAYS))


def test_a_day_ends_with_all_that_moved_on_it() -> None:
    known = closings([(DAYS[0], 100), (DAYS[0], -30), (DAYS[4], 5)])
    assert known == Closings.of((DAYS[0], DAYS[4]), (70, 75))


def test_what_becomes_known_late_changes_every_later_day() -> None:
    known = closings([(DAYS[1], 100), (DAYS[5], -40), (DAYS[3], -10)])
    assert known == Closings.of((DAYS[1], DAYS[3], DAYS[5]), (100, 90, 50))


def test_a_movement_before_the_first_day_begins_at_zero() -> None:
    known = closings([(DAYS[5], 100), (DAYS[0], 7)])
    assert known == Closings.of((DAYS[0], DAYS[5]), (7, 107))


def test_before_anything_moved_there_is_no_lowest_balance() -> None:
    assert Closings().lowest_from(FIRST) is None


def test_a_passing_shortage_is_found_from_any_day_before_it() -> None:
    known = closings([(DAYS[0], 10), (DAYS[4], -15), (DAYS[6], 20)])
    assert known.lowest_from(DAYS[2]) == -5
    assert known.first_below_zero(DAYS[2]) == DAYS[4]


def test_a_shortage_that_is_over_does_not_count() -> None:
    known = closings([(DAYS[0], 10), (DAYS[4], -15), (DAYS[6], 20)])
    assert known.lowest_from(DAYS[6]) == 15
    assert known.first_below_zero(DAYS[6]) is None


@given(movements)
def test_closings_equal_the_sums_day_by_day(moved: list[tuple[date, int]]) -> None:
    known = closings(moved)
    by_day = dict(zip(DAYS, ends(moved), strict=True))
    assert list(known.days) == sorted({on for on, _ in moved})
    assert list(known.balances) == [by_day[day] for day in known.days]


@given(movements, st.randoms(use_true_random=False))
def test_the_order_in_which_movements_become_known_does_not_matter(
    moved: list[tuple[date, int]], chance: object
) -> None:
    shuffled = list(moved)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert closings(shuffled) == closings(moved)


@given(movements.filter(bool), st.sampled_from(DAYS))
def test_the_lowest_balance_is_that_of_the_worst_day_to_come(
    moved: list[tuple[date, int]], on: date
) -> None:
    first_used = min(day for day, _ in moved)
    to_come = ends(moved)[DAYS.index(max(on, first_used)) :]
    assert closings(moved).lowest_from(on) == min(to_come)


@given(movements, st.sampled_from(DAYS))
def test_a_day_below_zero_is_named_exactly_when_the_lowest_balance_is_below_zero(
    moved: list[tuple[date, int]], on: date
) -> None:
    day = closings(moved).first_below_zero(on)
    used = {each for each, _ in moved}
    below = [each for each, end in zip(DAYS, ends(moved), strict=True) if end < 0 and each in used]
    assert day == min((each for each in below if each >= on), default=None)
