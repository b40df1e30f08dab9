"""A list that a program put before a second person is read and decided on the pages too."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.identity.acting import today
from ledger.commands import MoneyCommand, PayAward, ReceiveDonation
from ledger.draft import request
from tests.api.pages.entering.commune import COMMUNE, Browser, Commune

ON = date(2022, 9, 5)
SAID: dict[str, Any] = {"booked_on": ON, "fund": "general", "unit_id": COMMUNE}


def listed(commune: Commune) -> str:
    """Let a program prepare a gift and a payout; return the address in the list of what waits."""
    preparer = commune.people["hoa"].person_id
    key = f"{preparer}/imports/100%/1"
    gift = ReceiveDonation(key=f"{preparer}/rows/D-1", channel="cash", amount_vnd=900, **SAID)
    award = PayAward(
        key=f"{preparer}/rows/P-1",
        kind="scholarship",
        recipient_kind="pupil",
        channel="cash",
        amount_vnd=500,
        **SAID,
    )
    rows: list[tuple[MoneyCommand, dict[str, str]]] = [
        (gift, {"donor": "Đặng Thái Mai"}),
        (award, {"recipient": "Lê Văn Tám"}),
    ]
    made = [request(command, private, preparer) for command, private in rows]
    commune.site.wiring.approvals.ask(COMMUNE, key, made, person=preparer, on=today())
    commune.site.catch_up()
    page = commune.browser("an").get("/duyet?don-vi=NA.01").text
    (address,) = set(re.findall(r'href="(/duyet/[^"]+)"', page))
    return str(address)


@pytest.fixture
def address(commune: Commune) -> str:
    """Give the address at which the list is decided."""
    return listed(commune)


def test_every_row_is_read_with_its_name(account_holder: Browser, address: str) -> None:
    answer = account_holder.get(address)
    assert answer.status_code == 200
    for words in ("Thu tiền ủng hộ", "Đặng Thái Mai", "Lê Văn Tám", "900"):
        assert words in answer.text


def test_what_would_be_left_counts_what_comes_in(account_holder: Browser, address: str) -> None:
    page = account_holder.get(address).text
    left = re.sub(r"<[^>]+>|\s|&nbsp;", "", page.partition("Còn lại sau khi ghi sổ")[2])
    assert left.startswith("0đ+400đ=400đ")


def test_the_second_person_admits_it(
    commune: Commune, account_holder: Browser, address: str
) -> None:
    fields = account_holder.filled(address, "")
    answer = account_holder.client.post(address, data={**fields, "viec": "duyet"})
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == address
    commune.site.catch_up()
    assert "Trần Văn An đã duyệt lúc" in account_holder.get(address).text


def test_a_link_to_it_leads_there_after_signing_in(commune: Commune, address: str) -> None:
    with commune.site.client() as stranger:
        answer = stranger.get(address)
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query)["tiep"] == [address]


def test_the_links_of_the_page_lead_back_to_it(account_holder: Browser, address: str) -> None:
    page = account_holder.get(address).text
    assert f'href="{address}?lang=en"' in page
    assert "Approve" in account_holder.get(f"{address}?lang=en").text
