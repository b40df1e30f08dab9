"""Staff find a person by name, note whose wish it is that they are named, and erase them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from ledger.commands import PayAward, ReceiveDonation
from ledger.draft import request
from tests.api.pages.administering.town import Town
from tests.api.pages.entering.commune import Browser

HERE = "/quan-tri/du-lieu-ca-nhan"
DAY = date(2022, 3, 1)


@dataclass(frozen=True)
class Known:
    """A town in which a gift and an award name somebody."""

    town: Town

    def page_of(self, browser: Browser, name: str) -> str:
        """Return the address of the page of the one person whom a name finds."""
        text = browser.get(f"{HERE}?don-vi=NA.X&tim={name}").text
        (address,) = re.findall(rf'href="({HERE}/[0-9a-f-]+\?don-vi=NA\.X)"', text)
        return str(address)

    def send(self, browser: Browser, page: str, tail: str, **typed: str) -> tuple[int, str]:
        """Send a form of somebody's page; return the status and the page that follows."""
        path, query = page.split("?")
        shown = f"{path}/xoa?{query}" if tail == "xoa" else page
        address = f"{path}/{tail}?{query}"
        fields = browser.filled(shown, address, **typed)
        answer = browser.client.post(address, data=fields, follow_redirects=True)
        return answer.status_code, answer.text


@pytest.fixture
def known(town: Town) -> Known:
    """Record a gift of a donor and an award to a pupil."""
    unit_id, office = town.world.units["NA.X"], town.site.wiring.office
    gift = ReceiveDonation(
        unit_id=unit_id, key="G-1", booked_on=DAY, channel="cash", amount_vnd=500_000
    )
    award = PayAward(
        unit_id=unit_id,
        key="P-1",
        booked_on=DAY,
        kind="scholarship",
        recipient_kind="pupil",
        channel="cash",
        amount_vnd=200_000,
        approved_outside=True,
    )
    said = {"donor": "Nguyễn Thị Minh Khai", "contact": "0912 345 678"}
    office.ask(request(gift, said, "p-1"))
    office.ask(request(award, {"recipient": "Lê Văn Tám", "birth_year": 2012}, "p-1"))
    town.site.catch_up()
    return Known(town)


def test_a_person_is_found_without_tone_marks_and_shown_with_all_that_is_kept(known: Known) -> None:
    browser = known.town.browser("hoa")
    text = browser.get(known.page_of(browser, "minh+khai")).text
    assert "0912 345 678" in text and "500.000" in text and "chưa có sự đồng ý" in text
    assert "Xem trước khi xóa" not in text


def test_the_page_of_an_entry_leads_to_its_person(known: Known) -> None:
    browser = known.town.browser("an")
    (href,) = re.findall(r'href="([^"]+)">Mọi bút toán về', browser.get(entry_of(known)).text)
    assert "Nguyễn Thị Minh Khai" in browser.get(href.replace("&amp;", "&")).text


def entry_of(known: Known) -> str:
    """Return the address of the gift."""
    return f"/chung-tu/{known.town.world.units['NA.X'].hex}-1"


def test_erasing_takes_a_second_look_and_a_tick(known: Known) -> None:
    browser = known.town.browser("an")
    page = known.page_of(browser, "khai")
    status, text = known.send(browser, page, "xoa")
    assert status == 422 and "Hãy đánh dấu" in text
    status, text = known.send(browser, page, "xoa", chac="1")
    assert status == 200 and "Đã xóa thông tin của người này." in text
    assert browser.get(page).status_code == 404
    assert "Không tìm thấy ai" in browser.get(f"{HERE}?don-vi=NA.X&tim=khai").text


def test_names_read_as_erased_wherever_they_stood(known: Known) -> None:
    browser = known.town.browser("an")
    known.send(browser, known.page_of(browser, "khai"), "xoa", chac="1")
    known.town.site.catch_up()
    for address in ("/so?don-vi=NA.X", entry_of(known)):
        text = browser.get(address).text
        assert "Khai" not in text, address
    assert "[đã xoá]" in browser.get("/so?don-vi=NA.X").text


