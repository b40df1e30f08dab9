"""Entries as an Excel workbook: numbers are numbers, days are days, and text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

from api.pages.inspecting.csv_rows import HEADINGS, rows_of
from api.pages.inspecting.units import Units
from projections.entries import Found
from reports.excel import CellKind, Field, workbook

KINDS: Final[dict[str, CellKind]] = {
    "ngay_ghi_so": "day",
    "so_tien": "amount",
    "luot": "whole",
    "so_luong": "quantity",
    "vi_tri": "whole",
}
WIDTHS: Final = {"don_vi": 40, "loai": 36, "tai_khoan": 36, "khoa": 24, "thoi_diem_ghi": 32}
SHEET: Final = "So nhat ky"


def excel_of(found: Iterable[Found], units: Units) -> bytes:
    """Return the workbook; the same columns as the CSV file."""
    fields = [
        Field(name, kind=KINDS.get(name, "text"), width=WIDTHS.get(name, 16)) for name in HEADINGS
    ]
    made = io.BytesIO()
    with workbook(made) as book:
        book.table(SHEET, fields, rows_of(found, units))
    return made.getvalue()
