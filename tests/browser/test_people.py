"""Setting up, signing in and administering in a real browser, at both widths."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from api.identity.first_run import new_set_up_code
from tests.api.identity.world import PASSWORD
from tests.api.pages.administering.town import Staff, Town, recorded_staff, town_at
from tests.browser.accessibility import violations
from tests.databases import copy_of, name_of


@pytest.fixture(scope="module")
def town(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Give a town to all tests."""
    home = tmp_path_factory.mktemp("home")
    with copy_of(migrated_database_name, postgres_url) as url:
        staff = Staff(name_of(url), *recorded_staff(url))
        with town_at(url, home, staff) as here:
            yield here


@pytest.fixture
def contexts() -> Iterator[ExitStack]:
    """Close the windows of a test."""
    with ExitStack() as stack:
        yield stack


def opened(browser: Browser, contexts: ExitStack, town: Town, width: int = 1280) -> Page:
    """Return a window onto the town; passkeys need a name for an address."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        base_url=town.site.address.replace("127.0.0.1", "localhost"),
        locale="vi-VN",
    )
    contexts.callback(context.close)
    return context.new_page()


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto("/dang-nhap")
    page.fill("[name=ten]", login)
    page.fill("[name=mat-khau]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/dang-nhap" not in address)


def with_authenticator(context: BrowserContext, page: Page) -> None:
    """Give the browser a lock that opens by itself, as a fingerprint does."""
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_signs_in_without_a_password(
    browser: Browser, contexts: ExitStack, town: Town
) -> None:
    page = opened(browser, contexts, town)
    with_authenticator(page.context, page)
    sign_in(page, "xa")
    page.goto("/tai-khoan")
    page.fill("form[data-passkey] [name=ten]", "Máy văn phòng")
    page.click("text=Thêm chìa khóa trên máy này")
    page.wait_for_url("**/tai-khoan?xong=khoa")
    assert page.locator("text=Máy văn phòng").is_visible()
    page.click("header .person >> text=Đăng xuất")
    page.goto("/dang-nhap?tiep=/quan-tri/nguoi")
    page.click("text=Đăng nhập bằng chìa khóa")
    page.wait_for_url("**/quan-tri/nguoi")


def test_a_passkey_of_nobody_is_refused_in_words(
    browser: Browser, contexts: ExitStack, town: Town
) -> None:
    page = opened(browser, contexts, town)
    with_authenticator(page.context, page)
    sign_in(page, "tinh")
    page.goto("/tai-khoan")
    page.click("text=Thêm chìa khóa trên máy này")
    page.wait_for_url("**/tai-khoan?xong=khoa")
    page.locator("button:text-is('Bỏ')").click()
    page.click("header .person >> text=Đăng xuất")
    page.goto("/dang-nhap")
    page.click("text=Đăng nhập bằng chìa khóa")
    page.locator("text=Chìa khóa này chưa mở được").wait_for()


def test_a_session_that_ends_while_somebody_types_loses_nothing(
    browser: Browser, contexts: ExitStack, town: Town
) -> None:
    page = opened(browser, contexts, town)
    sign_in(page, "xa")
    page.goto("/quan-tri/nguoi/them")
    page.fill("[name=ho-ten]", "Ngô Thị Mới")
    page.fill("[name=dang-nhap]", "moi")
    with town.site.wiring.connection() as connection:
        connection.execute("UPDATE session SET seen_at = now() - INTERVAL '3 hours'")
    page.click("text=Thêm và lấy mật khẩu tạm")
    page.fill("[name=ten]", "xa")
    page.fill("[name=mat-khau]", PASSWORD)
    page.keyboard.press("Enter")
    page.click("text=Gửi lại >> nth=-1")
    page.locator("h1:has-text('Đã thêm Ngô Thị Mới')").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_newcomer_sets_up_a_home_with_the_keyboard_alone(
    browser: Browser, contexts: ExitStack, database_url: str, tmp_path: Path, width: int
) -> None:
    with town_at(database_url, tmp_path, Staff("", {}, {})) as home:
        page = opened(browser, contexts, home, width)
        page.goto(f"/thiet-lap?ma={new_set_up_code(database_url)}")
        assert violations(page) == []
        page.locator("[name=ten]").focus()
        typed(page, "Hội Khuyến học phường Trường Vinh")
        page.locator("[name=cap][value=commune]").press("Space")
        page.locator("[name=ho-ten]").focus()
        typed(page, "Nguyễn Văn Hòa", "hoa", "cay bang con nghe", "cay bang con nghe")
        page.keyboard.press("Enter")
        page.wait_for_url("**/thiet-lap/nguoi")
        page.locator("[name=ho-ten-treasurer]").focus()
        typed(page, "Trần Thị Quỹ", "quy")
        page.keyboard.press("Enter")
        page.locator("h1:has-text('Phiếu đăng nhập')").wait_for()
        assert violations(page) == []
        page.locator("main a:has-text('Tiếp tục')").press("Enter")
        page.locator("[name=tien-mat]").fill("12.500.000")
        page.keyboard.press("Enter")
        page.wait_for_url("**/thiet-lap/so-chung-tu")
        page.locator("[name=PT]").press("Enter")
        page.wait_for_url("**/thiet-lap/xong")


def typed(page: Page, *texts: str) -> None:
    """Type into one field after another, as somebody does who knows the Tab key."""
    for at, text in enumerate(texts):
        if at:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
