"""A list in Excel: the template, a dry run with bad rows, mending, recording, undoing it all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Visit
from tests.browser.deeds import SLOW_MS, send_list
from tests.browser.program import Program
from tests.browser.province import COMMUNE_HOLDER, COMMUNE_TREASURER

SHEET = "Thu ủng hộ"
Row = list[object]


@pytest.fixture(params=[1280, 360])
def width(request: pytest.FixtureRequest) -> int:
    """Give how wide the windows are."""
    return int(request.param)


def rows_of(path: Path) -> list[Row]:
    """Return what the sheet for gifts says in a workbook."""
    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    return [list(row) for row in book.get_sheet_by_name(SHEET).to_python()]


def downloaded(page: Page, name: str) -> list[Row]:
    """Download a workbook; return the rows of the sheet for gifts."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=name).click()
    return rows_of(Path(coming.value.path()))


def filled(heads: Row, key: str, **typed: object) -> Row:
    """Return a line of the template with what a treasurer types."""
    said = {"Khóa": key, "Đơn vị": "NA-01-01", "Hình thức": "tiền mặt", "Số tiền": 50_000}
    said |= {"Ngày nhận": "20/11/2026", **{name.replace("_", " "): typed[name] for name in typed}}
    return [said.get(str(head), "") for head in heads]


def list_with_faults(page: Page, width: int) -> list[Row]:
    """Fill in the template's sheet: the first line right, a wrong day and a wrong amount."""
    page.goto("/nhap-excel")
    heads = downloaded(page, "Tải tệp mẫu Excel")[0]
    return [
        heads,
        filled(heads, f"{width}-1", Người_ủng_hộ="Bà Tư"),
        filled(heads, f"{width}-2", Người_ủng_hộ="Ông Năm", Ngày_nhận="20/13/2026"),
        filled(heads, f"{width}-3", Người_ủng_hộ="Cô Sáu", Số_tiền="26,000"),
    ]


def mended(rows: list[Row]) -> list[Row]:
    """Mend the marked workbook: the red cells hold what was wrong, the last column says why."""
    heads, right, day, amount = rows
    assert (heads[-1], right[-1]) == ("Lỗi", "") and day[-1] and amount[-1]
    day[heads.index("Ngày nhận")] = "20/11/2026"
    amount[heads.index("Số tiền")] = 26_000
    return [heads, right, day, amount]


def recorded(page: Page, width: int) -> None:
    """Bring a list with bad rows in: nothing is recorded before every row is right."""
    send_list(page, "danh-sach.xlsx", list_with_faults(page, width))
    expect(page.locator(".notice.bad")).to_contain_text("Có 2 dòng sai")
    for place in (f"{SHEET}, dòng 3, cột “Ngày nhận”", f"{SHEET}, dòng 4, cột “Số tiền”"):
        expect(page.locator("main")).to_contain_text(place, ignore_case=True)
    assert page.get_by_role("button", name="vào sổ").count() == 0
    rows = downloaded(page, "Tải tệp có đánh dấu chỗ sai")
    send_list(page, "danh-sach-sua.xlsx", mended(rows))
    expect(page.locator(".notice.good")).to_contain_text("Mọi dòng đều đúng")
    page.get_by_role("button", name="Ghi 3 dòng vào sổ").click()
    expect(page.locator(".notice.good")).to_contain_text("Đã ghi sổ lúc", timeout=SLOW_MS)


def test_a_list_with_bad_rows_is_mended_recorded_and_undone(
    visit: Visit, program: Program, width: int
) -> None:
    page, holder = visit(COMMUNE_TREASURER, width), visit(COMMUNE_HOLDER, 360)
    recorded(page, width)
    page.get_by_label("Lý do hoàn tác").fill("Nhập nhầm danh sách năm ngoái.")
    page.get_by_role("button", name="Xem hoàn tác được những gì").click()
    page.get_by_role("button", name="Gửi người thứ hai duyệt").click(timeout=SLOW_MS)
    expect(page.get_by_role("button", name="Rút lại đề nghị")).to_be_visible(timeout=SLOW_MS)
    assert page.get_by_role("button", name="Duyệt và ghi sổ").count() == 0
    holder.goto(page.url)
    holder.get_by_role("button", name="Duyệt và ghi sổ").click()
    expect(holder.locator(".notice.bad")).to_contain_text("Đã hoàn tác 3 dòng", timeout=SLOW_MS)
    program.catch_up()
    holder.reload()
    expect(holder.locator("main")).to_contain_text("đã hủy")


def test_the_same_list_sent_again_has_nothing_new(visit: Visit, width: int) -> None:
    page = visit(COMMUNE_TREASURER, width)
    page.goto("/nhap-excel")
    heads = downloaded(page, "Tải tệp mẫu Excel")[0]
    rows = [heads, filled(heads, f"lan-nua-{width}", Người_ủng_hộ="Bà Bảy")]
    send_list(page, "danh-sach.xlsx", rows)
    page.get_by_role("button", name="Ghi 1 dòng vào sổ").click()
    expect(page.locator(".notice.good")).to_contain_text("Đã ghi sổ lúc", timeout=SLOW_MS)
    send_list(page, "danh-sach-gui-lai.xlsx", rows)
    expect(page.locator(".notice.note")).to_contain_text("đã được ghi từ trước")
    assert page.get_by_role("button", name="vào sổ").count() == 0


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [(50, "Không đọc được “anh.xlsx”"), (21 * 2**20, "quá lớn"), (100 * 2**20, "tối đa 32 MB")],
    ids=["broken", "too large", "far too large"],
)
def test_what_cannot_be_read_is_refused_in_words(
    visit: Visit, tmp_path: Path, size_bytes: int, said: str
) -> None:
    page, path = visit(COMMUNE_TREASURER), tmp_path / "anh.xlsx"
    with path.open("wb") as file:
        file.truncate(size_bytes)
    page.goto("/nhap-excel")
    page.get_by_label("Tệp Excel").set_input_files(path)
    page.get_by_role("button", name="Gửi và kiểm tra thử").click()
    expect(page.locator("main")).to_contain_text(said, timeout=SLOW_MS)
