"""A unit publishes what its receipts add up to, once for each state of the log, by one who may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.money import AMOUNT_MAX_VND
from ledger.refusals import (
    MayNotPublish,
    PublicationBehind,
    PublicationNotWhole,
    PublicationPeriodWrong,
    PublicationTotalDiffers,
    UnitNotValid,
    UnknownUnit,
)
from ledger.registry import Registry
from tests.ledger.examples import (
    DISTRICT,
    NEXT_YEAR,
    OCTOBER,
    PREPARER,
    PROVINCE,
)
from tests.ledger.publications import figures_published, publishing
from tests.story import given, inside

LAST = date(2022, 12, 31)


def test_the_first_publication_of_a_year_follows_none() -> None:
    given().when(publishing(500)).then(figures_published(500, edition=1))


def test_a_later_publication_names_the_one_it_follows() -> None:
    first = figures_published(500, log_size=8)
    given(first).when(publishing(600)).then(figures_published(600, edition=2, former=1))


def test_the_same_publication_once_more_records_nothing() -> None:
    given(figures_published(500)).when(publishing(500)).then()


def test_years_are_counted_apart() -> None:
    other = figures_published(year=2021, until=date(2021, 12, 31))
    given(other).when(publishing(5)).then(figures_published(5, edition=1))


def test_at_the_machine_itself_nobody_needs_a_role() -> None:
    given().when(publishing(5, published_by=None)).then(figures_published(5))


@pytest.mark.parametrize("person", [PREPARER, "p-nobody"])
def test_only_an_account_holder_publishes(person: str) -> None:
    given().when(publishing(published_by=person)).refused(MayNotPublish)


def test_the_account_holder_of_a_unit_does_not_publish_for_the_one_above() -> None:
    given().when(publishing(unit_id=PROVINCE)).refused(MayNotPublish)
    published = figures_published()
    given().when(publishing(unit_id=DISTRICT)).then(inside(DISTRICT, published))


@pytest.mark.parametrize(
    ("until", "on"),
    [(date(2023, 1, 1), NEXT_YEAR), (date(2021, 12, 31), NEXT_YEAR), (LAST, OCTOBER)],
)
def test_only_days_of_the_year_that_are_over_are_published(until: date, on: date) -> None:
    given().when(publishing(until=until, published_on=on)).refused(PublicationPeriodWrong)


def test_a_year_can_be_published_before_it_is_over() -> None:
    asked = publishing(until=OCTOBER, published_on=OCTOBER)
    given().when(asked).then(figures_published(until=OCTOBER, published_on=OCTOBER))


def test_a_unit_publishes_no_year_in_which_it_was_not_there() -> None:
    asked = publishing(year=1999, until=date(1999, 12, 31))
    given().when(asked).refused(UnitNotValid)
    given().among(Registry()).when(publishing()).refused(UnknownUnit)


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "D1" * 32},
        {"raised_root": ""},
        {"collected_root": "0" * 63},
        {"collected_root": "00" * 32},
        {"collected_leaves": 1},
        {"collected_total_vnd": 5},
        {"not_valued": 1},
        {"not_valued": -1},
        {"log_size": 0},
    ],
)
def test_what_is_not_whole_is_not_published(wrong: dict[str, Any]) -> None:
    given().when(publishing(**wrong)).refused(PublicationNotWhole)


@pytest.mark.parametrize(
    "wrong",
    [
        {"raised_total_vnd": 6},
        {"undone_elsewhere_vnd": 1},
        {"raised_total_vnd": AMOUNT_MAX_VND + 1, "undone_elsewhere_vnd": AMOUNT_MAX_VND - 4},
        {"raised_total_vnd": 4, "undone_elsewhere_vnd": -1},
    ],
)
def test_receipts_that_do_not_make_the_figure_are_not_published(wrong: dict[str, Any]) -> None:
    given().when(publishing(5, **wrong)).refused(PublicationTotalDiffers)


def test_what_units_undid_of_gifts_to_others_makes_the_figure_smaller() -> None:
    more: dict[str, Any] = {"raised_total_vnd": 8, "undone_elsewhere_vnd": 3}
    given().when(publishing(5, **more)).then(figures_published(5, **more))


def test_nothing_is_published_on_less_of_the_log_than_before() -> None:
    former = figures_published(log_size=10)
    assert given(former).when(publishing()).refused(PublicationBehind)["reached"] == 10
