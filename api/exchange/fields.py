"""Strict readers of one cell: text → value, or the fault that says what is wrong with it.

Every reader takes text that is not empty, normalised to NFC and without surrounding spaces.
Only the digits 0–9 are digits here; `str.isdigit` and `int` would also take full-width ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from api.exchange.errors import Code, Fault, shortened
from ledger.money import AMOUNT_MAX_VND

Value = str | int | date | Decimal | tuple[str, ...] | None
"""What a cell may become; `bool` is an `int`; None: the cell is empty."""

Reader = Callable[[str], "Value | Fault"]

CODE_MAX_CHARS: Final = 200
LINE_MAX_CHARS: Final = 500
NOTE_MAX_CHARS: Final = 4_000
FILE_NAME_MAX_CHARS: Final = 255
YEAR_MIN: Final = 1900
YEAR_MAX: Final = 2200
QUANTITY_MAX: Final = Decimal(10**12)

_WHOLE: Final = r"[1-9][0-9]{0,2}(?P<gap>[. \u00a0])[0-9]{3}(?:(?P=gap)[0-9]{3})*|[1-9][0-9]*|0"
_AMOUNT: Final = re.compile(rf"(?P<minus>[-\u2212])?(?P<whole>{_WHOLE})[ \u00a0]?[đĐ₫]?")
_COUNT: Final = re.compile(_WHOLE)
_YEAR: Final = re.compile(r"[0-9]{4}")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})/([0-9]{2})/([0-9]{4})")
_QUANTITY: Final = re.compile(r"(0|[1-9][0-9]{0,12})(?:[.,]([0-9]{1,6}))?")
_NOT_A_DIGIT: Final = re.compile(r"[^0-9]")
_HIDDEN: Final = re.compile(
    # C0 and C1 controls except tab and line feed, line and paragraph separators, and the marks
    # that turn the direction of writing: with them a name can be printed as another.
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def folded(text: str) -> str:
    """Return `text` for comparing headings and choices: no case, tone marks or double spaces.

    >>> folded("  Số  Tiền "), folded("so_tien"), folded("Đơn vị")
    ('so tien', 'so tien', 'don vi')
    """
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("_", " "))
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())


def read_code(text: str) -> str | Fault:
    """Read a code or key: visible characters of one line, at most 200."""
    if len(text) > CODE_MAX_CHARS:
        return Fault(Code.TEXT_TOO_LONG, shortened(text), {"maximum": CODE_MAX_CHARS})
    if not text.isprintable():
        return Fault(Code.BAD_TEXT, shortened(text))
    return text


def read_line(text: str) -> str | Fault:
    """Read text of one line, at most 500 characters; line breaks and tabs become a space."""
    if not text.isprintable():
        if "\n" in text or "\t" in text or "\r" in text:
            text = " ".join(text.split())
        if _HIDDEN.search(text):
            return Fault(Code.BAD_TEXT, shortened(text))
    if len(text) > LINE_MAX_CHARS:
        return Fault(Code.TEXT_TOO_LONG, shortened(text), {"maximum": LINE_MAX_CHARS})
    return text


def read_note(text: str) -> str | Fault:
    """Read text of any number of lines, at most 4,000 characters; line breaks become LF."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if _HIDDEN.search(text):
            return Fault(Code.BAD_TEXT, shortened(text))
    if len(text) > NOTE_MAX_CHARS:
        return Fault(Code.TEXT_TOO_LONG, shortened(text), {"maximum": NOTE_MAX_CHARS})
    return text


def read_date(text: str) -> date | Fault:
    """Read a day of the years 1900 to 2200.

    >>> read_date("30/06/2022") == read_date("2022-06-30") == date(2022, 6, 30)
    True
    """
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = (
            int(each) for each in match.group(*((1, 2, 3) if match[1] else (6, 5, 4)))
        )
        if YEAR_MIN <= year <= YEAR_MAX:
            try:
                return date(year, month, day)
            except ValueError:
                pass
    return Fault(Code.BAD_DATE, shortened(text))


