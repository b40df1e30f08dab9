"""What administrators see: who may do what, from when to when; whom they look after; rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple
from uuid import UUID

from api.identity.acting import UnitNow
from api.identity.people import Person
from ledger.database import Connection, query
from ledger.names import folded
from ledger.registry_events import Role

PEOPLE_MAX: Final = 200
When = Literal["now", "later", "over"]


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in the list of people."""

    person: Person
    is_disabled: bool
    must_change: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """A role of a person; `when`: whether it holds on the day that was asked for."""

    person_id: str
    role: Role
    unit: UnitNow
    valid_from: date
    valid_to: date | None
    when: When


class Rule(NamedTuple):
    """From a day on, what a unit (or one above it) pays without a second person."""

    unit_id: UUID
    code: str
    name: str
    valid_from: date
    free_up_to_vnd: int


def people_of(connection: Connection, unit_id: UUID, on: date, part: str = "") -> list[Listed]:
    """Return whom a unit looks after, or whose name or login contains `part`; at most 200."""
    return _people(connection, unit_id, on, part, None)


def people_page(
    connection: Connection, unit_id: UUID, on: date, *, after: str, limit: int
) -> list[Listed]:
    """Return whom a unit sees in the order of their ids, those after one of them."""
    sought = {"unit_id": unit_id, "on": on, "after": after, "limit": limit}
    return _listed(connection.execute(query("people_page"), sought))


def person_of(connection: Connection, unit_id: UUID, on: date, person_id: str) -> Listed | None:
    """Return one of those whom a unit sees; None if it does not see this person."""
    found = _people(connection, unit_id, on, "", person_id)
    return found[0] if found else None


def looks_after(connection: Connection, unit_id: UUID, on: date, person_id: str) -> bool:
    """Say whether a unit's administrators may change a person's account.

    They may if the account and all its roles belong to the unit or below it: otherwise the
    administrator of a commune could take the account of one of the province.
    """
    sought = {"unit_id": unit_id, "on": on, "person_id": person_id}
    row = connection.execute(query("looks_after"), sought).fetchone()
    return bool(row and row[0])


def grants_of(
    connection: Connection, person_ids: Collection[str], on: date
) -> dict[str, list[Granted]]:
    """Return the roles of some people, those of now and to come before those that are over."""
    found: dict[str, list[Granted]] = {person_id: [] for person_id in person_ids}
    rows = connection.execute(query("grants_of"), {"person_ids": list(person_ids), "on": on})
    for person_id, role, unit_id, code, name, level, valid_from, valid_to in rows:
        unit = UnitNow(unit_id, code, name, level)
        when = _when(valid_from, valid_to, on)
        found[person_id].append(Granted(person_id, role, unit, valid_from, valid_to, when))
    return found


def rules_of(connection: Connection, unit_id: UUID, on: date) -> list[Rule]:
    """Return the rules that a unit and those above it have stated, its own and the latest first."""
    rows = connection.execute(query("approval_rules_of"), {"unit_id": unit_id, "on": on})
    return [Rule(*row) for row in rows]


def _when(valid_from: date, valid_to: date | None, on: date) -> When:
    if valid_to is not None and valid_to < on:
        return "over"
    return "later" if valid_from > on else "now"


def _people(
    connection: Connection, unit_id: UUID, on: date, part: str, person_id: str | None
) -> list[Listed]:
    sought = {
        "unit_id": unit_id,
        "on": on,
        "part": folded(part),
        "person_id": person_id,
        "limit": PEOPLE_MAX,
    }
    return _listed(connection.execute(query("people_of_unit"), sought))


def _listed(rows: Iterable[tuple[str, str, str, bool, bool]]) -> list[Listed]:
    return [
        Listed(Person(found_id, name, login), is_disabled, must_change)
        for found_id, login, name, is_disabled, must_change in rows
    ]
