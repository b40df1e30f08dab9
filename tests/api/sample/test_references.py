"""Every row of the sample keeps the exchange contract: columns, keys, dates, and what it names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tests.api.sample.replay import MONEY_FILES, Replay, Row, day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.sample.conftest import Sample

_COLUMNS = {
    "units": "code name level parent valid_from valid_to kind",
    "population": "unit on persons members source",
    "funds": "unit fund name purpose restricted",
    "holders": "code name kind",
    "holdings": "unit holding kind name number matures_on",
    "series": "unit year series book next_number",
    "openings": "key unit on fund holding holder item quantity counted_in amount_vnd",
    "donations": "key unit received_on channel fund donor donor_id donor_kind contact amount_vnd"
    " item quantity counted_in holder holding note voucher paper_no document_on precision",
    "handovers": "key unit holder handed_over_on how fund amount_vnd into recipients note",
    "payouts": "key unit paid_on fund round recipient recipient_id recipient_kind kind paid_from"
    " holding amount_vnd item quantity counted_in birth_year school class address guardian note"
    " voucher decision",
    "transfers": "key from_unit to_unit fund amount_vnd sent_on received_on paid_from",
    "movements": "key unit on fund from_holding to_holding amount_vnd",
    "income_costs": "key unit on what fund holding amount_vnd note",
    "reversals": "key reverses on reason",
}


def _money_rows(replay: Replay) -> Iterator[tuple[str, Row]]:
    return ((file, row) for file in MONEY_FILES for row in replay.files[file])


def _places(file: str, row: Row) -> list[tuple[str, str]]:
    """Return the units that a row names, each with the day on which it is named."""
    if file == "transfers":
        return [
            (row["from_unit"], row["sent_on"]),
            (row["to_unit"], row["received_on"] or row["sent_on"]),
            (row["to_unit"], row["sent_on"]),
        ]
    return [] if file == "reversals" else [(row["unit"], day_of(file, row))]


def test_the_files_have_the_columns_of_the_contract(sample: Sample) -> None:
    columns = {file: set(rows[0]) for file, rows in sample.replay.files.items()}
    assert columns == {file: set(names.split()) for file, names in _COLUMNS.items()}


def test_keys_are_unique_over_all_files_and_hold_no_names(sample: Sample) -> None:
    keys = [row["key"] for _, row in _money_rows(sample.replay)]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[ODHPTMIR]-\d{6}", key) for key in keys)


def test_amounts_are_whole_and_positive(sample: Sample) -> None:
    amounts = [row.get("amount_vnd", "") for _, row in _money_rows(sample.replay)]
    assert all(re.fullmatch(r"([1-9]\d*)?", amount) for amount in amounts)


def test_texts_are_composed_characters(sample: Sample) -> None:
    for rows in sample.replay.files.values():
        for row in rows:
            assert all(unicodedata.is_normalized("NFC", text) for text in row.values())


def test_every_row_lies_in_2022(sample: Sample) -> None:
    days = {day_of(file, row) for file, row in _money_rows(sample.replay)}
    assert min(days) == "2022-01-01"
    assert max(days) <= "2022-12-31"


def test_every_row_is_within_the_life_of_its_units(sample: Sample) -> None:
    lives: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in sample.replay.files["units"]:
        lives[row["code"]].append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for file, row in _money_rows(sample.replay):
        for unit, day in _places(file, row):
            assert any(first <= day <= last for first, last in lives[unit]), row


def test_nothing_is_booked_on_the_eve_of_a_change(sample: Sample) -> None:
    eves = {
        (row["code"], row["valid_to"]) for row in sample.replay.files["units"] if row["valid_to"]
    }
    booked = {place for file, row in _money_rows(sample.replay) for place in _places(file, row)}
    assert eves
    assert not eves & booked


def test_parents_stand_above_and_are_older(sample: Sample) -> None:
    rows = sample.replay.files["units"]
    # Oldest interval last, so that it stays.
    units = {row["code"]: row for row in reversed(rows)}
    above = {"district": "province", "commune": "district", "branch": "commune"}
    for row in rows:
        if row["parent"]:
            parent = units[row["parent"]]
            assert above.get(row["level"], parent["level"]) == parent["level"]
            assert parent["valid_from"] <= row["valid_from"]


def test_every_fund_is_known_to_its_unit(sample: Sample) -> None:
    funds = {(row["unit"], row["fund"]) for row in sample.replay.files["funds"]}
    for file, row in _money_rows(sample.replay):
        fund = row.get("fund")
        if fund and fund != "general":
            assert {(unit, fund) for unit, _ in _places(file, row)} <= funds


def test_every_holding_is_known_to_its_unit(sample: Sample) -> None:
    holdings = {(row["unit"], row["holding"]) for row in sample.replay.files["holdings"]}
    for pot in sample.replay.movements:
        if pot[0] == "money" and pot[3] not in ("cash", "bank"):
            assert (pot[1], pot[3]) in holdings


def test_a_holding_is_of_the_kind_that_the_row_needs(sample: Sample) -> None:
    kinds = {row["holding"]: row["kind"] for row in sample.replay.files["holdings"]}
    fitting = {"cash": {"cash", "collector"}, "bank": {"bank", "savings"}}
    for file, column in (("donations", "channel"), ("payouts", "paid_from")):
        for row in sample.replay.files[file]:
            assert not row["holding"] or kinds[row["holding"]] in fitting[row[column]]


def test_every_holder_is_known(sample: Sample) -> None:
    holders = {row["code"] for row in sample.replay.files["holders"]}
    named = {row["holder"] for _, row in _money_rows(sample.replay) if row.get("holder")}
    assert named <= holders


def test_a_holder_keeps_one_fund_for_each_unit(sample: Sample) -> None:
    funds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, row in _money_rows(sample.replay):
        if row.get("holder"):
            funds[row["unit"], row["holder"]].add(row["fund"])
    assert all(len(names) == 1 for names in funds.values())


def test_a_voucher_has_one_unit_kind_day_and_holding_and_at_most_300_lines(
    sample: Sample,
) -> None:
    lines: Counter[str] = Counter()
    kinds: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for file, row in _money_rows(sample.replay):
        if voucher := row.get("voucher"):
            lines[voucher] += 1
            how = row.get("channel") or row["paid_from"]
            kinds[voucher].add((file, row["unit"], day_of(file, row), how, row["holding"]))
    assert all(len(kind) == 1 for kind in kinds.values())
    assert max(lines.values()) <= 300


def test_a_reversal_undoes_an_earlier_row_once(sample: Sample) -> None:
    reversals = sample.replay.files["reversals"]
    assert len({row["reverses"] for row in reversals}) == len(reversals) > 0
    for row in reversals:
        file, original = sample.replay.by_key[row["reverses"]]
        assert file != "reversals"
        assert max(day for _, day in _places(file, original)) <= row["on"]


def test_a_transfer_goes_to_another_unit_and_arrives_after_it_was_sent(sample: Sample) -> None:
    for row in sample.replay.files["transfers"]:
        assert row["from_unit"] != row["to_unit"]
        assert not row["received_on"] or row["sent_on"] <= row["received_on"]
