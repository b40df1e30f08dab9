"""An import records all of its rows, or none; and a row that is known already only once."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter

from ledger import bulk
from ledger.money import AMOUNT_MAX_VND
from ledger.office import now
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

EVERY_KIND: tuple[FileRow, ...] = (
    *UNITS,
    population("X", 1_000),
    fund("X", "hb", purpose="Học bổng"),
    holder(),
    holding("X", "acb", "bank", number="0123"),
    series("X", "PT", 5),
    opening("o1", 100),
    gift("d1", 50, donor="Bà Tám", note="Cho cháu", voucher="PT-1", paper_no="12"),
    gift_of_goods("d2", "2,5", 10),
    collected("d3", 30),
    handover("h1", 20),
    payout("p1", 5, recipient="Lê Bé", birth_year="2010"),
    payout_of_goods("p2", 1),
    transfer("t1", 5, received_on="2022-05-04"),
    transfer("t2", 6),
    movement("m1", 7, "bank", "cash"),
    other("i1", "interest", 8),
    reversal("r1", "i1"),
)


def test_nothing_is_recorded_while_one_row_is_wrong_and_all_when_it_is_mended(
    books: Books,
) -> None:
    books.refused(gift("d1", 5), gift("d2", 5, fund="none"), gift("d3", 5))
    outcome = books.accepted(gift("d1", 5), gift("d2", 5), gift("d3", 5))
    assert (outcome.recorded, outcome.already_recorded) == (3, 0)


def test_nothing_is_recorded_while_one_cell_is_wrong(books: Books) -> None:
    assert books.refused(gift("d1", 5), gift("d2", "5,000")).row == 3


def test_a_partial_import_records_the_others_and_the_rest_when_it_is_mended(books: Books) -> None:
    rows = [gift("d1", 5), gift("d2", "5,000"), gift("d3", 5, fund="none")]
    first = books.record(*rows, partial=True)
    assert (first.recorded, first.refused, len(first.errors)) == (1, 2, 2)
    mended = books.accepted(gift("d1", 5), gift("d2", 5_000), gift("d3", 5))
    assert (mended.recorded, mended.already_recorded) == (2, 1)


def test_a_dry_run_says_what_would_be_and_records_nothing(books: Books) -> None:
    before = books.size()
    outcome = books.record(gift("d1", 5), gift("d2", 5), dry_run=True)
    assert (outcome.recorded, outcome.already_recorded, outcome.refused) == (2, 0, 0)
    assert books.size() == before


def test_the_same_files_again_change_nothing(empty_books: Books) -> None:
    first = empty_books.accepted(*EVERY_KIND)
    size = empty_books.size()
    again = empty_books.accepted(*EVERY_KIND)
    assert (first.recorded, first.already_recorded) == (len(EVERY_KIND), 0)
    assert (again.recorded, again.already_recorded) == (0, len(EVERY_KIND))
    assert empty_books.size() == size


def test_a_book_cannot_be_filled_with_sums_that_nothing_can_add(books: Books) -> None:
    rows = [gift(f"d{at}", AMOUNT_MAX_VND) for at in range(65)]
    complaint = books.refused(*rows)
    assert (complaint.code, complaint.row, complaint.column) == ("book_full", 66, "amount_vnd")
    books.accepted(*rows[:64])
    assert books.figures()["raised.cash"] == 64 * AMOUNT_MAX_VND


def test_a_long_import_keeps_what_another_process_sealed_meanwhile(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MANY", 0)
    rows = [gift("d1", 5, donor="Bà Tám"), payout("p1", 50), gift("d2", 7, donor="Bà Tám")]
    outcome = books.record(*rows, partial=True)  # decided twice: only then p1 is left out
    assert (outcome.recorded, outcome.refused) == (2, 1)
    (first,), (second,) = books.entries("d1"), books.entries("d2")
    assert [books.kept_apart(each)["donor"] for each in (first, second)] == ["Bà Tám"] * 2


def test_a_paper_of_the_booking_day_may_say_so_or_not(books: Books) -> None:
    books.accepted(gift("d1", 5), gift("d2", 5, document_on="2022-03-01"))
    again = books.accepted(gift("d1", 5, document_on="2022-03-01"), gift("d2", 5))
    assert (again.recorded, again.already_recorded) == (0, 2)


def test_a_paper_of_another_day_is_other_content(books: Books) -> None:
    books.accepted(gift("d1", 5))
    assert books.refused(gift("d1", 5, document_on="2022-03-02")).code == "key_used_for_other"


def test_the_same_said_in_other_words_is_the_same(books: Books) -> None:
    books.accepted(gift("d1", 26_000, donor="Bà Tám", received_on="2022-06-30"))
    in_other_words = {"donor": unicodedata.normalize("NFD", " Bà Tám "), "fund": "general"}
    again = books.accepted(gift("d1", "26.000 đ", received_on="30/06/2022", **in_other_words))
    assert (again.recorded, again.already_recorded) == (0, 1)


def test_any_other_content_under_a_key_is_refused(books: Books) -> None:
    said = {"donor": "Bà Tám", "note": "Cho cháu", "paper_no": "12", "document_on": "2022-03-02"}
    books.accepted(gift("d1", 5, **said))
    others = [{name: ""} for name in said] + [{"precision": "month"}, {"voucher": "PT-1"}]
    codes = {books.refused(gift("d1", 5, **{**said, **other})).code for other in others}
    assert codes == {"key_used_for_other"}


def test_a_row_said_twice_in_one_import_is_recorded_once(books: Books) -> None:
    outcome = books.accepted(gift("d1", 5), gift("d1", 5), gift("d2", 5))
    assert (outcome.recorded, outcome.already_recorded) == (2, 1)
    assert books.figures()["raised.cash"] == 10


def test_two_rows_with_one_key_in_one_import_are_refused(books: Books) -> None:
    complaint = books.refused(gift("d1", 5), gift("d1", 6))
    assert (complaint.code, complaint.row) == ("key_used_for_other", 3)


def test_a_key_is_one_over_all_files_and_units(books: Books) -> None:
    complaint = books.refused(gift("k1", 5), other("k1", "interest", 5, unit="Y"))
    assert (complaint.code, complaint.file) == ("key_used_for_other", "income_costs.csv")


def test_rows_are_taken_by_day_whatever_their_place(books: Books) -> None:
    books.accepted(
        payout("p1", 5, on="2022-09-05"),
        gift("d2", 7, on="2022-03-02"),
        gift("d1", 5, on="2022-03-01"),
    )
    numbers = [books.entries(key)[0].facts["number"] for key in ("d1", "d2")]
    assert numbers == [1, 2]


def test_what_is_imported_was_approved_outside(books: Books) -> None:
    books.accepted(gift("d1", 5))
    (entry,) = books.entries("d1")
    assert (entry.actor, entry.facts["approved_outside"]) == ("import", True)


def test_other_content_of_a_reference_is_a_correction(books: Books) -> None:
    defined = [fund("X", "hb"), holder(), holding("X", "acb", "bank"), population("X", 10)]
    books.accepted(*defined)
    corrected = books.accepted(
        fund("X", "hb", name="Học bổng"),
        holder(name="Báo Tiền Phong"),
        holding("X", "acb", "bank", number="0123"),
        population("X", 11, source="Niên giám thống kê"),
        unit("X", "", "province", name="Hội Khuyến học tỉnh"),
    )
    assert (corrected.recorded, corrected.already_recorded) == (5, 0)
    assert books.accepted(*defined).recorded == 4


def test_the_old_value_of_a_reference_is_still_known(books: Books) -> None:
    books.accepted(population("X", 10), gift("d1", 100))
    then = now()
    books.accepted(population("X", 20), unit("X", "", "province", name="Tên đúng"))
    assert books.name_of("X") == "Tên đúng"
    assert books.name_of("X", known_at=then) == "Đơn vị X"
    assert books.per_capita("X", 2022)["per_capita_raised_vnd"] == 5


def test_a_workbook_records_what_the_same_files_record(books: Books, tmp_path: Path) -> None:
    size = books.size()
    outcome = books.record_files(workbook(tmp_path, books, *EVERY_KIND))
    assert (outcome.errors, outcome.recorded) == ([], len(EVERY_KIND) - len(UNITS))
    assert books.size() > size
    again = books.accepted(*EVERY_KIND)
    assert (again.recorded, again.already_recorded) == (0, len(EVERY_KIND))


def workbook(place: Path, books: Books, *rows: FileRow) -> Path:
    """Return a workbook with a sheet for each file of the rows, amounts as numbers."""
    folder = books.write(*rows)
    path = place / "so-lieu.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for file in sorted(folder.glob("*.csv")):
            sheet = made.add_worksheet(file.stem)
            with file.open(encoding="utf-8", newline="") as lines:
                for at, cells in enumerate(csv.DictReader(lines), 1):
                    for column, (name, cell) in enumerate(cells.items()):
                        sheet.write(0, column, name)
                        sheet.write(
                            at, column, int(cell) if name == "amount_vnd" and cell else cell
                        )
    return path
