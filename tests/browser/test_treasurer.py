"""The treasurer's journey: three gifts by keyboard alone, one after the other, and receipts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from api.identity.demo_people import PASSWORD
from tests.browser.accessibility import violations
from tests.browser.conftest import Visit
from tests.browser.deeds import SLOW_MS
from tests.browser.keyboard import choose, enter, focused, press, tab_to, type_into
from tests.browser.province import COMMUNE_TREASURER, TREASURER

DONOR = "Họ tên người ủng hộ"
AMOUNT = "Số tiền (đồng)"
VALUE = "Quy ra tiền, tất cả (để trống nếu chưa định giá)"
GIFTS = {
    "Tiền mặt": {DONOR: "Bà Nguyễn Thị Bích", AMOUNT: "500.000"},
    "Hiện vật": {
        DONOR: "Ông Lê Quốc Ẩm",
        "Hiện vật": "xe đạp",
        "Số lượng": "2",
        "Đơn vị tính": "chiếc",
        VALUE: "3600000",
    },
    "Qua nơi nhận hộ": {DONOR: "Cô Đặng Diễm Ước", AMOUNT: "1.005.000"},
}
"""What is typed for each kind of gift, field by field."""


def signed_in(visit: Visit, login: str, width: int) -> Page:
    """Sign in as people do, and come to the desk."""
    page = visit("", width)
    page.goto("/dang-nhap")
    type_into(page, {"Tên đăng nhập": login, "Mật khẩu": PASSWORD})
    enter(page)
    return page


def give(page: Page, kind: str) -> None:
    """Record one gift; the focus begins and ends in the field for the donor."""
    if kind != page.locator("nav.tabs [aria-current]").inner_text():
        press(page, kind, back=True)
    assert focused(page) == DONOR
    type_into(page, GIFTS[kind])
    enter(page)
    said = page.locator(".notice.good, .just-now").filter(has_text=GIFTS[kind][DONOR])
    # On a phone the field with the focus lies far below: a line beside it says the same.
    expect(said.last if said.last.is_visible() else said.first).to_be_in_viewport(ratio=1)
    assert focused(page) == DONOR


def printed(page: Page, folder: Path) -> str:
    """Print what was not printed yet, and return what the papers say."""
    choose(page, "In chứng từ")
    press(page, page.locator("main form[method=post] button").inner_text())
    expect(page.get_by_role("heading", name="Tệp để in")).to_be_visible(timeout=SLOW_MS)
    tab_to(page, page.locator("main .actions a.button").inner_text())
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    coming.value.save_as(folder / "receipts.pdf")
    return "\n".join(each.extract_text() for each in PdfReader(folder / "receipts.pdf").pages)


@pytest.mark.parametrize(("login", "width"), [(COMMUNE_TREASURER, 1280), (TREASURER, 360)])
def test_three_gifts_and_their_receipts_by_keyboard_alone(
    visit: Visit, tmp_path: Path, login: str, width: int
) -> None:
    page = signed_in(visit, login, width)
    press(page, "Lập phiếu thu")
    for kind in GIFTS:
        give(page, kind)
    assert violations(page) == []
    papers = printed(page, tmp_path)
    for gift in GIFTS.values():
        assert gift[DONOR] in papers
    assert "500.000" in papers and "3.600.000" in papers and "1.005.000" in papers