def read_amount(text: str) -> int | Fault:
    """Read whole đồng, 1 to 2^53 − 1, plain or in groups of three, with or without `đ`.

    A comma never separates groups: in Vietnamese it begins the decimals, so that `26,000` could be
    twenty-six.

    >>> [read_amount(each) for each in ("26000", "26.000", "26 000 đ")]
    [26000, 26000, 26000]
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return Fault(Code.BAD_AMOUNT, shortened(text))
    if match["minus"] or match["whole"] == "0":
        return Fault(Code.AMOUNT_NOT_POSITIVE, shortened(text))
    digits = _NOT_A_DIGIT.sub("", match["whole"])
    if len(digits) > 16 or (amount_vnd := int(digits)) > AMOUNT_MAX_VND:
        return Fault(Code.AMOUNT_TOO_LARGE, shortened(text))
    return amount_vnd


def read_quantity(text: str) -> Decimal | Fault:
    """Read an exact quantity above 0, at most 10^12, at most six decimals, without trailing zeros.

    Point and comma both begin the decimals. `1.000` is refused: it may be a thousand or one.

    >>> str(read_quantity("2,50")), str(read_quantity("1000"))
    ('2.5', '1000')
    """
    match = _QUANTITY.fullmatch(text)
    if match:
        whole, decimals = match[1], match[2] or ""
        ambiguous = len(decimals) == 3 and whole != "0" and len(whole) <= 3
        kept = decimals.rstrip("0")
        quantity = Decimal(f"{whole}.{kept}" if kept else whole)
        if not ambiguous and 0 < quantity <= QUANTITY_MAX:
            return quantity
    return Fault(Code.BAD_QUANTITY, shortened(text))


def count_reader(minimum: int, maximum: int) -> Reader:
    """Return a reader of whole numbers from `minimum` to `maximum`, plain or in groups of three."""

    def read_count(text: str) -> int | Fault:
        if _COUNT.fullmatch(text):
            digits = _NOT_A_DIGIT.sub("", text)
            if len(digits) <= 16 and minimum <= (number := int(digits)) <= maximum:
                return number
        return Fault(Code.BAD_NUMBER, shortened(text), {"minimum": minimum, "maximum": maximum})

    return read_count


def read_year(text: str) -> int | Fault:
    """Read a year of four digits, 1900 to 2200."""
    if _YEAR.fullmatch(text) and YEAR_MIN <= (year := int(text)) <= YEAR_MAX:
        return year
    return Fault(Code.BAD_NUMBER, shortened(text), {"minimum": YEAR_MIN, "maximum": YEAR_MAX})


def choice_reader(by_name: Mapping[str, Value], allowed: str) -> Reader:
    """Return a reader of one of the folded names in `by_name`; `allowed` names them in a fault."""

    def read_choice(text: str) -> Value | Fault:
        name = folded(text)
        if name in by_name:
            return by_name[name]
        return Fault(Code.BAD_CHOICE, shortened(text), {"allowed": allowed})

    return read_choice


def read_file_names(text: str) -> tuple[str, ...] | Fault:
    """Read names of files beside the data, separated by `;`, each once, in the order given.

    A name may lead into a folder below (`quet/pc-12.jpg`), never out of the data folder.

    >>> read_file_names("pc-12.jpg; ky-nhan.pdf")
    ('pc-12.jpg', 'ky-nhan.pdf')
    """
    names = tuple(dict.fromkeys(each for part in text.split(";") if (each := part.strip())))
    for name in names:
        outside = name.startswith("/") or "\\" in name or ":" in name
        steps = name.split("/")
        if outside or not name.isprintable() or any(step in ("", ".", "..") for step in steps):
            return Fault(Code.BAD_FILE_NAME, shortened(name))
        if len(name) > FILE_NAME_MAX_CHARS:
            return Fault(Code.TEXT_TOO_LONG, shortened(name), {"maximum": FILE_NAME_MAX_CHARS})
    return names or Fault(Code.BAD_FILE_NAME, shortened(text))
