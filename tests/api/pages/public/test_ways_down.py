"""Every figure on every page opens the entries that add up to it: each way is gone here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Final, NamedTuple

import httpx
import pytest

from ledger.database import connect
from projections.figures import asked
from projections.levels import by_level
from reports.numbers import whole
from tests.api.books import (
    Books,
    FileRow,
    collected,
    fund,
    gift,
    gift_of_goods,
    handover,
    holder,
    holding,
    movement,
    opening,
    other,
    payout,
    payout_of_goods,
    population,
    reversal,
    transfer,
    unit,
)
from tests.site import Site, standing

BOOKS: Final[tuple[FileRow, ...]] = (
    unit("X", "", "province"),
    unit("Y", "X", "district"),
    unit("Z", "Y", valid_to="2022-06-30"),
    unit("Z", "Y", "district", valid_from="2022-07-01"),
    unit("W", "Y", valid_to="2022-08-31"),
    population("X", 1000),
    population("Y", 70),
    holder(),
    fund("X", "hoc-bong"),
    holding("X", "TK-1", "bank"),
    holding("X", "TK-2", "bank"),
    opening("o1", 2_000_000),
    gift("d1", 500_000),
    gift("d2", 450_000, "Y"),
    gift("d3", 70_000, "Z", on="2022-04-01"),
    gift("d4", 60_000, "Z", on="2022-09-03"),
    gift("d5", 35_000, "W", on="2022-08-03"),
    gift("d6", 80_000, on="2021-09-03"),
    gift("d7", 90_000, fund="hoc-bong"),
    gift_of_goods("g1", 20, 200_000),
    gift_of_goods("g2", 3, counted_in="hộp"),
    collected("c1", 900_000),
    handover("h1", 600_000, into="bank"),
    payout("p1", 150_000, recipient="Lê Văn Em"),
    payout_of_goods("p2", 5, recipient="Lê Văn Em"),
    transfer("t1", 250_000, received_on="2022-05-04"),
    transfer("t2", 40_000, sent_on="2022-11-04"),
    movement("m1", 300_000, "bank", "TK-1"),
    movement("m2", 120_000, "bank", "TK-2"),
    other("i1", "interest", 12_000),
    other("i2", "bank_fee", 2_000),
    reversal("r2", "d2", "2022-05-01"),
    reversal("r6", "d6", "2022-05-01"),
)
PAGES: Final = (
    "/?nam=2022",
    "/?ngay=30/06/2022",
    "/?nam=2021",
    "/don-vi/X?nam=2022",
    "/don-vi/X?nam=2022&duoi=0",
    "/don-vi/X?tu=2022-03-02&den=2022-09-03",
    "/don-vi/Y?nam=2022",
    "/don-vi/Z?nam=2022",
)
WAY = re.compile(r'<a[^>]* href="(/so\?[^"]*)">(−?[\d.]+)(?:\xa0đ)?</a>')
SUM = re.compile(r"(−?[\d.]+)\s(?:đ|lượt|người) Cộng của")


class Way(NamedTuple):
    """A figure as a page shows it, and where it leads."""

    href: str
    figure: str


@pytest.fixture(scope="module")
def site(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a site over the books."""
    with standing(shared_database_url, tmp_path_factory.mktemp("home")) as it:
        books = Books(it.wiring.url, tmp_path_factory.mktemp("books"))
        books.accepted(*BOOKS)
        books.catch_up()
        yield it


@pytest.fixture(scope="module")
def guest(site: Site) -> Iterator[httpx.Client]:
    """Give a guest's browser."""
    with site.client() as it:
        yield it


def main_of(page: httpx.Response) -> str:
    return page.text.partition("<main")[2].partition("</main>")[0]


def ways(page: str) -> list[Way]:
    return [Way(unescape(href), figure) for href, figure in WAY.findall(page)]


def summed(guest: httpx.Client, way: Way) -> str:
    """Return what the entries add up to that a figure leads to."""
    answer = guest.get(way.href)
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", main_of(answer))).split())
    found = SUM.search(said)
    assert found is not None, (way, said)
    return found.group(1)


