"""The donor's journey: on a phone, without JavaScript and without an account."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from reports.numbers import dong, short_date
from tests.browser.conftest import Visit
from tests.browser.program import Program
from tests.browser.province import Paper, paper_of_a_donor


@pytest.fixture
def paper(program: Program) -> Paper:
    """Give the receipt that a donor holds."""
    return paper_of_a_donor(program.url)


@pytest.fixture(params=[360, 1280])
def page(visit: Visit, request: pytest.FixtureRequest) -> Page:
    """Give the donor's browser."""
    return visit("", request.param, java_script_enabled=False)


def ask(page: Page, code: str) -> None:
    """Type a code where codes are checked."""
    page.goto("/bien-nhan")
    page.get_by_label("Mã kiểm chứng").fill(code)
    page.get_by_role("button", name="Kiểm tra").click()


def sought(page: Page, paper: Paper, mark: str) -> None:
    """Look for a gift by what stands on its paper."""
    page.goto("/")
    if page.locator("summary", has_text="Mục lục").is_visible():
        page.locator("summary", has_text="Mục lục").click()
    page.locator("header a:visible", has_text="Tra cứu khoản ủng hộ").click()
    page.get_by_label("Ngày trên giấy").fill(short_date(paper.on))
    page.get_by_label("Số tiền").fill(f"{paper.amount_vnd}")
    page.get_by_label("Số biên nhận").fill(mark)
    page.get_by_role("button", name="Tìm").click()


def test_a_receipt_is_opened_by_its_code_in_any_spelling(page: Page, paper: Paper) -> None:
    ask(page, paper.code.lower().replace("-", ""))
    expect(page.get_by_role("heading", level=1)).to_contain_text("có trong sổ")
    said = page.inner_text("main")
    assert dong(paper.amount_vnd) in said and paper.number in said
    assert short_date(paper.on) in said and "Khoản ủng hộ này đã thành gì?" in said
    assert paper.donor not in page.content()


def test_the_link_in_the_qr_code_leads_to_the_same_page(page: Page, paper: Paper) -> None:
    page.goto(f"/r/{paper.code}")
    assert page.url.endswith(f"/bien-nhan/{paper.code}")


def test_from_the_receipt_one_comes_to_the_entries_it_speaks_of(page: Page, paper: Paper) -> None:
    page.goto(f"/bien-nhan/{paper.code}")
    link = page.locator(".figure", has_text="đã chi cho người nhận").locator("a.money")
    spent = link.inner_text()
    link.click()
    expect(page.locator(".figure .amount")).to_have_text(spent)


def test_the_paper_is_downloaded_without_the_donors_name(page: Page, paper: Paper) -> None:
    page.goto(f"/bien-nhan/{paper.code}")
    address = page.get_by_role("link", name="Tải tệp PDF").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.ok and answer.body().startswith(b"%PDF")


@pytest.mark.parametrize("mark", ["number", "code"])
def test_a_donor_finds_their_gift_by_day_amount_and_a_mark(
    page: Page, paper: Paper, mark: str
) -> None:
    sought(page, paper, str(getattr(paper, mark)))
    expect(page.get_by_role("heading", name="Có trong sổ")).to_be_visible()
    assert paper.donor not in page.content()
    page.get_by_role("link", name="Xem biên nhận").first.click()
    expect(page.locator("main")).to_contain_text(paper.number)


def test_another_amount_finds_nothing_and_says_what_to_look_at(page: Page, paper: Paper) -> None:
    sought(page, paper._replace(amount_vnd=paper.amount_vnd + 1), paper.number)
    expect(page.get_by_role("heading", name="Chưa tìm thấy")).to_be_visible()
    assert page.get_by_label("Số biên nhận").input_value() == paper.number


def test_two_characters_that_changed_places_are_recognised(page: Page, paper: Paper) -> None:
    bare = paper.code.replace("-", "")
    at = next(at for at in range(7) if bare[at] != bare[at + 1])
    ask(page, bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :])
    expect(page.locator(".error")).to_contain_text("bị đảo chỗ")
    page.get_by_role("link", name=paper.code).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("có trong sổ")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "Hãy gõ tám ký tự"),
        ("KYVZ-5Z", "ký tự"),
        ("KYVZ-5ZXX", "không khớp"),
        ("KYVZ-5ZXK", "giấy giả"),
    ],
)
def test_a_wrong_code_is_told_what_is_wrong_with_it(page: Page, code: str, said: str) -> None:
    ask(page, code)
    expect(page.locator(".error")).to_contain_text(said)
    assert page.get_by_label("Mã kiểm chứng").input_value() == code
