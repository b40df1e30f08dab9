"""The demo's sample shows every kind of fact that a province's year has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.api.sample.replay import MONEY_FILES, Row, day_of

if TYPE_CHECKING:
    from tests.api.sample.conftest import Sample


@pytest.mark.parametrize(
    ("file", "column", "values"),
    [
        ("units", "level", "province district commune branch board"),
        ("units", "kind", "clan agency"),
        ("holders", "kind", "press organisation individual"),
        ("holdings", "kind", "bank savings collector"),
        ("series", "series", "PT PC BN"),
        ("funds", "fund", "dinh-thien-ly tiep-suc chi-lai"),
        ("donations", "channel", "cash bank in_kind press"),
        ("donations", "donor_kind", "person family clan organisation company"),
        ("donations", "precision", "month"),
        ("handovers", "how", "to_fund direct"),
        ("payouts", "kind", "scholarship reward aid"),
        ("payouts", "paid_from", "cash bank in_kind"),
        ("payouts", "recipient_kind", "pupil student teacher adult collective"),
        ("income_costs", "what", "interest membership_fee state_budget other_income"),
        ("income_costs", "what", "management_cost bank_fee other_cost"),
    ],
)
def test_every_kind_occurs(demo: Sample, file: str, column: str, values: str) -> None:
    found = {row[column] for row in demo.replay.files[file]}
    assert set(values.split()) <= found


@pytest.mark.parametrize("file", ["openings", "donations", "handovers", "payouts"])
def test_every_column_is_used(demo: Sample, file: str) -> None:
    rows = demo.replay.files[file]
    assert [column for column in rows[0] if not any(row[column] for row in rows)] == []


def test_the_units_are_a_fiftieth_of_the_province(demo: Sample) -> None:
    assert demo.summary.units_by_kind == {
        "province": 1,
        "district": 2,
        "commune": 9,
        "branch": 82,
        "clan": 184,
        "agency": 43,
    }
    assert len({row["code"] for row in demo.replay.files["units"]}) == demo.summary.units


def test_gifts_payouts_transfers_are_each_reversed_somewhere(demo: Sample) -> None:
    reversed_keys = [row["reverses"] for row in demo.replay.files["reversals"]]
    assert {key[0] for key in reversed_keys} == {"D", "P", "T"}


def test_a_reversed_transfer_was_still_under_way(demo: Sample) -> None:
    reversed_keys = {row["reverses"] for row in demo.replay.files["reversals"]}
    transfers = demo.replay.files["transfers"]
    assert any(row["key"] in reversed_keys and not row["received_on"] for row in transfers)


def test_transfers_go_up_and_down(demo: Sample) -> None:
    lengths = {
        len(row["from_unit"]) - len(row["to_unit"]) for row in demo.replay.files["transfers"]
    }
    assert min(lengths) < 0 < max(lengths)


def test_some_money_is_under_way_at_the_end_of_the_year_and_some_arrives_in_january(
    demo: Sample,
) -> None:
    reversed_keys = {row["reverses"] for row in demo.replay.files["reversals"]}
    arrivals = [
        row["received_on"]
        for row in demo.replay.files["transfers"]
        if row["key"] not in reversed_keys
    ]
    assert arrivals.count("") >= 2
    assert sum(day.startswith("2023-01") for day in arrivals) == 1


def test_one_commune_passes_to_another_district_with_money_on_both_sides(demo: Sample) -> None:
    intervals: dict[str, list[Row]] = {}
    for row in demo.replay.files["units"]:
        intervals.setdefault(row["code"], []).append(row)
    moved = [rows for rows in intervals.values() if len({row["parent"] for row in rows}) > 1]
    assert len(moved) == 1
    (before, after) = moved[0]
    days = [
        day_of(file, row)
        for file in MONEY_FILES
        for row in demo.replay.files[file]
        if row.get("unit") == before["code"]
    ]
    assert (before["level"], min(days) < after["valid_from"] < max(days)) == ("commune", True)


def test_units_are_renamed_and_founded_within_the_year(demo: Sample) -> None:
    rows = demo.replay.files["units"]
    names = {(row["code"], row["name"]) for row in rows}
    renamed = [code for code, times in Counter(code for code, _ in names).items() if times > 1]
    codes = Counter(row["code"] for row in rows)
    founded = [row for row in rows if row["valid_from"] > "2022" and codes[row["code"]] == 1]
    assert len(renamed) >= 2
    assert founded


def test_some_gifts_are_anonymous_and_some_goods_have_no_value(demo: Sample) -> None:
    gifts = demo.replay.files["donations"]
    assert any(not row["donor"] for row in gifts)
    assert any(row["item"] and not row["amount_vnd"] for row in gifts)


def test_lists_have_many_lines(demo: Sample) -> None:
    lines = Counter(row["voucher"] for row in demo.replay.files["payouts"] if row["voucher"])
    assert 80 <= max(lines.values()) <= 300


def test_people_are_awarded_more_than_once(demo: Sample) -> None:
    people = {
        (row["unit"], row["recipient_id"] or (row["recipient"], row["birth_year"]))
        for row in demo.replay.files["payouts"]
    }
    assert len(people) < demo.summary.occurrences * 9 // 10


def test_small_children_are_named_with_a_parent(demo: Sample) -> None:
    pupils = [row for row in demo.replay.files["payouts"] if row["recipient_kind"] == "pupil"]
    assert all(bool(row["guardian"]) == (row["birth_year"] >= "2012") for row in pupils)
