"""What people do on the pages in more than one test."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import FilePayload, Page, expect

from tests.api.pages.importing.sending import workbook_of

SLOW_MS = 60_000
"""How long a test waits for work in the background."""


def prepare_list(page: Page, pupil: str) -> None:
    """Put a list of two awards before a second person; the page shows it then."""
    page.goto("/phieu-chi/lap")
    page.get_by_label("Đợt trao").fill("Khai giảng")
    page.get_by_label("Họ tên, dòng 1").fill(pupil)
    page.get_by_label("Số tiền (đồng), dòng 1").fill("10.000")
    page.get_by_label("Họ tên, dòng 2").fill(f"{pupil} em")
    page.get_by_label("Số tiền (đồng), dòng 2").fill("20.000")
    page.get_by_role("button", name="Gửi người thứ hai duyệt").click()
    expect(page.locator(".notice.note")).to_contain_text("phải có người thứ hai duyệt")


def send_list(page: Page, name: str, rows: Sequence[Sequence[object]]) -> None:
    """Send a workbook with gifts, and wait until it was checked."""
    page.goto("/nhap-excel")
    content = workbook_of(Thu_ủng_hộ=rows)
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Tệp Excel").set_input_files(file)
    page.get_by_role("button", name="Gửi và kiểm tra thử").click()
    expect(page.locator(".notice").first).to_be_visible(timeout=SLOW_MS)


def print_receipts(page: Page, first: str, last: str) -> None:
    """Print the receipts of some days, and wait until they are made."""
    page.goto(f"/in?loai=BN&tu={first}&den={last}")
    page.get_by_role("button", name="In ").click()
    expect(page.get_by_role("heading", name="Tệp để in")).to_be_visible(timeout=SLOW_MS)


def publish_year(page: Page, year: int) -> None:
    """Publish the figures of a year, and wait until the package is made."""
    page.goto(f"/cong-bo?nam={year}")
    page.get_by_role("button", name="Công bố").click()
    expect(page.locator(".notice.good")).to_contain_text("Đã công bố", timeout=SLOW_MS)
