"""A voucher is one paper of one unit and day: rows that say otherwise are refused by name."""

from __future__ import annotations

from tests.api.books import Books, gift


def test_a_voucher_with_rows_of_two_days_is_refused(books: Books) -> None:
    later = gift("e", 5, on="2022-03-02", voucher="PT1")
    outcome = books.record(gift("d", 5, voucher="PT1"), later)
    assert [(each.code, each.row, each.column) for each in outcome.errors] == [
        ("voucher_mixed", 3, "voucher")
    ]


def test_a_voucher_with_rows_of_two_units_is_refused(books: Books) -> None:
    outcome = books.record(gift("d", 5, voucher="PT1"), gift("e", 5, of="Y", voucher="PT1"))
    assert [(each.code, each.row) for each in outcome.errors] == [("voucher_mixed", 3)]


def test_rows_of_one_unit_and_day_share_one_number(books: Books) -> None:
    books.accepted(*(gift(f"d{n}", 5, voucher="PT1") for n in range(3)), gift("e", 5))
    places = [books.entries(key)[0].facts for key in ("d0", "d1", "d2", "e")]
    assert [(each["number"], each["line"]) for each in places] == [(1, 1), (1, 2), (1, 3), (2, 1)]
