"""Gifts in kind are kept by item and unit of count, and given at the value of their lots."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledger.commands import BringInGoods
from ledger.events import GoodsBroughtIn
from ledger.refusals import (
    AmountNotPositive,
    GoodsValueDiffers,
    InsufficientGoods,
    QuantityNotPositive,
    UnknownFund,
)
from tests.ledger.examples import (
    COMMUNE,
    JUNE,
    MARCH,
    SEPTEMBER,
    goods,
    goods_came,
    goods_payout,
    goods_went,
)
from tests.story import given


def test_a_gift_in_kind_has_a_stock_note_and_a_receipt_for_the_donor() -> None:
    given().when(goods("100", 800_000)).then(
        goods_came("100", 800_000, series="NK", number=1, receipt_number=1)
    )


def test_a_gift_may_stay_without_a_value_which_is_not_zero() -> None:
    given().when(goods("100", None)).then(goods_came("100", None))
    given().when(goods("100", 0)).refused(AmountNotPositive)


@pytest.mark.parametrize("quantity", ["0", "-3", "-0.5"])
def test_a_gift_of_no_goods_is_refused(quantity: str) -> None:
    facts = given().when(goods(quantity, 100)).refused(QuantityNotPositive)
    assert facts == {"quantity": Decimal(quantity)}


def test_a_quantity_may_be_a_part_of_its_unit_of_count() -> None:
    given().when(goods("12.75", 100, item="gạo", counted_in="kg")).then(
        goods_came("12.75", 100, item="gạo", counted_in="kg")
    )


def test_goods_for_an_unknown_fund_are_refused() -> None:
    given().when(goods("1", 100, fund="none")).refused(UnknownFund)
    known = given(goods_came("1", 100))
    known.when(goods_payout("1", fund="none")).refused(UnknownFund)


def test_goods_that_a_unit_brings_have_no_paper() -> None:
    asked = BringInGoods(
        key="O-1",
        unit_id=COMMUNE,
        booked_on=MARCH,
        item="xe đạp",
        counted_in="chiếc",
        quantity=Decimal(2),
        amount_vnd=3_000_000,
    )
    brought = GoodsBroughtIn(
        key="O-1",
        booked_on=MARCH,
        item="xe đạp",
        counted_in="chiếc",
        quantity=Decimal(2),
        amount_vnd=3_000_000,
    )
    given().when(asked).then(brought)
    asked_out = goods_payout("2", item="xe đạp", counted_in="chiếc")
    given(brought).when(asked_out).then(
        goods_went(("O-1", "2", 3_000_000), item="xe đạp", counted_in="chiếc")
    )


def test_goods_are_given_at_the_value_of_the_oldest_lots() -> None:
    known = given(goods_came("3", 100), goods_came("10", 500, on=JUNE, key="G-2", number=2))
    known.when(goods_payout("4")).then(goods_went(("G-1", "3", 100), ("G-2", "1", 50)))


def test_a_lot_recorded_late_goes_out_before_those_that_came_after_it() -> None:
    known = given(goods_came("10", 500, on=JUNE), goods_came("3", 100, key="G-2", number=2))
    known.when(goods_payout("1")).then(goods_went(("G-2", "1", 33)))


def test_the_last_piece_takes_what_rounding_left() -> None:
    known = given(goods_came("3", 100), goods_went(("G-1", "1", 33)))
    asked = goods_payout("2", key="X-2")
    known.when(asked).then(goods_went(("G-1", "2", 67), key="X-2", number=2))


def test_goods_without_a_value_go_out_without_one() -> None:
    known = given(goods_came("10", None))
    known.when(goods_payout("4")).then(goods_went(("G-1", "4", None)))


def test_an_award_from_lots_with_and_without_a_value_is_worth_those_with_one() -> None:
    known = given(goods_came("3", None), goods_came("10", 500, on=JUNE, key="G-2", number=2))
    known.when(goods_payout("4")).then(goods_went(("G-1", "3", None), ("G-2", "1", 50)))


def test_a_stated_value_must_be_that_of_the_lots() -> None:
    known = given(goods_came("3", 100))
    known.when(goods_payout("1", amount_vnd=33)).then(goods_went(("G-1", "1", 33)))
    facts = known.when(goods_payout("1", amount_vnd=34)).refused(GoodsValueDiffers)
    assert facts == {"stated_vnd": 34, "lots_vnd": 33}


def test_a_value_stated_for_goods_that_are_not_valued_differs() -> None:
    known = given(goods_came("3", None))
    known.when(goods_payout("1", amount_vnd=33)).refused(GoodsValueDiffers)


def test_no_more_goods_leave_than_came() -> None:
    facts = given(goods_came("3", 100)).when(goods_payout("3.5")).refused(InsufficientGoods)
    assert facts == {
        "item": "vở",
        "counted_in": "quyển",
        "short": Decimal("0.5"),
        "on": SEPTEMBER,
    }


def test_what_left_before_is_no_longer_there() -> None:
    known = given(goods_came("3", 100), goods_went(("G-1", "2", 66)))
    known.when(goods_payout("2", key="X-2")).refused(InsufficientGoods)


def test_other_goods_and_other_units_of_count_do_not_help() -> None:
    known = given(goods_came("3", 100))
    known.when(goods_payout("1", item="bút")).refused(InsufficientGoods)
    known.when(goods_payout("1", counted_in="tập")).refused(InsufficientGoods)


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_an_award_of_no_goods_is_refused(quantity: str) -> None:
    given(goods_came("3", 100)).when(goods_payout(quantity)).refused(QuantityNotPositive)
