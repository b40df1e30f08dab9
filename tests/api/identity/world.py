"""Units and people for one test, made as the program makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from api.identity.acting import Action, may, today
from api.identity.people import Person, add_person
from api.wiring import Wiring
from ledger.commands import Command, EndRole, GrantRole, StateUnitTerm
from ledger.draft import request
from ledger.registry_events import Level, Role
from projections.runner import catch_up

SINCE = date(2020, 1, 1)
PASSWORD = "canh chua ca loc"
YESTERDAY = today() - timedelta(days=1)
TOMORROW = today() + timedelta(days=1)


@dataclass
class World:
    """A home with units by their codes and people by their logins."""

    wiring: Wiring
    units: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def tell(self, *commands: Command) -> None:
        """Record something, and let the projections know."""
        for command in commands:
            self.wiring.office.ask(request(command, {}, "test"))
        catch_up(self.wiring.url)

    def unit(self, code: str, below: str | None = None, level: Level = "commune") -> UUID:
        """Register a unit; the projections learn of it with what is told next."""
        self.units[code] = uuid4()
        term = self._term(code, below, level, SINCE, None)
        self.wiring.office.ask(request(term, {}, "test"))
        return self.units[code]

    def move(self, code: str, old: str, new: str, on: date) -> None:
        """Let a commune stand below another unit from a day on."""
        self.tell(
            self._term(code, old, "commune", SINCE, on - timedelta(days=1)),
            self._term(code, new, "commune", on, None),
        )

    def person(self, login: str, unit: str, *, temporary: bool = False) -> Person:
        """Add somebody with the password of all."""
        with self.wiring.connection() as connection:
            self.people[login] = add_person(
                connection, self.units[unit], login, f"Người {login}", PASSWORD, temporary=temporary
            )
        return self.people[login]

    def grant(
        self, login: str, role: Role, unit: str, first: date = SINCE, last: date | None = None
    ) -> None:
        """Give a role."""
        person = self.people.get(login) or self.person(login, unit)
        command = GrantRole(
            person=person.person_id,
            role=role,
            unit_id=self.units[unit],
            valid_from=first,
            valid_to=last,
        )
        self.tell(command)

    def end(self, login: str, role: Role, unit: str, last: date) -> None:
        """Let a role end."""
        person_id, unit_id = self.people[login].person_id, self.units[unit]
        self.tell(
            EndRole(person=person_id, role=role, unit_id=unit_id, valid_from=SINCE, valid_to=last)
        )

    def may(self, login: str, action: Action, unit: str, on: date | None = None) -> bool:
        """Say whether somebody may do something in a unit."""
        with self.wiring.connection() as connection:
            return may(connection, self.people[login], action, self.units[unit], on or today())

    def _term(
        self, code: str, below: str | None, level: Level, first: date, last: date | None
    ) -> StateUnitTerm:
        return StateUnitTerm(
            unit_id=self.units[code],
            code=code,
            name=f"Hội Khuyến học {code}",
            level=level,
            parent_id=self.units[below] if below else None,
            valid_from=first,
            valid_to=last,
        )
