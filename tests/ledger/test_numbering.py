"""Papers are numbered without a gap for each series and year; one paper may have many lines."""

from __future__ import annotations

from ledger.numbering import Numbering, PaperLine
from tests.ledger.examples import JUNE, MARCH, NEXT_YEAR


def test_the_first_paper_of_a_series_is_number_one() -> None:
    assert Numbering().next_line("PT", MARCH, None) == ("PT", 1, 1)


def test_papers_follow_each_other() -> None:
    numbering = Numbering().after(MARCH, PaperLine("PT", 1, 1), None)
    assert numbering.next_line("PT", JUNE, None) == ("PT", 2, 1)


def test_each_series_counts_for_itself() -> None:
    numbering = Numbering().after(MARCH, PaperLine("PT", 1, 1), None)
    assert numbering.next_number("PC", 2022) == 1


def test_each_year_begins_again() -> None:
    numbering = Numbering().after(MARCH, PaperLine("PT", 1, 1), None)
    assert numbering.next_line("PT", NEXT_YEAR, None) == ("PT", 1, 1)


def test_rows_that_name_one_voucher_are_lines_of_one_paper() -> None:
    numbering = Numbering().after(MARCH, PaperLine("PC", 1, 1), "lễ trao")
    assert numbering.next_line("PC", MARCH, "lễ trao") == ("PC", 1, 2)


def test_a_voucher_takes_more_lines_after_another_paper_was_written() -> None:
    numbering = Numbering().after(MARCH, PaperLine("PC", 1, 1), "lễ trao")
    numbering = numbering.after(MARCH, PaperLine("PC", 2, 1), None)
    numbering = numbering.after(MARCH, PaperLine("PC", 1, 2), "lễ trao")
    assert numbering.next_line("PC", MARCH, "lễ trao") == ("PC", 1, 3)
    assert numbering.next_number("PC", 2022) == 3


def test_the_same_voucher_text_on_another_day_is_another_paper() -> None:
    numbering = Numbering().after(MARCH, PaperLine("PC", 1, 1), "lễ trao")
    assert numbering.next_line("PC", JUNE, "lễ trao") == ("PC", 2, 1)


def test_the_same_voucher_text_in_another_series_is_another_paper() -> None:
    numbering = Numbering().after(MARCH, PaperLine("PC", 1, 1), "lễ trao")
    assert numbering.next_line("UNC", MARCH, "lễ trao") == ("UNC", 1, 1)


def test_a_continued_series_goes_on_from_its_number_in_its_year_only() -> None:
    numbering = Numbering().continued("BN", 2022, 418)
    assert numbering.next_line("BN", MARCH, None) == ("BN", 418, 1)
    assert numbering.next_line("BN", NEXT_YEAR, None) == ("BN", 1, 1)
