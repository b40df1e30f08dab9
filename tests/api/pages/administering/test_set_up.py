"""The first set-up on the pages: one person, alone, from the code to the first paper."""

from __future__ import annotations

from uuid import UUID

import pytest

from api.identity.acting import today, unit_now
from api.identity.first_run import new_set_up_code
from ledger.commands import ReceiveDonation
from ledger.events import SeriesContinued
from projections.unit_page import held_on
from tests.api.identity.world import World
from tests.api.pages.administering.town import Town
from tests.api.pages.entering.commune import Browser

FIRST = {
    "ten": "Hội Khuyến học phường Trường Vinh",
    "cap": "commune",
    "ho_ten": "Nguyễn Văn Hòa",
    "dang_nhap": "hoa",
    "mat_khau_moi": "cay bang con nghe",
    "mat_khau_lai": "cay bang con nghe",
}


def begun(home: Town, **changed: str) -> Browser:
    """Return the browser of the first administrator."""
    code = new_set_up_code(home.site.wiring.url)
    browser = Browser(home.client())
    answer = browser.send(f"/thiet-lap?ma={code}", **(FIRST | changed))
    assert answer.url.path == "/thiet-lap/nguoi", answer.text
    return browser


def unit_of(home: Town, code: str = "HKHPTV") -> UUID:
    with home.site.wiring.connection() as connection:
        unit = unit_now(connection, code, today())
    assert unit is not None
    return unit.unit_id


def test_everything_leads_to_the_set_up_while_nobody_can_sign_in(new_home: Town) -> None:
    answer = Browser(new_home.client()).get("/quan-tri")
    assert answer.url.path == "/thiet-lap"


def test_afterwards_it_leads_to_signing_in(new_home: Town) -> None:
    begun(new_home)
    answer = Browser(new_home.client()).get("/thiet-lap?ma=abcd-efgh")
    assert answer.url.path == "/dang-nhap"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ma_thiet_lap": "sai"}, "ma-thiet-lap"),
        ({"ten": ""}, "ten"),
        ({"cap": ""}, "cap"),
        ({"mat_khau_lai": "khac"}, "mat-khau-lai"),
        ({"dang_nhap": "Hòa"}, "dang-nhap"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nobody_is_made(
    new_home: Town, changed: dict[str, str], field: str
) -> None:
    code = new_set_up_code(new_home.site.wiring.url)
    browser = Browser(new_home.client())
    answer = browser.send(f"/thiet-lap?ma={code}", **(FIRST | changed))
    assert answer.status_code == 422 and f'id="f-{field}-error"' in answer.text
    assert "Nguyễn Văn Hòa" in answer.text and "cay bang" not in answer.text
    assert new_set_up_code(new_home.site.wiring.url) is not None


def test_the_second_browser_comes_too_late(new_home: Town) -> None:
    code = new_set_up_code(new_home.site.wiring.url)
    first, second = (Browser(new_home.client()) for _ in range(2))
    forms = [each.filled(f"/thiet-lap?ma={code}", **FIRST) for each in (first, second)]
    assert first.post("/thiet-lap", forms[0]).headers["location"] == "/thiet-lap/nguoi"
    assert second.post("/thiet-lap", forms[1]).headers["location"] == "/dang-nhap"


def test_a_unit_that_was_imported_can_be_chosen(new_home: Town) -> None:
    World(new_home.site.wiring).unit("NA", level="province")
    new_home.site.catch_up()
    shown = begun(new_home, chon="NA", ten="", cap="").get("/quan-tri").text
    assert "Hội Khuyến học NA" in shown


def test_the_staff_get_slips_with_passwords_that_work(new_home: Town) -> None:
    browser = begun(new_home)
    typed = {"toi_treasurer": "1", "ho_ten_accountant": "Trần Thị Kế", "dang_nhap_accountant": "ke"}
    answer = browser.send("/thiet-lap/nguoi", **typed)
    assert answer.text.count("Mật khẩu tạm</dt>") == 1 and "Trần Thị Kế" in answer.text
    password = answer.text.split("<code>")[2].split("</code>")[0]
    first = Browser(new_home.client()).send("/dang-nhap", ten="ke", mat_khau=password)
    assert first.url.path == "/tai-khoan/mat-khau"


def test_treasurer_and_accountant_are_two_people(new_home: Town) -> None:
    answer = begun(new_home).send("/thiet-lap/nguoi", toi_treasurer="1", toi_accountant="1")
    assert answer.status_code == 422 and 'id="f-toi-accountant-error"' in answer.text


def test_a_login_that_is_taken_adds_nobody(new_home: Town) -> None:
    fields = {
        "ho-ten-accountant": "Trần Thị Kế",
        "dang-nhap-accountant": "ke",
        "ho-ten-account_holder": "Lê Chủ",
        "dang-nhap-account_holder": "hoa",
    }
    browser = begun(new_home)
    answer = browser.post("/thiet-lap/nguoi", browser.filled("/thiet-lap/nguoi") | fields)
    assert answer.status_code == 422 and 'id="f-dang-nhap-account_holder-error"' in answer.text
    assert "Trần Thị Kế (ke)" not in browser.get("/thiet-lap/nguoi").text


def test_what_the_unit_holds_is_brought_in_once(new_home: Town) -> None:
    browser = begun(new_home)
    typed = {"tien_mat": "12.500.000", "ngan_hang": "50.000.000"}
    fields = browser.filled("/thiet-lap/so-du", **typed)
    assert [browser.post("/thiet-lap/so-du", fields).status_code for _ in range(2)] == [303, 303]
    with new_home.site.wiring.connection() as connection:
        held = held_on(connection, unit_of(new_home), today())
    assert [each.amount_vnd for each in held] == [12_500_000, 50_000_000]


def test_another_opening_balance_is_refused(new_home: Town) -> None:
    browser = begun(new_home)
    browser.send("/thiet-lap/so-du", tien_mat="12.500.000")
    assert "<dt>Tiền mặt tại quỹ</dt>" in browser.get("/thiet-lap/so-du").text
    answer = browser.send("/thiet-lap/so-du", tien_mat="13.000.000")
    assert answer.status_code == 422 and "13.000.000" in answer.text


def test_a_book_with_gifts_has_no_opening_any_more(new_home: Town) -> None:
    browser = begun(new_home)
    fields = browser.filled("/thiet-lap/so-du", tien_mat="1.000")
    gift = ReceiveDonation(
        unit_id=unit_of(new_home), key="G-1", booked_on=today(), channel="cash", amount_vnd=1_000
    )
    World(new_home.site.wiring).tell(gift)
    assert browser.post("/thiet-lap/so-du", fields).status_code == 422


def test_numbers_go_on_from_the_paper_book(new_home: Town) -> None:
    browser = begun(new_home)
    answer = browser.send("/thiet-lap/so-chung-tu", PT="35", BN="1")
    assert answer.url.path == "/thiet-lap/xong"
    history = new_home.site.wiring.journal.history(unit_of(new_home))
    series = [each for each in history if isinstance(each, SeriesContinued)]
    assert [(each.series, each.next_number) for each in series] == [("PT", 35)]


def test_steps_without_anything_to_say_can_be_passed(new_home: Town) -> None:
    browser = begun(new_home)
    for step, onward in (("so-du", "so-chung-tu"), ("so-chung-tu", "xong")):
        assert browser.send(f"/thiet-lap/{step}").url.path == f"/thiet-lap/{onward}"
