"""`/dang-nhap` and `/dang-xuat`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.identity.acting import anybody
from api.identity.demo_people import DemoPerson, demo_people
from api.identity.limits import SIGN_IN_PER_ADDRESS, TooManyTries, address, try_once
from api.identity.passkeys import PasskeyRefused, options_to_sign_in, person_of_passkey
from api.identity.people import Person, account, any_account
from api.identity.sessions import begin, sign_out, signed_in_session
from api.identity.signing_in import PasswordEnded, WrongPassword, person_of_password
from api.identity.visiting import with_form
from api.operation.logs import note
from api.pages.administering.kept import CONTINUE
from api.pages.administering.ways import home_of, local
from api.pages.typed import MISSING, Filled, Reading, Typed, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase, translate
from api.wiring import wired

router = APIRouter()

WRONG: Final = phrase("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy xem phím Caps Lock và gõ lại.")
ENDED: Final = phrase(
    "Mật khẩu tạm này đã hết hạn. Hãy nhờ người quản trị của đơn vị cấp lại mật khẩu."
)
TOO_MANY: Final = phrase("Đã thử quá nhiều lần. Hãy đợi {minutes} phút rồi thử lại.")
NO_KEY: Final = phrase("Chìa khóa này chưa mở được. Hãy thử lại, hoặc dùng mật khẩu.")
OLD: Final = phrase("Trang đăng nhập để mở đã lâu. Xin nhập lại.")


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form for signing in; `problem`: why it did not work; `back`: where to go then."""

    form: Filled
    problem: str
    back: str
    keeps_form: bool
    demo: list[DemoPerson]


@router.get("/dang-nhap")
def show(request: Request) -> Response:
    """Show the form; first of all, when nobody can sign in yet, the way to the set-up."""
    with wired(request).connection() as connection:
        if not any_account(connection):
            return RedirectResponse("/thiet-lap", status_code=303)
    back = local(request.query_params.get("tiep"))
    if signed_in_session(request) is not None:
        return RedirectResponse(back or home_of(request), status_code=303)
    language = preferences_of(request).language
    problem = translate(language, OLD) if "lai" in request.query_params else ""
    return _page(request, Typed({"tiep": back or ""}, language), problem)


@router.post("/dang-nhap", dependencies=[Depends(anybody)])
def sign_in(request: Request, typed: Annotated[Typed, Depends(typed_form)]) -> Response:
    """Sign in with login and password."""
    reading = Reading(typed)
    login = reading.line("ten", required=True)
    password = typed.values.get("mat-khau", "")
    if not password:
        reading.fail("mat-khau", MISSING)
    if reading.errors or login is None:
        return _page(request, typed, "", reading.errors, status=422)
    try:
        with wired(request).connection() as connection:
            person = person_of_password(connection, request, login, password)
    except TooManyTries as error:
        text = translate(typed.language, TOO_MANY, minutes=error.minutes)
        return _page(request, typed, text, status=429, wait_s=error.wait_s)
    except (WrongPassword, PasswordEnded) as error:
        ended = isinstance(error, PasswordEnded)
        text = translate(typed.language, ENDED if ended else WRONG)
        return _page(request, typed, text, status=422)
    response = RedirectResponse(_onward(request, person, typed.text("tiep")), status_code=303)
    begin(request, response, person.person_id, "password")
    note("signed_in", person=person.person_id, means="password")
    return response


@router.post("/dang-nhap/khoa/hoi", dependencies=[Depends(anybody)])
def ask_for_passkey(request: Request) -> Response:
    """Return what a browser needs to use a passkey."""
    with wired(request).connection() as connection:
        try:
            try_once(connection, SIGN_IN_PER_ADDRESS, address(request))
        except TooManyTries as error:
            return _no(request, TOO_MANY, status=429, minutes=error.minutes)
        return Response(options_to_sign_in(connection, request), media_type="application/json")


@router.post("/dang-nhap/khoa", dependencies=[Depends(anybody)])
async def read_passkey_answer(request: Request) -> Response:
    """Sign in with a passkey."""
    body = (await request.body()).decode("utf-8", "replace")
    return await run_in_threadpool(_with_passkey, request, body)


def _with_passkey(request: Request, body: str) -> Response:
    with wired(request).connection() as connection:
        try:
            person_id = person_of_passkey(connection, request, body)
        except PasskeyRefused:
            note("passkey_refused")
            return _no(request, NO_KEY, status=422)
        found = account(connection, person_id)
    if found is None:
        return _no(request, NO_KEY, status=422)
    onward = _onward(request, found.person, request.query_params.get("tiep", ""))
    response = JSONResponse({"tiep": onward})
    begin(request, response, person_id, "passkey")
    note("signed_in", person=person_id, means="passkey")
    return response


@router.post("/dang-xuat", dependencies=[Depends(anybody)])
def leave(request: Request) -> Response:
    """Sign out."""
    response = RedirectResponse("/", status_code=303)
    sign_out(request, response)
    return response


def _onward(request: Request, person: Person, said: str) -> str:
    return local(said) or home_of(request, person)


def _no(request: Request, text: str, *, status: int, **values: object) -> Response:
    said = translate(preferences_of(request).language, text, **values)
    return JSONResponse({"loi": said}, status_code=status)


def _page(
    request: Request,
    typed: Typed,
    problem: str,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
    wait_s: int = 0,
) -> Response:
    with_form(request)
    back = local(typed.text("tiep")) or ""
    with wired(request).connection() as connection:
        people = demo_people(connection)
    content = SignInPage(Filled(typed, errors or {}), problem, back, back == CONTINUE, people)
    headers = {"Retry-After": str(wait_s)} if wait_s else {}
    return page(request, "administering/sign_in.html", content, status=status, headers=headers)
