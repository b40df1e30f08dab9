"""Entries as rows of a table, and as a CSV file (reports/csv_lines.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Final, TypeAlias

from api.pages.figure_links import link_to_entry
from api.pages.inspecting.papers import paper_of
from api.pages.inspecting.units import Units
from api.pages.inspecting.wording import ACCOUNTS, TYPES
from projections.entries import Found
from reports.csv_lines import BYTE_ORDER_MARK, line

Cell: TypeAlias = str | int | date | Decimal | None

AT_ONCE: Final = 500
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
    """Yield the file in pieces of many lines, the headings first.

    A piece for each line took more than twice as long: the server waits for every one by itself.
    """
    yield (BYTE_ORDER_MARK + line(HEADINGS)).encode()
    left = iter(found)
    while some := tuple(islice(left, AT_ONCE)):
        units.learn(each.unit_id for each in some)
        yield "".join(line(row) for row in rows_of(some, units)).encode()


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
