"""`/quan-tri` and `/quan-tri/nguoi`: whom a unit looks after, and adding somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.identity import passwords
from api.identity.acting import Acting, UnitNow, acting
from api.identity.grants import PEOPLE_MAX, Granted, Listed, grants_of, people_of
from api.identity.people import TEMPORARY_DAYS, LoginTaken, Person, add_person
from api.operation.logs import note
from api.pages.administering.reading import read_grant, read_person
from api.pages.administering.telling import told
from api.pages.administering.words import ROLES, ROLES_EXPLAINED
from api.pages.typed import Filled, Reading, Typed, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import Language, phrase, translate
from api.wiring import wired
from ledger.registry_events import Role
from ledger.values import replace
from reports.numbers import short_date

router = APIRouter()
TAKEN: Final = phrase("Tên đăng nhập này đã có người dùng. Hãy thêm chữ hoặc số, ví dụ hoa.na.")


@dataclass(frozen=True, slots=True)
class AdministrationPage:
    """Where an administrator begins."""

    unit: UnitNow
    people: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of a unit with their roles; `is_cut`: there are more than are shown."""

    unit: UnitNow
    part: str
    people: list[Listed]
    grants: dict[str, list[Granted]]
    role_names: dict[Role, str]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form for somebody new; `roles` are pairs of (role, its name and what it is)."""

    unit: UnitNow
    form: Filled
    roles: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AccessPage:
    """A temporary password, to be seen this once."""

    unit: UnitNow
    person: Person
    password: str
    days: int
    is_new: bool
    problem: str


@router.get("/quan-tri")
def show(request: Request, who: Annotated[Acting, Depends(acting("administer"))]) -> Response:
    """Show where to begin."""
    with wired(request).connection() as connection:
        people = people_of(connection, who.unit.unit_id, who.on)
    content = AdministrationPage(who.unit, len(people))
    return page(request, "administering/start.html", content)


@router.get("/quan-tri/nguoi")
def show_people(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show whom the unit looks after."""
    part = request.query_params.get("tim", "").strip()
    with wired(request).connection() as connection:
        people = people_of(connection, who.unit.unit_id, who.on, part)
        grants = grants_of(connection, [each.person.person_id for each in people], who.on)
    content = PeoplePage(
        who.unit, part, people, grants, dict(ROLES), is_cut=len(people) == PEOPLE_MAX
    )
    return page(request, "administering/people.html", content)


@router.get("/quan-tri/nguoi/them")
def show_adding(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show the form for somebody new."""
    typed = Typed(
        {"ma-don-vi": who.unit.code, "tu": short_date(who.on)}, preferences_of(request).language
    )
    return _add_page(request, who, typed, {})


@router.post("/quan-tri/nguoi/them")
def add(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Add somebody, with a first role if one was chosen; show the temporary password."""
    reading = Reading(typed)
    name, login = read_person(reading)
    with wired(request).connection() as connection:
        wanted = read_grant(reading, connection, who) if typed.text("vai-tro") else None
        if reading.errors:
            return _add_page(request, who, typed, reading.errors)
        password = passwords.temporary()
        home = wanted.unit_id if wanted else who.unit.unit_id
        try:
            person = add_person(connection, home, login, name, password, temporary=True)
        except LoginTaken:
            reading.fail("dang-nhap", TAKEN)
            return _add_page(request, who, typed, reading.errors)
    note("person_added", person=person.person_id, by=who.person.person_id)
    problem = ""
    if wanted is not None and not told(
        wired(request), who, reading, replace(wanted, person=person.person_id)
    ):
        problem = next(iter(reading.errors.values()))
    content = AccessPage(who.unit, person, password, TEMPORARY_DAYS, is_new=True, problem=problem)
    return access_page(request, content)


def access_page(request: Request, content: AccessPage) -> Response:
    """Return the page with a temporary password, which no cache may keep."""
    headers = {"Cache-Control": "no-store"}
    return page(request, "administering/access.html", content, headers=headers)


def role_choices(language: Language) -> list[tuple[str, str]]:
    """Return the roles to choose from, each with what it is for."""
    return [
        (role, f"{translate(language, name)}: {translate(language, ROLES_EXPLAINED[role])}")
        for role, name in ROLES.items()
    ]


def _add_page(request: Request, who: Acting, typed: Typed, errors: dict[str, str]) -> Response:
    content = AddPage(who.unit, Filled(typed, errors), role_choices(typed.language))
    status = 422 if errors else 200
    return page(request, "administering/add_person.html", content, status=status)
