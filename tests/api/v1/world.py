"""A small association for programs: three units, people with roles, and their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from api.app import create_app
from api.identity.passwords import now
from api.identity.people import add_person
from api.identity.tokens import SCOPES, Scope, issue_token
from api.v1.desk import Desk
from api.wiring import opened
from ledger.commands import GrantRole, RegisterHolder, StateUnitTerm
from ledger.database import Connection, connect
from ledger.draft import request
from ledger.office import Office
from ledger.registry_events import Role
from ledger.values import names_of
from projections.runner import catch_up
from tests.api.v1.answered import Answered
from tests.ledger.examples import COMMUNE, DISTRICT, FOUNDED, NEWSPAPER, PROVINCE, REGISTRY
from tests.ledger.offices import office_at
from tests.site import Site, served

GIFT = {
    "unit": "NA-01-01",
    "received_on": "2022-03-01",
    "channel": "cash",
    "amount_vnd": 500_000,
    "donor": "Nguyễn Thị Minh Khai",
}
PAYOUT = {
    "unit": "NA-01-01",
    "paid_on": "2022-09-05",
    "kind": "scholarship",
    "recipient_kind": "pupil",
    "paid_from": "cash",
    "amount_vnd": 300_000,
    "recipient": "Lê Văn Tám",
}
PEOPLE: dict[str, tuple[tuple[Role, UUID], ...]] = {
    "thu-quy": (("treasurer", COMMUNE),),
    "ke-toan": (("accountant", COMMUNE),),
    "chu-tai-khoan": (("account_holder", COMMUNE),),
    "kiem-tra": (("inspector", PROVINCE),),
    "quan-tri": (("administrator", PROVINCE),),
    "huyen": (("treasurer", DISTRICT),),
    "moi-viec": (
        ("treasurer", PROVINCE),
        ("account_holder", PROVINCE),
        ("inspector", PROVINCE),
        ("administrator", PROVINCE),
    ),
    "nguoi-dung": (),
}


@dataclass
class Person:
    """Somebody's program: the key it holds, and a client that sends it."""

    person_id: str
    key: str
    client: httpx.Client

    def get(self, path: str, **query: str | int | bool) -> httpx.Response:
        """Ask for something below /v1."""
        return self.client.get(f"/v1{path}", params=query)

    def post(
        self, path: str, body: object, key: str | None = None, **query: str | int | bool
    ) -> httpx.Response:
        """Post something below /v1, under a new key unless another is said."""
        headers = {"Idempotency-Key": key or uuid4().hex}
        return self.client.post(f"/v1{path}", json=body, headers=headers, params=query)


@dataclass
class World:
    """The site and the people."""

    site: Site
    desk: Desk
    people: dict[str, Person] = field(default_factory=dict)
    clients: list[httpx.Client] = field(default_factory=list)
    answered: Answered = field(default_factory=Answered)

    def __getitem__(self, login: str) -> Person:
        """Return somebody."""
        return self.people[login]

    def key(self, login: str, scopes: Sequence[Scope]) -> str:
        """Make another key for somebody."""
        with self.site.wiring.connection() as connection:
            end = now() + timedelta(days=1)
            return issue_token(connection, self.people[login].person_id, "another", scopes, end)

    def with_key(self, login: str, scopes: Sequence[Scope]) -> Person:
        """Return somebody with a key of fewer scopes."""
        return self.person(self.people[login].person_id, self.key(login, scopes))

    def person(self, person_id: str, key: str) -> Person:
        """Return somebody with this key."""
        headers = {"Authorization": f"Bearer {key}"}
        client = httpx.Client(
            base_url=self.site.address,
            headers=headers,
            timeout=30,
            event_hooks={"response": [self.answered.hold]},
        )
        self.clients.append(client)
        return Person(person_id, key, client)


@contextmanager
def world(url: str, home: Path, keys: Mapping[str, tuple[str, str]]) -> Iterator[World]:
    """Yield a site over a founded database; `keys`: id and key of each person."""
    with opened(url, home) as wiring:
        app = create_app(wiring)
        # What the first request would open.
        app.state.v1_desk = Desk(wiring)
        with served(app) as address:
            made = World(Site(address, wiring), app.state.v1_desk)
            for login, (person_id, key) in keys.items():
                made.people[login] = made.person(person_id, key)
            yield made
            for client in made.clients:
                client.close()


def found(url: str) -> dict[str, tuple[str, str]]:
    """Register units, a newspaper and people, each with a key of all scopes; return the keys."""
    with office_at(url) as office:
        for terms in REGISTRY.terms.values():
            for each in terms:
                said = {name: getattr(each, name) for name in names_of(StateUnitTerm)}
                office.ask(request(StateUnitTerm(**said), {}, "test"))
        office.ask(request(RegisterHolder(holder=NEWSPAPER, kind="press"), {}, "test"))
        with connect(url) as connection:
            keys = {login: _person(connection, office, login) for login in PEOPLE}
    catch_up(url)
    return keys


def _person(connection: Connection, office: Office, login: str) -> tuple[str, str]:
    """Add somebody with the roles of `PEOPLE`; return their id and a key of all scopes."""
    person = add_person(
        connection, COMMUNE, login, f"Người {login}", "mat khau dai day", temporary=False
    )
    for role, unit_id in PEOPLE[login]:
        granted = GrantRole(person=person.person_id, role=role, unit_id=unit_id, valid_from=FOUNDED)
        office.ask(request(granted, {}, "test"))
    end = now() + timedelta(days=1)
    return person.person_id, issue_token(connection, person.person_id, "test", SCOPES, end)
