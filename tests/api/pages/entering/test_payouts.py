"""Money goes out when a second person has admitted it, once, and whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from ledger.commands import ReceiveGoods, StateApprovalRule
from ledger.events import (
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    CostPaid,
    GoodsPaidOut,
    PayoutPaid,
)
from tests.api.pages.entering.commune import COMMUNE, Browser, Commune

FORM = "/phieu-chi/lap"
PASTED = "\t".join(("1", "Lê Bé", "2010", "THCS Kim Liên", "8A", "500.000")) + "\nHồ Cường\t300000"
TWO: Any = {"ten_1": "Lê Bé", "ten_2": "Trần Thị Tý", "muc": "300.000", "dot": "Khai giảng"}


@pytest.fixture
def rich(commune: Commune) -> Commune:
    """Give the commune with a million in cash."""
    commune.give(1_000_000)
    commune.site.catch_up()
    return commune


def prepared(browser: Browser, **typed: str) -> str:
    """Prepare a list; return the address at which it is reviewed."""
    sent = browser.post(FORM, browser.filled(FORM, **(typed or TWO)))
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def decide(browser: Browser, address: str, what: str, **more: str) -> httpx.Response:
    """Press a button on the page of a list."""
    form = browser.filled(address, "")
    return browser.post(address, {**form, "viec": what, **more})


def looks(commune: Commune, login: str) -> list[str]:
    """Return the pages on which somebody looked at personal data."""
    with commune.site.wiring.connection() as connection:
        sought = (commune.people[login].person_id,)
        found = connection.execute(b"SELECT path FROM personal_read WHERE person_id = %s", sought)
        return [path for (path,) in found]


def test_a_list_waits_until_a_second_person_admits_it(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    address = prepared(treasurer)
    assert isinstance(rich.events()[-1], ApprovalAsked)
    page = account_holder.get(address).text
    assert "Trần Thị Tý" in page and "600.000" in page and "400.000" in page
    assert decide(account_holder, address, "duyet").status_code == 303
    *_, given, first, second = rich.events()
    assert isinstance(given, ApprovalGiven)
    assert isinstance(first, PayoutPaid) and isinstance(second, PayoutPaid)
    assert (first.number, first.line, second.number, second.line) == (1, 1, 1, 2)
    assert "000001/2026/PC" in account_holder.get(address).text


def test_who_prepared_a_list_is_refused_with_a_sentence(rich: Commune, treasurer: Browser) -> None:
    address = prepared(treasurer)
    page = treasurer.get(address).text
    assert "phải có người thứ hai duyệt" in page and 'value="duyet"' not in page
    refused = decide(treasurer, address, "duyet")
    assert refused.status_code in (403, 409, 422) and 'role="alert"' in refused.text
    assert not any(isinstance(each, PayoutPaid) for each in rich.events())


def test_two_who_approve_at_once_post_once(rich: Commune, treasurer: Browser) -> None:
    address = prepared(treasurer)
    holders = [rich.browser("an"), rich.browser("minh")]
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda each: decide(each, address, "duyet"), holders))
    assert sum(isinstance(each, PayoutPaid) for each in rich.events()) == 2
    assert sorted(each.status_code for each in answers)[0] == 303
    assert all("đã duyệt lúc" in each.get(address).text for each in holders)


def test_a_list_is_sent_back_with_a_reason_only(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    address = prepared(treasurer)
    assert decide(account_holder, address, "tra-lai").status_code == 422
    decide(account_holder, address, "tra-lai", **{"ly-do": "Thiếu quyết định"})
    assert isinstance(rich.events()[-1], ApprovalDeclined)
    assert "Thiếu quyết định" in treasurer.get(address).text


def test_who_prepared_a_list_may_take_it_back(rich: Commune, treasurer: Browser) -> None:
    address = prepared(treasurer)
    assert decide(treasurer, address, "rut-lai").status_code == 303
    assert isinstance(rich.events()[-1], ApprovalDeclined)


def test_a_list_sent_twice_waits_once(rich: Commune, treasurer: Browser) -> None:
    form = treasurer.filled(FORM, **TWO)
    first, second = treasurer.post(FORM, form), treasurer.post(FORM, form)
    assert first.headers["location"] == second.headers["location"]
    assert sum(isinstance(each, ApprovalAsked) for each in rich.events()) == 1


def test_a_list_is_pasted_from_a_spreadsheet(rich: Commune, treasurer: Browser) -> None:
    form = treasurer.filled(FORM, dan=PASTED)
    page = treasurer.post(FORM, {**form, "dan-vao": "1"}).text
    assert all(f'value="{each}"' in page for each in ("Lê Bé", "2010", "8A", "500.000", "Hồ Cường"))
    assert "800.000" in page and "200.000" in page and len(rich.events()) == 1


def test_a_bad_line_is_named_and_the_whole_list_is_kept(rich: Commune, treasurer: Browser) -> None:
    page = treasurer.send(FORM, ten_1="Lê Bé", so_tien_1="26,000", ten_2="Hồ Cường")
    assert page.status_code == 422 and len(rich.events()) == 1
    assert 'id="f-so-tien-1-error"' in page.text and 'id="f-so-tien-2-error"' in page.text
    assert 'value="Hồ Cường"' in page.text


def test_more_than_there_is_is_refused_when_it_is_prepared(
    rich: Commune, treasurer: Browser
) -> None:
    page = treasurer.send(FORM, ten_1="Lê Bé", so_tien_1="2.000.000")
    assert page.status_code == 409 and "Không đủ tiền" in page.text and "Quỹ chung" in page.text
    assert "Hãy giảm số tiền" in page.text
    assert len(rich.events()) == 1


def test_the_dated_rule_lets_a_small_amount_go_at_once(rich: Commune, treasurer: Browser) -> None:
    rule = StateApprovalRule(unit_id=COMMUNE, valid_from=date(2026, 1, 1), free_up_to_vnd=200_000)
    rich.ask(rule)
    page = treasurer.send("/phieu-chi/chi-khac", khoan="bank_fee", so_tien="11.000", noi_giu="cash")
    assert isinstance(rich.events()[-1], CostPaid) and "Đã ghi sổ" in page.text


def test_goods_are_given_out_of_the_stock(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    rich.ask(
        ReceiveGoods(
            unit_id=COMMUNE,
            key="X",
            booked_on=date(2026, 11, 3),
            item="Xe đạp",
            counted_in="chiếc",
            quantity=Decimal(3),
        )
    )
    rich.site.catch_up()
    form = treasurer.filled(f"{FORM}?bang=goods", ten_1="Lê Bé", ten_2="Hồ Cường", so_luong_2="2")
    address = treasurer.post(FORM, form).headers["location"]
    assert decide(account_holder, address, "duyet").status_code == 303
    *_, one, two = rich.events()
    assert isinstance(one, GoodsPaidOut) and isinstance(two, GoodsPaidOut)
    assert (one.quantity, two.quantity) == (Decimal(1), Decimal(2))


@pytest.mark.usefixtures("rich")
def test_a_list_says_that_a_year_is_that_of_birth(treasurer: Browser) -> None:
    pupil = {"ten_1": "Lê Bé", "nam_sinh_1": "2012", "lop_1": "8A", "so_tien_1": "300.000"}
    assert "sinh năm 2012, 8A" in treasurer.get(prepared(treasurer, **pupil)).text


def test_what_waits_is_listed_for_each(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    address = prepared(treasurer)
    rich.site.catch_up()
    path = urlsplit(address).path
    for page in ("/duyet", "/ban-lam-viec"):
        mine, others = account_holder.get(page).text, treasurer.get(page).text
        assert "Chờ tôi duyệt" in mine and path in mine
        assert "Chờ tôi duyệt" not in others and path in others
    assert "Hội Khuyến học xã Kim Liên ·" in account_holder.get("/duyet").text


def test_what_waits_says_what_it_is_about(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    path = urlsplit(prepared(treasurer)).path
    rich.site.catch_up()
    for page in ("/duyet", "/ban-lam-viec", path):
        assert "Học bổng: 2 dòng" in account_holder.get(page).text


def test_the_first_rows_are_named_where_the_look_is_noted(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    prepared(treasurer)
    rich.site.catch_up()
    assert "Trần Thị Tý" not in account_holder.get("/ban-lam-viec").text
    assert looks(rich, "an") == []
    assert "Trần Thị Tý 300.000" in account_holder.get("/duyet").text.replace("\xa0", " ")
    assert looks(rich, "an") == ["/duyet"]


def test_only_the_first_rows_of_a_long_list_are_named(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    prepared(treasurer, ten_1="Em 1", ten_2="Em 2", ten_3="Em 3", muc="1.000")
    rich.site.catch_up()
    page = account_holder.get("/duyet").text
    assert "Em 2" in page and "Em 3" not in page and "và 1 dòng nữa" in page


def test_a_stranger_sees_no_list(rich: Commune, treasurer: Browser) -> None:
    address = prepared(treasurer)
    assert rich.browser("lan").get(address).status_code == 403
    assert treasurer.get(f"{address}0").status_code == 404
