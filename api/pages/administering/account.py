"""`/tai-khoan`: one's own roles, password, passkeys and the places where one is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.identity import forms, passwords
from api.identity.acting import Held, roles_held, signed_in, today
from api.identity.limits import SIGN_IN_PER_LOGIN, TooManyTries, forget_tries, try_once
from api.identity.passkeys import Passkey, passkeys_of
from api.identity.people import Person, set_password
from api.identity.refusing import SignInNeeded
from api.identity.sessions import (
    Place,
    Session,
    begin,
    end,
    end_all,
    places_of,
    signed_in_session,
)
from api.operation.logs import note
from api.pages.administering.signing_in import TOO_MANY
from api.pages.administering.ways import home_of
from api.pages.administering.words import ROLES
from api.pages.typed import MISSING, Filled, Reading, Typed, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import wired
from ledger.database import Connection, query

router = APIRouter()
OTHERS: Final = "khac"
NOTHING: Final = forms.Typed()
DONE: Final = {
    "mat-khau": phrase("Đã đổi mật khẩu. Mọi nơi khác đang đăng nhập đã bị đăng xuất."),
    "phien": phrase("Đã đăng xuất ở nơi đó."),
    "phien-khac": phrase("Đã đăng xuất ở tất cả các nơi khác."),
    "khoa": phrase("Đã thêm chìa khóa. Lần sau có thể đăng nhập không cần mật khẩu."),
    "khoa-bo": phrase("Đã bỏ chìa khóa."),
}
"""What has just been done, by `?xong=`."""


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account; `role_names` by role; `done`: what has just been done, to translate."""

    person: Person
    held: list[Held]
    role_names: dict[str, str]
    passkeys: list[Passkey]
    places: list[Place]
    here: str
    others: str
    done: str


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The form for another password; `must`: the one of now is temporary."""

    form: Filled
    must: bool
    login: str


@router.get("/tai-khoan")
def show(request: Request, session: Annotated[Session, Depends(signed_in)]) -> Response:
    """Show one's own account."""
    person_id = session.person.person_id
    with wired(request).connection() as connection:
        content = AccountPage(
            person=session.person,
            held=roles_held(connection, person_id, today()),
            role_names={str(role): name for role, name in ROLES.items()},
            passkeys=passkeys_of(connection, person_id),
            places=places_of(connection, person_id),
            here=session.session_id,
            others=OTHERS,
            done=DONE.get(request.query_params.get("xong", ""), ""),
        )
    return page(request, "administering/account.html", content)


@router.post("/tai-khoan/phien/ket-thuc")
def end_sessions(
    request: Request,
    session: Annotated[Session, Depends(signed_in)],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """End one of one's own sessions, or all but this one."""
    person_id, which = session.person.person_id, typed.text("phien")
    with wired(request).connection() as connection:
        if which == OTHERS:
            end_all(connection, person_id, but=session.session_id)
        else:
            end(connection, person_id, which)
    note("session_ended", person=person_id)
    done = "phien-khac" if which == OTHERS else "phien"
    return RedirectResponse(f"/tai-khoan?xong={done}", status_code=303)


def with_any_password(request: Request) -> Session:
    """Return the session of somebody, also of one whose password is temporary.

    Raises:
        SignInNeeded: nobody is signed in. What was typed are passwords, and is not kept.
    """
    session = signed_in_session(request)
    if session is None:
        raise SignInNeeded(NOTHING, None)
    return session


@router.get("/tai-khoan/mat-khau")
def show_password(
    request: Request, session: Annotated[Session, Depends(with_any_password)]
) -> Response:
    """Show the form for another password."""
    return _password_page(request, session, Typed({}, preferences_of(request).language), {})


@router.post("/tai-khoan/mat-khau")
def change_password(
    request: Request,
    session: Annotated[Session, Depends(with_any_password)],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Change the password: who knows the old one stays signed in here, and nowhere else."""
    person = session.person
    reading = _read_passwords(typed, person)
    if not reading.errors:
        with wired(request).connection() as connection:
            _check_old(connection, person, reading)
    if reading.errors:
        return _password_page(request, session, typed, reading.errors, status=422)
    with wired(request).connection() as connection:
        set_password(connection, person.person_id, typed.values["mat-khau-moi"])
        end_all(connection, person.person_id)
    note("password_changed", person=person.person_id)
    onward = home_of(request) if session.must_change else "/tai-khoan?xong=mat-khau"
    response = RedirectResponse(onward, status_code=303)
    begin(request, response, person.person_id, "password")
    return response


def _read_passwords(typed: Typed, person: Person) -> Reading:
    reading = Reading(typed)
    old, new, again = (
        typed.values.get(name, "") for name in ("mat-khau-cu", "mat-khau-moi", "mat-khau-lai")
    )
    if not old:
        reading.fail("mat-khau-cu", MISSING)
    if wrong := passwords.what_is_wrong(new, names=(person.login, person.name)):
        reading.fail("mat-khau-moi", wrong)
    elif new == old:
        reading.fail("mat-khau-moi", phrase("Mật khẩu mới phải khác mật khẩu cũ."))
    elif new != again:
        reading.fail("mat-khau-lai", phrase("Hai lần gõ chưa giống nhau."))
    return reading


def _check_old(connection: Connection, person: Person, reading: Reading) -> None:
    """Say beside the field if the old password is another one, or was tried too often."""
    try:
        try_once(connection, SIGN_IN_PER_LOGIN, person.login)
    except TooManyTries as error:
        reading.fail("mat-khau-cu", TOO_MANY, minutes=error.minutes)
        return
    row = connection.execute(query("account_of_login"), {"login": person.login}).fetchone()
    if row is None or not passwords.matches(reading.typed.values["mat-khau-cu"], row[4]):
        reading.fail("mat-khau-cu", phrase("Mật khẩu cũ chưa đúng."))
        return
    forget_tries(connection, SIGN_IN_PER_LOGIN, person.login)


def _password_page(
    request: Request,
    session: Session,
    typed: Typed,
    errors: dict[str, str],
    *,
    status: int = 200,
) -> Response:
    content = PasswordPage(Filled(typed, errors), session.must_change, session.person.login)
    return page(request, "administering/password.html", content, status=status)
