"""The first run: an empty home, a code on the terminal, and a treasurer who goes on alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_window
from tests.browser.program import Program, running

UNIT = "Hội Khuyến học phường Trường Vinh"
OWN = "con nghé ăn bánh đúc"


@pytest.fixture
def empty_home(database_url: str, tmp_path: Path) -> Iterator[Program]:
    """Give the program over an empty database."""
    with running(database_url, tmp_path) as it:
        yield it


@pytest.fixture(params=[1280, 360])
def page(browser: Browser, empty_home: Program, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give the browser of whoever reads the terminal."""
    with ExitStack() as stack:
        yield open_window(browser, stack, empty_home.address, request.param)


def begun(page: Page, program: Program) -> None:
    """Open the address on the terminal, and become the administrator."""
    page.goto("/")
    page.locator("main").get_by_role("link", name="Bắt đầu thiết lập").click()
    page.goto(program.said(r"http://\S+/thiet-lap\?ma=\S+"))
    page.get_by_label("Tên đơn vị").fill(UNIT)
    page.get_by_label("Xã", exact=False).first.check()
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Hòa")
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Mật khẩu", exact=True).fill("cây bàng trước sân")
    page.get_by_label("Gõ lại mật khẩu").fill("cây bàng trước sân")
    page.get_by_role("button", name="Tiếp tục").click()


def staffed(page: Page) -> tuple[str, str]:
    """Name the treasurer and the account holder; return what stands on the treasurer's slip."""
    treasurer = page.locator("section", has=page.get_by_role("heading", name="Thủ quỹ", exact=True))
    treasurer.get_by_label("Họ và tên").fill("Trần Thị Quỳ")
    treasurer.get_by_label("Tên đăng nhập").fill("quy")
    page.get_by_role("button", name="Tiếp tục").click()
    slip = page.locator("section", has_text="Trần Thị Quỳ").locator("code")
    return slip.nth(0).inner_text(), slip.nth(1).inner_text()


def finished(page: Page) -> None:
    """Say what is in the box, and go on from the numbers of the paper book."""
    page.get_by_role("link", name="Tiếp tục").click()
    page.get_by_label("Tiền mặt").fill("12.500.000")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Giấy biên nhận").fill("35")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Thiết lập xong")).to_be_visible()


def first_gift(page: Page, login: str, password: str) -> None:
    """Sign in with the slip, choose an own password, and record what came first."""
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("[name=mat-khau-cu]").fill(password)
    page.locator("[name=mat-khau-moi]").fill(OWN)
    page.locator("[name=mat-khau-lai]").fill(OWN)
    page.locator("main button:not(.second)").first.click()
    page.goto("/ban-lam-viec")
    page.locator("main a", has_text="Lập phiếu thu").first.click()
    page.get_by_label("Họ tên người ủng hộ").fill("Cụ Đồ")
    page.get_by_label("Số tiền (đồng)").fill("200000")
    page.get_by_role("button", name="Ghi phiếu thu").click()


def width_of(page: Page) -> int:
    """Return how wide a window is."""
    assert page.viewport_size is not None
    return page.viewport_size["width"]


def test_from_an_empty_home_to_the_first_gift(
    browser: Browser, empty_home: Program, page: Page
) -> None:
    begun(page, empty_home)
    login, password = staffed(page)
    finished(page)
    with ExitStack() as stack:
        treasurer = open_window(browser, stack, empty_home.address, width_of(page))
        first_gift(treasurer, login, password)
        expect(treasurer.locator(".notice.good")).to_contain_text("000035")
        empty_home.catch_up()
        treasurer.goto("/")
        expect(treasurer.get_by_role("heading", level=1)).to_have_text(UNIT)
        expect(treasurer.locator(".figures")).to_contain_text("12.700.000")


def test_with_a_wrong_code_nobody_comes_in_and_nothing_typed_is_lost(page: Page) -> None:
    page.goto("/thiet-lap?ma=abcd-efgh")
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Hòa")
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Mật khẩu", exact=True).fill("cây bàng trước sân")
    page.get_by_label("Gõ lại mật khẩu").fill("cây bàng trước sân")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("#f-ma-thiet-lap-error")).to_contain_text("chép lại mã")
    assert page.get_by_label("Họ và tên").input_value() == "Nguyễn Văn Hòa"
