"""The word before a figure, and the way it is written, say how far it may be from the number."""

from __future__ import annotations

import pytest

from reports.claims import ClaimsInvalid
from reports.claims.units import KINDS, parse_unit
from reports.claims.words import QUALIFIERS, interval_of, parse_number, parse_qualifier


def _allowed(qualifier: str, text: str, unit: str) -> str:
    reading, scale = parse_qualifier(qualifier), parse_unit(unit).scale
    allowed = interval_of(parse_number(text), reading, is_short=scale != 1)
    low = "∞" if allowed.low.infinite else str(allowed.low.value)
    high = "∞" if allowed.high.infinite else str(allowed.high.value)
    opening = "[" if allowed.low.is_closed else "("
    closing = "]" if allowed.high.is_closed else ")"
    return f"{opening}{low} … {high}{closing}"


@pytest.mark.parametrize(
    ("qualifier", "text", "unit", "allowed"),
    [
        ("", "775.276", "hội viên", "[775276 … 775276]"),  # written out: exact
        ("", "26.000", "đồng/người", "[26000 … 26000]"),
        ("", "549", "triệu đồng", "[1097/2 … 1099/2)"),  # short: what rounds to it
        ("", "120", "tỷ đồng", "[239/2 … 241/2)"),
        ("", "68,6", "tỷ đồng", "[1371/20 … 1373/20)"),
        ("", "27", "%", "[53/2 … 55/2)"),
        ("", "7,5", "tháng", "[149/20 … 151/20)"),
        ("đúng", "15", "triệu đồng/suất", "[15 … 15]"),
        ("trên", "87,1", "tỷ đồng", "[871/10 … 436/5)"),
        ("hơn", "218.000", "lượt", "[218000 … 219000)"),  # zeros at the end are not digits
        ("hơn", "100", "triệu đồng", "[100 … 110)"),  # but the first two digits are
        ("hơn", "18", "tỷ đồng", "[18 … 19)"),
        ("hơn", "6", "triệu đồng", "[6 … 7)"),
        ("trên", "3,0", "tỷ đồng", "[3 … 31/10)"),  # decimals are digits, zeros too
        ("gần", "13.000", "suất", "(12000 … 13000]"),
        ("gần", "30", "tỷ đồng", "(29 … 30]"),
        ("gần", "8", "tỷ đồng", "(7 … 8]"),
        ("gần", "1", "tỷ đồng", "(9/10 … 1]"),  # 0,9 comes before 1
        ("gần", "100", "hộ", "(90 … 100]"),
        ("khoảng", "14", "triệu đồng", "[13 … 15]"),
        ("xấp xỉ", "200.000", "người", "[190000 … 210000]"),
        ("ít nhất", "10", "triệu đồng/suất", "[10 … ∞)"),
        ("tối thiểu", "500.000", "đồng/tháng", "[500000 … ∞)"),
        ("không quá", "5", "%", "[0 … 5]"),
        ("tối đa", "10", "%", "[0 … 10]"),
    ],
)
def test_words_allow(qualifier: str, text: str, unit: str, allowed: str) -> None:
    assert _allowed(qualifier, text, unit) == allowed


@pytest.mark.parametrize("qualifier", QUALIFIERS)
@pytest.mark.parametrize("text", ["1", "10", "87,1", "218.000", "0,05"])
def test_every_word_allows_the_number_itself(qualifier: str, text: str) -> None:
    number = parse_number(text)
    assert number.value in interval_of(number, QUALIFIERS[qualifier], is_short=True)


@pytest.mark.parametrize(
    "text",
    ["87.1", "26,", ",5", "1.00", "1.0000", "01", "1e6", "-5", "", " 5", "5 ", "٣", "9" * 25],
)
def test_numbers_not_written_as_papers_print_them_are_refused(text: str) -> None:
    with pytest.raises(ClaimsInvalid, match="không phải là số như báo in"):
        parse_number(text)


def test_a_word_without_agreed_meaning_is_refused() -> None:
    with pytest.raises(
        ClaimsInvalid, match="không biết từ “ngót”; các từ đã biết: đúng, trên, hơn"
    ):
        parse_qualifier("ngót")


@pytest.mark.parametrize("text", ["usd", "triệu", "đồng/", "nghìn  đồng", "tỷ đồng/con"])
def test_an_unknown_unit_is_refused(text: str) -> None:
    with pytest.raises(ClaimsInvalid, match="không biết đơn vị"):
        parse_unit(text)


def test_awards_occurrences_people_and_households_are_four_different_counts() -> None:
    assert len({KINDS[counted] for counted in ("suất", "lượt", "người", "hộ")}) == 4


def test_a_rate_times_its_count_is_money() -> None:
    rate, awards, months = (parse_unit(text) for text in ("đồng/suất/tháng", "suất", "tháng"))
    product = rate.dimension.times(awards.dimension).times(months.dimension)
    assert product == parse_unit("tỷ đồng").dimension
