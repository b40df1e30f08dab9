"""A province whose books an inspector looks at; a treasurer of a commune, and a guest."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

import httpx

from api.identity.people import add_person, new_id
from api.pages.figure_links import link_to_entry
from ledger.commands import GrantRole, ReverseEntry
from ledger.database import connect, query
from ledger.draft import request
from ledger.keys import id_of_key
from ledger.registry_events import Role
from projections.figures import unit_by_code
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
    reversal,
    series,
    transfer,
    unit,
)
from tests.site import Site

DONOR: Final = "Nguyễn Thị Ẩn Danh"
PUPIL: Final = "Lê Văn Em"
BOOKS: Final[tuple[FileRow, ...]] = (
    unit("X", "", "province"),
    unit("Y", "X", "district"),
    unit("V", "X", "district"),
    unit("Z", "Y", valid_to="2022-06-30"),
    unit("Z", "V", valid_from="2022-07-01"),
    holder(),
    series("X", "PT", 41),
    opening("o1", 2_000_000),
    gift("d0", 10_000, on="2021-05-05"),
    gift("d1", 500_000, donor=DONOR),
    gift("d2", 500_000, "Y", donor=DONOR),
    gift("d3", 500_000, "Y", donor=DONOR),
    gift("d4", 70_000, "Z", on="2022-04-01", donor="=HYPERLINK(1)"),
    gift("d5", 60_000, "Z", on="2022-04-02"),
    gift_of_goods("g1", 20, 200_000, donor=DONOR),
    gift_of_goods("g2", 3, item="đàn"),
    collected("c1", 900_000, donor=DONOR),
    handover("h1", 600_000, into="bank"),
    payout("p1", 150_000, recipient=PUPIL, voucher="đợt 1"),
    payout("p2", 160_000, recipient="Trần Thị Bé", voucher="đợt 1"),
    payout_of_goods("p3", 5, recipient=PUPIL),
    transfer("t1", 250_000, received_on="2022-05-04"),
    transfer("t2", 90_000, to="V", sent_on="2022-09-01"),
    other("i1", "interest", 12_000),
    payout("p4", 10_000, recipient=PUPIL, voucher="đợt 2"),
    payout("p5", 10_000, recipient="Lê Thị Ba", voucher="đợt 2"),
    reversal("r4", "d4", "2022-05-01"),
    reversal("r5", "p4", "2022-09-08"),
    reversal("r0", "d0", "2022-05-01"),
)
STAFF: Final[dict[str, tuple[Role, str]]] = {
    "kiemtra": ("inspector", "X"),
    "thuquy": ("treasurer", "Y"),
    "chutk": ("account_holder", "X"),
}


@dataclass(frozen=True)
class Province:
    """The site with its books, and browsers."""

    site: Site
    people: dict[str, str]
    open: ExitStack

    def browser(self, login: str = "") -> httpx.Client:
        """Return a browser; with a login, somebody is signed in."""
        client = self.open.enter_context(self.site.client())
        if login:
            token = token_urlsafe(32)
            with self.site.wiring.connection() as connection:
                connection.execute(
                    query("session_write"),
                    {
                        "token_hash": sha256(token.encode()).digest(),
                        "session_id": new_id("s"),
                        "person_id": self.people[login],
                        "means": "password",
                        "browser": "",
                    },
                )
            client.cookies.set("soquy", token)
        return client

    def entry(self, key: str, *, received: bool = False) -> str:
        """Return the address of the row with a key."""
        with connect(self.site.wiring.url) as connection:
            row = connection.execute(
                b"SELECT unit_id, version FROM command_log WHERE command_id = %s",
                [id_of_key(key, received=received)],
            ).fetchone()
        assert row is not None
        return link_to_entry(*row)

    def undone_live(self, key: str, of: str, on: date) -> str:
        """Return the address of a reversal that the treasurer asked for and another admitted."""
        undo = request(
            ReverseEntry(key=f"undo-{key}", reverses=key, booked_on=on), {}, self.people["thuquy"]
        )
        approvals = self.site.wiring.approvals
        with self.site.wiring.connection() as connection:
            unit_id = unit_by_code(connection, of)
        approvals.ask(unit_id, f"list-{key}", [undo], person=self.people["thuquy"], on=on)
        approvals.give(unit_id, f"list-{key}", person=self.people["chutk"], on=on)
        self.site.catch_up()
        return self.entry(f"undo-{key}")

    def reads(self) -> int:
        """Return how many looks at personal data were noted."""
        with connect(self.site.wiring.url) as connection:
            row = connection.execute(b"SELECT count(*) FROM personal_read").fetchone()
        return int(row[0]) if row else 0


def settle(site: Site, place: Path, browsers: ExitStack) -> Province:
    """Record the books of the province on a site, and let people work there."""
    books = Books(site.wiring.url, place)
    books.accepted(*BOOKS)
    books.catch_up()
    people: dict[str, str] = {}
    with site.wiring.connection() as connection:
        for login, (role, code) in STAFF.items():
            unit_id = unit_by_code(connection, code)
            person = add_person(
                connection, unit_id, login, f"Người {login}", "mat khau thu", temporary=False
            )
            people[login] = person.person_id
            grant = GrantRole(
                person=person.person_id, role=role, unit_id=unit_id, valid_from=date(2020, 1, 1)
            )
            site.wiring.office.ask(request(grant, {}, "first"))
    site.catch_up()
    return Province(site, people, browsers)


def text(answer: httpx.Response) -> str:
    """Return what a page says, without tags, in one line."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def links(answer: httpx.Response) -> list[str]:
    """Return the addresses to which the contents of a page lead."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return [unescape(each) for each in re.findall(r'href="(/[^"]*)"', main)]
