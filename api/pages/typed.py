"""What was typed into a form → values, or a sentence beside each field that is wrong.

The readers of cells are those of the exchange files, so that a page takes exactly what a file
takes. Nothing is guessed: `26,000` is refused, and the sentence says why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, TypeVar, cast
from uuid import uuid4

from fastapi import Depends, Request

from api.exchange.errors import Code, Fault
from api.exchange.fields import (
    read_amount,
    read_code,
    read_date,
    read_line,
    read_note,
    read_quantity,
    read_year,
)
from api.identity import forms
from api.web.preferences import preferences_of
from api.web.texts import Language, phrase, translate

KEY: Final = re.compile(r"w-[0-9a-f]{32}")
_DAY: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})|([0-9]{8})")

SENTENCES: Final[Mapping[Code, str]] = {
    Code.BAD_DATE: phrase(
        "Ngày “{value}” không hợp lệ: viết ngày/tháng/năm, ví dụ 30/06/2022, năm từ 1900 đến 2200."
    ),
    Code.BAD_AMOUNT: phrase(
        "Số tiền “{value}” không hợp lệ: viết số nguyên đồng, ví dụ 50000 hoặc 50.000."
    ),
    Code.AMOUNT_NOT_POSITIVE: phrase(
        "Số tiền “{value}” phải lớn hơn 0; ghi sai thì hủy bút toán cũ."
    ),
    Code.AMOUNT_TOO_LARGE: phrase(
        "Số tiền “{value}” quá lớn: mỗi dòng nhiều nhất 9.007.199.254.740.991 đồng."
    ),
    Code.BAD_QUANTITY: phrase(
        "Số lượng “{value}” không hợp lệ: viết số lớn hơn 0, ví dụ 1000 hoặc 2,5; không tách hàng "
        "nghìn (1.000 không rõ là một nghìn hay một)."
    ),
    Code.BAD_NUMBER: phrase("“{value}” không phải số nguyên từ {minimum} đến {maximum}."),
    Code.BAD_TEXT: phrase("Có ký tự không nhìn thấy trong ô này: hãy gõ lại bằng tay."),
    Code.TEXT_TOO_LONG: phrase("Quá dài: viết nhiều nhất {maximum} ký tự."),
}
WITH_COMMA: Final = phrase(
    "“{value}” có dấu phẩy. Dấu phẩy mở đầu phần lẻ, nên không rõ là bao nhiêu: viết 26000 hoặc "
    "26.000 cho hai mươi sáu nghìn đồng."
)
MISSING: Final = phrase("Chưa điền ô này.")
NOT_OFFERED: Final = phrase("Chọn một trong các mục của danh sách.")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form by name, as text; `language` is that of the answers."""

    values: Mapping[str, str] = field(default_factory=dict)
    language: Language = "vi"

    def text(self, name: str) -> str:
        """Return what was typed, composed (NFC) and without spaces around it."""
        return unicodedata.normalize("NFC", self.values.get(name, "")).strip()

    def with_values(self, **values: str) -> Typed:
        """Return the same with other values; `_` in a name stands for `-`."""
        changed = {name.replace("_", "-"): value for name, value in values.items()}
        return Typed({**self.values, **changed}, self.language)


def typed_form(request: Request, said: Annotated[forms.Typed, Depends(forms.typed)]) -> Typed:
    """Return the fields that a form has posted; for `Depends(typed_form)`."""
    return Typed(dict(said.fields), preferences_of(request).language)


def typed_query(request: Request) -> Typed:
    """Return the fields in an address; for `Depends(typed_query)`."""
    return Typed(dict(request.query_params), preferences_of(request).language)


def new_key() -> str:
    """Return a key for a form: what is posted twice under it is recorded once."""
    return f"w-{uuid4().hex}"


def key_of(typed: Typed) -> str:
    """Return the key of the form that was posted; a new one where it has none of ours."""
    said = typed.text("khoa")
    return said if KEY.fullmatch(said) else new_key()


class Reading:
    """Reads fields one after another and keeps a sentence for each that is wrong."""

    def __init__(self, typed: Typed) -> None:
        """Begin with what was typed and no error."""
        self.typed = typed
        self.errors: dict[str, str] = {}

    def fail(self, name: str, text: str, **values: object) -> None:
        """Keep a sentence beside a field; the first about a field counts."""
        self.errors.setdefault(name, translate(self.typed.language, text, **values))

    def line(self, name: str, *, required: bool = False) -> str | None:
        """Read words on one line."""
        return cast("str | None", self._read(name, read_line, required=required))

    def note(self, name: str, *, required: bool = False) -> str | None:
        """Read words on any number of lines."""
        return cast("str | None", self._read(name, read_note, required=required))

    def code(self, name: str, *, required: bool = False) -> str | None:
        """Read a code."""
        return cast("str | None", self._read(name, read_code, required=required))

    def day(self, name: str) -> date | None:
        """Read a day, which must be said."""
        return cast("date | None", self._read(name, read_day, required=True))

    def amount(self, name: str, *, required: bool = True) -> int | None:
        """Read whole đồng."""
        return cast("int | None", self._read(name, read_amount, required=required))

    def quantity(self, name: str) -> Decimal | None:
        """Read a quantity of goods, which must be said."""
        return cast("Decimal | None", self._read(name, read_quantity, required=True))

    def year(self, name: str) -> int | None:
        """Read a year."""
        return cast("int | None", self._read(name, read_year, required=False))

    def choice(self, name: str, offered: Mapping[str, Value]) -> Value | None:
        """Read one of the choices that the form offered, which must be said."""
        said = self.typed.text(name)
        if said in offered:
            return offered[said]
        self.fail(name, NOT_OFFERED)
        return None

    def _read(self, name: str, reader: Callable[[str], object], *, required: bool) -> object:
        text = self.typed.text(name)
        if not text:
            if required:
                self.fail(name, MISSING)
            return None
        value = reader(text)
        if not isinstance(value, Fault):
            return value
        has_comma = value.code is Code.BAD_AMOUNT and "," in text
        sentence = WITH_COMMA if has_comma else SENTENCES[value.code]
        self.fail(name, sentence, value=value.value or "", **value.facts)
        return None


def read_day(text: str) -> date | Fault:
    """Read a day as people write it, with or without zeros and strokes.

    >>> [read_day(each).isoformat() for each in ("1/6/2022", "01-06-2022", "01062022")]
    ['2022-06-01', '2022-06-01', '2022-06-01']
    """
    match = _DAY.fullmatch(text)
    if match is None:
        return read_date(text)
    if match[4]:
        day, month, year = match[4][:2], match[4][2:4], match[4][4:]
    else:
        day, month, year = match[1], match[2], match[3]
    return read_date(f"{int(day):02d}/{int(month):02d}/{year}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is shown: what was typed, and a sentence beside each field that is wrong."""

    typed: Typed
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what stands in a field, as it was typed."""
        return self.typed.values.get(name, "")

    def error(self, name: str) -> str:
        """Return what is wrong with a field; empty: nothing."""
        return self.errors.get(name, "")
