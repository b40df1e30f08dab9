"""`/quan-tri/nguoi/{person_id}`: one person's roles with their days, and the account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from api.identity import passwords
from api.identity.acting import Acting, UnitNow, acting
from api.identity.grants import Granted, Listed, grants_of, looks_after, person_of
from api.identity.people import (
    TEMPORARY_DAYS,
    LoginTaken,
    disable,
    enable,
    rename_person,
    set_password,
)
from api.identity.sessions import end_all
from api.operation.logs import note
from api.pages.administering.people import TAKEN, AccessPage, access_page, role_choices
from api.pages.administering.reading import read_grant, read_person, read_unit
from api.pages.administering.telling import told
from api.pages.administering.ways import with_unit
from api.pages.administering.words import ROLES
from api.pages.typed import Filled, Reading, Typed, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import wired
from ledger.commands import EndRole
from ledger.database import Connection
from ledger.registry_events import Role
from reports.numbers import short_date

router = APIRouter()
PERSON: Final = "/quan-tri/nguoi/{person_id}"
DONE: Final = {
    "vai-tro": phrase("Đã ghi vai trò."),
    "ket-thuc": phrase("Đã ghi ngày kết thúc."),
    "khoa": phrase("Đã khóa tài khoản. Người này bị đăng xuất ở mọi nơi."),
    "mo": phrase("Đã mở lại tài khoản."),
    "ten": phrase("Đã ghi họ tên và tên đăng nhập."),
}
LAST_DAY: Final = {"grant_empty": "den-cu", "roles_conflict": "den-cu"}
"""Beside which field of the form that ends a role a refusal stands."""

ONESELF: Final = phrase("Việc này không tự làm cho mình được: hãy nhờ một người quản trị khác.")


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with their roles. `can_change`: the account may be changed from this unit."""

    unit: UnitNow
    listed: Listed
    grants: list[Granted]
    role_names: dict[Role, str]
    roles: list[tuple[str, str]]
    form: Filled
    can_change: bool
    is_oneself: bool
    today: str
    done: str


@router.get(PERSON)
def show(
    request: Request, person_id: str, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show a person."""
    typed = Typed({}, preferences_of(request).language)
    return _page(request, who, person_id, typed, {})


@router.post(f"{PERSON}/vai-tro")
def grant(
    request: Request,
    person_id: str,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Grant a role."""
    reading = Reading(typed)
    with wired(request).connection() as connection:
        _require_seen(connection, who, person_id)
        wanted = read_grant(reading, connection, who, person_id)
    if wanted is None or not told(wired(request), who, reading, wanted):
        return _page(request, who, person_id, typed, reading.errors)
    return _back(who, person_id, "vai-tro")


@router.post(f"{PERSON}/ket-thuc")
def end_role(
    request: Request,
    person_id: str,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Let a role end with a day."""
    reading = Reading(typed)
    role = reading.choice("vai-tro-cu", {each: each for each in ROLES})
    valid_from = reading.day("tu-cu")
    valid_to = reading.day("den-cu")
    with wired(request).connection() as connection:
        _require_seen(connection, who, person_id)
        unit = read_unit(reading, connection, who, "don-vi-cu")
    if person_id == who.person.person_id and role == "administrator":
        reading.fail("", ONESELF)
    if reading.errors or not (role and valid_from and valid_to and unit):
        return _page(request, who, person_id, typed, reading.errors)
    command = EndRole(
        person=person_id,
        role=role,
        unit_id=unit.unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    if not told(wired(request), who, reading, command, fields=LAST_DAY):
        return _page(request, who, person_id, typed, reading.errors)
    return _back(who, person_id, "ket-thuc")


@router.post(f"{PERSON}/mat-khau")
def reset_password(
    request: Request, person_id: str, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Give a person a temporary password, and show it once; their sessions end."""
    password = passwords.temporary()
    with wired(request).connection() as connection:
        listed = _require_own(connection, who, person_id)
        set_password(connection, person_id, password, temporary=True)
        end_all(connection, person_id)
    note("password_reset", person=person_id, by=who.person.person_id)
    content = AccessPage(
        who.unit, listed.person, password, TEMPORARY_DAYS, is_new=False, problem=""
    )
    return access_page(request, content)


@router.post(f"{PERSON}/khoa")
def lock(
    request: Request, person_id: str, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Let a person sign in no more."""
    if person_id == who.person.person_id:
        reading = Reading(Typed({}, preferences_of(request).language))
        reading.fail("", ONESELF)
        return _page(request, who, person_id, reading.typed, reading.errors)
    return _change(request, who, person_id, disable, "khoa")


@router.post(f"{PERSON}/mo")
def unlock(
    request: Request, person_id: str, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Let a person sign in again."""
    return _change(request, who, person_id, enable, "mo")


@router.post(f"{PERSON}/ten")
def rename(
    request: Request,
    person_id: str,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Change how a person is called, and under what they sign in."""
    reading = Reading(typed)
    name, login = read_person(reading)
    with wired(request).connection() as connection:
        _require_own(connection, who, person_id)
        if not reading.errors:
            try:
                rename_person(connection, person_id, login, name)
            except LoginTaken:
                reading.fail("dang-nhap", TAKEN)
    if reading.errors:
        return _page(request, who, person_id, typed, reading.errors)
    note("person_renamed", person=person_id, by=who.person.person_id)
    return _back(who, person_id, "ten")


def _change(
    request: Request,
    who: Acting,
    person_id: str,
    change: Callable[[Connection, str], None],
    done: str,
) -> Response:
    with wired(request).connection() as connection:
        _require_own(connection, who, person_id)
        change(connection, person_id)
    note(f"account_{change.__name__}", person=person_id, by=who.person.person_id)
    return _back(who, person_id, done)


def _require_seen(connection: Connection, who: Acting, person_id: str) -> Listed:
    """Return somebody whom the unit sees; for others it is as if they were not."""
    listed = person_of(connection, who.unit.unit_id, who.on, person_id)
    if listed is None:
        raise HTTPException(404)
    return listed


def _require_own(connection: Connection, who: Acting, person_id: str) -> Listed:
    """Return somebody whose account may be changed from this unit."""
    listed = _require_seen(connection, who, person_id)
    if not looks_after(connection, who.unit.unit_id, who.on, person_id):
        raise HTTPException(403)
    return listed


def _back(who: Acting, person_id: str, done: str) -> Response:
    address = with_unit(f"/quan-tri/nguoi/{person_id}", who.unit.code, xong=done)
    return RedirectResponse(address, status_code=303)


def _page(
    request: Request, who: Acting, person_id: str, typed: Typed, errors: dict[str, str]
) -> Response:
    with wired(request).connection() as connection:
        listed = _require_seen(connection, who, person_id)
        grants = grants_of(connection, [person_id], who.on)[person_id]
        can_change = looks_after(connection, who.unit.unit_id, who.on, person_id)
    today = short_date(who.on)
    begun = {
        "ma-don-vi": who.unit.code,
        "tu": today,
        "ho-ten": listed.person.name,
        "dang-nhap": listed.person.login,
    }
    content = PersonPage(
        unit=who.unit,
        listed=listed,
        grants=grants,
        role_names=dict(ROLES),
        roles=role_choices(typed.language),
        form=Filled(Typed({**begun, **typed.values}, typed.language), errors),
        can_change=can_change,
        is_oneself=person_id == who.person.person_id,
        today=today,
        done=DONE.get(request.query_params.get("xong", ""), ""),
    )
    status = 422 if errors else 200
    return page(request, "administering/person.html", content, status=status)
