"""Signing in and out: one way in, the same words for every failure, and nowhere but this site."""

from __future__ import annotations

import re
import sys

import httpx
import pytest
import structlog

from api.identity.limits import SIGN_IN_PER_LOGIN
from api.identity.people import disable, set_password
from api.operation import logs
from tests.api.identity.world import PASSWORD
from tests.api.pages.administering.town import Town
from tests.api.pages.entering.commune import Browser


def tried(town: Town, login: str, password: str) -> httpx.Response:
    return Browser(town.client()).send("/dang-nhap", ten=login, mat_khau=password)


def test_a_treasurer_arrives_where_they_work(town: Town) -> None:
    assert tried(town, "hoa", PASSWORD).url.path == "/ban-lam-viec"


def test_an_administrator_arrives_at_the_administration(town: Town) -> None:
    answer = tried(town, "XA", PASSWORD)
    assert answer.url.path == "/quan-tri" and "Hội Khuyến học NA.X" in answer.text


def test_who_was_on_the_way_somewhere_arrives_there(town: Town) -> None:
    client = town.client()
    sent = client.get("/quan-tri/nguoi?don-vi=NA.X&tim=hoa")
    assert sent.status_code == 303
    answer = Browser(client).send(sent.headers["location"], ten="xa", mat_khau=PASSWORD)
    assert str(answer.url).endswith("/quan-tri/nguoi?don-vi=NA.X&tim=hoa")


@pytest.mark.parametrize("elsewhere", ["https://vi.du/", "//vi.du/", "/\\vi.du", "javascript:1"])
def test_nobody_is_led_to_another_site(shared_town: Town, elsewhere: str) -> None:
    browser = Browser(shared_town.client())
    fields = browser.filled("/dang-nhap", ten="xa", mat_khau=PASSWORD) | {"tiep": elsewhere}
    assert browser.post("/dang-nhap", fields).headers["location"] == "/quan-tri"


@pytest.mark.parametrize(("login", "password"), [("hoa", "sai-mat-khau"), ("khong-co", PASSWORD)])
def test_a_wrong_login_reads_like_a_wrong_password(
    shared_town: Town, login: str, password: str
) -> None:
    answer = tried(shared_town, login, password)
    assert answer.status_code == 422 and "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.text
    assert f'value="{login}"' in answer.text and password not in answer.text


def test_an_empty_field_is_named(shared_town: Town) -> None:
    answer = tried(shared_town, "", "")
    assert answer.status_code == 422 and answer.text.count("Chưa điền ô này.") == 2


def test_a_locked_account_stays_out(town: Town) -> None:
    with town.site.wiring.connection() as connection:
        disable(connection, town.id_of("hoa"))
    assert tried(town, "hoa", PASSWORD).status_code == 422


def test_too_many_tries_must_wait(town: Town) -> None:
    for _ in range(SIGN_IN_PER_LOGIN.tries):
        assert tried(town, "hoa", "sai-mat-khau").status_code == 422
    answer = tried(town, "hoa", PASSWORD)
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 900
    assert "Hãy đợi 15 phút rồi thử lại" in answer.text


def test_a_temporary_password_leads_to_a_new_one_and_nowhere_else(town: Town) -> None:
    with town.site.wiring.connection() as connection:
        set_password(connection, town.id_of("xa"), PASSWORD, temporary=True)
    browser = Browser(town.client())
    browser.send("/dang-nhap", ten="xa", mat_khau=PASSWORD)
    assert browser.get("/quan-tri/nguoi").url.path == "/tai-khoan/mat-khau"
    typed = {"mat_khau_cu": PASSWORD, "mat_khau_moi": "rau muong xao toi"}
    answer = browser.send("/tai-khoan/mat-khau", **typed, mat_khau_lai="rau muong xao toi")
    assert answer.url.path == "/quan-tri"


