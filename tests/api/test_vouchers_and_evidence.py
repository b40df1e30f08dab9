"""Every row of money has its place on a paper: numbers without a gap, lines, and what lies beside.

Numbers run by unit, series and year in the order of days. A voucher text makes rows of one unit,
kind and day lines of one paper.
"""

from __future__ import annotations

import hmac
from base64 import b64decode

import pytest

from tests.api.books import (
    Books,
    FileRow,
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
    series,
    transfer,
)
from tests.api.books import collected as through_the_newspaper


def papers(books: Books, *keys: str) -> list[str]:
    """Return the paper of each row: series, number, line."""
    facts = [books.entries(key)[-1].facts for key in keys]
    return [f"{each['series']} {each['number']}/{each['line']}" for each in facts]


def receipts(books: Books, *keys: str) -> list[object]:
    return [books.entries(key)[0].facts.get("receipt_number") for key in keys]


def test_each_kind_of_money_has_its_series(books: Books) -> None:
    books.accepted(
        *(holder(), opening("o1", 100), opening("o2", 100, holding="cash")),
        *(gift("d1", 5), gift("d2", 5, channel="bank"), gift_of_goods("d3", 5)),
        *(payout("p1", 5), payout("p2", 5, paid_from="bank"), payout_of_goods("p3", 1)),
        *(through_the_newspaper("c1", 9), handover("h1", 5), handover("h2", 4, into="cash")),
        *(other("i1", "interest", 5), other("i2", "bank_fee", 5)),
        *(movement("m1", 5, "bank", "cash"), movement("m2", 5, "cash", "bank")),
        transfer("t1", 5, received_on="2022-05-04"),
    )
    rows = ("d1", "d2", "d3", "p1", "p2", "p3", "h1", "h2", "i1", "i2", "m1", "m2", "t1")
    assert [paper.split()[0] for paper in papers(books, *rows)] == [
        *("PT", "BC", "NK", "PC", "UNC", "XK", "BC", "PT", "BC", "UNC", "PT", "PC", "BC"),
    ]


def test_savings_have_papers_of_the_bank_and_collectors_of_cash(books: Books) -> None:
    books.accepted(
        *(holding("X", "tiet-kiem", "savings"), holding("X", "co-hoa", "collector")),
        gift("d1", 5, holding="co-hoa"),
        gift("d2", 5, channel="bank", holding="tiet-kiem"),
    )
    assert papers(books, "d1", "d2") == ["PT 1/1", "BC 1/1"]


def test_numbers_run_by_day_within_a_unit_and_a_year(books: Books) -> None:
    books.accepted(
        gift("d3", 5, on="2022-06-01"),
        gift("d1", 5, on="2022-03-01"),
        gift("d2", 5, on="2022-03-02"),
        gift("y1", 5, of="Y", on="2022-04-01"),
        gift("d4", 5, on="2023-01-01"),
    )
    assert papers(books, "d1", "d2", "d3", "y1", "d4") == [
        *("PT 1/1", "PT 2/1", "PT 3/1", "PT 1/1", "PT 1/1"),
    ]


def test_papers_that_come_late_have_the_next_number(books: Books) -> None:
    books.accepted(gift("d1", 5), gift("d2", 5, on="2022-06-01"))
    books.accepted(gift("d3", 5, on="2022-02-01"))
    assert papers(books, "d3") == ["PT 3/1"]


def test_a_unit_goes_on_from_the_numbers_it_had(books: Books) -> None:
    books.accepted(series("X", "PT", 18), series("X", "BN", 41), gift("d1", 5), gift("d2", 5))
    assert papers(books, "d1", "d2") == ["PT 18/1", "PT 19/1"]
    assert receipts(books, "d1", "d2") == [41, 42]


def test_a_number_is_not_given_twice(books: Books) -> None:
    books.accepted(gift("d1", 5), gift("d2", 5))
    assert books.refused(series("X", "PT", 2)).code == "series_already_used"
    books.accepted(series("X", "PT", 7), gift("d3", 5))
    assert papers(books, "d3") == ["PT 7/1"]


def test_every_gift_has_a_receipt_of_its_own(books: Books) -> None:
    books.accepted(
        *(holder(), gift("d1", 5, voucher="A"), gift("d2", 5, voucher="A")),
        *(gift_of_goods("d3", 5, on="2022-03-02"), through_the_newspaper("d4", 5, on="2022-03-03")),
        other("i1", "interest", 5),
    )
    assert receipts(books, "d1", "d2", "d3", "d4", "i1") == [1, 2, 3, 4, None]


