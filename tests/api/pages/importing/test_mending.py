"""The marked file: wrong cells red, right rows untouched; mended, it is recorded."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import python_calamine

from api.exchange.reader import Reading, read
from api.uploads.mending import ROWS_MAX
from tests.api.pages.entering.commune import CODE
from tests.api.pages.importing.sending import ON, Sender, files_of, gift, payout, workbook_of

HEADS = ["Khóa", "Đơn vị", "Ngày nhận", "Hình thức", "Người ủng hộ", "Số tiền", "Ghi chú"]


def rows_of(content: bytes, sheet: str) -> list[list[object]]:
    """Return what a workbook says, cell by cell."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python()]


def mended(treasurer: Sender, href: str) -> bytes:
    """Return the marked file."""
    answer = treasurer.browser.get(f"{href}/sua.xlsx")
    assert answer.status_code == 200
    return answer.content


def reading_of(place: Path, content: bytes) -> Reading:
    """Return what the reader finds in a workbook."""
    path = place / "sua.xlsx"
    path.write_bytes(content)
    return read(path)


def test_the_marked_file_says_beside_each_row_what_is_wrong(treasurer: Sender, key: str) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1"), gift(f"{key}2", "26,000")))
    heads, right, wrong = rows_of(mended(treasurer, href), "donations")
    assert heads[-1] == "Lỗi" and right[-1] == ""
    assert str(wrong[-1]).startswith("Số tiền “26,000” không hợp lệ")


def test_right_rows_read_back_as_they_were(treasurer: Sender, key: str, tmp_path: Path) -> None:
    files = files_of(gift(f"{key}1", note="=1+1"), payout(f"{key}2"), gift(f"{key}3", "-5"))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    before = read(tmp_path)
    after = reading_of(tmp_path, mended(treasurer, treasurer.bring(files)))
    assert (after.donations, after.payouts) == (before.donations, before.payouts)
    assert [each.row for each in after.errors] == [each.row for each in before.errors]


def test_the_marked_file_is_mended_and_recorded(treasurer: Sender, key: str) -> None:
    sheet: list[list[object]] = [
        [*HEADS],
        [f"{key}1", CODE, "02/11/2026", "tiền mặt", "Bà Tư", 50_000, ""],
        [f"{key}2", CODE, "02/13/2026", "tiền mặt", "Bà Năm", 50_000, ""],
    ]
    href = treasurer.bring({"thu.xlsx": workbook_of(Thu_ủng_hộ=sheet)})
    rows = rows_of(mended(treasurer, href), "Thu ủng hộ")
    assert rows[2][-1] and rows[2][2] == "02/13/2026"
    rows[2][2] = ON
    again = treasurer.bring({"thu-sua.xlsx": workbook_of(Thu_ủng_hộ=rows)})
    page = treasurer.press(again, "ghi")
    assert "Đã ghi sổ" in page and "2 dòng" in page


def test_a_wrong_heading_is_marked_in_red(treasurer: Sender, key: str, tmp_path: Path) -> None:
    sheet: list[list[object]] = [
        [*HEADS, "Thưởng"],
        [f"{key}1", CODE, ON, "tiền mặt", "Bà Tư", 5, "", ""],
    ]
    href = treasurer.bring({"thu.xlsx": workbook_of(Thu_ủng_hộ=sheet)})
    content = mended(treasurer, href)
    assert [each.value for each in reading_of(tmp_path, content).errors] == ["Thưởng"]
    assert rows_of(content, "Thu ủng hộ")[0] == [*HEADS, "Thưởng", "Lỗi"]


@pytest.mark.parametrize("content", [b"key\n\xff"], ids=["not utf-8"])
def test_a_file_that_cannot_be_read_to_its_end_is_never_offered_shortened(
    treasurer: Sender, content: bytes
) -> None:
    href = treasurer.bring({"donations.csv": content})
    answer = treasurer.browser.get(f"{href}/sua.xlsx")
    assert answer.status_code == 422 and "không đọc được đến hết" in answer.text


def test_a_file_of_very_many_rows_is_mended_where_it_was_made(treasurer: Sender, key: str) -> None:
    rows = [gift(f"{key}{at}", "x" if at else 5) for at in range(ROWS_MAX + 1)]
    answer = treasurer.browser.get(f"{treasurer.bring(files_of(*rows))}/sua.xlsx")
    assert answer.status_code == 422 and "hơn 20.000 dòng" in answer.text
