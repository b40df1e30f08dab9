"""`/thiet-lap/nguoi`: treasurer, accountant and account holder of the first unit, in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.identity import passwords
from api.identity.acting import Acting, UnitNow, acting
from api.identity.grants import Granted, grants_of, people_of
from api.identity.people import (
    TEMPORARY_DAYS,
    LoginTaken,
    Person,
    add_person,
    what_is_wrong_with_login,
    what_is_wrong_with_name,
)
from api.pages.administering.people import TAKEN
from api.pages.administering.set_up import STEPS
from api.pages.administering.telling import told
from api.pages.administering.words import ROLES, ROLES_EXPLAINED
from api.pages.typed import Filled, Reading, Typed, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.wiring import wired
from ledger.commands import GrantRole
from ledger.database import Connection
from ledger.registry_events import Role

router = APIRouter()
ASKED_FOR: Final[tuple[Role, ...]] = ("treasurer", "accountant", "account_holder")


@dataclass(frozen=True, slots=True)
class RoleAsked:
    """A role to be given to somebody: its name and what it is for."""

    role: Role
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody new needs for the first time: to be seen this once."""

    person: Person
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class SetUpPeoplePage:
    """The second step. `known`: who has which role in the unit already."""

    unit: UnitNow
    oneself: Person
    form: Filled
    roles: list[RoleAsked]
    known: list[tuple[Person, list[Granted]]]
    role_names: dict[Role, str]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipsPage:
    """The temporary passwords of the new people, each to be given to its owner."""

    unit: UnitNow
    slips: list[Access]
    days: int
    address: str
    steps: tuple[str, ...]


@router.get("/thiet-lap/nguoi")
def show(request: Request, who: Annotated[Acting, Depends(acting("administer"))]) -> Response:
    """Show the step."""
    return _page(request, who, Typed({}, preferences_of(request).language), {})


@router.post("/thiet-lap/nguoi")
def add(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Give the roles: to oneself first, because only then can they contradict each other."""
    wiring, reading = wired(request), Reading(typed)
    own = [role for role in ASKED_FOR if typed.text(f"toi-{role}")]
    others = [role for role in ASKED_FOR if role not in own and _is_named(typed, role)]
    for role in others:
        _read(reading, role)
    if not reading.errors:
        for role in own:
            granted = told(wiring, who, reading, _grant(who, who.person, role))
            if not granted:
                reading.errors[f"toi-{role}"] = reading.errors.pop("vai-tro", "")
                break
    slips: list[Access] = []
    if not reading.errors:
        with wiring.connection() as connection:
            slips = _added(connection, who, reading, others)
    if reading.errors:
        return _page(request, who, typed, reading.errors)
    people = [(slip.person, role) for slip, role in zip(slips, others, strict=True)]
    told(wiring, who, reading, *(_grant(who, person, role) for person, role in people))
    content = SlipsPage(who.unit, slips, TEMPORARY_DAYS, str(request.base_url), STEPS)
    headers = {"Cache-Control": "no-store"}
    return page(request, "administering/set_up_slips.html", content, headers=headers)


def _is_named(typed: Typed, role: Role) -> bool:
    return bool(typed.text(f"ho-ten-{role}") or typed.text(f"dang-nhap-{role}"))


def _read(reading: Reading, role: Role) -> None:
    name, login = f"ho-ten-{role}", f"dang-nhap-{role}"
    if wrong := what_is_wrong_with_name(reading.typed.text(name)):
        reading.fail(name, wrong)
    if wrong := what_is_wrong_with_login(reading.typed.text(login)):
        reading.fail(login, wrong)


def _added(
    connection: Connection, who: Acting, reading: Reading, roles: list[Role]
) -> list[Access]:
    """Add all of them, or, if one login is taken, none."""
    slips: list[Access] = []
    taken = ""
    try:
        with connection.transaction():
            for role in roles:
                taken = f"dang-nhap-{role}"
                name, login = (
                    reading.typed.text(f"{field}-{role}") for field in ("ho-ten", "dang-nhap")
                )
                password = passwords.temporary()
                person = add_person(
                    connection, who.unit.unit_id, login, name, password, temporary=True
                )
                slips.append(Access(person, ROLES[role], password))
    except LoginTaken:
        reading.fail(taken, TAKEN)
        return []
    return slips


def _grant(who: Acting, person: Person, role: Role) -> GrantRole:
    return GrantRole(
        person=person.person_id, role=role, unit_id=who.unit.unit_id, valid_from=who.on
    )


def _page(request: Request, who: Acting, typed: Typed, errors: dict[str, str]) -> Response:
    with wired(request).connection() as connection:
        people = people_of(connection, who.unit.unit_id, who.on)
        grants = grants_of(connection, [each.person.person_id for each in people], who.on)
    content = SetUpPeoplePage(
        unit=who.unit,
        oneself=who.person,
        form=Filled(typed, errors),
        roles=[RoleAsked(role, ROLES[role], ROLES_EXPLAINED[role]) for role in ASKED_FOR],
        known=[(each.person, grants[each.person.person_id]) for each in people],
        role_names=dict(ROLES),
        steps=STEPS,
    )
    status = 422 if errors else 200
    return page(request, "administering/set_up_people.html", content, status=status)
