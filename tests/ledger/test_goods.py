"""Goods go out first in first out, at the value of their lots, to the last đồng and the last piece.

A part of a lot takes its share rounded down, what empties the lot takes the rest; a lot that is not
valued stays so. Whatever is undone, the lots keep exactly what the postings and the days say.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.events import LotTaken
from ledger.goods import Stock, from_millionths, to_millionths
from tests.ledger.examples import JUNE, MARCH, OCTOBER, SEPTEMBER

quantities = st.decimals("0.000001", "1000", places=6)


def came(*lots: tuple[str, date, str, int | None]) -> Stock:
    stock = Stock()
    for key, on, quantity, value_vnd in lots:
        stock = stock.put(key, on, Decimal(quantity), value_vnd)
    return stock


def taken(lot: str, quantity: str, amount_vnd: int | None) -> LotTaken:
    return LotTaken(lot=lot, quantity=Decimal(quantity), amount_vnd=amount_vnd)


def left(stock: Stock) -> tuple[Decimal, int]:
    """What the lots still hold together: pieces, and đồng."""
    return (
        sum((lot.left for lot in stock.lots), Decimal(0)),
        sum(lot.left_vnd for lot in stock.lots),
    )


@given(st.integers(0, 10**15))
def test_millionths_come_back_as_they_were(millionths: int) -> None:
    assert to_millionths(from_millionths(millionths)) == millionths


@pytest.mark.parametrize(("millionths", "shown"), [(10_000_000, "10"), (10_500_000, "10.5")])
def test_a_quantity_is_shown_without_superfluous_zeros(millionths: int, shown: str) -> None:
    assert str(from_millionths(millionths)) == shown


def test_the_oldest_lot_goes_first_whenever_it_was_recorded() -> None:
    stock = came(("young", JUNE, "10", 100), ("old", MARCH, "10", 200))
    assert stock.choose(Decimal(3)) == (taken("old", "3", 60),)


def test_a_part_is_worth_its_share_rounded_down_and_the_last_takes_the_rest() -> None:
    stock = came(("G-1", MARCH, "3", 100))
    for _ in range(2):
        part = stock.choose(Decimal(1))
        assert part == (taken("G-1", "1", 33),)
        stock = stock.take(SEPTEMBER, part)
    assert stock.choose(Decimal(1)) == (taken("G-1", "1", 34),)


def test_what_one_lot_lacks_comes_from_the_next() -> None:
    stock = came(("old", MARCH, "2", 100), ("young", JUNE, "10", 1_000))
    assert stock.choose(Decimal(5)) == (taken("old", "2", 100), taken("young", "3", 300))


def test_an_empty_lot_is_passed_over() -> None:
    stock = came(("old", MARCH, "2", 100), ("young", JUNE, "10", 1_000))
    stock = stock.take(SEPTEMBER, (taken("old", "2", 100),))
    assert stock.choose(Decimal(1)) == (taken("young", "1", 100),)


def test_goods_without_a_value_go_out_without_a_value() -> None:
    stock = came(("G-1", MARCH, "10", None))
    assert stock.choose(Decimal(4)) == (taken("G-1", "4", None),)


def test_less_is_chosen_when_less_is_there() -> None:
    assert came(("G-1", MARCH, "2", 100)).choose(Decimal(5)) == (taken("G-1", "2", 100),)


def test_what_was_given_by_mistake_comes_back_into_its_own_lot() -> None:
    stock = came(("G-1", MARCH, "3", 100))
    gone = stock.choose(Decimal(2))
    back = stock.take(JUNE, gone).put_back(SEPTEMBER, gone)
    assert left(back) == (Decimal(3), 100)
    assert back.closings.balances == (3_000_000, 1_000_000, 3_000_000)


def test_a_lot_undone_before_anything_left_it_is_gone() -> None:
    stock = came(("G-1", MARCH, "3", 100), ("G-2", MARCH, "5", 50)).withdraw(
        JUNE, taken("G-1", "3", 100)
    )
    assert left(stock) == (Decimal(5), 50)
    assert stock.choose(Decimal(1)) == (taken("G-2", "1", 10),)


def test_what_left_an_undone_lot_is_missing_from_the_others() -> None:
    stock = came(("G-1", MARCH, "4", 400), ("G-2", JUNE, "10", 1_000))
    stock = stock.take(JUNE, stock.choose(Decimal(3))).withdraw(SEPTEMBER, taken("G-1", "4", 400))
    assert left(stock) == (Decimal(7), 700)


def test_what_left_an_undone_lot_is_missing_from_a_lot_that_comes_later_that_day() -> None:
    stock = came(("wrong", MARCH, "100", 1_000))
    stock = stock.take(JUNE, stock.choose(Decimal(50))).withdraw(
        SEPTEMBER, taken("wrong", "100", 1_000)
    )
    corrected = stock.put("right", SEPTEMBER, Decimal(90), 900)
    assert left(corrected) == (Decimal(40), 400)


def test_what_comes_back_to_an_undone_lot_is_in_stock_again() -> None:
    stock = came(("G-1", MARCH, "4", 400), ("G-2", JUNE, "10", 1_000))
    gone = stock.choose(Decimal(3))
    stock = (
        stock.take(JUNE, gone).withdraw(SEPTEMBER, taken("G-1", "4", 400)).put_back(OCTOBER, gone)
    )
    assert left(stock) == (Decimal(10), 1_000)


@given(
    st.lists(st.tuples(quantities, st.integers(1, 10**9)), min_size=1, max_size=5),
    st.lists(quantities, max_size=12),
)
def test_every_dong_of_a_lot_leaves_with_its_last_piece(
    lots: list[tuple[Decimal, int]], parts: list[Decimal]
) -> None:
    stock = came(*((f"G-{at}", MARCH, str(q), v) for at, (q, v) in enumerate(lots)))
    gone_vnd = 0
    for part in [*parts, Decimal(10_000)]:
        lots_taken = stock.choose(part)
        gone_vnd += sum(each.amount_vnd or 0 for each in lots_taken)
        stock = stock.take(SEPTEMBER, lots_taken)
    assert gone_vnd == sum(value_vnd for _, value_vnd in lots)
    assert left(stock) == (Decimal(0), 0)
