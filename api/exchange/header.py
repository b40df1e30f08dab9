"""The heading row of a file or sheet: which column stands where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from api.exchange.columns import Need
from api.exchange.errors import Code, Fault, RowError, shortened
from api.exchange.fields import folded
from api.exchange.sources import RawCell
from api.exchange.tables import Table

Positions = tuple[int | None, ...]
"""Where each column of a table stands in a record, in the table's order; None: left out."""

PASSED_OVER: Final = frozenset(map(folded, ("Số dòng mẫu", "Lỗi")))
"""Headings of columns for people: the number of a line of the template, what is wrong with it."""


def passed_over(headings: Sequence[RawCell]) -> list[int]:
    """Return the positions of the columns that are for people only."""
    return [at for at, each in enumerate(headings) if folded(each or "") in PASSED_OVER]


def read_header(
    table: Table[Any], shown: str, row: int, headings: Sequence[RawCell]
) -> Positions | list[RowError]:
    """Return where the columns of `table` stand, or everything that is wrong with the headings.

    Args:
        table: what the file should be.
        shown: the name of the file in errors.
        row: the row of the headings.
        headings: as found; a blank one names no column.
    """
    index_by_heading = {
        folded(name): index
        for index, column in enumerate(table.columns)
        for name in (column.name, *column.headings)
    }
    found: dict[int, int] = {}
    faults: list[tuple[str | None, Fault]] = []
    for position, heading in enumerate(headings):
        if heading is None:
            faults.append((None, Fault(Code.FORMULA_WITHOUT_VALUE)))
            continue
        name = shortened(heading.strip())
        index = index_by_heading.get(folded(heading))
        if index is not None:
            if found.setdefault(index, position) != position:
                faults.append(_twice(table, index, headings[found[index]], name))
        elif name and folded(name) not in PASSED_OVER:
            known = ", ".join(f"{column.name} ({column.label})" for column in table.columns)
            faults.append((name, Fault(Code.UNKNOWN_COLUMN, name, {"known": known})))
    for index, column in enumerate(table.columns):
        if index not in found and column.need is not Need.NOTHING:
            faults.append((column.name, Fault(Code.MISSING_COLUMN, facts={"label": column.label})))
    if faults:
        return [
            RowError(shown, row, column_name, fault.code, fault.value, fault.facts)
            for column_name, fault in faults
        ]
    return tuple(found.get(index) for index in range(len(table.columns)))


def _twice(table: Table[Any], index: int, first: RawCell, second: str) -> tuple[str | None, Fault]:
    column = table.columns[index]
    facts = {"label": column.label, "first": shortened((first or "").strip())}
    return column.name, Fault(Code.DUPLICATE_COLUMN, second, facts)
