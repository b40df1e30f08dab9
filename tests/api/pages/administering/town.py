"""A province and its commune with their staff, on a site; and browsers that sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx

from api.identity.people import Person
from api.wiring import opened
from ledger.registry_events import Role
from tests.api.identity.world import PASSWORD, World
from tests.api.pages.entering.commune import Browser
from tests.site import Site, standing

STAFF: dict[str, tuple[Role, str]] = {
    "tinh": ("administrator", "NA"),
    "xa": ("administrator", "NA.X"),
    "hoa": ("treasurer", "NA.X"),
    "binh": ("accountant", "NA.X"),
    "an": ("account_holder", "NA.X"),
    "kiem": ("inspector", "NA.X"),
}
"""Login → role, unit."""


@dataclass
class Town:
    """The site, the home behind it, and browsers to be closed."""

    site: Site
    world: World
    open: ExitStack = field(default_factory=ExitStack)

    def client(self) -> httpx.Client:
        """Return a browser in which nobody is signed in."""
        return self.open.enter_context(self.site.client())

    def browser(self, login: str) -> Browser:
        """Return a browser in which somebody has signed in."""
        browser = Browser(self.client())
        answer = browser.send("/dang-nhap", ten=login, mat_khau=PASSWORD)
        assert answer.url.path != "/dang-nhap", answer.text
        return browser

    def id_of(self, login: str) -> str:
        """Return the id of a person."""
        return self.world.people[login].person_id


@dataclass(frozen=True)
class Staff:
    """What was recorded in a database: units by their codes, people by their logins."""

    database: str
    units: dict[str, UUID]
    people: dict[str, Person]


def recorded_staff(url: str) -> tuple[dict[str, UUID], dict[str, Person]]:
    """Record the units and the people above in a database; return them."""
    with opened(url, Path()) as wiring:
        world = World(wiring)
        world.unit("NA", level="province")
        world.unit("NA.X", below="NA")
        for login, (role, unit) in STAFF.items():
            world.grant(login, role, unit)
        return world.units, world.people


@contextmanager
def town_at(url: str, home: Path, staff: Staff) -> Iterator[Town]:
    """Open a site over a database with the staff."""
    with standing(url, home) as site, ExitStack() as browsers:
        world = World(site.wiring, dict(staff.units), dict(staff.people))
        yield Town(site, world, browsers)
