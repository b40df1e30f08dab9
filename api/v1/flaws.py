"""What is wrong with one member of a body, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from api.exchange.columns import Column
from api.exchange.errors import Fault, RowError, said, sentence
from api.exchange.errors_in_english import ENGLISH
from api.v1.problems import Flaw, Words

PRIVATE: Final = frozenset(
    {
        *("donor", "donor_id", "donor_kind", "contact", "note", "reason", "evidence", "number"),
        *("recipient", "recipient_id", "birth_year", "school", "class", "address", "guardian"),
        *("who", "how"),
    }
)
"""Members about persons, or in free words: no mark of them is kept."""

NOT_SAID: Final = "…"
EXPECTED: Final[Mapping[str, Words]] = {
    "object": Words("Phải là một đối tượng JSON.", "Must be a JSON object."),
    "array": Words("Phải là một danh sách.", "Must be an array of the stated length."),
    "unknown": Words("Không có mục này.", "There is no such member."),
    "missing": Words("Thiếu mục này.", "This member is missing."),
    "text": Words("Phải là chuỗi không rỗng, không quá dài.", "A string of the stated length."),
    "choice": Words("Không có trong danh sách cho phép.", "Not one of the values allowed."),
    "yes_no": Words("Phải là true hoặc false.", "Must be true or false."),
    "whole_number": Words(
        "Phải là số nguyên trong khoảng cho phép.", "A whole number within the bounds."
    ),
    "day": Words("Ngày viết như 2022-12-31.", "A day is written 2022-12-31."),
    "quantity": Words(
        "Số lượng viết thành chuỗi như “2.5”.", "A quantity is a decimal text such as “2.5”."
    ),
    "name": Words("Không đúng dạng mã.", "Not of the stated pattern."),
    "files": Words(
        "Phải là danh sách tệp: name và content (base64).",
        "Must be a list of files: name and content (base64).",
    ),
}
"""What a schema expects, by a word of ours; the word is the code too."""


def of_form(pointer: str, expected: str) -> Flaw:
    """Return the flaw that the schema forbids what stands at `pointer`."""
    return Flaw(pointer, expected, EXPECTED[expected])


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer of a member (RFC 6901); names that nobody means are cut short.

    >>> pointer("rows", 3, "a/b")
    '/rows/3/a~1b'
    """
    return "".join("/" + str(each)[:80].replace("~", "~0").replace("/", "~1") for each in steps)


def of_content(pointer: str, column: Column, fault: Fault) -> Flaw:
    """Return the flaw that the content of a column is refused.

    What was said of persons is not said again: answers are kept. The pointer says where it stands.
    """
    facts = {"label": column.label, **fault.facts}
    value = NOT_SAID if column.name in PRIVATE else fault.value
    error = RowError("", None, column.name, fault.code, value, facts)
    return Flaw(pointer, str(fault.code), Words(sentence(error), said(error, ENGLISH)))
