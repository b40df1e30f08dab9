"""The inspector's journey in a real browser, at both widths: no JavaScript is asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.api.pages.inspecting.province import Province
from tests.browser.accessibility import violations
from tests.browser.chromium import open_browser

WIDTHS = (360, 1280)
PAGES = (
    "/so?don-vi=X&duoi=1",
    "/so?don-vi=X&duoi=1&muc=raised&tu=2022-01-01&den=2022-12-31",
    "/so?don-vi=X&duoi=1&muc=transfers_in&tu=2022-01-01&den=2022-12-31",
    "/so?don-vi=X&tu=x",
    "/kiem-tra?don-vi=X",
    "/kiem-tra/mau?don-vi=X&hat-giong=7&co=5",
    "/kiem-tra/mau?don-vi=X&hat-giong=7&co=0",
    "/kiem-tra/so-chung-tu?don-vi=X",
    "/kiem-tra/tu-dong?don-vi=X",
    "/kiem-tra/ho-so?don-vi=X&hat-giong=7",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a real browser."""
    with open_browser() as it:
        yield it


def window(browser: Browser, province: Province, width: int, *, script: bool = True) -> Page:
    """Open a window in which the inspector is signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        base_url=province.site.address,
        java_script_enabled=script,
    )
    token = province.browser("kiemtra").cookies["soquy"]
    context.add_cookies([{"name": "soquy", "value": token, "url": province.site.address}])
    return context.new_page()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_breaks_a_rule_of_accessibility(
    browser: Browser, province: Province, width: int
) -> None:
    page = window(browser, province, width)
    found = {}
    for path in (*PAGES, province.entry("p1"), province.entry("r4")):
        page.goto(path)
        if wrong := violations(page):
            found[path] = wrong
    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window(browser: Browser, province: Province, width: int) -> None:
    page = window(browser, province, width)
    for path in (*PAGES, province.entry("p1"), province.entry("t1")):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("maker")
def test_from_a_figure_to_its_entries_a_reversal_and_the_bundle(
    browser: Browser, province: Province, width: int, tmp_path: Path
) -> None:
    page = window(browser, province, width, script=False)
    page.goto("/so?don-vi=X&duoi=1&muc=raised&tu=2022-01-01&den=2022-12-31")
    assert "Đúng bằng con số" in page.inner_text("main")
    page.locator("tr", has=page.locator(".badge.bad")).get_by_role("link").first.click()
    assert "Hủy bút toán gốc" in page.inner_text("main")
    page.goto("/kiem-tra/mau?don-vi=X&hat-giong=7&co=5")
    page.get_by_role("link", name="Lập hồ sơ bằng chứng").click()
    page.get_by_role("button", name="Lập hồ sơ").click()
    page.wait_for_selector("text=Hồ sơ đã lập xong", timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải hồ sơ").click()
    download.value.save_as(tmp_path / "bundle.zip")
    assert "ho-so-kiem-tra/SHA256SUMS" in zipfile.ZipFile(tmp_path / "bundle.zip").namelist()
