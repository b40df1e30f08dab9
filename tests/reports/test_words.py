"""An amount in words says exactly the amount in figures, as a Vietnamese reader would say it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.words import DIGITS, EMPTY_TENS, THOUSAND, Style, amount_in_words

VECTORS: dict[str, str] = json.loads(
    (Path(__file__).parent.parent / "golden/amount_words.json").read_text(encoding="utf-8")
)
UNITS = {word: digit for digit, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
any_amount = st.integers(0, 2**53 - 1) | st.integers(0, 16).map(lambda zeros: 10**zeros)
any_style = st.sampled_from(["north", "south"])


def number_said(text: str, style: Style) -> int:
    """Read an amount in words back as a number."""
    *words, currency = text.lower().split()
    assert currency == "đồng"
    return _number(words, style)


def _number(words: list[str], style: Style) -> int:
    if "tỷ" in words:
        last = len(words) - 1 - words[::-1].index("tỷ")
        return _number(words[:last], style) * 10**9 + _number(words[last + 1 :], style)
    total = 0
    for name, size in (("triệu", 10**6), (THOUSAND[style], 10**3)):
        if name in words:
            total += _group(words[: words.index(name)], style) * size
            words = words[words.index(name) + 1 :]
    return total + _group(words, style)


def _group(words: list[str], style: Style) -> int:
    total = 0
    if "trăm" in words:
        total += UNITS[words[0]] * 100
        words = words[2:]
    match words:
        case [empty, unit] if empty == EMPTY_TENS[style]:
            return total + UNITS[unit]
        case ["mười", *unit]:
            return total + 10 + sum(UNITS[word] for word in unit)
        case [tens, "mươi", *unit]:
            return total + UNITS[tens] * 10 + sum(UNITS[word] for word in unit)
        case _:
            return total + sum(UNITS[word] for word in words)


@pytest.mark.parametrize(("figures", "words"), VECTORS.items())
def test_amounts_read_as_treasurers_write_them(figures: str, words: str) -> None:
    assert amount_in_words(int(figures)) == words


@given(any_amount, any_style)
def test_words_read_back_are_the_figures(amount_vnd: int, style: Style) -> None:
    assert number_said(amount_in_words(amount_vnd, style=style), style) == amount_vnd


@given(any_amount)
def test_the_south_says_the_same_number_in_its_own_words(amount_vnd: int) -> None:
    north = amount_in_words(amount_vnd).lower().split()
    south = amount_in_words(amount_vnd, style="south").lower().split()
    spoken = {"nghìn": "ngàn", "linh": "lẻ"}
    assert [spoken.get(word, word) for word in north] == south


@given(any_amount)
def test_only_the_first_letter_is_a_capital(amount_vnd: int) -> None:
    text = amount_in_words(amount_vnd)
    assert text == text[0].upper() + text[1:].lower()


def test_the_largest_amount_of_an_entry_can_be_said() -> None:
    assert amount_in_words(2**53 - 1) == (
        "Chín triệu không trăm linh bảy nghìn một trăm chín mươi chín tỷ "
        "hai trăm năm mươi tư triệu bảy trăm bốn mươi nghìn chín trăm chín mươi mốt đồng"
    )
