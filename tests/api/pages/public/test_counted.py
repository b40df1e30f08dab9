"""A count of units opens that list of units; a number of inhabitants, who said so and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

import httpx
import pytest

from api.pages.public import counted
from tests.api.books import Books, FileRow, population, unit
from tests.site import Site, standing

BOOKS: Final[tuple[FileRow, ...]] = (
    unit("X", "", "province"),
    unit("Y", "X", "district"),
    unit("Z", "Y", valid_to="2022-06-30"),
    unit("Z", "Y", "district", valid_from="2022-07-01"),
    unit("W", "Y", valid_to="2022-08-31"),
    unit("V", "Y", valid_from="2022-05-01"),
    population("X", 1000, on="2021-06-30"),
    population("X", 1200, on="2022-12-31"),
)
DAYS: Final = ("?nam=2022", "?ngay=30/06/2022", "?nam=2021")
COUNT: Final = re.compile(r'<a href="(/cac-don-vi[^"]*)">([\d.]+)</a>')
PERSONS: Final = re.compile(r'<a href="(/dan-so[^"]*)">([\d.]+)</a>')


@pytest.fixture(scope="module")
def guest(
    shared_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Give a guest's browser on a site over the books."""
    with standing(shared_database_url, tmp_path_factory.mktemp("home")) as site:
        _settle(site, Books(shared_database_url, tmp_path_factory.mktemp("books")))
        with site.client() as it:
            yield it


def _settle(site: Site, books: Books) -> None:
    books.accepted(*BOOKS)
    site.catch_up()


def main_of(page: httpx.Response) -> str:
    return unescape(page.text.partition("<main")[2].partition("</main>")[0])


def codes(page: httpx.Response) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", main_of(page))


@pytest.mark.parametrize("day", DAYS)
def test_each_count_of_units_opens_as_many_units(guest: httpx.Client, day: str) -> None:
    found = COUNT.findall(main_of(guest.get(f"/{day}")))
    assert len(found) >= 2
    for href, count in found:
        page = guest.get(href)
        assert len(codes(page)) == int(count)
        assert f"{count} đơn vị" in main_of(page)


def test_a_unit_counts_for_the_level_it_had_and_says_when_it_ended(guest: httpx.Client) -> None:
    june, december = (
        guest.get(f"/cac-don-vi?cap=commune&ngay={day}") for day in ("2022-06-30", "2022-12-31")
    )
    assert (codes(june), codes(december)) == (["V", "W", "Z"], ["V", "W"])
    assert "đã kết thúc sau ngày 31/08/2022" in main_of(december)
    assert "đã kết thúc" not in main_of(june)


def test_each_unit_leads_to_its_page_and_to_the_one_above(guest: httpx.Client) -> None:
    page = guest.get("/cac-don-vi?cap=commune&ngay=2022-12-31")
    hrefs = re.findall(r'href="(/don-vi/[^"]+)"', main_of(page))
    assert {href.partition("?")[0] for href in hrefs} == {"/don-vi/V", "/don-vi/W", "/don-vi/Y"}
    assert {guest.get(href).status_code for href in hrefs} == {200}


def test_a_long_list_is_turned_page_by_page(
    guest: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "LISTED", 2)
    first = guest.get("/cac-don-vi?cap=commune&ngay=2022-06-30")
    (later,) = re.findall(r'rel="next" href="([^"]+)"', main_of(first))
    last = guest.get(later)
    assert codes(first) + codes(last) == ["V", "W", "Z"]
    assert 'rel="next"' not in last.text and 'rel="prev"' in last.text


@pytest.mark.parametrize("page", ["/", "/don-vi/X"])
@pytest.mark.parametrize(("day", "persons"), [("?nam=2022", "1.200"), ("?nam=2021", "1.000")])
def test_a_number_of_inhabitants_opens_who_said_so(
    guest: httpx.Client, page: str, day: str, persons: str
) -> None:
    found = set(PERSONS.findall(main_of(guest.get(f"{page}{day}"))))
    ((href, number),) = found
    assert number == persons
    (used,) = [row for row in main_of(guest.get(href)).split("<tr>") if "số được dùng" in row]
    assert f">{persons}</td>" in used and "Niên giám" in used


@pytest.mark.parametrize(
    "address",
    [
        "/cac-don-vi",
        "/cac-don-vi?cap=khac",
        "/cac-don-vi?cap=commune&ngay=31/31/2022",
        "/dan-so",
        "/dan-so?don-vi=khong-co",
    ],
)
def test_what_is_not_there_is_said_so(guest: httpx.Client, address: str) -> None:
    assert guest.get(address).status_code == 404


def test_a_level_without_units_says_what_to_do(guest: httpx.Client) -> None:
    assert "Đến ngày này chưa có đơn vị nào" in guest.get("/cac-don-vi?cap=board").text


def test_a_unit_without_a_number_says_so(guest: httpx.Client) -> None:
    assert "Chưa có dân số của đơn vị này" in guest.get("/dan-so?don-vi=Y").text