def test_nobody_erases_without_the_role_for_it(known: Known) -> None:
    browser = known.town.browser("hoa")
    page = known.page_of(browser, "khai")
    address = page.replace("?", "/xoa?")
    shown = browser.get(address)
    assert shown.status_code == 200 and "không phải chủ tài khoản hay quản trị" in shown.text
    assert "Xóa vĩnh viễn" not in shown.text
    fields = browser.filled(page, page.replace("?", "/dong-y?"), ly_do="request", chac="1")
    answer = browser.client.post(address, data=fields)
    assert answer.status_code == 422 and "không phải chủ tài khoản hay quản trị" in answer.text
    assert known.page_of(browser, "khai") == page


def test_papers_whose_time_is_not_over_are_not_destroyed_on_our_own_account(known: Known) -> None:
    browser = known.town.browser("an")
    page = known.page_of(browser, "khai")
    status, text = known.send(browser, page, "xoa", chac="1", ly_do="retention_over")
    assert status == 422 and "31/12/2032" in text


def test_a_donor_who_wishes_it_is_named_to_everybody(known: Known) -> None:
    browser, guest = known.town.browser("hoa"), known.town.client()
    assert "Khai" not in guest.get("/so?don-vi=NA.X").text
    wish = {"khoan": "G-1", "ai": "donor", "muon": "co", "nguoi": "bà Khai", "cach": "giấy ký"}
    status, text = known.send(browser, known.page_of(browser, "khai"), "dong-y", **wish)
    known.town.site.catch_up()
    assert status == 200 and "Đã ghi." in text
    assert "Nguyễn Thị Minh Khai" in guest.get("/so?don-vi=NA.X").text


def test_a_child_is_named_only_if_a_representative_consents_too(known: Known) -> None:
    browser, guest = known.town.browser("hoa"), known.town.client()
    page = known.page_of(browser, "tam")
    for consenter in ("recipient", "representative"):
        assert "Lê Văn Tám" not in guest.get("/so?don-vi=NA.X").text
        wish = {"khoan": "P-1", "ai": consenter, "muon": "co", "nguoi": "mẹ", "cach": "giấy"}
        assert known.send(browser, page, "dong-y", **wish)[0] == 200
        known.town.site.catch_up()
    assert "Lê Văn Tám" in guest.get("/so?don-vi=NA.X").text
    wish = {"khoan": "P-1", "ai": "recipient", "muon": "khong", "nguoi": "em", "cach": "nói"}
    assert known.send(browser, page, "dong-y", **wish)[0] == 200
    known.town.site.catch_up()
    assert "Lê Văn Tám" not in guest.get("/so?don-vi=NA.X").text


def test_a_wish_says_whose_it_is_and_how_it_was_told(known: Known) -> None:
    browser = known.town.browser("hoa")
    page = known.page_of(browser, "khai")
    status, text = known.send(browser, page, "dong-y", khoan="G-1", muon="co", ai="donor")
    assert status == 422 and text.count('-error">Chưa điền ô này.') == 2
    wish = {"khoan": "G-1", "ai": "representative", "muon": "co", "nguoi": "x", "cach": "y"}
    status, text = known.send(browser, page, "dong-y", **wish)
    assert status == 422 and "không cần sự đồng ý này" in text


def test_every_look_is_noted(known: Known) -> None:
    browser = known.town.browser("hoa")
    browser.get(known.page_of(browser, "khai"))
    with known.town.site.wiring.connection() as connection:
        rows = connection.execute(
            "SELECT path, cardinality(versions) FROM personal_read WHERE person_id = %s "
            "ORDER BY read_at",
            [known.town.id_of("hoa")],
        ).fetchall()
    assert rows == [(HERE, 0), (HERE, 1)]


@pytest.mark.parametrize(("login", "begins"), [("xa", "Quản trị"), ("hoa", "Thông tin cá nhân")])
def test_the_way_to_a_person_begins_where_one_may_go(known: Known, login: str, begins: str) -> None:
    browser = known.town.browser(login)
    _, _, crumbs = browser.get(known.page_of(browser, "khai")).text.partition('<nav class="crumbs"')
    (first, *_) = re.findall(r"<li><a href=\"([^\"]+)\">([^<]+)</a></li>", crumbs)
    assert first[1] == begins and browser.get(first[0]).status_code == 200
