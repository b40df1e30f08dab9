"""A cell is read in exactly the ways that are documented; everything else is refused by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exchange import columns as of
from api.exchange.errors import Code, Fault
from api.exchange.fields import (
    Value,
    folded,
    read_amount,
    read_code,
    read_date,
    read_file_names,
    read_line,
    read_note,
    read_quantity,
    read_year,
)

AMOUNT_MAX_VND = 9_007_199_254_740_991


def code_of(answer: Value | Fault) -> Code:
    assert isinstance(answer, Fault), answer
    return answer.code


@pytest.mark.parametrize(
    "text",
    [
        "26000",
        "26.000",
        "26 000",
        "26\u00a0000",
        "26000đ",
        "26.000đ",
        "26 000đ",
        "26.000 đ",
        "26.000\u00a0đ",
        "26.000Đ",
        "26.000 ₫",
    ],
)
def test_whole_dong_may_be_plain_or_in_groups_of_three(text: str) -> None:
    assert read_amount(text) == 26_000


@pytest.mark.parametrize(
    "text",
    [
        "26,000", "26.5", "26.00", "26.0", "1e6", "+5", "5.", ".5", "2.60.00", "1000.000",
        "26.000,00", "1.000 000", "26  000", "026000", "0.500", "00", "000", "26000 đồng",
        "26.000  đ", "đ", "26000VND", "26\u202f000", "２６０００", "٢٦٠٠٠", "26_000", "26\n000",
        "(26000)", "-26,000", "--5", "1.0000", "#N/A", "26.000đđ", "²",
    ],
)  # fmt: skip
def test_any_other_way_to_write_an_amount_is_refused(text: str) -> None:
    assert code_of(read_amount(text)) is Code.BAD_AMOUNT


@pytest.mark.parametrize("text", ["0", "0đ", "-5", "-0", "-26.000", "\u22125", "-26 000 đ"])
def test_an_amount_is_more_than_nothing(text: str) -> None:
    assert code_of(read_amount(text)) is Code.AMOUNT_NOT_POSITIVE


@pytest.mark.parametrize(
    "text", [str(AMOUNT_MAX_VND + 1), "9.007.199.254.740.992", "1" * 17, "9" * 5_000]
)
def test_an_amount_above_what_every_json_reader_keeps_is_too_large(text: str) -> None:
    assert code_of(read_amount(text)) is Code.AMOUNT_TOO_LARGE


@given(st.integers(1, AMOUNT_MAX_VND), st.sampled_from(["", ".", " ", "\u00a0"]))
def test_every_amount_reads_back_from_its_groups(amount_vnd: int, gap: str) -> None:
    assert read_amount(f"{amount_vnd:,}".replace(",", gap) + "đ") == amount_vnd


@pytest.mark.parametrize("text", ["2022-06-30", "30/06/2022"])
def test_a_day_is_written_in_two_ways(text: str) -> None:
    assert read_date(text) == date(2022, 6, 30)


@pytest.mark.parametrize(
    "text",
    [
        "06/30/2022", "5/6/2022", "2022-6-5", "20220630", "2022/06/30", "30-06-2022", "30.06.2022",
        "2022-02-29", "31/04/2022", "2022-W26-4", "1899-12-31", "2201-01-01", "0000-00-00",
        "2022-06-30 10:05:00", "44742", "30/06/22", "２０２２-06-30", "hôm qua",
    ],
)  # fmt: skip
def test_any_other_day_is_refused(text: str) -> None:
    assert code_of(read_date(text)) is Code.BAD_DATE


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_both_ways_name_the_same_day(day: date) -> None:
    assert read_date(day.isoformat()) == read_date(f"{day:%d/%m/%Y}".zfill(10)) == day


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("20", "20"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("2.50", "2.5"),
        ("20.000000", "20"),
        ("0,125", "0.125"),
        ("1234.567", "1234.567"),
        ("0.000001", "0.000001"),
        ("1000", "1000"),
        ("1000000000000", "1000000000000"),
    ],
)
def test_a_quantity_is_an_exact_decimal_without_trailing_zeros(text: str, quantity: str) -> None:
    assert str(read_quantity(text)) == quantity


@pytest.mark.parametrize(
    "text",
    [
        "1.000", "1,000", "20.000", "999,999", "0", "0.0", "-1", "+1", "1e3", "1.2345678", "01",
        "1000000000001", "1000000000000.5", "1.000.000", "1 000", "2.5kg", "½", "２０", ".5", "5.",
    ],
)  # fmt: skip
def test_a_quantity_that_may_mean_two_things_or_nothing_is_refused(text: str) -> None:
    assert code_of(read_quantity(text)) is Code.BAD_QUANTITY


@given(st.integers(1, 10**18).map(lambda millionths: Decimal(millionths).scaleb(-6)))
def test_every_quantity_reads_back_from_its_text(quantity: Decimal) -> None:
    assert read_quantity(f"{quantity:.6f}") == quantity


def test_a_count_of_persons_may_stand_in_groups_of_three() -> None:
    assert of.PERSONS.read("3.341.707") == of.PERSONS.read("3341707") == 3_341_707


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (of.PERSONS, "0"),
        (of.PERSONS, "-1"),
        (of.PERSONS, "3,341,707"),
        (of.PERSONS, "12.5"),
        (of.PERSONS, "9" * 5_000),
        (of.COUNT, "-1"),
        (of.NUMBER, "0"),
        (of.YEAR, "22"),
        (of.YEAR, "1899"),
        (of.YEAR, "2.022"),
        (of.YEAR, "２０２２"),
    ],
)
def test_a_count_outside_its_range_is_refused(kind: of.Kind, text: str) -> None:
    assert code_of(kind.read(text)) is Code.BAD_NUMBER


def test_nobody_may_be_counted_but_a_population_has_somebody() -> None:
    assert of.COUNT.read("0") == 0
    assert read_year("2022") == 2022


@pytest.mark.parametrize(
    "text", ["in_kind", "IN_KIND", "In kind", "hiện vật", "hien vat", "HIỆN VẬT"]
)
def test_a_choice_is_known_by_its_english_and_vietnamese_names(text: str) -> None:
    assert of.CHANNEL.read(text) == "in_kind"


def test_a_choice_that_is_none_is_refused_with_those_there_are() -> None:
    answer = of.MONEY_FROM.read("vàng")
    assert isinstance(answer, Fault)
    assert answer.facts["allowed"] == "cash (tiền mặt), bank (ngân hàng)"


def test_yes_and_no_have_vietnamese_names() -> None:
    assert [of.YES_NO.read(each) for each in ("yes", "có", "No", "khong")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_tone_marks_case_and_spaces_do_not_make_another_heading() -> None:
    assert folded("  Người   ỦNG hộ ") == folded("nguoi ung ho") == folded("nguoi_ung_ho")


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "a\tb", "a\u200bb", "a\u202eb", "a\u00a0b"])
def test_a_code_has_visible_characters_only(text: str) -> None:
    assert code_of(read_code(text)) is Code.BAD_TEXT


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u202eb", "a\u2028b", "a\x85b"])
@pytest.mark.parametrize("kind", [of.LINE, of.NOTE])
def test_text_has_no_control_characters_and_does_not_turn_its_direction(
    kind: of.Kind, text: str
) -> None:
    assert code_of(kind.read(text)) is Code.BAD_TEXT


def test_a_line_folds_its_breaks_and_a_note_keeps_them() -> None:
    assert read_line("Nguyễn Văn An\r\n(Hà Nội)\tông") == "Nguyễn Văn An (Hà Nội) ông"
    assert read_note("Dòng một\r\nDòng hai\rDòng ba") == "Dòng một\nDòng hai\nDòng ba"


@pytest.mark.parametrize(("kind", "most"), [(of.CODE, 200), (of.LINE, 500), (of.NOTE, 4_000)])
def test_text_of_the_greatest_length_is_kept_and_longer_refused(kind: of.Kind, most: int) -> None:
    assert kind.read("ộ" * most) == "ộ" * most
    assert code_of(kind.read("ộ" * (most + 1))) is Code.TEXT_TOO_LONG


def test_evidence_names_files_beside_the_data_once_each() -> None:
    names = read_file_names("pc 12.jpg; quet/ky-nhan.pdf;; pc 12.jpg")
    assert names == ("pc 12.jpg", "quet/ky-nhan.pdf")


@pytest.mark.parametrize(
    "text",
    ["/a.pdf", "../so.pdf", "a/../../b", "a//b", "./a", "C:\\so.pdf", "c:so.pdf", ";", "a\nb"],
)
def test_evidence_never_leads_out_of_the_folder(text: str) -> None:
    assert code_of(read_file_names(text)) is Code.BAD_FILE_NAME


def test_a_file_name_has_an_end() -> None:
    assert code_of(read_file_names("a" * 256)) is Code.TEXT_TOO_LONG


def test_a_fault_quotes_no_more_than_the_start_of_a_cell() -> None:
    answer = read_amount("x\n" * 500)
    assert isinstance(answer, Fault)
    assert answer.value == "x " * 39 + "x…"
