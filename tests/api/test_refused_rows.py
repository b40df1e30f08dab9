"""Each row that cannot be is refused with a code, its place and a Vietnamese sentence.

All cases stand on the same books, because a refused import leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from ledger.money import AMOUNT_MAX_VND
from tests.api.books import (
    UNITS,
    Books,
    FileRow,
    collected,
    fund,
    gift,
    gift_of_goods,
    handover,
    holder,
    holding,
    movement,
    opening,
    other,
    payout,
    payout_of_goods,
    population,
    reversal,
    series,
    transfer,
    unit,
)

GIVEN = (
    *UNITS,
    unit("CŨ", "X", valid_to="2021-12-31"),
    fund("X", "hb"),
    holder(),
    opening("o1", 100),
    gift("d1", 50),
    gift("d2", 7),
    gift_of_goods("d3", 10, 100_003),
    gift_of_goods("d4", 4, item="Bút"),
    collected("d5", 30),
    transfer("t1", 5),
    transfer("t2", 6, received_on="2022-05-04"),
    transfer("t3", 6),
    reversal("r1", "d2"),
    reversal("r3", "t3"),
)


class Refused(NamedTuple):
    """A row, and what is said of it: a code, and the column in which the cause stands."""

    row: FileRow
    code: str
    column: str | None


CASES = {
    "no amount": Refused(gift("n", ""), "missing_value", "amount_vnd"),
    "an amount with a comma": Refused(gift("n", "26,000"), "bad_amount", "amount_vnd"),
    "an amount with decimals": Refused(gift("n", "26.5"), "bad_amount", "amount_vnd"),
    "an amount with an exponent": Refused(gift("n", "1e6"), "bad_amount", "amount_vnd"),
    "a negative amount": Refused(gift("n", "-5"), "amount_not_positive", "amount_vnd"),
    "an amount of nothing": Refused(gift("n", 0), "amount_not_positive", "amount_vnd"),
    "too large an amount": Refused(gift("n", AMOUNT_MAX_VND + 1), "amount_too_large", "amount_vnd"),
    "no such day": Refused(gift("n", 5, on="2022-02-30"), "bad_date", "received_on"),
    "a day in another form": Refused(gift("n", 5, on="06/30/2022"), "bad_date", "received_on"),
    "an unknown channel": Refused(gift("n", 5, channel="momo"), "bad_choice", "channel"),
    "a quantity of nothing": Refused(gift_of_goods("n", 0), "bad_quantity", "quantity"),
    "goods of a cash gift": Refused(gift("n", 5, item="Vở"), "value_not_expected", "item"),
    "goods without a number": Refused(gift_of_goods("n", ""), "missing_value", "quantity"),
    "an unknown unit": Refused(gift("n", 5, of="K"), "unknown_unit", "unit"),
    "an unknown sender": Refused(transfer("n", 5, "K", "X"), "unknown_unit", "from_unit"),
    "an unknown receiver": Refused(transfer("n", 5, "X", "K"), "unknown_unit", "to_unit"),
    "an unknown unit above": Refused(unit("N", "K"), "unknown_unit", "parent"),
    "a population of no unit": Refused(population("K", 5), "unknown_unit", "unit"),
    "a fund of no unit": Refused(fund("K", "hb"), "unknown_unit", "unit"),
    "a holding of no unit": Refused(holding("K", "acb", "bank"), "unknown_unit", "unit"),
    "a series of no unit": Refused(series("K", "PT", 5), "unknown_unit", "unit"),
    "an unknown fund": Refused(gift("n", 5, fund="nn"), "unknown_fund", "fund"),
    "an unknown holding": Refused(gift("n", 5, holding="acb"), "unknown_holding", "holding"),
    "an unknown holding to move from": Refused(
        movement("n", 5, "acb", "bank"), "unknown_holding", "from_holding"
    ),
    "an unknown holding to move to": Refused(
        movement("n", 5, "bank", "acb"), "unknown_holding", "to_holding"
    ),
    "an unknown holding to hand over into": Refused(
        handover("n", 5, into="acb"), "unknown_holding", "into"
    ),
    "a cash gift into the bank": Refused(
        gift("n", 5, holding="bank"), "holding_of_other_kind", "holding"
    ),
    "a payout by bank from the box": Refused(
        payout("n", 5, paid_from="bank", holding="cash"), "holding_of_other_kind", "holding"
    ),
    "the bank as a box": Refused(holding("X", "bank", "cash"), "holding_of_other_kind", "kind"),
    "an unknown holder": Refused(collected("n", 5, holder="TT"), "unknown_holder", "holder"),
    "an unknown holder who hands over": Refused(
        handover("n", 5, holder="TT"), "unknown_holder", "holder"
    ),
    "a unit that was not yet": Refused(
        gift("n", 5, on="1999-12-31"), "unit_not_valid", "received_on"
    ),
    "a unit that is no more": Refused(
        gift("n", 5, of="CŨ", on="2022-01-01"), "unit_not_valid", "received_on"
    ),
    "a receiver that is no more": Refused(
        transfer("n", 5, to="CŨ", sent_on="2021-12-31", received_on="2022-01-01"),
        "unit_not_valid",
        "received_on",
    ),
    "more than the bank holds": Refused(
        payout("n", 101, paid_from="bank"), "insufficient_funds", "amount_vnd"
    ),
    "money of another fund": Refused(payout("n", 1, fund="hb"), "insufficient_funds", "amount_vnd"),
    "money of another holding": Refused(payout("n", 51), "insufficient_funds", "amount_vnd"),
    "money that comes later": Refused(
        payout("n", 1, on="2022-02-28"), "insufficient_funds", "amount_vnd"
    ),
    "a cost above what is there": Refused(
        other("n", "bank_fee", 101), "insufficient_funds", "amount_vnd"
    ),
    "a movement above what is there": Refused(
        movement("n", 101, "bank", "cash"), "insufficient_funds", "amount_vnd"
    ),
    "a transfer above what is there": Refused(
        transfer("n", 101), "insufficient_funds", "amount_vnd"
    ),
    "a handover above what is held": Refused(handover("n", 31), "insufficient_held", "amount_vnd"),
    "a handover before it was collected": Refused(
        handover("n", 1, on="2022-02-01"), "insufficient_held", "amount_vnd"
    ),
    "a direct handover above what is held": Refused(
        handover("n", 31, how="direct"), "insufficient_held", "amount_vnd"
    ),
    "more goods than there are": Refused(
        payout_of_goods("n", 11), "insufficient_goods", "quantity"
    ),
    "goods that come later": Refused(
        payout_of_goods("n", 1, on="2022-02-01"), "insufficient_goods", "quantity"
    ),
    "goods in another unit of count": Refused(
        payout_of_goods("n", 1, counted_in="tập"), "insufficient_goods", "quantity"
    ),
    "goods at another value than their lots": Refused(
        payout_of_goods("n", 3, 30_001), "goods_value_differs", "amount_vnd"
    ),
    "a value of goods that have none": Refused(
        payout_of_goods("n", 1, 5, item="Bút"), "goods_value_differs", "amount_vnd"
    ),
    "a transfer to oneself": Refused(transfer("n", 5, to="X"), "transfer_to_self", "to_unit"),
    "received before it was sent": Refused(
        transfer("n", 5, received_on="2022-05-01"), "received_before_sent", "received_on"
    ),
    "a fund that the receiver has not": Refused(
        transfer("n", 5, fund="hb"), "fund_unknown_to_receiver", "fund"
    ),
    "a movement to where it came from": Refused(
        movement("n", 5, "bank", "bank"), "movement_to_self", "to_holding"
    ),
    "a reversal of nothing": Refused(reversal("n", "k"), "unknown_entry", "reverses"),
    "a second reversal": Refused(reversal("n", "d2"), "already_reversed", "reverses"),
    "a second reversal of a transfer": Refused(reversal("n", "t3"), "already_reversed", "reverses"),
    "a reversal of a reversal": Refused(
        reversal("n", "r1", "2022-12-01"), "reversal_of_reversal", "reverses"
    ),
    "a reversal before its row": Refused(
        reversal("n", "d1", "2022-02-28"), "reversed_too_early", "on"
    ),
    "a reversal of a transfer before it arrived": Refused(
        reversal("n", "t2", "2022-05-03"), "reversed_too_early", "on"
    ),
    "a key of another kind of row": Refused(payout("d1", 50), "key_used_for_other", "key"),
    "a key with another amount": Refused(gift("d1", 51), "key_used_for_other", "key"),
    "a key with another donor": Refused(
        gift("d1", 50, donor="Bà Tám"), "key_used_for_other", "key"
    ),
    "a key with another day of arrival": Refused(
        transfer("t2", 6, received_on="2022-05-05"), "key_used_for_other", "key"
    ),
    "the arrival of a reversed transfer": Refused(
        transfer("t3", 6, received_on="2022-11-01"), "transfer_reversed", "received_on"
    ),
    "a number that is used": Refused(series("X", "PT", 1), "series_already_used", "next_number"),
    "no paper beside the files": Refused(
        gift("n", 5, evidence="anh.jpg"), "evidence_missing", "evidence"
    ),
    "paper from elsewhere": Refused(
        gift("n", 5, evidence="../anh.jpg"), "bad_file_name", "evidence"
    ),
    "a unit that ends before it begins": Refused(
        unit("N", "X", valid_to="1999-12-31"), "unit_term_empty", "valid_to"
    ),
    "two terms at once": Refused(
        unit("Y", "X", valid_from="2022-07-01"), "unit_terms_overlap", "valid_from"
    ),
    "a unit below itself": Refused(unit("N", "N"), "tree_has_cycle", "parent"),
    "a unit below one below it": Refused(unit("X", "Z", "province"), "tree_has_cycle", "parent"),
}


@pytest.fixture(scope="module")
def recorded(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Books:
    books = Books(shared_database_url, tmp_path_factory.mktemp("refused"), "refused-")
    books.accepted(*GIVEN)
    return books


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_is_refused_where_its_cause_stands(recorded: Books, case: Refused) -> None:
    complaint = recorded.refused(case.row)
    found = (complaint.code, complaint.file, complaint.row, complaint.column)
    assert found == (case.code, f"{case.row[0]}.csv", 2, case.column)
    assert is_a_sentence(complaint.message)


def test_every_wrong_row_of_an_import_is_named(recorded: Books) -> None:
    outcome = recorded.record(gift("n1", 0), gift("n2", 5), gift("n3", 5, of="K"), payout("n4", 99))
    said = [(each.file, each.row, each.code) for each in outcome.errors]
    assert said == [
        ("donations.csv", 2, "amount_not_positive"),
        ("donations.csv", 4, "unknown_unit"),
        ("payouts.csv", 2, "insufficient_funds"),
    ]
    assert (outcome.recorded, outcome.refused) == (0, 3)


def test_files_that_cannot_be_read_are_named(recorded: Books, tmp_path: Path) -> None:
    (tmp_path / "donations.csv").write_bytes("key,ghi chú\nd1,quỹ".encode("utf-16"))
    (tmp_path / "payouts.csv").write_text("key,unit,mã lạ\n", encoding="utf-8")
    outcome = recorded.record_files(tmp_path)
    said = {(each.file, each.code) for each in outcome.errors}
    assert {("donations.csv", "not_utf8"), ("payouts.csv", "unknown_column")} <= said
    assert (outcome.recorded, outcome.refused) == (0, 2)


def is_a_sentence(text: str) -> bool:
    """Say whether `text` is a whole Vietnamese sentence."""
    has_marks = any(each in text for each in "ạảấầậắặẹếềểệỉịọỏốồộớờởợụủứừửựỳ")
    return (text[0].isupper() or text[0] == "“") and text.endswith(".") and has_marks
