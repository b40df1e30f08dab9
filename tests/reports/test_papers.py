"""A paper cannot contradict itself: figures are sums of lines, and no value is not zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.papers import GoodsLine
from tests.reports.samples import (
    BICYCLES,
    CASH_GIFT,
    CASH_IN,
    GOODS_GIFT,
    GOODS_OUT,
    NOTEBOOKS,
    OLD_BOOKS,
    PRESS_GIFT,
    cash_out,
    pupil,
)


def test_a_voucher_whose_total_is_not_the_sum_of_its_lines_is_refused() -> None:
    with pytest.raises(AssertionError):
        replace(CASH_IN, total_vnd=2_000_000)


def test_a_receipt_whose_amount_is_not_the_value_of_its_goods_is_refused() -> None:
    with pytest.raises(AssertionError):
        replace(GOODS_GIFT, amount_vnd=0)


def test_money_held_by_a_newspaper_names_the_newspaper() -> None:
    with pytest.raises(AssertionError, match="holder"):
        replace(PRESS_GIFT, holder_name=None)


def test_a_gift_of_money_has_an_amount() -> None:
    with pytest.raises(AssertionError, match="only goods"):
        replace(CASH_GIFT, amount_vnd=None)


def test_goods_do_not_stand_on_a_cash_voucher() -> None:
    with pytest.raises(AssertionError):
        replace(CASH_IN, lines=(pupil(1, goods=BICYCLES),), total_vnd=64_000_000)


def test_many_recipients_need_a_list_and_one_does_not() -> None:
    assert not cash_out(1).needs_list
    assert cash_out(2).needs_list


def test_several_goods_for_one_receiver_stand_on_the_slip_itself() -> None:
    assert not GOODS_OUT.needs_list
    assert GOODS_OUT.goods == (BICYCLES, NOTEBOOKS, OLD_BOOKS)


def test_goods_of_one_receiver_need_a_list_once_a_part_of_them_is_struck_out() -> None:
    first, *others = GOODS_OUT.lines
    struck = replace(first, cancelled_on=date(2022, 10, 1))
    assert replace(GOODS_OUT, lines=(struck, *others)).needs_list
    assert replace(GOODS_OUT, lines=(struck, *others)).struck_out_vnd == first.value_vnd


def test_a_voucher_that_was_cancelled_as_a_whole_has_no_line_struck_out() -> None:
    struck = tuple(replace(line, cancelled_on=date(2022, 10, 1)) for line in GOODS_OUT.lines)
    assert replace(GOODS_OUT, lines=struck).struck_out == ()
    assert not replace(GOODS_OUT, lines=struck).needs_list


def test_goods_for_many_are_summed_by_kind_with_the_unvalued_apart() -> None:
    one = GoodsLine(name="Cặp sách", counted_in="chiếc", quantity=Decimal(1), value_vnd=90_000)
    free = replace(one, value_vnd=None, quantity=Decimal("0.5"))
    given = replace(
        GOODS_OUT,
        lines=tuple(pupil(place, goods=goods) for place, goods in enumerate((one, free, one))),
        total_vnd=180_000,
    )
    assert given.goods == (replace(one, quantity=Decimal(2), value_vnd=180_000), free)
