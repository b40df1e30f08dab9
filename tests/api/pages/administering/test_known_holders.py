"""Holders are found, shown and erased on the pages of persons by whoever may see all units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from ledger.commands import CollectDonation, RegisterHolder
from ledger.draft import request
from ledger.registry import REGISTRY_ID
from tests.api.pages.administering.town import Town
from tests.api.pages.entering.commune import Browser

HERE = "/quan-tri/du-lieu-ca-nhan"
LOOKS = f"{HERE}/da-xem"


@dataclass(frozen=True)
class Holders:
    """A town for which a newspaper holds money, and somebody else collects."""

    town: Town

    def found(self, browser: Browser, name: str, unit: str = "NA") -> list[str]:
        """Return the addresses of the holders whom a name finds."""
        text = browser.get(f"{HERE}?don-vi={unit}&tim={name}").text
        return [str(each) for each in re.findall(rf'href="({HERE}/noi-nhan-ho/[^"]+)"', text)]

    def erasing(self, browser: Browser, name: str) -> str:
        """Return the address at which the holder of a name is erased."""
        (page,) = self.found(browser, name)
        return page.replace("?", "/xoa?")

    def erase(self, browser: Browser, address: str, **typed: str) -> tuple[int, str]:
        """Send the form of that page; return the status and the page that follows."""
        fields = browser.filled(address, address, **typed)
        answer = browser.client.post(address, data=fields, follow_redirects=True)
        return answer.status_code, answer.text


@pytest.fixture
def holders(town: Town) -> Holders:
    """Register both, one of them under two names; the newspaper collects."""
    office = town.site.wiring.office
    for code, name in (("bao", "Báo Nghệ An"), ("chin", "Bà Tẹo"), ("chin", "Bà Chín Tẹo")):
        command = RegisterHolder(holder=code, kind="individual", restated=True)
        office.ask(request(command, {"name": name}, "p-1"))
    gift = CollectDonation(
        unit_id=town.world.units["NA.X"],
        key="B-1",
        booked_on=date(2022, 3, 1),
        holder="bao",
        amount_vnd=50_000,
    )
    office.ask(request(gift, {"donor": "Ông Mười"}, "p-1"))
    town.site.catch_up()
    return Holders(town)


def test_a_holder_is_found_by_any_name_or_the_code_and_shown(holders: Holders) -> None:
    browser = holders.town.browser("tinh")
    (page,) = holders.found(browser, "ba+teo")
    assert holders.found(browser, "chin+teo") == holders.found(browser, "chin") == [page]
    text = browser.get(page).text
    assert "Bà Chín Tẹo" in text and "Sổ danh mục đang giữ" in text
    assert text.count("Đăng ký nơi nhận hộ</a>") == 2
    assert "Ghi ý muốn" not in text


@pytest.mark.parametrize("login", ["xa", "an", "hoa", "kiem"])
def test_nobody_sees_holders_who_may_not_read_in_all_units(holders: Holders, login: str) -> None:
    (page,) = holders.found(holders.town.browser("tinh"), "chin")
    browser = holders.town.browser(login)
    assert holders.found(browser, "chin", "NA.X") == []
    for address in (page, page.replace("?", "/xoa?")):
        assert browser.get(address.replace("NA", "NA.X")).status_code == 404


def test_erasing_a_holder_takes_a_second_look_and_a_tick(holders: Holders) -> None:
    browser = holders.town.browser("tinh")
    address = holders.erasing(browser, "chin")
    assert "khỏi 2 bút toán của sổ danh mục đơn vị" in browser.get(address).text
    status, text = holders.erase(browser, address)
    assert status == 422 and "Hãy đánh dấu" in text
    status, text = holders.erase(browser, address, chac="1")
    assert status == 200 and "Đã xóa thông tin của người này." in text
    assert holders.found(browser, "teo") == [] and browser.get(address).status_code == 404


def test_the_same_form_again_is_answered_as_before(holders: Holders) -> None:
    browser = holders.town.browser("tinh")
    address = holders.erasing(browser, "chin")
    fields = browser.filled(address, address, chac="1")
    answers = [browser.client.post(address, data=fields) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]


def test_the_second_look_says_that_a_holder_still_has_money(holders: Holders) -> None:
    browser = holders.town.browser("tinh")
    address = holders.erasing(browser, "nghe+an")
    shown = browser.get(address).text
    assert "còn giữ tiền của đơn vị NA.X: 50.000 đồng" in shown
    assert "Xóa vĩnh viễn" not in shown and "Sẽ xóa khỏi" not in shown
    english = browser.get(f"{address}&lang=en").text
    assert "still holds money of NA.X" in english


def test_no_form_of_another_page_erases_a_holder_who_has_money(holders: Holders) -> None:
    browser = holders.town.browser("tinh")
    other = holders.erasing(browser, "chin")
    fields = browser.filled(other, other, chac="1")
    answer = browser.client.post(holders.erasing(browser, "nghe+an"), data=fields)
    assert answer.status_code == 422 and "còn giữ tiền" in answer.text
    assert holders.found(browser, "nghe+an")


def test_looks_at_holders_are_shown_to_whoever_administers_all_units(holders: Holders) -> None:
    browser = holders.town.browser("tinh")
    (page,) = holders.found(browser, "chin")
    browser.get(page)
    text = browser.get(f"{LOOKS}?don-vi=NA").text
    assert "danh sách hoặc tìm nơi nhận hộ" in text
    places = re.findall(rf'href="/chung-tu/{REGISTRY_ID.hex}-\d+"', text)
    assert "nơi nhận hộ, bút toán:" in text and len(places) == 2
    for login, unit in (("tinh", "NA.X"), ("xa", "NA.X")):
        other = holders.town.browser(login).get(f"{LOOKS}?don-vi={unit}").text
        assert "nơi nhận hộ" not in other


def test_a_look_that_cannot_be_noted_shows_nothing_and_says_so(holders: Holders) -> None:
    browser = holders.town.browser("tinh")
    (page,) = holders.found(browser, "chin")
    with holders.town.site.wiring.connection() as connection:
        connection.execute("ALTER TABLE personal_read RENAME TO away")
    for language, said in (("vi", "Không ghi lại được ai đang xem"), ("en", "cannot be noted")):
        answer = browser.get(f"{page}&lang={language}")
        assert answer.status_code == 503 and said in answer.text
        assert "Chín" not in answer.text
