"""What goes wrong while people work: nothing is recorded twice, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.program import Program
from tests.browser.province import COMMUNE_TREASURER

NUMBERS = count(1)
FORM = "/phieu-thu/lap?don-vi=NA-01-01"
RECORD = "Ghi phiếu thu"
REPEATED = "Đã ghi rồi, không ghi thêm lần nữa"
Recorded = Callable[[], int]


@pytest.fixture
def donor() -> str:
    """Give the name of somebody who never gave before."""
    return f"Ông Hồ Văn Sự {next(NUMBERS)}"


@pytest.fixture
def page(visit: Visit) -> Page:
    """Give the treasurer's browser."""
    return visit(COMMUNE_TREASURER)


@pytest.fixture
def recorded(program: Program, donor: str) -> Recorded:
    """Give how many gifts of the donor are in the book."""
    return lambda: program.naming("gift", "donor", donor)


def fill(page: Page, donor: str, amount: str = "70.000") -> None:
    """Type a gift into the form."""
    page.goto(FORM)
    page.get_by_label("Họ tên người ủng hộ").fill(donor)
    page.get_by_label("Số tiền (đồng)").fill(amount)


def record(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name=RECORD).click()


@pytest.mark.parametrize("script", [True, False])
def test_an_impatient_double_click_records_once(
    visit: Visit, donor: str, recorded: Recorded, *, script: bool
) -> None:
    page = visit(COMMUNE_TREASURER, java_script_enabled=script)
    fill(page, donor)
    page.get_by_role("button", name=RECORD).dblclick()
    expect(page.locator(".notice.good")).to_contain_text(donor)
    assert recorded() == 1


def test_going_back_and_sending_again_records_once(
    page: Page, donor: str, recorded: Recorded
) -> None:
    fill(page, donor)
    record(page)
    expect(page.locator(".notice.good")).to_contain_text(donor)
    page.go_back()
    fill(page, donor)
    record(page)
    expect(page.get_by_role("button", name="Vẫn ghi thêm")).to_be_visible()
    assert recorded() == 1


def test_an_answer_that_was_lost_on_the_way_is_asked_about(
    page: Page, donor: str, recorded: Recorded
) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    fill(page, donor)
    page.route("**/phieu-thu/lap", lose_the_answer, times=1)
    record(page)
    page.wait_for_url("chrome-error://**")
    fill(page, donor)
    record(page)
    expect(page.get_by_role("button", name="Vẫn ghi thêm")).to_be_visible()
    assert recorded() == 1


def test_without_a_line_what_was_typed_stays_until_there_is_one(
    page: Page, donor: str, recorded: Recorded
) -> None:
    fill(page, donor)
    page.context.set_offline(True)
    record(page)
    expect(page.locator(".notice.bad")).to_contain_text("Máy đang mất mạng")
    page.context.set_offline(False)
    record(page)
    expect(page.locator(".notice.good")).to_contain_text(donor)
    assert recorded() == 1


def test_the_same_gift_in_two_tabs_is_asked_about(
    page: Page, donor: str, recorded: Recorded
) -> None:
    other = page.context.new_page()
    for tab in (page, other):
        fill(tab, donor)
    for tab in (page, other):
        record(tab)
    expect(other.get_by_role("button", name="Vẫn ghi thêm")).to_be_visible()
    assert recorded() == 1
    other.get_by_role("button", name="Vẫn ghi thêm").click()
    expect(other.locator(".notice.good")).to_contain_text(donor)
    assert recorded() == 2


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    program: Program, page: Page, donor: str, recorded: Recorded
) -> None:
    fill(page, donor)
    program.let_sessions_end(COMMUNE_TREASURER)
    with page.expect_response("**/phieu-thu/goi-y*"):
        page.get_by_label("Họ tên người ủng hộ").press_sequentially(" ")
    record(page)
    expect(page.locator("main")).to_contain_text("Những gì vừa nhập vẫn được giữ")
    page.get_by_label("Tên đăng nhập").fill(COMMUNE_TREASURER)
    page.get_by_label("Mật khẩu", exact=True).fill("khuyen-hoc-2022")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator("main")).to_contain_text(donor)
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator(".notice.good")).to_contain_text(donor)
    assert recorded() == 1


def test_what_was_typed_wrong_stays_with_what_is_wrong_beside_it(
    page: Page, donor: str, recorded: Recorded
) -> None:
    fill(page, donor, "26,000")
    record(page)
    expect(page.locator(".field", has_text="Số tiền (đồng)").locator(".error")).to_be_visible()
    assert page.get_by_label("Số tiền (đồng)").input_value() == "26,000"
    assert page.get_by_label("Họ tên người ủng hộ").input_value() == donor
    assert recorded() == 0


def test_an_amount_is_said_in_words_while_it_is_typed(page: Page) -> None:
    page.goto(FORM)
    page.get_by_label("Số tiền (đồng)").press_sequentially("1005000")
    words = page.locator("#chu-so-tien-1")
    expect(words).to_contain_text("triệu không trăm linh năm nghìn đồng")


def test_a_donor_of_before_is_found_without_tone_marks(page: Page, donor: str) -> None:
    fill(page, donor)
    record(page)
    field = page.get_by_label("Họ tên người ủng hộ")
    field.press_sequentially("ong ho van su")
    expect(page.locator(f"#goi-y-1 option[value='{donor}']")).to_be_attached()


def test_in_english_the_same_form_records_the_same_gift(
    page: Page, donor: str, recorded: Recorded
) -> None:
    page.goto(FORM)
    page.get_by_role("link", name="English").click()
    assert page.get_attribute("html", "lang") == "en"
    page.locator("[name=ten-1]").fill(donor)
    page.locator("[name=so-tien-1]").fill("70,000")
    page.locator("main form button:not(.second)").click()
    expect(page.locator("#f-so-tien-1-error")).to_be_visible()
    page.locator("[name=so-tien-1]").fill("70.000")
    page.locator("main form button:not(.second)").click()
    expect(page.locator(".notice.good")).to_contain_text(donor)
    assert recorded() == 1
