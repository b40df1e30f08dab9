"""The parameters that operations share: days, instants, units, pages of a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from api.v1.ids import (
    APPROVAL_PATTERN,
    CURSOR_PATTERN,
    ENTRY_PATTERN,
    PARTY_PATTERN,
    PERSON_PATTERN,
    WEBHOOK_PATTERN,
)
from api.v1.operations import NotSo, Parameter
from api.v1.problems import Words
from api.v1.schemas import Schema

CODE: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 200}
DAY: Final[Schema] = {"type": "string", "format": "date"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
YES_NO: Final[Schema] = {"type": "boolean"}
POSITION: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,15}")


def read_code(text: str) -> str:
    """Read a code or a name: 1 to 200 characters."""
    if not 1 <= len(text) <= 200:
        raise NotSo(Words("Mã phải có từ 1 đến 200 ký tự.", "A code has 1 to 200 characters."))
    return text


def read_day(text: str) -> date:
    """Read a day, 2022-12-31."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotSo(Words("Ngày viết như 2022-12-31.", "A day is written 2022-12-31."))


def read_instant(text: str) -> datetime:
    """Read an instant with its zone, 2022-12-31T17:00:00Z."""
    try:
        if "T" in text.upper() and (at := datetime.fromisoformat(text)).tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    words = Words(
        "Thời điểm viết như 2022-12-31T17:00:00Z.", "An instant is written 2022-12-31T17:00:00Z."
    )
    raise NotSo(words)


def read_yes_no(text: str) -> bool:
    """Read true or false."""
    if text in ("true", "false"):
        return text == "true"
    raise NotSo(Words("Chỉ nhận true hoặc false.", "true or false."))


def whole(minimum: int, maximum: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within bounds."""

    def read(text: str) -> int:
        if _WHOLE.fullmatch(text) and minimum <= int(text) <= maximum:
            return int(text)
        raise NotSo(
            Words(
                f"Phải là số nguyên từ {minimum} đến {maximum}.",
                f"A whole number from {minimum} to {maximum}.",
            )
        )

    return read


def one_of(*values: str) -> Callable[[str], str]:
    """Return a reader of some words."""

    def read(text: str) -> str:
        if text in values:
            return text
        known = ", ".join(values)
        raise NotSo(Words(f"Chỉ nhận: {known}.", f"One of: {known}."))

    return read


def like(pattern: str) -> Callable[[str], str]:
    """Return a reader of texts of a pattern; any other names nothing that exists."""
    whole_text = re.compile(pattern.removeprefix("^").removesuffix("$"))

    def read(text: str) -> str:
        if whole_text.fullmatch(text):
            return text
        raise NotSo(Words("Mã không đúng dạng.", "This is no such name."))

    return read


def choice(name: str, says: Words, *values: str, default: str | None = None) -> Parameter:
    """Return a parameter that takes one of some words."""
    schema: dict[str, Any] = {"type": "string", "enum": list(values)}
    if default:
        schema["default"] = default
    return Parameter(name, says, schema, one_of(*values), values[0], default=default)


def _named(name: str, says: Words, pattern: str, example: str) -> Parameter:
    """Return the part of a path that names one thing."""
    schema = {"type": "string", "pattern": pattern}
    return Parameter(name, says, schema, like(pattern), example, place="path")


UNIT_OF_PATH: Final = Parameter(
    "unit",
    Words("Mã đơn vị (hoặc unit_…).", "The unit: its code, or unit_…."),
    CODE,
    read_code,
    "NA-01-01",
    place="path",
)
UNIT: Final = replace(UNIT_OF_PATH, place="query")
UNIT_NEEDED: Final = replace(UNIT, is_required=True)
ENTRY: Final = _named(
    "entry",
    Words("Bút toán.", "The entry."),
    ENTRY_PATTERN,
    "ent_10000000000040008000000000000003_12",
)
APPROVAL: Final = _named(
    "approval",
    Words("Danh sách chờ duyệt.", "What waits for a second person."),
    APPROVAL_PATTERN,
    "apr_10000000000040008000000000000003_cC1hL3BheW91dHMvMQ",
)
WEBHOOK: Final = _named(
    "webhook",
    Words("Địa chỉ nhận tin.", "The webhook."),
    WEBHOOK_PATTERN,
    "whk_10000000000040008000000000000003",
)
PARTY: Final = _named(
    "party",
    Words("Người được kho riêng biết đến.", "A person whom the vault knows."),
    PARTY_PATTERN,
    "prs_10000000000040008000000000000003_0190a1b2c3d4e5f60718293a4b5c6d7e",
)
PERSON: Final = _named(
    "person",
    Words("Người, như trong danh sách.", "The person, as the list of people names them."),
    PERSON_PATTERN,
    "p-4k2vexample7abcdefgh2",
)
YEAR: Final = Parameter(
    "year",
    Words("Năm.", "The year."),
    {"type": "integer", "minimum": 1900, "maximum": 2200},
    whole(1900, 2200),
    2022,
    is_required=True,
)
AS_OF: Final = Parameter(
    "as_of",
    Words("Đến hết ngày này; bỏ trống: hôm nay.", "At the end of this day; else today."),
    DAY,
    read_day,
    "2022-12-31",
)
FROM: Final = Parameter(
    "from",
    Words("Từ ngày.", "From this day on."),
    DAY,
    read_day,
    "2022-01-01",
)
TO: Final = Parameter("to", Words("Đến hết ngày.", "Up to this day."), DAY, read_day, "2022-12-31")
KNOWN_AT: Final = Parameter(
    "known_at",
    Words(
        "Chỉ kể những gì đã ghi sổ đến thời điểm này.",
        "Only what had been recorded by this instant.",
    ),
    INSTANT,
    read_instant,
    "2023-01-31T17:00:00Z",
)
TREE: Final = choice(
    "tree",
    Words(
        "Cây đơn vị từng ngày (as_was) hay của hôm nay (as_is).",
        "The tree of each day (as_was), or today's for all time (as_is).",
    ),
    "as_was",
    "as_is",
    default="as_was",
)
DRY_RUN: Final = Parameter(
    "dry_run",
    Words(
        "true: chỉ xét, không ghi; trả lời 200.",
        "true: decide, record nothing; answers 200.",
    ),
    {**YES_NO, "default": False},
    read_yes_no,
    False,
    default=False,
)
CURSOR: Final = Parameter(
    "cursor",
    Words("Trang sau: `next_cursor` của trang trước.", "The next page: `next_cursor` of the last."),
    {"type": "string", "pattern": CURSOR_PATTERN},
    like(CURSOR_PATTERN),
    "MTI",
)


def limit(most: int, default: int) -> Parameter:
    """Return the parameter `limit`."""
    return Parameter(
        "limit",
        Words(f"Nhiều nhất mấy dòng (1–{most}).", f"At most so many (1–{most})."),
        {"type": "integer", "minimum": 1, "maximum": most, "default": default},
        whole(1, most),
        default,
        default=default,
    )