def test_an_old_temporary_password_is_refused_with_the_reason(town: Town) -> None:
    with town.site.wiring.connection() as connection:
        set_password(connection, town.id_of("xa"), PASSWORD, temporary=True)
        connection.execute("UPDATE account SET password_until = now() - INTERVAL '1 second'")
    assert "đã hết hạn" in tried(town, "xa", PASSWORD).text


def test_the_cookie_is_new_each_time_and_closed_to_scripts(town: Town) -> None:
    browser = town.browser("xa")
    before = browser.client.cookies["soquy"]
    answer = browser.post("/dang-xuat", browser.filled("/tai-khoan", "/dang-xuat"))
    assert "soquy" not in browser.client.cookies and answer.headers["location"] == "/"
    client = Browser(town.client())
    fields = client.filled("/dang-nhap", ten="xa", mat_khau=PASSWORD)
    cookie = client.post("/dang-nhap", fields).headers["set-cookie"]
    assert re.search("HttpOnly.*SameSite=lax", cookie) and before not in cookie


def test_over_https_the_cookie_belongs_to_this_host_alone(town: Town) -> None:
    proxied = {"X-Forwarded-Proto": "https", "Host": "soquy.vn"}
    client = town.client()
    shown = client.get("/dang-nhap", headers=proxied)
    (form_cookie,) = shown.headers.get_list("set-cookie")
    assert form_cookie.startswith("__Host-soquy-form=") and "Secure" in form_cookie
    token = re.search(r'name="csrf" value="([^"]+)"', shown.text)
    assert token
    fields = {"ten": "xa", "mat-khau": PASSWORD, "csrf": token[1]}
    proxied["Cookie"] = form_cookie.partition(";")[0]
    answer = client.post("/dang-nhap", data=fields, headers=proxied)
    assert answer.headers["set-cookie"].startswith("__Host-soquy=") and answer.status_code == 303
    assert "; Secure" in answer.headers["set-cookie"]
    assert "Domain" not in answer.headers["set-cookie"]


def test_who_signed_out_needs_to_sign_in(town: Town) -> None:
    browser = town.browser("xa")
    cookie = browser.client.cookies["soquy"]
    browser.post("/dang-xuat", browser.filled("/tai-khoan", "/dang-xuat"))
    answer = town.client().get("/quan-tri", headers={"Cookie": f"soquy={cookie}"})
    assert answer.headers["location"] == "/dang-nhap?tiep=%2Fquan-tri"


@pytest.mark.parametrize("clock", ["seen_at = now() - INTERVAL '121 minutes'"])
@pytest.mark.parametrize("other", ["begun_at = now() - INTERVAL '12 hours 1 second'"])
def test_a_session_ends_by_itself(town: Town, clock: str, other: str) -> None:
    for change in (clock, other):
        browser = town.browser("xa")
        with town.site.wiring.connection() as connection:
            connection.execute(f"UPDATE session SET {change}".encode())
        assert browser.get("/quan-tri").url.path == "/dang-nhap"


def test_a_session_lasts_while_it_is_used(town: Town) -> None:
    browser = town.browser("xa")
    for _ in range(3):
        with town.site.wiring.connection() as connection:
            connection.execute("UPDATE session SET seen_at = seen_at - INTERVAL '90 minutes'")
        assert browser.get("/quan-tri").url.path == "/quan-tri"


def test_a_sign_in_page_of_a_real_home_shows_no_passwords(shared_town: Town) -> None:
    assert "Bản dùng thử" not in shared_town.client().get("/dang-nhap").text


def test_the_log_knows_ids_and_no_names(town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up(sys.stderr)
    tried(town, "hoa", "sai-mat-khau")
    tried(town, "khong-co-ai", PASSWORD)
    town.browser("hoa")
    structlog.reset_defaults()
    said = capfd.readouterr().err
    assert said.count('"sign_in_failed"') == 2 and said.count('"signed_in"') == 1
    assert said.count(town.id_of("hoa")) == 2
    assert not [each for each in ("Người hoa", "khong-co-ai", PASSWORD, '"hoa"') if each in said]
