"""At full size the sample is the province as published: 15,910 units and about 620,000 rows.

Source: the 2022 summary of the Nghệ An Association for Promoting Education.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.sample.conftest import Sample

pytestmark = pytest.mark.long


def test_the_units_are_those_of_the_published_summary(whole_province: Sample) -> None:
    assert whole_province.summary.units_by_kind == {
        "province": 1,
        "district": 21,
        "commune": 460,
        "branch": 4_096,
        "clan": 9_200,
        "agency": 2_132,
    }


def test_the_money_is_that_of_the_published_summary(whole_province: Sample) -> None:
    replay = whole_province.replay
    assert sum(replay.raised.values()) == 87_100_000_000
    assert (sum(replay.paid.values()), replay.occurrences) == (68_200_000_000, 218_000)


def test_the_people_are_those_of_the_published_summary(whole_province: Sample) -> None:
    province = whole_province.replay.files["population"][0]
    assert (province["persons"], province["members"]) == ("3341707", "775276")


def test_no_balance_is_ever_below_zero(whole_province: Sample) -> None:
    assert min(lowest for _, lowest in whole_province.replay.lowest_balances()) >= 0


def test_there_are_about_620000_money_rows(whole_province: Sample) -> None:
    assert 610_000 <= whole_province.summary.money_rows <= 630_000
    assert 300 <= len(whole_province.replay.files["reversals"]) <= 500
