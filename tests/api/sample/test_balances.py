"""Nothing in the sample is ever spent that is not there at the end of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.sample.conftest import Sample


@pytest.mark.parametrize("kind", ["money", "goods", "held"])
def test_no_balance_is_below_zero_at_the_end_of_any_day(sample: Sample, kind: str) -> None:
    lowest = {pot: low for pot, low in sample.replay.lowest_balances() if pot[0] == kind}
    assert lowest
    assert {pot: low for pot, low in lowest.items() if low < 0} == {}


def test_a_stated_value_of_goods_is_the_value_of_their_lots(sample: Sample) -> None:
    for row in sample.replay.files["payouts"]:
        if row["paid_from"] == "in_kind" and row["amount_vnd"]:
            assert int(row["amount_vnd"]) == sample.replay.worths[row["key"]]


def test_each_piece_of_a_valued_lot_has_a_whole_value(sample: Sample) -> None:
    files = sample.replay.files
    lots = [row for row in (*files["openings"], *files["donations"]) if row["item"]]
    assert lots
    assert all(int(row["amount_vnd"] or 0) % int(row["quantity"]) == 0 for row in lots)


def test_lots_of_one_item_never_come_on_the_same_day(sample: Sample) -> None:
    lots = [
        (row["unit"], row["item"], row["counted_in"], row["received_on"])
        for row in sample.replay.files["donations"]
        if row["item"]
    ]
    assert len(set(lots)) == len(lots)


def test_goods_are_handed_out_on_a_later_day_than_they_came(sample: Sample) -> None:
    for pot, by_day in sample.replay.movements.items():
        if pot[0] == "goods":
            assert by_day[min(by_day)] > 0


def test_an_endowment_never_touches_its_principal(demo: Sample) -> None:
    savings = {
        (row["unit"], row["from_holding"])
        for row in demo.replay.files["movements"]
        if row["fund"] == "chi-lai"
    }
    assert savings == {(unit, "bank") for unit, _ in savings}
    assert savings
