"""Entries as rows of a table, and as a CSV file that spreadsheets open without harm.

Numbers are written as numbers. Text that a spreadsheet would take for a formula is quoted: it gets
an apostrophe in front (OWASP: formula injection). UTF-8 with a mark at the beginning, so that
Vietnamese letters are read as such.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from api.pages.figure_links import link_to_entry
from api.pages.inspecting.papers import paper_of
from api.pages.inspecting.units import Units
from api.pages.inspecting.wording import ACCOUNTS, TYPES
from projections.entries import Found

Cell: TypeAlias = str | int | date | Decimal | None

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
HEADINGS: Final = (
    "ngay_ghi_so",
    "ma_don_vi",
    "don_vi",
    "chung_tu",
    "loai",
    "nguon",
    "tai_khoan",
    "so_tien",
    "luot",
    "noi_giu",
    "so_luong",
    "don_vi_tinh",
    "khoa",
    "thoi_diem_ghi",
    "vi_tri",
    "dia_chi",
)


def csv_of(found: Iterable[Found], units: Units) -> Iterator[bytes]:
    """Yield the lines of the file, the headings first."""
    yield (BYTE_ORDER_MARK + line(HEADINGS)).encode()
    for row in rows_of(found, units):
        yield line(row).encode()


def rows_of(found: Iterable[Found], units: Units) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each posting, its cells in the order of HEADINGS."""
    for each in found:
        unit = units.named(each.unit_id)
        event = each.entry.event
        yield (
            each.place.booked_on,
            unit.code,
            unit.name,
            paper_of(each.entry),
            TYPES[event.STORED_AS],
            each.fund,
            ACCOUNTS[each.account],
            each.amount,
            each.occurrences,
            each.at,
            each.quantity,
            each.counted_in,
            getattr(event, "key", None),
            each.entry.recorded_at.isoformat(),
            each.place.position,
            link_to_entry(each.unit_id, each.version),
        )


def line(cells: Iterable[object]) -> str:
    r"""Return one line of a CSV file; text that begins like a formula is quoted.

    >>> line(["=1+1", -500, "a,b", None, "-5"])
    '\'=1+1,-500,"a,b",,\'-5\r\n'
    """
    out = io.StringIO()
    csv.writer(out).writerow(_safe(cell) for cell in cells)
    return out.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS):
        return f"'{cell}"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else cell
