"""A figure is the same by whichever whole years, months and days it is added up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest

from ledger.database import Connection, connect
from projections.figures import Figures, all_units, asked, figures_of, months_of
from tests.projections.damage import Damaged

FIRSTS = [date(2022, month, 1) for month in range(1, 13)]
LASTS = [each - timedelta(days=1) for each in (*FIRSTS[1:], date(2023, 1, 1))]


@pytest.fixture
def connection(ledger: Damaged) -> Iterator[Connection]:
    """Lend a connection to the small ledger."""
    with connect(ledger.url) as connection:
        yield connection


def test_a_month_of_a_year_is_the_figure_of_its_days(connection: Connection) -> None:
    for unit_id in all_units(connection):
        months = [
            figures_of(connection, [unit_id], asked(last, first))[unit_id][1]
            for first, last in zip(FIRSTS, LASTS, strict=True)
        ]
        assert months_of(connection, unit_id, 2022) == months


def test_the_months_of_a_year_add_up_to_it(connection: Connection) -> None:
    for unit_id in all_units(connection):
        year = figures_of(connection, [unit_id], asked(LASTS[-1]))[unit_id][1]
        months = months_of(connection, unit_id, 2022)
        assert sum(month.raised for month in months) == year.raised
        assert sum(month.recipients for month in months) == year.recipients
        assert months[-1].money == year.money


def test_every_day_goes_on_where_the_day_before_ended(connection: Connection) -> None:
    top = all_units(connection)[0]
    money = 0
    for day in (date(2021, 12, 28) + timedelta(days=each) for each in range(370)):
        figures = figures_of(connection, [top], asked(day, day))[top][1]
        assert figures.opening_money == money
        money = figures.money
    assert money > 0


def test_the_first_and_the_last_day_there_is_can_be_asked(connection: Connection) -> None:
    units = all_units(connection)
    ever = figures_of(connection, units, asked(date.max, date.min))
    later = figures_of(connection, units, asked(date.max))
    assert any(own.raised for own, _ in ever.values())
    assert [both[1].money for both in ever.values()] == [both[1].money for both in later.values()]
    assert all(below.opening_money == 0 for _, below in ever.values())


def test_a_unit_without_entries_has_twelve_empty_months(connection: Connection) -> None:
    assert months_of(connection, uuid4(), 2022) == [Figures()] * 12
