"""Amounts in Vietnamese words, as a voucher must say them beside the figures.

A number is read in groups of three digits from the left. An empty group is not said; a group that
follows another says its hundreds even when they are none ("không trăm"). Above a tỷ the reading
starts again: so many tỷ, and the rest. That reaches any size: "một nghìn tỷ", "chín triệu tỷ".

Source: usage; no law fixes the wording. North says nghìn and linh, south says ngàn and lẻ.
"""

from __future__ import annotations

from typing import Final, Literal

Style = Literal["north", "south"]

DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
THOUSAND: Final[dict[Style, str]] = {"north": "nghìn", "south": "ngàn"}
EMPTY_TENS: Final[dict[Style, str]] = {"north": "linh", "south": "lẻ"}
ONE_BILLION: Final = 1_000_000_000


def amount_in_words(amount_vnd: int, *, style: Style = "north") -> str:
    """Return the amount as words, the first letter a capital, ending in "đồng".

    Args:
        amount_vnd: whole đồng, 0 or more, of any size.
        style: the north's or the south's words for a thousand and for empty tens.

    >>> amount_in_words(1_005)
    'Một nghìn không trăm linh năm đồng'
    >>> amount_in_words(1_230_950_880_055, style="south")
    'Một ngàn hai trăm ba mươi tỷ chín trăm năm mươi triệu tám trăm tám mươi ngàn không trăm năm mươi lăm đồng'
    """  # noqa: E501
    assert amount_vnd >= 0, amount_vnd
    words = _number(amount_vnd, style) if amount_vnd else [DIGITS[0]]
    text = " ".join((*words, "đồng"))
    return text[0].upper() + text[1:]


def _number(number: int, style: Style) -> list[str]:
    """Read a number ≥ 1."""
    billions, rest = divmod(number, ONE_BILLION)
    head = [*_number(billions, style), "tỷ"] if billions else []
    return [*head, *_below_one_billion(rest, style, continues=bool(billions))]


def _below_one_billion(number: int, style: Style, *, continues: bool) -> list[str]:
    """Read millions, thousands and units; `continues` when something was said before."""
    groups = (
        (number // 1_000_000, "triệu"),
        (number // 1_000 % 1_000, THOUSAND[style]),
        (number % 1_000, ""),
    )
    words: list[str] = []
    for group, name in groups:
        if group:
            words += _three_digits(group, style, full=continues or bool(words))
            words += [name] if name else []
    return words


def _three_digits(group: int, style: Style, *, full: bool) -> list[str]:
    """Read 1 … 999; `full` says the hundreds even when they are none."""
    hundreds, below = divmod(group, 100)
    tens, units = divmod(below, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return words + ([EMPTY_TENS[style]] if words and units else []) + _units(units, tens)
    return words + (["mười"] if tens == 1 else [DIGITS[tens], "mươi"]) + _units(units, tens)


def _units(units: int, tens: int) -> list[str]:
    """Read the last digit, whose name depends on the tens before it."""
    if units == 0:
        return []
    if units == 5 and tens >= 1:
        return ["lăm"]
    if tens >= 2:
        return [{1: "mốt", 4: "tư"}.get(units, DIGITS[units])]
    return [DIGITS[units]]
