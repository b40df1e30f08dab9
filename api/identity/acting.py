"""What a person may do, where, on a day; and the dependency that every page for staff has.

    who: Acting = Depends(acting("enter"))      → who.person, who.unit, who.on

A role holds for its unit and for all that stands below it on that day, by the tree of units as
the ledger dates it; never by how a code begins. The unit that a page is about is `?don-vi=<code>`
(or a form's field of that name), else the first one in which the person may do it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Annotated, Final, Literal, NamedTuple
from uuid import UUID

from fastapi import Depends, Request

from api.identity.forms import Typed, typed
from api.identity.passwords import now
from api.identity.people import Person, names_of
from api.identity.refusing import NotAllowed, PasswordMustChange, SignInNeeded
from api.identity.sessions import Session, session_of
from api.wiring import wired
from ledger.database import Connection, query
from ledger.registry_events import Level, Role
from projections.association import top_units
from reports.numbers import VIETNAM

Action = Literal["read", "enter", "approve", "inspect", "administer"]
ALLOWED: Final[Mapping[Action, tuple[Role, ...]]] = MappingProxyType(
    {
        "read": ("treasurer", "accountant", "account_holder", "inspector", "administrator"),
        "enter": ("treasurer", "accountant"),
        "approve": ("account_holder",),
        "inspect": ("inspector",),
        "administer": ("administrator",),
    }
)
"""Which roles may do what."""

UNIT_FIELD: Final = "don-vi"

__all__ = [
    "ALLOWED",
    "Acting",
    "Action",
    "Held",
    "Person",
    "UnitNow",
    "acting",
    "actions_of",
    "anybody",
    "may",
    "may_everywhere",
    "names_of",
    "roles_held",
    "signed_in",
    "today",
    "unit_now",
]


@dataclass(frozen=True, slots=True)
class UnitNow:
    """A unit as it is called on the day."""

    unit_id: UUID
    code: str
    name: str
    level: Level


class Acting(NamedTuple):
    """Who acts, for which unit, on which day (today in Vietnam)."""

    person: Person
    unit: UnitNow
    on: date


class Held(NamedTuple):
    """A role that a person has on a day; `valid_to` None: open."""

    role: Role
    unit: UnitNow
    valid_from: date
    valid_to: date | None


def today() -> date:
    """Return the day on which it is in Vietnam."""
    return now().astimezone(VIETNAM).date()


def may(connection: Connection, person: Person, action: Action, unit_id: UUID, on: date) -> bool:
    """Say whether a person may do something in a unit on a day.

    Args:
        connection: to the projections.
        person: who.
        action: what; see `ALLOWED`.
        unit_id: where: the unit of a grant, or any below it on the day.
        on: the day, from the first to the last day of the grant.
    """
    sought = {
        "person_id": person.person_id,
        "roles": list(ALLOWED[action]),
        "unit_id": unit_id,
        "on": on,
    }
    row = connection.execute(query("may"), sought).fetchone()
    return bool(row and row[0])


def may_everywhere(connection: Connection, person: Person, action: Action, on: date) -> bool:
    """Say whether a person may do something in all units: in each that stands below nobody."""
    tops = top_units(connection, on)
    return bool(tops) and all(may(connection, person, action, each, on) for each in tops)


def roles_held(connection: Connection, person_id: str, on: date) -> list[Held]:
    """Return a person's roles on a day, from the top of the tree down."""
    rows = connection.execute(query("roles_held"), {"person_id": person_id, "on": on})
    return [
        Held(role, UnitNow(unit_id, code, name, level), valid_from, valid_to)
        for role, unit_id, code, name, level, valid_from, valid_to in rows
    ]


def actions_of(held: Collection[Held]) -> frozenset[Action]:
    """Return what somebody with these roles may do anywhere."""
    roles = {each.role for each in held}
    return frozenset(action for action, allowed in ALLOWED.items() if roles.intersection(allowed))


def unit_now(connection: Connection, code: str, on: date) -> UnitNow | None:
    """Return the unit with a code as it is called on a day; None if there is none."""
    row = connection.execute(query("unit_now"), {"code": code, "on": on}).fetchone()
    return UnitNow(*row) if row else None


def signed_in(request: Request, said: Annotated[Typed, Depends(typed)]) -> Session:
    """Return the session of somebody whose password is their own.

    Raises:
        SignInNeeded: nobody is signed in, or not any more.
        PasswordMustChange: the password is a temporary one.
    """
    session = session_of(request)
    if session is None or not session.is_alive:
        raise SignInNeeded(said, session.person.person_id if session else None)
    if session.must_change:
        raise PasswordMustChange
    return session


@cache
def acting(action: Action) -> Callable[..., Acting]:
    """Return the dependency that admits those who may do `action` in the unit that is asked for.

    It raises:
        SignInNeeded, PasswordMustChange: see `signed_in`.
        NotAllowed: no such unit, or no such role in it or above it today.
    """

    def who_acts(
        request: Request,
        session: Annotated[Session, Depends(signed_in)],
        said: Annotated[Typed, Depends(typed)],
    ) -> Acting:
        code = request.query_params.get(UNIT_FIELD) or said.get(UNIT_FIELD)
        on = today()
        with wired(request).connection() as connection:
            if code:
                unit = unit_now(connection, code, on)
            else:
                unit = _first_unit(roles_held(connection, session.person.person_id, on), action)
            if unit is None or not may(connection, session.person, action, unit.unit_id, on):
                raise NotAllowed(action)
        return Acting(session.person, unit, on)

    return who_acts


def anybody() -> None:
    """Mark a route that writes as one for people who are not signed in."""


def _first_unit(held: Collection[Held], action: Action) -> UnitNow | None:
    """Return the first unit in which one of the roles allows `action`."""
    return next((each.unit for each in held if each.role in ALLOWED[action]), None)