@pytest.mark.parametrize("page", PAGES)
def test_each_figure_is_what_its_entries_add_up_to(guest: httpx.Client, page: str) -> None:
    found = ways(re.sub(r"bình quân đầu người.*?</a>", "", main_of(guest.get(page)), flags=re.S))
    assert len(found) > 20
    wrong = {each: said for each in set(found) if (said := summed(guest, each)) != each.figure}
    assert wrong == {}


@pytest.mark.parametrize("page", PAGES)
def test_no_amount_stands_without_its_entries(guest: httpx.Client, page: str) -> None:
    text = re.sub(r"<svg.*?</svg>|<a .*?</a>", "", main_of(guest.get(page)), flags=re.S)
    rounded = re.findall(r"làm tròn xuống nghìn: [\d.]+\xa0đ", text)
    assert len(re.findall(r"\d\xa0đ", text)) == len(rounded)


def test_a_figure_for_each_inhabitant_opens_what_was_divided(guest: httpx.Client) -> None:
    text = main_of(guest.get("/?nam=2022"))
    for name in ("Vận động", "Số dư"):
        part = text.partition(f"{name} bình quân đầu người")[2]
        way = ways(part)[0]
        assert int(summed(guest, way).replace(".", "")) // 1000 == int(way.figure.replace(".", ""))


@pytest.mark.parametrize("on", [date(2022, 12, 31), date(2022, 6, 30), date(2021, 12, 31)])
def test_a_level_is_the_sum_of_its_own_books(site: Site, guest: httpx.Client, on: date) -> None:
    with connect(site.wiring.url) as connection:
        levels = by_level(connection, asked(on))
    assert len(levels) > 1
    period = f"tu={on.year}-01-01&den={on}"
    for each in levels:
        said = [
            summed(guest, Way(f"/so?cap={each.level}&muc={figure}&{period}", ""))
            for figure in ("raised", "paid", "money", "goods")
        ]
        is_sum_of = (each.raised_vnd, each.paid_vnd, each.balance_vnd, each.goods_vnd)
        assert said == [whole(vnd) for vnd in is_sum_of]


def test_the_journal_and_the_entry_call_a_fund_by_its_name(guest: httpx.Client) -> None:
    journal = guest.get("/so?don-vi=X&nguon=hoc-bong").text
    assert "nguồn Nguồn ·" in journal and "nguồn hoc-bong" not in journal
    (href,) = set(re.findall(r'href="(/chung-tu/[^"]+)"', journal))
    assert "Nguồn (hoc-bong)" in guest.get(href).text


def test_two_accounts_of_one_fund_are_told_apart(guest: httpx.Client) -> None:
    found = ways(main_of(guest.get("/don-vi/X?nam=2022")))
    held = {each.figure for each in found if "noi=TK-" in each.href}
    assert held == {"300.000", "120.000"}


def test_goods_in_two_counts_are_told_apart(guest: httpx.Client) -> None:
    page = unescape(main_of(guest.get("/don-vi/X?nam=2022")))
    (href,) = set(re.findall(r'href="(/so\?[^"]*dvt=h%E1%BB%99p[^"]*)"', page))
    said = guest.get(href).text
    assert "3 hộp" in said and "20 quyển" not in said


def test_the_figure_of_a_level_is_said_to_agree(guest: httpx.Client) -> None:
    text = guest.get("/so?cap=district&muc=raised&tu=2022-01-01&den=2022-12-31").text
    assert "Đúng bằng con số trên trang số liệu" in text
    assert "sổ riêng của mọi đơn vị cấp Huyện" in text


def test_a_level_within_a_unit_is_not_asked_for(guest: httpx.Client) -> None:
    answer = guest.get("/so?cap=district&don-vi=X&muc=raised")
    assert answer.status_code == 422
    assert 'id="f-cap-error"' in answer.text


def test_a_level_as_it_was_known_before_the_books_were_is_empty(guest: httpx.Client) -> None:
    answer = guest.get("/so?cap=district&muc=raised&known-at=2020-01-01T00:00")
    assert answer.status_code == 200
    assert "Không có dòng nào" in answer.text


def test_a_stock_without_a_day_is_that_of_now(guest: httpx.Client) -> None:
    ended = summed(guest, Way("/so?don-vi=X&duoi=1&muc=money&den=2022-12-31", ""))
    assert summed(guest, Way("/so?don-vi=X&duoi=1&muc=money", "")) == ended != "0"
