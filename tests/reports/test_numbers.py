"""Figures and dates are shown one way everywhere, and lose nothing of the value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.numbers import dong, long_date, moment, quantity, whole


@given(st.integers())
def test_dots_only_group_the_digits(number: int) -> None:
    assert int(whole(number).replace(".", "")) == number


def test_an_amount_never_breaks_before_its_currency() -> None:
    assert dong(87_100_000_000) == "87.100.000.000\u00a0đ"


@given(st.decimals(0, 10**12, allow_nan=False, places=4))
def test_a_quantity_is_shown_exactly(amount: Decimal) -> None:
    assert Decimal(quantity(amount).replace(".", "").replace(",", ".")) == amount


def test_a_quantity_of_tens_keeps_its_zeros() -> None:
    assert quantity(Decimal("1E+3")) == "1.000"


def test_early_days_and_months_are_written_with_a_zero() -> None:
    assert long_date(date(2022, 2, 1)) == "ngày 01 tháng 02 năm 2022"
    assert long_date(date(2022, 3, 9)) == "ngày 09 tháng 3 năm 2022"


def test_an_instant_is_shown_on_vietnams_clock() -> None:
    assert moment(datetime(2022, 12, 31, 17, 30, tzinfo=UTC)) == "00:30 ngày 01/01/2023"
