"""Money goes out when a second person admits it: on a phone, by a link, and once."""

from __future__ import annotations

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.deeds import prepare_list
from tests.browser.program import Program
from tests.browser.province import ACCOUNT_HOLDER, COMMUNE_HOLDER, COMMUNE_TREASURER

NUMBERS = count(1)
APPROVE = "Duyệt và ghi sổ"


@pytest.fixture
def pupil() -> str:
    """Give the name of a pupil to whom nothing was paid yet."""
    return f"Em Trần Thị Thứ {next(NUMBERS)}"


@pytest.fixture
def prepared(visit: Visit, pupil: str) -> Page:
    """Give the treasurer's browser, at the list that they put before a second person."""
    page = visit(COMMUNE_TREASURER)
    prepare_list(page, pupil)
    return page


def paid_to(program: Program, pupil: str) -> int:
    """Return how many times something was paid to somebody."""
    return program.naming("payout", "recipient", pupil)


def test_who_prepared_a_list_is_refused_also_when_posting_directly(
    program: Program, prepared: Page, pupil: str
) -> None:
    assert prepared.get_by_role("button", name=APPROVE).count() == 0
    csrf = prepared.locator("[name=csrf]").last.input_value()
    answer = prepared.request.post(
        prepared.url,
        form={"csrf": csrf, "viec": "duyet"},
        headers={"Origin": program.address, "Accept": "text/html"},
    )
    assert answer.status in (403, 409, 422) and 'role="alert"' in answer.text()
    assert paid_to(program, pupil) == 0


@pytest.mark.parametrize("script", [True, False])
def test_the_account_holder_admits_it_by_the_link_on_a_phone(
    program: Program, visit: Visit, prepared: Page, pupil: str, *, script: bool
) -> None:
    link = prepared.locator("#dia-chi-duyet").inner_text()
    phone = visit(COMMUNE_HOLDER, 360, java_script_enabled=script)
    phone.goto(link)
    assert "30.000" in phone.inner_text("main") and pupil in phone.inner_text("main")
    phone.get_by_role("button", name=APPROVE).click()
    expect(phone.locator(".notice.good")).to_contain_text("Bùi Đức Thắng đã duyệt")
    prepared.reload()
    expect(prepared.get_by_role("link", name="In chứng từ").last).to_be_visible()
    assert paid_to(program, pupil) == 1


def test_who_must_sign_in_first_comes_to_the_list_afterwards(
    visit: Visit, prepared: Page, pupil: str
) -> None:
    phone = visit("", 360)
    phone.goto(prepared.locator("#dia-chi-duyet").inner_text())
    phone.get_by_label("Tên đăng nhập").fill(COMMUNE_HOLDER)
    phone.get_by_label("Mật khẩu", exact=True).fill("khuyen-hoc-2022")
    phone.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(phone.locator("main")).to_contain_text(pupil)


def test_an_impatient_second_press_records_once(
    program: Program, visit: Visit, prepared: Page, pupil: str
) -> None:
    phone = visit(COMMUNE_HOLDER, 360)
    phone.goto(prepared.url)
    phone.get_by_role("button", name=APPROVE).dblclick()
    expect(phone.locator(".notice.good")).to_be_visible()
    assert paid_to(program, pupil) == 1


def test_two_people_at_the_same_list_record_it_once(
    program: Program, visit: Visit, prepared: Page, pupil: str
) -> None:
    first, second = visit(COMMUNE_HOLDER), visit(ACCOUNT_HOLDER, 360)
    for page in (first, second):
        page.goto(prepared.url)
    for page in (first, second):
        page.get_by_role("button", name=APPROVE).click()
    expect(first.locator(".notice.good")).to_be_visible()
    expect(second.locator("main")).to_contain_text("Bùi Đức Thắng đã duyệt")
    assert paid_to(program, pupil) == 1


def test_a_list_that_was_sent_back_says_why_and_records_nothing(
    program: Program, visit: Visit, prepared: Page, pupil: str
) -> None:
    phone = visit(COMMUNE_HOLDER, 360)
    phone.goto(prepared.url)
    phone.get_by_role("button", name="Trả lại").click()
    expect(phone.locator("#f-ly-do-error")).to_be_visible()
    phone.get_by_label("Lý do trả lại").fill("Thiếu quyết định.")
    phone.get_by_role("button", name="Trả lại").click()
    prepared.reload()
    expect(prepared.locator(".notice.bad")).to_contain_text("Thiếu quyết định.")
    assert paid_to(program, pupil) == 0
