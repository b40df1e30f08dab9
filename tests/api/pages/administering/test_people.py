"""Administrators add people, give roles with days, and take nothing that is above them."""

from __future__ import annotations

import re

import pytest

from api.identity.acting import today
from reports.numbers import short_date
from tests.api.identity.world import PASSWORD, TOMORROW, YESTERDAY
from tests.api.pages.administering.town import Town
from tests.api.pages.entering.commune import Browser

ADD = "/quan-tri/nguoi/them"


def page_of(town: Town, login: str, tail: str = "") -> str:
    return f"/quan-tri/nguoi/{town.id_of(login)}{tail}"


def action_of(town: Town, login: str, what: str, unit: str = "NA.X") -> str:
    return f"{page_of(town, login)}/{what}?don-vi={unit}"


def sent(town: Town, browser: Browser, login: str, what: str, **typed: str) -> tuple[int, str]:
    """Send one of the forms of a person's page; return the status and the page that follows."""
    action = action_of(town, login, what)
    fields = browser.filled(page_of(town, login), action, **typed)
    answer = browser.client.post(action, data=fields, follow_redirects=True)
    return answer.status_code, answer.text


def test_somebody_new_signs_in_with_the_temporary_password(town: Town) -> None:
    browser = town.browser("xa")
    typed = {"ho_ten": "Ngô Thị Mới", "dang_nhap": "moi", "vai_tro": "inspector"}
    answer = browser.send(ADD, **typed)
    (password,) = re.findall(r"<code>(\w{4}-\w{4}-\w{4}-\w{4})</code>", answer.text)
    assert answer.headers["cache-control"] == "no-store"
    first = Browser(town.client()).send("/dang-nhap", ten="moi", mat_khau=password)
    assert first.url.path == "/tai-khoan/mat-khau"


def test_a_first_role_is_given_with_the_account(town: Town) -> None:
    browser = town.browser("xa")
    browser.send(ADD, ho_ten="Ngô Thị Mới", dang_nhap="moi", vai_tro="inspector")
    shown = browser.get("/quan-tri/nguoi?tim=ngo+thi+moi").text
    assert "Ngô Thị Mới" in shown and "Kiểm tra, Hội Khuyến học NA.X" in shown
    assert "Người hoa" not in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ho_ten": "", "dang_nhap": "moi"}, "Hãy ghi họ và tên."),
        ({"ho_ten": "Mới", "dang_nhap": "mới"}, "chữ cái không dấu"),
        ({"ho_ten": "Mới", "dang_nhap": "hoa"}, "đã có người dùng"),
        ({"ho_ten": "Mới", "dang_nhap": "m1", "vai_tro": "inspector", "tu": "32/1/2026"}, "32/1"),
        ({"ho_ten": "Mới", "dang_nhap": "m2", "vai_tro": "chief"}, "Chọn một trong các mục"),
        (
            {"ho_ten": "Mới", "dang_nhap": "m3", "vai_tro": "inspector", "ma_don_vi": "NA"},
            "Không có đơn vị mang mã “NA” trong phạm vi bạn quản trị: hãy xem lại mã.",
        ),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    shared_town: Town, typed: dict[str, str], said: str
) -> None:
    answer = shared_town.browser("xa").send(ADD, **typed)
    assert answer.status_code == 422 and said in answer.text
    assert f'value="{typed["dang_nhap"]}"' in answer.text


def test_a_role_is_given_and_ended_by_the_ledger(town: Town) -> None:
    browser = town.browser("xa")
    status, text = sent(
        town, browser, "kiem", "vai-tro", vai_tro="treasurer", den=short_date(TOMORROW)
    )
    assert status == 200 and "Đã ghi vai trò." in text
    assert town.world.may("kiem", "enter", "NA.X", TOMORROW)
    status, text = sent(town, browser, "hoa", "ket-thuc", den_cu=short_date(YESTERDAY))
    assert "Đã ghi ngày kết thúc." in text and not town.world.may("hoa", "enter", "NA.X")


def test_a_wrong_last_day_of_a_role_stays_beside_it(shared_town: Town) -> None:
    browser = shared_town.browser("xa")
    status, text = sent(shared_town, browser, "hoa", "ket-thuc", den_cu="khi nào")
    assert (
        status == 422
        and '<a href="#f-den-cu"><strong>Đến hết ngày</strong>: Ngày “khi nào”' in text
    )
    assert 'id="f-den-cu" name="den-cu" type="text" value="khi nào" aria-invalid="true"' in text


