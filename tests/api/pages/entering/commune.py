"""A commune with its people and a newspaper, on a site; and browsers in which they work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from secrets import token_urlsafe
from typing import Final
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx

from api.identity.people import Person, add_person, new_id
from api.wiring import opened as opened_wiring
from ledger.commands import Command, GrantRole, ReceiveDonation, RegisterHolder, StateUnitTerm
from ledger.database import query
from ledger.draft import Recorded, request
from ledger.events import Event
from ledger.keys import id_of_key
from ledger.registry_events import Level, Role
from ledger.vault import Private, opened
from projections.runner import catch_up
from tests.site import Site, standing

PROVINCE = UUID("00000000-0000-4000-8000-0000000000a0")
COMMUNE = UUID("00000000-0000-4000-8000-0000000000a1")
NEIGHBOUR = UUID("00000000-0000-4000-8000-0000000000a2")
CODE = "NA.01"
NEWSPAPER = "BAO-NA"
SINCE = date(2020, 1, 1)
UNITS: Final[tuple[tuple[UUID, str, str, Level, UUID | None], ...]] = (
    (PROVINCE, "NA", "Hội Khuyến học tỉnh Nghệ An", "province", None),
    (COMMUNE, CODE, "Hội Khuyến học xã Kim Liên", "commune", PROVINCE),
    (NEIGHBOUR, "NA.02", "Hội Khuyến học xã Nam Đàn", "commune", PROVINCE),
)
PASSWORD = "mat khau thu nghiem"
STAFF: Final[dict[str, tuple[str, Role, UUID]]] = {
    "hoa": ("Lê Thị Hoa", "treasurer", COMMUNE),
    "binh": ("Phan Văn Bình", "accountant", COMMUNE),
    "an": ("Trần Văn An", "account_holder", COMMUNE),
    "minh": ("Võ Minh", "account_holder", COMMUNE),
    "lan": ("Ngô Thị Lan", "treasurer", NEIGHBOUR),
}
"""Login → name, role, unit."""


class _Fields(HTMLParser):
    """Collects the values of the fields of the forms of a page, by the address they go to."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self._fields = self.forms.setdefault(said.get("action", ""), {})
        elif tag == "input" and said.get("type") in ("checkbox", "radio"):
            if "checked" in said:
                self._fields[name] = said.get("value", "on")
        elif tag == "input" and name:
            self._fields[name] = said.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in said or self._select not in self._fields):
            self._fields[self._select] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


@dataclass(frozen=True)
class Browser:
    """A browser without JavaScript in which somebody is signed in."""

    client: httpx.Client

    def get(self, address: str) -> httpx.Response:
        """Ask for a page, following redirects."""
        return self.client.get(address, follow_redirects=True)

    def filled(self, address: str, action: str | None = None, **typed: str) -> dict[str, str]:
        """Return the fields of the form on a page with what is typed (`_` stands for `-`)."""
        seen = _Fields()
        seen.feed(self.get(address).text)
        action = urlsplit(address).path if action is None else action
        return seen.forms[action] | {name.replace("_", "-"): said for name, said in typed.items()}

    def post(self, address: str, fields: dict[str, str]) -> httpx.Response:
        """Send a form; the answer may be a redirect."""
        return self.client.post(urlsplit(address).path, data=fields)

    def send(self, address: str, **typed: str) -> httpx.Response:
        """Fill in the form of a page and send it; return the page that follows."""
        sent = self.post(address, self.filled(address, **typed))
        return self.get(sent.headers["location"]) if sent.is_redirect else sent


@dataclass(frozen=True)
class Commune:
    """The site, and who works there."""

    site: Site
    people: dict[str, Person]
    open: ExitStack

    def browser(self, login: str) -> Browser:
        """Return a browser in which somebody is signed in."""
        token = token_urlsafe(32)
        with self.site.wiring.connection() as connection:
            connection.execute(
                query("session_write"),
                {
                    "token_hash": sha256(token.encode()).digest(),
                    "session_id": new_id("s"),
                    "person_id": self.people[login].person_id,
                    "means": "password",
                    "browser": "",
                },
            )
        client = self.open.enter_context(self.site.client())
        client.cookies.set("soquy", token)
        return Browser(client)

    def ask(self, command: Command, private: Private | None = None) -> Recorded:
        """Record something as the treasurer."""
        person = self.people["hoa"].person_id
        return self.site.wiring.office.ask(request(command, private or {}, person))

    def give(self, amount_vnd: int, key: str = "G-1", **more: str) -> Recorded:
        """Record a gift in cash."""
        gift = ReceiveDonation(
            unit_id=COMMUNE,
            key=key,
            booked_on=date(2026, 11, 2),
            channel="cash",
            holding="cash",
            amount_vnd=amount_vnd,
        )
        return self.ask(gift, more or {"donor": "Ông Nguyễn Văn Ẩm"})

    def events(self, unit_id: UUID = COMMUNE) -> list[Event]:
        """Return the facts of a book."""
        return list(self.site.wiring.journal.history(unit_id))

    def private(self, key: str) -> Private:
        """Return what the vault knows of the row with a key."""
        (entry,) = self.site.wiring.journal.entries_of([id_of_key(key)]).values()
        place = (entry.originator_id, entry.originator_version)
        _, raw = self.site.wiring.journal.private_parts([place])[place]
        return opened(raw)


def asked_of(response: httpx.Response) -> dict[str, str]:
    """Return what the address of a page, or of a redirect, says."""
    address = response.headers.get("location", str(response.url))
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def founded(url: str, home: Path) -> dict[str, Person]:
    """Register the units and the people in an empty database; return the people by login."""
    with opened_wiring(url, home) as wiring:
        for unit_id, code, name, level, parent in UNITS:
            term = StateUnitTerm(
                unit_id=unit_id,
                code=code,
                name=name,
                level=level,
                parent_id=parent,
                valid_from=SINCE,
            )
            wiring.office.ask(request(term, {}, "first"))
        newspaper = RegisterHolder(holder=NEWSPAPER, kind="press")
        wiring.office.ask(request(newspaper, {"name": "Báo Nghệ An"}, "first"))
        people: dict[str, Person] = {}
        for login, (name, role, unit_id) in STAFF.items():
            with wiring.connection() as connection:
                person = add_person(connection, unit_id, login, name, PASSWORD, temporary=False)
            people[login] = person
            grant = GrantRole(person=person.person_id, role=role, unit_id=unit_id, valid_from=SINCE)
            wiring.office.ask(request(grant, {}, "first"))
    catch_up(url)
    return people


@contextmanager
def commune_at(url: str, home: Path, people: dict[str, Person]) -> Iterator[Commune]:
    """Open a site over a database in which the commune was founded."""
    with standing(url, home) as site, ExitStack() as browsers:
        yield Commune(site, people, browsers)
