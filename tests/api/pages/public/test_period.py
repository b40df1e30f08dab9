"""Which time an address asks for."""

from __future__ import annotations

from datetime import date

import pytest

from api.pages.public.period import period_of
from projections.association import Year

TODAY = date(2026, 11, 22)
YEARS = [Year(2027, is_active=True), Year(2023, is_active=False), Year(2022, is_active=True)]


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ({}, date(2022, 1, 1), date(2022, 12, 31)),
        ({"nam": "2023"}, date(2023, 1, 1), date(2023, 12, 31)),
        ({"nam": "2026"}, date(2026, 1, 1), TODAY),
        ({"ngay": "30/06/2022"}, date(2022, 1, 1), date(2022, 6, 30)),
        ({"tu": "2021-05-01", "den": "2022-06-30"}, date(2021, 5, 1), date(2022, 6, 30)),
        ({"tu": "2022-05-01"}, date(2022, 5, 1), date(2022, 12, 31)),
        ({"den": "2022-05-01"}, date(2022, 1, 1), date(2022, 5, 1)),
        ({"nam": "2022", "den": "2022-02-28"}, date(2022, 1, 1), date(2022, 2, 28)),
    ],
)
def test_what_is_said_is_shown(said: dict[str, str], since: date, until: date) -> None:
    period = period_of(said, YEARS, TODAY)
    assert (period.since, period.until) == (since, until)
    assert period.errors == {}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"nam": "22"}, "nam"),
        ({"nam": "hai"}, "nam"),
        ({"ngay": "2022-02-30"}, "ngay"),
        ({"tu": "1/2/2022"}, "tu"),
        ({"tu": "2022-05-02", "den": "2022-05-01"}, "den"),
        ({"nam": "2022", "tu": "2023-05-02"}, "tu"),
    ],
)
def test_what_cannot_be_read_is_named_and_a_year_is_shown(said: dict[str, str], wrong: str) -> None:
    period = period_of(said, YEARS, TODAY)
    assert set(period.errors) == {wrong}
    assert (period.since.month, period.since.day) == (1, 1)


def test_with_empty_books_this_year_is_shown() -> None:
    assert period_of({}, [], TODAY).year == 2026
