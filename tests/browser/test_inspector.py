"""The inspector's journey: from a published total to the entries, the sample and the evidence."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.conftest import Visit
from tests.browser.province import INSPECTOR

YEAR = "/?nam=2022"
SEED = "Biên bản 07/2022, 14 giờ"
BUNDLE = "ho-so-kiem-tra/"


@pytest.fixture(params=[1280, 360])
def page(visit: Visit, request: pytest.FixtureRequest) -> Page:
    """Give the inspector's browser."""
    return visit(INSPECTOR, request.param)


def downloaded(page: Page, name: str) -> Download:
    """Press the link to a file; return the file."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=name).click()
    return coming.value


def inspecting(page: Page, what: str) -> None:
    """Open one of the inspector's tools for the whole year."""
    page.goto("/kiem-tra?don-vi=NA&tu=2022-01-01&den=2022-12-31")
    page.get_by_role("link", name=what, exact=True).click()


def sample(page: Page) -> list[str]:
    """Draw a sample from the seed in the minutes; return its entries."""
    inspecting(page, "Chọn mẫu")
    page.get_by_label("Hạt giống").fill(SEED)
    page.get_by_label("Cỡ mẫu").fill("5")
    page.get_by_role("button", name="Rút mẫu").click()
    expect(page.get_by_role("heading", name=f"Hạt giống: {SEED}")).to_be_visible()
    return page.locator("tbody a").all_inner_texts()


@pytest.mark.parametrize("figure", ["Vận động được", "Đã chi cho người nhận", "Số dư Quỹ"])
def test_a_published_total_is_the_sum_of_the_entries_it_opens(page: Page, figure: str) -> None:
    page.goto(YEAR)
    link = page.locator(".figure", has_text=figure).get_by_role("link").first
    published = link.inner_text()
    link.click()
    expect(page.locator(".figure .amount")).to_have_text(published)
    expect(page.locator("main")).to_contain_text("Đúng bằng con số trên trang số liệu")
    text = Path(downloaded(page, "Tải về dạng bảng tính (CSV)").path()).read_text("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    assert sum(int(row["so_tien"]) for row in rows) == int(re.sub(r"\D", "", published))


def test_a_reversal_leads_to_what_it_undid_and_back(page: Page) -> None:
    page.goto("/so?don-vi=NA&duoi=1&loai=entry.reversed%2F1&tu=2022-01-01&den=2022-12-31")
    page.locator("tbody tr", has=page.locator(".badge.bad")).get_by_role("link").first.click()
    reversal = page.url
    page.locator("section, .table").filter(has_text="Hủy bút toán gốc").get_by_role("link").click()
    expect(page.locator(".notice.bad")).to_contain_text("Bút toán này đã bị hủy")
    page.locator(".table").filter(has_text="Bị hủy bởi").get_by_role("link").click()
    assert page.url == reversal


def test_a_seed_draws_the_same_sample_for_everybody(page: Page, visit: Visit) -> None:
    drawn = sample(page)
    assert len(drawn) == 5 and drawn == sample(visit(INSPECTOR, 1280, java_script_enabled=False))


def test_every_series_of_numbers_is_without_a_gap_or_says_why(page: Page) -> None:
    inspecting(page, "Số chứng từ")
    assert page.locator(".badge.good").count() > 3
    assert page.locator(".badge.bad").count() == 0
    expect(page.locator("main")).to_contain_text("ở sổ giấy trước đó")


def test_the_automatic_checks_find_nothing_wrong(page: Page) -> None:
    inspecting(page, "Kiểm tra tự động")
    expect(page.locator("main")).to_contain_text("0 mục sai", timeout=60_000)
    assert page.locator(".badge.good").count() > 3
    assert page.locator(".badge.bad").count() == 0


def test_the_evidence_bundle_is_what_its_checksums_say(page: Page) -> None:
    sample(page)
    page.get_by_role("link", name="Lập hồ sơ bằng chứng từ mẫu này").click()
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.locator(".notice.good")).to_be_visible(timeout=60_000)
    printed = page.locator("main code").inner_text()
    content = Path(downloaded(page, "Tải hồ sơ").path()).read_bytes()
    assert sha256(content).hexdigest() == printed
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        found = {name.removeprefix(BUNDLE): bundle.read(name) for name in bundle.namelist()}
    lines = found.pop("SHA256SUMS").decode().splitlines()
    assert sorted(lines) == sorted(
        f"{sha256(it).hexdigest()}  {name}" for name, it in found.items()
    )
