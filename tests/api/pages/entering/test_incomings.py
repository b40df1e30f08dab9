"""What else comes in, moves inside, goes to other units, or was recorded wrongly."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from ledger.commands import CollectDonation
from ledger.events import (
    ApprovalAsked,
    CollectionHandedOver,
    DonationCollected,
    EntryReversed,
    FundDefined,
    HoldingDefined,
    IncomeReceived,
    MoneyMoved,
    TransferReceived,
    TransferSent,
)
from tests.api.pages.entering.commune import COMMUNE, NEIGHBOUR, NEWSPAPER, Browser, Commune
from tests.api.pages.entering.test_payouts import decide


@pytest.fixture
def rich(commune: Commune) -> Commune:
    """Give the commune with a million in cash."""
    commune.give(1_000_000, key="G-1")
    commune.site.catch_up()
    return commune


def test_a_newspaper_hands_over_what_it_collected(commune: Commune, treasurer: Browser) -> None:
    collected = CollectDonation(
        unit_id=COMMUNE, key="C", booked_on=date(2026, 11, 1), holder=NEWSPAPER, amount_vnd=500_000
    )
    commune.ask(collected)
    commune.site.catch_up()
    form = "/phieu-thu/nop-lai"
    refused = treasurer.send(form, so_tien="600000")
    assert refused.status_code == 409 and 'id="f-so-tien-error"' in refused.text
    treasurer.send(form, so_tien="500000")
    handed = commune.events()[-1]
    assert isinstance(handed, CollectionHandedOver) and handed.holding == "bank"


def test_where_no_holder_keeps_anything_the_form_says_what_comes_first(treasurer: Browser) -> None:
    page = treasurer.get("/phieu-thu/nop-lai").text
    assert "Chưa nơi nào giữ tiền của đơn vị" in page and "Qua nơi nhận hộ" in page


def test_interest_is_income_and_no_gift(commune: Commune, treasurer: Browser) -> None:
    treasurer.send("/phieu-thu/thu-khac", khoan="interest", so_tien="12.345", ghi_chu="Quý 3")
    (income,) = commune.events()
    assert isinstance(income, IncomeReceived) and income.amount_vnd == 12_345
    assert commune.private(income.key) == {"note": "Quý 3"}


def test_cash_goes_to_the_bank_and_never_to_itself(rich: Commune, treasurer: Browser) -> None:
    form = "/chuyen-quy"
    page = treasurer.send(form, so_tien="400000", noi_den="cash")
    assert page.status_code == 422 and 'id="f-noi-den-error"' in page.text
    treasurer.send(form, so_tien="400000")
    moved = rich.events()[-1]
    assert isinstance(moved, MoneyMoved) and moved.to_holding == "bank"


def test_a_transfer_is_sent_by_two_and_received_by_one(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    sent = treasurer.filled(
        "/dieu-chuyen/gui", don_vi_nhan="NA.02", so_tien="300000", hinh_thuc="cash"
    )
    address = treasurer.post("/dieu-chuyen/gui", sent).headers["location"]
    decide(account_holder, address, "duyet")
    assert isinstance(rich.events()[-1], TransferSent)
    rich.site.catch_up()
    receiver = rich.browser("lan")
    assert "300.000" in receiver.get("/dieu-chuyen").text
    page = receiver.send("/dieu-chuyen")
    assert isinstance(rich.events(NEIGHBOUR)[-1], TransferReceived) and "Đã ghi sổ" in page.text
    assert "Không có khoản nào đang trên đường" in receiver.get("/dieu-chuyen").text


def test_a_wrong_day_of_arrival_stays_beside_its_transfer(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    sending = treasurer.filled("/dieu-chuyen/gui", don_vi_nhan="NA.02", so_tien="300000")
    address = treasurer.post("/dieu-chuyen/gui", sending | {"hinh-thuc": "cash"}).headers[
        "location"
    ]
    decide(account_holder, address, "duyet")
    rich.site.catch_up()
    page = rich.browser("lan").send("/dieu-chuyen", ngay="khi nào")
    assert page.status_code == 422 and 'value="khi nào" aria-invalid="true"' in page.text
    assert '<a href="#f-ngay"><strong>Ngày nhận được</strong>: ' in page.text


def test_no_transfer_goes_to_an_unknown_unit(rich: Commune, treasurer: Browser) -> None:
    page = treasurer.send("/dieu-chuyen/gui", don_vi_nhan="NA.99", so_tien="1000")
    assert page.status_code == 422 and "NA.99" in page.text
    assert 'id="f-don-vi-nhan-error"' in page.text and len(rich.events()) == 1


def test_an_entry_is_undone_by_two_with_a_reason(
    rich: Commune, treasurer: Browser, account_holder: Browser
) -> None:
    form = "/huy-but-toan?khoa=G-1"
    assert treasurer.send(form).status_code == 422
    filled = treasurer.filled(form, **{"ly-do": "Ghi nhầm số tiền"})
    address = treasurer.post(form, filled).headers["location"]
    assert isinstance(rich.events()[-1], ApprovalAsked)
    assert "Ghi nhầm số tiền" in account_holder.get(address).text
    decide(account_holder, address, "duyet")
    undone = rich.events()[-1]
    assert isinstance(undone, EntryReversed) and undone.reverses == "G-1"
    desk = treasurer.get("/ban-lam-viec").text
    assert "Đã hủy" in desk and "Đã được hủy" not in desk
    assert "đã được hủy trước đó" in treasurer.get(form).text


def test_nobody_undoes_an_entry_of_another_unit(rich: Commune) -> None:
    assert rich.browser("lan").get("/huy-but-toan?khoa=G-1").status_code == 404


def test_a_new_desk_says_what_to_do_first(treasurer: Browser) -> None:
    desk = treasurer.get("/ban-lam-viec").text
    assert "Sổ của đơn vị chưa có bút toán nào" in desk and "Lập phiếu thu đầu tiên" in desk


def test_the_desk_shows_what_was_just_recorded_before_the_figures_follow(
    commune: Commune, treasurer: Browser
) -> None:
    treasurer.send("/phieu-thu/lap", ten_1="Lê Bé", so_tien_1="77.000")
    assert "77.000" in treasurer.get("/ban-lam-viec").text
    commune.site.catch_up()
    assert treasurer.get("/ban-lam-viec").text.count("77.000") >= 3


def test_a_fund_a_holding_and_a_holder_are_added_once(commune: Commune, treasurer: Browser) -> None:
    page = "/nguon-va-noi-giu"
    fund = treasurer.filled(page, **{"ten-nguon": "Học bổng Đinh Thiện Lý"}) | {"them": "nguon"}
    place = treasurer.filled(page, **{"ten-noi-giu": "Chị Hoa", "loai-noi-giu": "collector"})
    for form in (fund, fund, place | {"them": "noi-giu"}, place | {"them": "noi-giu"}):
        assert treasurer.post(page, form).status_code == 303
    defined, kept = commune.events()
    assert isinstance(defined, FundDefined) and defined.fund == "hoc-bong-dinh-thien-ly"
    assert isinstance(kept, HoldingDefined) and "hoa" not in kept.holding
    assert "Chị Hoa" in treasurer.get("/phieu-thu/lap").text


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("nguon", {"ten-nguon": "Quỹ Hoa"}),
        ("noi-giu", {"ten-noi-giu": "quỹ hòa", "loai-noi-giu": "collector"}),
        ("nhan-ho", {"ten-nhan-ho": "quỹ hòa", "loai-nhan-ho": "organisation"}),
    ],
)
def test_nothing_is_called_like_another_of_its_kind(
    commune: Commune, treasurer: Browser, kind: str, typed: dict[str, str]
) -> None:
    page, name = "/nguon-va-noi-giu", f"ten-{kind}"
    form = treasurer.filled(page) | typed | {name: "Quỹ Hòa", "them": kind}
    assert treasurer.post(page, form).status_code == 303
    commune.site.catch_up()
    again = treasurer.post(page, treasurer.filled(page) | typed | {"them": kind})
    assert again.status_code == 422 and f'id="f-{name}-error">Đã có “Quỹ Hòa”' in again.text
    assert f'value="{typed[name]}"' in again.text


def test_what_a_fund_and_a_place_hold_opens_its_entries(rich: Commune, treasurer: Browser) -> None:
    rich.site.catch_up()
    page = treasurer.get("/nguon-va-noi-giu").text
    ways = re.findall(r'<a class="money" href="([^"]+)">([^<]+)</a>', page)
    held = [(unescape(href), amount) for href, amount in ways if not amount.startswith("0")]
    assert len(held) >= 2
    for href, amount in held:
        assert amount in treasurer.get(href).text


def test_a_new_holder_can_be_chosen_at_once(commune: Commune, treasurer: Browser) -> None:
    page = "/nguon-va-noi-giu"
    form = treasurer.filled(page, **{"ten-nhan-ho": "Đoàn xã"}) | {"them": "nhan-ho"}
    treasurer.post(page, form)
    commune.site.catch_up()
    assert "Đoàn xã" in treasurer.get("/phieu-thu/lap?kenh=press").text
    treasurer.send("/phieu-thu/lap?kenh=press", so_tien_1="5000")
    (gift,) = commune.events()
    assert isinstance(gift, DonationCollected)