def test_a_role_cannot_end_before_it_began(shared_town: Town) -> None:
    browser = shared_town.browser("xa")
    status, text = sent(shared_town, browser, "hoa", "ket-thuc", den_cu="01/01/1999")
    assert status == 422 and 'id="f-den-cu-error"' in text
    assert "hãy chọn từ ngày" in text and 'value="01/01/1999"' in text


def test_a_role_that_has_not_begun_is_offered_its_first_day_as_the_last(town: Town) -> None:
    town.world.grant("kiem", "treasurer", "NA.X", TOMORROW)
    page = town.browser("xa").get(page_of(town, "kiem")).text
    assert f'name="den-cu" value="{short_date(TOMORROW)}"' in page


def test_a_treasurer_cannot_be_the_accountant(shared_town: Town) -> None:
    browser = shared_town.browser("xa")
    status, text = sent(shared_town, browser, "hoa", "vai-tro", vai_tro="accountant")
    assert status == 422 and 'id="f-vai-tro-error"' in text
    assert "không được vừa là thủ quỹ vừa là kế toán" in text


def test_a_role_that_ends_before_it_begins_is_refused(shared_town: Town) -> None:
    browser = shared_town.browser("xa")
    typed = {"vai_tro": "inspector", "den": short_date(YESTERDAY)}
    status, text = sent(shared_town, browser, "hoa", "vai-tro", **typed)
    assert status == 422 and 'id="f-den-error"' in text


def test_the_past_of_a_role_stays_in_sight(town: Town) -> None:
    town.world.end("hoa", "treasurer", "NA.X", YESTERDAY)
    shown = town.browser("xa").get(page_of(town, "hoa")).text
    assert "đã hết" in shown and short_date(YESTERDAY) in shown


def test_a_reset_password_ends_the_sessions(town: Town) -> None:
    treasurer, browser = town.browser("hoa"), town.browser("xa")
    status, text = sent(town, browser, "hoa", "mat-khau")
    assert status == 200 and re.search(r"<code>\w{4}-\w{4}-\w{4}-\w{4}</code>", text)
    assert treasurer.get("/tai-khoan").url.path == "/dang-nhap"


def test_a_locked_person_is_out_at_once_and_back_when_unlocked(town: Town) -> None:
    treasurer, browser = town.browser("hoa"), town.browser("xa")
    sent(town, browser, "hoa", "khoa")
    assert treasurer.get("/tai-khoan").url.path == "/dang-nhap"
    sent(town, browser, "hoa", "mo")
    assert treasurer.get("/tai-khoan").url.path == "/tai-khoan"


def test_a_name_can_be_mended(town: Town) -> None:
    status, text = sent(town, town.browser("xa"), "hoa", "ten", ho_ten="Lê Thị Hoà")
    assert status == 200 and "Lê Thị Hoà" in text


@pytest.mark.parametrize("what", ["khoa", "ket-thuc"])
def test_nobody_locks_themselves_out(town: Town, what: str) -> None:
    browser = town.browser("xa")
    own = {"vai-tro-cu": "administrator", "don-vi-cu": "NA.X", "tu-cu": "1/1/2020"}
    fields = browser.filled("/tai-khoan", "/dang-xuat") | own
    fields["den-cu"] = short_date(today())
    answer = browser.client.post(action_of(town, "xa", what), data=fields)
    assert answer.status_code == 422 and "nhờ một người quản trị khác" in answer.text
    assert town.world.may("xa", "administer", "NA.X", TOMORROW)


@pytest.mark.parametrize("what", ["mat-khau", "khoa", "mo", "ten"])
def test_the_account_of_somebody_above_is_out_of_reach(shared_town: Town, what: str) -> None:
    shared_town.world.grant("tinh", "inspector", "NA.X")
    browser = shared_town.browser("xa")
    token = browser.filled("/tai-khoan", "/dang-xuat")["csrf"]
    fields = {"csrf": token, "ho-ten": "Bị đổi", "dang-nhap": "bidoi"}
    answer = browser.client.post(action_of(shared_town, "tinh", what), data=fields)
    assert answer.status_code == 403
    assert (
        Browser(shared_town.client()).send("/dang-nhap", ten="tinh", mat_khau=PASSWORD).url.path
        != "/dang-nhap"
    )


def test_people_of_other_units_are_not_seen(town: Town) -> None:
    town.world.unit("NA.Y", below="NA")
    town.world.grant("lan", "treasurer", "NA.Y")
    browser = town.browser("xa")
    assert "Người lan" not in browser.get("/quan-tri/nguoi").text
    assert browser.get(page_of(town, "lan")).status_code == 404


def test_the_province_sees_the_people_of_its_communes(town: Town) -> None:
    assert "Người hoa" in town.browser("tinh").get("/quan-tri/nguoi").text
