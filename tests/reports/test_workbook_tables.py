"""A table in a workbook: typed cells, and text that never computes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from reports.excel import Field, TypedValue, workbook

FIELDS = (
    Field("ten"),
    Field("ngay", kind="day"),
    Field("so_tien", kind="amount"),
    Field("so_luong", kind="quantity"),
)


def made_of(*rows: tuple[TypedValue, ...]) -> bytes:
    target = io.BytesIO()
    with workbook(target) as book:
        book.table("Bang", FIELDS, rows)
    return target.getvalue()


def test_cells_have_the_types_of_their_columns() -> None:
    made = made_of(("Vở", date(2022, 9, 5), 2**53 - 1, Decimal("2.5")), (None, None, None, None))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["ten", "ngay", "so_tien", "so_luong"]
    assert rows[1] == ["Vở", date(2022, 9, 5), float(2**53 - 1), 2.5]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])
def test_text_that_begins_like_a_formula_is_quoted_text(text: str) -> None:
    made = made_of((text, None, 1, None))
    with ZipFile(io.BytesIO(made)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == text
