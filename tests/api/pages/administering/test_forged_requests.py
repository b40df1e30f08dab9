"""A request that another site makes a browser send does nothing; an old page loses nothing."""

from __future__ import annotations

import pytest

from tests.api.identity.world import PASSWORD
from tests.api.pages.administering.town import Town
from tests.api.pages.entering.commune import Browser

ADD = "/quan-tri/nguoi/them"
NEW = {"ho_ten": "Ngô Thị Mới", "dang_nhap": "moi"}


def people(town: Town) -> int:
    with town.site.wiring.connection() as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM account").fetchall()
    return int(count)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://vi.du"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_request_of_another_site_is_refused(town: Town, headers: dict[str, str]) -> None:
    browser, before = town.browser("xa"), people(town)
    fields = browser.filled(ADD, **NEW)
    answer = browser.client.post(ADD, data=fields, headers=headers)
    assert answer.status_code == 403 and people(town) == before


@pytest.mark.parametrize("token", ["", "sai"])
def test_a_request_without_origin_and_token_is_refused(town: Town, token: str) -> None:
    browser, before = town.browser("xa"), people(town)
    fields = browser.filled(ADD, **NEW) | {"csrf": token}
    assert browser.post(ADD, fields).status_code == 403
    assert people(town) == before


def test_the_token_of_another_session_does_not_fit(town: Town) -> None:
    other = town.browser("tinh").filled(ADD)
    browser, before = town.browser("xa"), people(town)
    fields = browser.filled(ADD, **NEW) | {"csrf": other["csrf"]}
    assert browser.post(ADD, fields).status_code == 403 and people(town) == before


def test_a_form_with_a_zero_byte_is_a_mistake_of_who_sends_it(town: Town) -> None:
    browser, before = town.browser("xa"), people(town)
    fields = browser.filled(ADD, **NEW) | {"don-vi": "NA\0"}
    assert browser.post(ADD, fields).status_code == 400 and people(town) == before


@pytest.mark.parametrize("encoding", ["raw_unicode_escape", "punycode", "idna", "undefined"])
def test_a_form_in_an_encoding_of_its_own_breaks_nothing(town: Town, encoding: str) -> None:
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={encoding}"}
    field = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\\ud800\r\n--x--\r\n'
    answer = town.client().post("/dang-nhap", content=field, headers=kind)
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("name", ["csrf", "don-vi", "ho-ten"])
def test_a_form_with_half_a_pair_is_a_mistake_of_who_sends_it(town: Town, name: str) -> None:
    browser, before = town.browser("xa"), people(town)
    fields = browser.filled(ADD, **NEW) | {name: "\\ud800"}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}' for n, v in fields.items()
    ]
    kind = {"Content-Type": "multipart/form-data; boundary=x; charset=raw_unicode_escape"}
    sent = "\r\n".join([*parts, "--x--", ""]).encode("raw_unicode_escape")
    answer = browser.client.post(ADD, content=sent, headers=kind)
    assert answer.status_code == 400 and people(town) == before


def test_an_origin_that_is_no_address_is_another_site(town: Town) -> None:
    answer = town.client().post("/dang-nhap", headers={"Origin": "http://["})
    assert answer.status_code == 403


def test_an_own_page_that_is_old_shows_what_was_typed(town: Town) -> None:
    browser = town.browser("xa")
    fields = browser.filled(ADD, **NEW) | {"csrf": "sai"}
    own = {"Origin": town.site.address}
    answer = browser.client.post(ADD, data=fields, headers=own)
    assert answer.status_code == 403 and "Ngô Thị Mới" in answer.text


def test_who_signs_in_after_an_expired_session_sends_the_form_again(town: Town) -> None:
    browser = town.browser("xa")
    fields = browser.filled(ADD, **NEW)
    with town.site.wiring.connection() as connection:
        connection.execute("UPDATE session SET seen_at = now() - INTERVAL '3 hours'")
    sent = browser.post(ADD, fields)
    assert "đã hết giờ" in browser.get(sent.headers["location"]).text
    shown = browser.send(sent.headers["location"], ten="xa", mat_khau=PASSWORD)
    assert shown.url.path == "/dang-nhap/tiep-tuc" and "Ngô Thị Mới" in shown.text
    answer = browser.post(ADD, browser.filled("/dang-nhap/tiep-tuc", ADD))
    assert "Đã thêm Ngô Thị Mới" in answer.text


def expired(town: Town, **typed: str) -> Browser:
    """Return a browser whose form came too late and is kept."""
    browser = town.browser("xa")
    fields = browser.filled(ADD, **typed)
    with town.site.wiring.connection() as connection:
        connection.execute("UPDATE session SET ended_at = now()")
    browser.post(ADD, fields)
    return browser


def test_somebody_else_at_the_same_browser_does_not_see_it(town: Town) -> None:
    browser = expired(town, **NEW)
    answer = browser.send("/dang-nhap?tiep=/dang-nhap/tiep-tuc", ten="tinh", mat_khau=PASSWORD)
    assert answer.url.path == "/quan-tri" and "Ngô Thị Mới" not in answer.text


def test_what_is_kept_cannot_be_read_in_the_database(town: Town) -> None:
    expired(town, **NEW)
    with town.site.wiring.connection() as connection:
        ((sealed,),) = connection.execute("SELECT sealed FROM kept_form").fetchall()
    assert "Ngô Thị Mới".encode() not in sealed and len(sealed) > 100


def test_what_is_kept_can_be_thrown_away(town: Town) -> None:
    browser = expired(town, **NEW)
    browser.send("/dang-nhap?tiep=/dang-nhap/tiep-tuc", ten="xa", mat_khau=PASSWORD)
    fields = browser.filled("/dang-nhap/tiep-tuc", "/dang-nhap/bo-qua")
    assert browser.post("/dang-nhap/bo-qua", fields).headers["location"] == "/quan-tri"
    assert browser.get("/dang-nhap/tiep-tuc").url.path == "/quan-tri"


def test_passwords_are_never_kept(town: Town) -> None:
    browser = town.browser("xa")
    fields = browser.filled("/tai-khoan/mat-khau", mat_khau_cu=PASSWORD, mat_khau_moi="x")
    with town.site.wiring.connection() as connection:
        connection.execute("UPDATE session SET ended_at = now()")
    browser.post("/tai-khoan/mat-khau", fields)
    browser.send("/dang-nhap?tiep=/dang-nhap/tiep-tuc", ten="xa", mat_khau=PASSWORD)
    assert PASSWORD not in browser.get("/dang-nhap/tiep-tuc").text


def test_a_long_list_is_read_to_its_end(shared_town: Town) -> None:
    browser = shared_town.browser("xa")
    token = browser.filled(ADD)["csrf"]
    fields = {f"ten-{at}": "x" for at in range(3_000)} | {"csrf": token, "ho-ten": "Ngô Thị Mới"}
    assert "Ngô Thị Mới" in browser.post(ADD, fields).text
