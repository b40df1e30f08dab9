"""One's own account: places where one is signed in, the password, keys for programs."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.api.identity.world import PASSWORD
from tests.api.pages.administering.town import Town
from tests.api.pages.entering.commune import Browser

END = "/tai-khoan/phien/ket-thuc"


def changed(browser: Browser, old: str, new: str, again: str) -> httpx.Response:
    typed = {"mat_khau_cu": old, "mat_khau_moi": new, "mat_khau_lai": again}
    return browser.send("/tai-khoan/mat-khau", **typed)


def test_the_account_says_who_one_is_and_what_one_may(town: Town) -> None:
    shown = town.browser("hoa").get("/tai-khoan").text
    assert "Người hoa" in shown and "Thủ quỹ, Hội Khuyến học NA.X" in shown


def test_one_ends_another_session_and_stays_signed_in(town: Town) -> None:
    here, there = town.browser("hoa"), town.browser("hoa")
    here.post(END, here.filled("/tai-khoan", END))
    assert there.get("/tai-khoan").url.path == "/dang-nhap"
    assert here.get("/tai-khoan").url.path == "/tai-khoan"


def test_one_ends_all_other_sessions(town: Town) -> None:
    here, *others = [town.browser("hoa") for _ in range(3)]
    here.post(END, here.filled("/tai-khoan", END, phien="khac"))
    assert {each.get("/tai-khoan").url.path for each in others} == {"/dang-nhap"}
    assert here.get("/tai-khoan").url.path == "/tai-khoan"


def test_nobody_ends_the_session_of_another(town: Town) -> None:
    other, browser = town.browser("binh"), town.browser("hoa")
    with town.site.wiring.connection() as connection:
        rows = connection.execute(
            "SELECT session_id FROM session WHERE person_id = %s", (town.id_of("binh"),)
        ).fetchall()
    browser.post(END, browser.filled("/tai-khoan", "/dang-xuat", phien=rows[0][0]))
    assert other.get("/tai-khoan").url.path == "/tai-khoan"


def test_another_password_opens_and_the_old_one_does_not(town: Town) -> None:
    browser, other = town.browser("hoa"), town.browser("hoa")
    answer = changed(browser, PASSWORD, "rau muong xao toi", "rau muong xao toi")
    assert "Đã đổi mật khẩu" in answer.text
    assert other.get("/tai-khoan").url.path == "/dang-nhap"
    again = Browser(town.client()).send("/dang-nhap", ten="hoa", mat_khau=PASSWORD)
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("sai", "rau muong xao toi", "rau muong xao toi", "Mật khẩu cũ chưa đúng."),
        (PASSWORD, "ngan", "ngan", "ít nhất 10 ký tự"),
        (PASSWORD, PASSWORD, PASSWORD, "phải khác mật khẩu cũ"),
        (PASSWORD, "rau muong xao toi", "rau muong", "Hai lần gõ chưa giống nhau."),
    ],
)
def test_a_password_that_will_not_do_is_explained(
    shared_town: Town, old: str, new: str, again: str, said: str
) -> None:
    answer = changed(shared_town.browser("hoa"), old, new, again)
    assert answer.status_code == 422 and said in answer.text
    assert not [each for each in (old, new) if f'value="{each}"' in answer.text]


def test_a_key_for_a_program_is_shown_once(town: Town) -> None:
    browser = town.browser("hoa")
    answer = browser.send("/tai-khoan/khoa-lap-trinh", ten="Phần mềm kế toán")
    (secret,) = set(re.findall(r"soquy_[\w-]{43}", answer.text))
    assert answer.headers["cache-control"] == "no-store"
    later = browser.get("/tai-khoan/khoa-lap-trinh").text
    assert secret not in later and "Phần mềm kế toán" in later


def test_a_key_offers_only_what_its_owner_may(shared_town: Town) -> None:
    shown = shared_town.browser("hoa").get("/tai-khoan/khoa-lap-trinh").text
    offered = re.findall(r'name="quyen" value="(\w+)"', shown)
    assert offered == ["read", "enter"]


def test_a_key_can_be_revoked(town: Town) -> None:
    browser = town.browser("hoa")
    browser.send("/tai-khoan/khoa-lap-trinh", ten="Phần mềm")
    revoke = "/tai-khoan/khoa-lap-trinh/thu-hoi"
    browser.post(revoke, browser.filled("/tai-khoan/khoa-lap-trinh", revoke))
    assert "đã thu hồi" in browser.get("/tai-khoan/khoa-lap-trinh").text
