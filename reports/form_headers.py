"""Which form number stands in the corner of a voucher on a day: a dated table, never a constant.

The rows lie in form_headers.toml, with what is known of their source.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHeader:
    """What stands on vouchers of a series from a day to a day, both included."""

    series: str
    valid_from: date
    valid_to: date
    text: str


def form_header(series: str, on: date) -> str | None:
    """Return the lines in the corner of a voucher of `series`, or None where no rule is known.

    >>> form_header("NK", date(2022, 9, 5)) is None
    True
    """
    for header in form_headers():
        if header.series == series and header.valid_from <= on <= header.valid_to:
            return header.text
    return None


@cache
def form_headers() -> tuple[FormHeader, ...]:
    """Return the rows of the table."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return tuple(FormHeader(**row) for row in table["header"])