def test_rows_of_one_voucher_are_lines_of_one_number(books: Books) -> None:
    list_of_pupils = [payout(f"p{at}", 1, voucher="DS-1") for at in (1, 2, 3)]
    books.accepted(gift("d1", 9), *list_of_pupils, payout("p4", 1), payout("p5", 1, voucher="DS-2"))
    rows = ("p1", "p2", "p3", "p4", "p5")
    assert papers(books, *rows) == ["PC 1/1", "PC 1/2", "PC 1/3", "PC 2/1", "PC 3/1"]


def test_lines_that_come_later_join_their_voucher(books: Books) -> None:
    books.accepted(gift("d1", 5, voucher="A"), gift("d2", 5))
    books.accepted(gift("d3", 5, voucher="A"))
    assert papers(books, "d1", "d2", "d3") == ["PT 1/1", "PT 2/1", "PT 1/2"]


def test_rows_of_two_kinds_with_one_voucher_text_have_two_papers(books: Books) -> None:
    books.accepted(gift("d1", 5, voucher="A"), gift("d2", 5, channel="bank", voucher="A"))
    assert papers(books, "d1", "d2") == ["PT 1/1", "BC 1/1"]


@pytest.mark.parametrize(
    "stray",
    [gift("d2", 5, of="Y", voucher="A"), gift("d2", 5, on="2022-03-02", voucher="A")],
    ids=["another unit", "another day"],
)
def test_a_voucher_with_rows_of_two_units_or_days_is_refused(books: Books, stray: FileRow) -> None:
    complaint = books.refused(gift("d1", 5, voucher="A"), stray)
    assert (complaint.code, complaint.row, complaint.column) == ("voucher_mixed", 3, "voucher")


def test_an_entry_says_what_stands_on_its_paper(books: Books) -> None:
    said = {
        "paper_no": "000123",
        "document_on": "2022-02-27",
        "precision": "month",
        "decision": "Số 12/QĐ, 01/03/2022, Hội Khuyến học tỉnh",
    }
    books.accepted(gift("d1", 5, **said))
    facts = books.entries("d1")[0].facts
    assert {name: facts[name] for name in said} == said


def test_of_a_file_beside_the_data_a_salted_mark_enters_the_entry(books: Books) -> None:
    books.record(gift("d1", 5, evidence="anh.jpg"), beside={"anh.jpg": b"anh"})
    (entry,) = books.entries("d1")
    kept = books.kept_apart(entry)
    (mark,) = entry.facts["evidence"]
    assert b64decode(mark) == hmac.digest(kept["salt"], b"anh", "sha256")
    assert (kept["evidence"], "anh.jpg" in str(entry.facts)) == (["anh.jpg"], False)


def test_the_same_file_has_another_mark_in_another_entry(books: Books) -> None:
    rows = [gift("d1", 5, evidence="anh.jpg"), gift("d2", 5, evidence="anh.jpg")]
    books.record(*rows, beside={"anh.jpg": b"anh"})
    first, second = (books.entries(key)[0].facts["evidence"] for key in ("d1", "d2"))
    assert first != second


def test_the_same_row_with_the_same_file_is_recorded_once(books: Books) -> None:
    row, files = gift("d1", 5, evidence="anh.jpg; ds.pdf"), {"anh.jpg": b"1", "ds.pdf": b"2"}
    books.record(row, beside=files)
    assert books.record(row, beside=files).already_recorded == 1
    assert books.record(gift("d1", 5), beside=files).errors[0].code == "key_used_for_other"


def test_names_and_words_never_enter_an_entry(books: Books) -> None:
    private = {"recipient": "Lê Bé", "recipient_id": "HS-1", "birth_year": "2010"}
    private |= {
        "school": "THCS Vinh",
        "class": "Lớp 6A",
        "address": "Khối 1",
        "guardian": "Mẹ: Lan",
    }
    books.accepted(gift("d1", 5), payout("p1", 5, note="Mồ côi", **private))
    (entry,) = books.entries("p1")
    kept = books.kept_apart(entry)
    assert {name: str(kept[name]) for name in private} == private
    words = {*private.values(), "Mồ côi"} - {"2010"}
    assert not any(word in str(entry.facts) for word in words) and not private.keys() & entry.facts
