"""A small province whose books everybody may see, and a guest who looks at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

import httpx

from ledger.database import connect
from ledger.keys import id_of_key
from projections.paper_codes import code_of
from reports.check_codes import spelled
from tests.api.books import (
    Books,
    FileRow,
    collected,
    gift,
    gift_of_goods,
    handover,
    holder,
    opening,
    other,
    payout,
    payout_of_goods,
    population,
    reversal,
    transfer,
    unit,
)
from tests.site import Site

DONOR: Final = "Nguyễn Thị Ẩn Danh"
BOOKS: Final[tuple[FileRow, ...]] = (
    unit("X", "", "province"),
    unit("Y", "X", "district", name="Hội Khuyến học huyện Y"),
    unit("Z", "Y", valid_to="2022-06-30"),
    unit("Z", "Y", name="Đơn vị Z mới", valid_from="2022-07-01"),
    unit("W", "Y", valid_to="2022-08-31"),
    population("X", 1000),
    holder(),
    holder("RIENG", "individual", name="Ông Trần Văn Giữ"),
    opening("o1", 2_000_000),
    gift("d1", 500_000, donor=DONOR, note="CK MBVCB.778899.ung ho quy", contact="0912 345 678"),
    gift("d2", 500_000, "Y", donor=DONOR, paper_no="0000417"),
    gift("d3", 300_000, "Y", on="2022-03-05", document_on="2022-02-27"),
    gift("d4", 70_000, "Z", on="2022-04-01", donor=DONOR),
    gift_of_goods("g1", 20, donor=DONOR),
    collected("c1", 900_000, donor=DONOR),
    collected("c2", 40_000, donor=DONOR, holder="RIENG"),
    handover("h1", 600_000, into="bank"),
    payout("p1", 150_000, recipient="Lê Văn Em"),
    payout_of_goods("p2", 5, recipient="Lê Văn Em"),
    transfer("t1", 250_000, received_on="2022-05-04"),
    other("i1", "interest", 12_000),
    reversal("r4", "d4", "2022-05-01"),
)


@dataclass(frozen=True)
class Town:
    """The site with its books, and a browser in which nobody is signed in."""

    site: Site
    books: Books
    client: httpx.Client

    def get(self, address: str) -> httpx.Response:
        """Ask for a page, following redirects."""
        return self.client.get(address, follow_redirects=True)

    def text(self, address: str) -> str:
        """Return what a page says, without tags, in one line."""
        main = self.get(address).text.partition("<main")[2].partition("</main>")[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    def code(self, key: str) -> str:
        """Return the check code of the row with a key."""
        with connect(self.site.wiring.url) as connection:
            row = connection.execute(
                b"SELECT state FROM journal_events JOIN command_log"
                b" ON (unit_id, version) = (originator_id, originator_version)"
                b" WHERE command_id = %s",
                [id_of_key(key)],
            ).fetchone()
        assert row is not None
        return spelled(code_of(bytes(row[0])))


def settle(site: Site, place: Path, client: httpx.Client) -> Town:
    """Record the books of the province on a site."""
    books = Books(site.wiring.url, place)
    books.accepted(*BOOKS)
    books.catch_up()
    site.catch_up()
    return Town(site, books, client)


def links(page: str) -> list[str]:
    """Return the addresses that a page leads to."""
    return [unescape(each) for each in re.findall(r'href="(/[^"]*)"', page)]
