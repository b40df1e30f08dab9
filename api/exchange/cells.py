"""Rows → the cells of a file: what reads back as the same row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final

from api.exchange.rows import Row
from api.exchange.tables import TABLES

NOT_FROM_A_FILE: Final = 0
"""The place in a file of a row that was not read from one."""

Cells = list[str | int | None]

_VALUES: Final = {
    table.row_type: attrgetter(*(each for each in table.row_type.__slots__ if each != "row"))
    for table in TABLES
}


def cells(row: Row) -> Cells:
    """Return the cells of `row` in the order of its table's columns."""
    return [
        value if value is None or (kind := type(value)) is str or kind is int else _text(value)
        for value in _VALUES[type(row)](row)
    ]


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case Decimal():
            return quantity_text(value)
        case _:
            raise AssertionError(f"no column holds {value!r}")


def quantity_text(quantity: Decimal) -> str:
    """Return a quantity as a file may say it: 1.234 could be read as a thousand, 1.2340 cannot.

    >>> quantity_text(Decimal("1.234")), quantity_text(Decimal("2.5")), quantity_text(Decimal(1000))
    ('1.2340', '2.5', '1000')
    """
    text = format(quantity, "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
