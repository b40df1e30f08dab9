"""The corner of a voucher follows the rules of its day, and stays empty where no rule is known."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from reports.form_headers import form_header, form_headers
from reports.voucher import FORMS


@pytest.mark.parametrize(("series", "number"), [("PT", "C40-BB"), ("PC", "C41-BB")])
def test_cash_vouchers_bear_the_form_number_of_the_circular_in_force(
    series: str, number: str
) -> None:
    header = form_header(series, date(2022, 9, 5)) or ""
    assert header.startswith(f"Mẫu số {number}\n")
    assert "107/2017/TT-BTC" in header


def test_a_form_ends_with_the_last_day_of_its_circular() -> None:
    assert form_header("PT", date(2024, 12, 31)) is not None
    assert form_header("PT", date(2025, 1, 1)) is None


def test_no_form_number_is_invented_where_none_is_sourced() -> None:
    assert form_header("XK", date(2022, 9, 5)) is None
    assert form_header("PT", date(2017, 12, 31)) is None


def test_every_row_is_of_a_known_series_and_not_empty() -> None:
    assert all(header.series in FORMS for header in form_headers())
    assert all(header.valid_from <= header.valid_to for header in form_headers())


def test_no_two_rows_of_a_series_hold_on_the_same_day() -> None:
    for one, other in combinations(form_headers(), 2):
        assert (
            one.series != other.series
            or one.valid_to < other.valid_from
            or other.valid_to < one.valid_from
        )
