"""What a published number says: its digits and the word before it stand for an interval.

The step of a number is the place of its last meaningful digit. Decimals are all meaningful; the
zeros at the end of a whole number are not, but at least the first two digits are. So the step of
87,1 is 0,1; of 13.000 it is 1.000; of 30 it is 1; of 100 it is 10; of 8 it is 1.

    trên, hơn X              X ≤ … < X + step
    gần X                    X − step < … ≤ X          (gần 1: more than 0,9)
    khoảng, xấp xỉ X         X − step ≤ … ≤ X + step
    ít nhất, tối thiểu X     X ≤ …
    không quá, tối đa X      0 ≤ … ≤ X
    đúng X                   X: an amount that was fixed, only written short (15 triệu đồng/suất)
    X without a word         X when written out to the last đồng, person, award (775.276 hội viên);
                             else what rounds to it: 68,6 tỷ is 68,55 tỷ ≤ … < 68,65 tỷ
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from types import MappingProxyType
from typing import Final, assert_never

from reports.claims.intervals import UNBOUNDED_ABOVE, End, Interval, closed, exactly
from reports.claims.problems import ClaimsInvalid

_LONGEST: Final = 24
_PRINTED: Final = re.compile(r"(0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)(?:,([0-9]+))?")


class Reading(Enum):
    """How the word before a number is to be read."""

    AS_WRITTEN = auto()
    FIXED = auto()
    ABOVE = auto()
    NEARLY = auto()
    ABOUT = auto()
    AT_LEAST = auto()
    AT_MOST = auto()


QUALIFIERS: Final[Mapping[str, Reading]] = MappingProxyType(
    {
        "": Reading.AS_WRITTEN,
        "đúng": Reading.FIXED,
        "trên": Reading.ABOVE,
        "hơn": Reading.ABOVE,
        "gần": Reading.NEARLY,
        "khoảng": Reading.ABOUT,
        "xấp xỉ": Reading.ABOUT,
        "ít nhất": Reading.AT_LEAST,
        "tối thiểu": Reading.AT_LEAST,
        "không quá": Reading.AT_MOST,
        "tối đa": Reading.AT_MOST,
    }
)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as it stands on the page, and the places of two of its digits."""

    text: str
    value: Fraction
    last_digit: Fraction
    step: Fraction

    @property
    def has_decimals(self) -> bool:
        """Whether the number was printed with a decimal comma."""
        return self.last_digit < 1


def parse_number(text: str) -> PrintedNumber:
    """Read a number as Vietnamese papers print it: dots between thousands, a decimal comma.

    Raises:
        ClaimsInvalid: anything else, `87.1` among it, or more than 24 characters.

    >>> parse_number("218.000").step, parse_number("87,1").step, parse_number("30").step
    (Fraction(1000, 1), Fraction(1, 10), Fraction(1, 1))
    """
    printed = _PRINTED.fullmatch(text)
    if printed is None or len(text) > _LONGEST:
        raise ClaimsInvalid(
            f"“{text[:_LONGEST]}” không phải là số như báo in: dấu chấm giữa các hàng nghìn, "
            "dấu phẩy trước phần lẻ, ví dụ 775.276 hoặc 87,1"
        )
    whole, decimals = printed[1].replace(".", ""), printed[2] or ""
    last_digit = Fraction(1, 10 ** len(decimals))
    zeros = 0 if decimals else len(whole) - max(len(whole.rstrip("0")), min(2, len(whole)))
    return PrintedNumber(
        text, int(whole + decimals) * last_digit, last_digit, last_digit * 10**zeros
    )


def parse_qualifier(text: str) -> Reading:
    """Read the word before a number.

    Raises:
        ClaimsInvalid: the word has no agreed meaning.
    """
    if text not in QUALIFIERS:
        known = ", ".join(word for word in QUALIFIERS if word)
        raise ClaimsInvalid(f"không biết từ “{text}”; các từ đã biết: {known}")
    return QUALIFIERS[text]


def interval_of(number: PrintedNumber, reading: Reading, *, is_short: bool) -> Interval:
    """Return what the number and its word allow, in the unit it was printed in.

    Args:
        number: as printed.
        reading: of the word before it.
        is_short: whether its unit is a scale (nghìn, triệu, tỷ, %), so that a bare number may
            have been rounded.
    """
    value, step = number.value, number.step
    match reading:
        case Reading.AS_WRITTEN if is_short or number.has_decimals:
            half = number.last_digit / 2
            allowed = Interval(End(value - half), End(value + half, is_closed=False))
        case Reading.AS_WRITTEN | Reading.FIXED:
            allowed = exactly(value)
        case Reading.ABOVE:
            allowed = Interval(End(value), End(value + step, is_closed=False))
        case Reading.NEARLY:
            # The figure before 1 with as many digits is 0,9: nobody calls 0,1 tỷ nearly 1 tỷ.
            below = step / 10 if value == step else step
            allowed = Interval(End(value - below, is_closed=False), End(value))
        case Reading.ABOUT:
            allowed = closed(value - step, value + step)
        case Reading.AT_LEAST:
            allowed = Interval(End(value), UNBOUNDED_ABOVE)
        case Reading.AT_MOST:
            allowed = closed(0, value)
        case _:
            assert_never(reading)
    return allowed
