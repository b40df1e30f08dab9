"""Every paper has a number without a gap in its series and year; a voucher may have many lines."""

from __future__ import annotations

from ledger.commands import ContinueSeries
from ledger.events import SeriesContinued
from ledger.refusals import SeriesAlreadyUsed
from tests.ledger.examples import (
    COMMUNE,
    JUNE,
    MARCH,
    NEXT_YEAR,
    SEPTEMBER,
    collected,
    collection,
    donated,
    donation,
    goods,
    goods_came,
    paid,
    payout,
)
from tests.story import given


def continue_at(next_number: int, book: str | None = None) -> ContinueSeries:
    return ContinueSeries(
        unit_id=COMMUNE, series="PT", year=2022, book=book, next_number=next_number
    )


def continued_at(next_number: int, book: str | None = None) -> SeriesContinued:
    return SeriesContinued(series="PT", year=2022, book=book, next_number=next_number)


def test_gifts_of_one_list_are_lines_of_one_voucher_each_with_its_own_receipt() -> None:
    known = given(donated(500, voucher="danh sách 1"))
    known.when(donation(100, key="D-2", voucher="danh sách 1")).then(
        donated(100, key="D-2", voucher="danh sách 1", number=1, line=2, receipt_number=2)
    )


def test_awards_of_one_ceremony_are_lines_of_one_voucher() -> None:
    known = given(donated(900), paid(5, voucher="lễ trao"), paid(5, key="P-2", number=2))
    known.when(payout(5, key="P-3", voucher="lễ trao")).then(
        paid(5, key="P-3", voucher="lễ trao", number=1, line=2)
    )


def test_after_a_voucher_of_many_lines_comes_the_next_number() -> None:
    known = given(
        donated(900), paid(5, voucher="lễ trao"), paid(5, key="P-2", voucher="lễ trao", line=2)
    )
    known.when(payout(5, key="P-3")).then(paid(5, key="P-3", number=2))


def test_the_same_words_on_another_day_begin_another_voucher() -> None:
    known = given(donated(900), paid(5, on=JUNE, voucher="lễ trao"))
    known.when(payout(5, on=SEPTEMBER, key="P-2", voucher="lễ trao")).then(
        paid(5, on=SEPTEMBER, key="P-2", voucher="lễ trao", number=2, line=1)
    )


def test_the_same_words_in_another_series_begin_another_voucher() -> None:
    known = given(donated(500, voucher="danh sách 1"))
    known.when(donation(5, channel="bank", key="D-2", voucher="danh sách 1")).then(
        donated(
            5, channel="bank", key="D-2", voucher="danh sách 1", number=1, line=1, receipt_number=2
        )
    )


def test_a_new_year_begins_with_number_one() -> None:
    given(donated(500)).when(donation(5, on=NEXT_YEAR, key="D-2")).then(
        donated(5, on=NEXT_YEAR, key="D-2", number=1, receipt_number=1)
    )


def test_a_late_paper_has_the_next_number_of_its_own_year() -> None:
    known = given(donated(500), donated(5, on=NEXT_YEAR, key="D-2"))
    known.when(donation(5, on=SEPTEMBER, key="D-3")).then(
        donated(5, on=SEPTEMBER, key="D-3", number=2, receipt_number=2)
    )


def test_receipts_of_donors_run_through_money_goods_and_collections() -> None:
    known = given(donated(5), goods_came("1", 5, receipt_number=2), collected(5, receipt_number=3))
    known.when(donation(5, key="D-2")).then(donated(5, key="D-2", number=2, receipt_number=4))
    known.when(goods("1", 5, key="G-2")).then(
        goods_came("1", 5, key="G-2", number=2, receipt_number=4)
    )
    known.when(collection(5, key="C-2")).then(collected(5, key="C-2", receipt_number=4))


def test_a_unit_that_joins_goes_on_with_its_own_numbers() -> None:
    given().when(continue_at(418, "Q-07")).then(continued_at(418, "Q-07"))
    given(continued_at(418)).when(donation(5)).then(donated(5, number=418))


def test_a_series_said_again_changes_nothing_even_after_more_papers() -> None:
    known = given(continued_at(418, "Q-07"), donated(5, number=418))
    known.when(continue_at(418, "Q-07")).then()


def test_a_series_may_be_corrected_upwards() -> None:
    given(continued_at(418), donated(5, number=418)).when(continue_at(430)).then(continued_at(430))


def test_a_series_never_goes_back_to_a_number_it_has_used() -> None:
    known = given(donated(5), donated(5, key="D-2", number=2))
    facts = known.when(continue_at(2)).refused(SeriesAlreadyUsed)
    assert facts == {"series": "PT", "year": 2022, "asked": 2, "reached": 3}


def test_no_paper_has_number_zero() -> None:
    given().when(continue_at(0)).refused(SeriesAlreadyUsed)


def test_a_paper_of_the_first_of_march_counts_in_its_series_and_year_only() -> None:
    numbering = given(continued_at(7), donated(5, on=MARCH, number=7)).book().numbering
    assert [numbering.next_number("PT", year) for year in (2021, 2022, 2023)] == [1, 8, 1]
