"""A mistake is reversed, never edited: both rows stay, and together they come to nothing."""

from __future__ import annotations

import pytest

from tests.api.books import (
    Books,
    FileRow,
    collected,
    gift,
    gift_of_goods,
    handover,
    holder,
    movement,
    opening,
    other,
    payout,
    payout_of_goods,
    reversal,
)

ENDOWMENT = (
    *(holder(), opening("o1", 100), opening("o2", 100, holding="cash")),
    *(gift_of_goods("g1", 10, 100), collected("c1", 100)),
)
ROWS: dict[str, FileRow] = {
    "an opening": opening("n", 5),
    "what was held at the opening": opening("n", 5, holder="BAO"),
    "a gift": gift("n", 5, channel="bank"),
    "a gift of goods": gift_of_goods("n", 5, 50, item="Bút"),
    "a gift through the newspaper": collected("n", 5),
    "a handover": handover("n", 5),
    "a direct handover": handover("n", 5, how="direct"),
    "a payout": payout("n", 5),
    "a payout of goods": payout_of_goods("n", 5),
    "a movement": movement("n", 5, "bank", "cash"),
    "income": other("n", "interest", 5),
    "a cost": other("n", "bank_fee", 5),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_row_and_its_reversal_come_to_nothing(books: Books, row: FileRow) -> None:
    books.accepted(*ENDOWMENT)
    before = books.figures()
    books.accepted(row)
    assert books.figures() != before
    books.accepted(reversal("r", "n"))
    assert books.figures() == before


def test_a_row_may_be_reversed_on_its_own_day_in_the_same_import(books: Books) -> None:
    books.accepted(gift("d1", 5), reversal("r1", "d1", "2022-03-01"))
    assert books.figures(as_of="2022-03-01") == {}


def test_both_rows_stay_in_the_journal_and_the_paper_keeps_its_number(books: Books) -> None:
    books.accepted(
        gift("d1", 5), reversal("r1", "d1", "2022-03-01"), gift("d2", 7, on="2022-03-02")
    )
    numbers = [books.entries(key)[0].facts.get("number") for key in ("d1", "r1", "d2")]
    assert numbers == [1, None, 2]


def test_a_reversal_that_would_overdraw_is_refused(books: Books) -> None:
    books.accepted(gift("d1", 100), payout("p1", 1))
    complaint = books.refused(reversal("r1", "d1"))
    assert (complaint.code, complaint.file) == ("insufficient_funds", "reversals.csv")
    assert complaint.column == "reverses"


def test_a_reversal_before_money_was_spent_is_held_against_the_days_since(books: Books) -> None:
    books.accepted(gift("d1", 100), payout("p1", 100))
    complaint = books.refused(reversal("r1", "d1", "2022-03-02"))
    assert "cuối ngày 05/09/2022" in complaint.message


def test_a_reversal_of_what_was_handed_on_is_refused(books: Books) -> None:
    books.accepted(holder(), collected("d1", 5), handover("h1", 5))
    assert books.refused(reversal("r1", "d1")).code == "insufficient_held"


def test_what_was_handed_over_is_held_again(books: Books) -> None:
    books.accepted(holder(), collected("d1", 5), handover("h1", 5), reversal("r1", "h1"))
    assert books.figures() == {"held_by_others": 5}


def test_one_row_is_reversed_once_even_within_one_import(books: Books) -> None:
    complaint = books.refused(
        gift("d1", 5), reversal("r1", "d1"), reversal("r2", "d1", "2022-11-01")
    )
    assert (complaint.code, complaint.row) == ("already_reversed", 3)


def test_after_a_reversal_the_row_is_recorded_again_under_a_new_key(books: Books) -> None:
    books.accepted(gift("d1", 5), reversal("r1", "d1"))
    assert books.accepted(gift("d1", 5)).already_recorded == 1
    books.accepted(gift("d1-lai", 6))
    assert books.figures()["raised.cash"] == 6


def test_the_reason_is_kept_apart_from_the_entry(books: Books) -> None:
    books.accepted(gift("d1", 5), reversal("r1", "d1", reason="Trùng với bà Tám"))
    (entry,) = books.entries("r1")
    assert "Tám" not in str(entry.facts)
    assert books.kept_apart(entry)["reason"] == "Trùng với bà Tám"
