"""`/thiet-lap`: the first unit and the first administrator, while nobody can sign in yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.defined_units import units_standing_still
from api.identity import passwords
from api.identity.acting import anybody, today, unit_now
from api.identity.first_run import AlreadySetUp, is_set_up_code, set_up
from api.identity.limits import SET_UP_PER_ADDRESS, TooManyTries, address, try_once
from api.identity.people import any_account
from api.identity.sessions import begin
from api.identity.visiting import with_form
from api.pages.administering.reading import read_person
from api.pages.administering.signing_in import TOO_MANY
from api.pages.administering.telling import refused
from api.pages.administering.units_changing import named, read_new_unit
from api.pages.administering.words import KINDS, LEVELS
from api.pages.typed import Filled, Reading, Typed, key_of, new_key, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.commands import StateUnitTerm
from ledger.database import Connection, query
from ledger.names import folded
from ledger.refusals import Refusal
from ledger.registry import Registry
from reports.numbers import short_date

router = APIRouter()
NEW: Final = "moi"
WRONG_CODE: Final = phrase(
    "Mã thiết lập chưa đúng: chép lại mã in ở cửa sổ đã chạy lệnh serve. "
    "Mỗi lần chạy là một mã mới."
)
STEPS: Final = (
    phrase("Đơn vị và người quản trị"),
    phrase("Thủ quỹ, kế toán, chủ tài khoản"),
    phrase("Số dư tiền mang sang"),
    phrase("Số chứng từ"),
    phrase("Xong"),
)


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """The first step. `units`: those that were imported, as pairs of (code, name)."""

    form: Filled
    key: str
    units: list[tuple[str, str]]
    levels: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    steps: tuple[str, ...]


@router.get("/thiet-lap")
def show(request: Request) -> Response:
    """Show the first step; once it is done, the page for signing in."""
    with wired(request).connection() as connection:
        if any_account(connection):
            return RedirectResponse("/dang-nhap", status_code=303)
    begun = {
        "ma-thiet-lap": request.query_params.get("ma", ""),
        "tu": short_date(today().replace(month=1, day=1)),
        "khoa": new_key(),
    }
    return _page(request, Typed(begun, preferences_of(request).language), {})


@router.post("/thiet-lap", dependencies=[Depends(anybody)])
def begin_home(request: Request, typed: Annotated[Typed, Depends(typed_form)]) -> Response:
    """Make the first administrator, sign them in, and go on."""
    wiring, reading = wired(request), Reading(typed)
    with wiring.connection() as connection:
        if any_account(connection):
            return RedirectResponse("/dang-nhap", status_code=303)
        _check_code(connection, request, reading)
    with units_standing_still(wiring) as registry:
        unit = _read_unit(reading, wiring, registry)
    name, login = read_person(reading)
    password = _read_password(reading, (name, login))
    if reading.errors or unit is None:
        return _page(request, typed, reading.errors)
    try:
        person = set_up(wiring, unit, name, login, password)
    except AlreadySetUp:
        return RedirectResponse("/dang-nhap", status_code=303)
    except Refusal as refusal:
        refused(reading, refusal, {})
        return _page(request, typed, reading.errors)
    response = RedirectResponse("/thiet-lap/nguoi", status_code=303)
    begin(request, response, person.person_id, "password")
    return response


def _check_code(connection: Connection, request: Request, reading: Reading) -> None:
    try:
        try_once(connection, SET_UP_PER_ADDRESS, address(request))
    except TooManyTries as error:
        reading.fail("ma-thiet-lap", TOO_MANY, minutes=error.minutes)
        return
    if not is_set_up_code(connection, reading.typed.text("ma-thiet-lap")):
        reading.fail("ma-thiet-lap", WRONG_CODE)


def _read_unit(reading: Reading, wiring: Wiring, registry: Registry) -> StateUnitTerm | UUID | None:
    """Read the unit: one of those that were imported, or a new one, whose code may be left out."""
    chosen = reading.typed.text("chon")
    if chosen not in ("", NEW):
        with wiring.connection() as connection:
            unit = unit_now(connection, chosen, today())
        return unit.unit_id if unit else None
    if not reading.typed.text("ma"):
        reading.typed = reading.typed.with_values(ma=code_of_name(reading.typed.text("ten")))
    return read_new_unit(reading, registry, None)


def code_of_name(name: str) -> str:
    """Return a code for a unit: the first letters of its name.

    >>> code_of_name("Hội Khuyến học phường Trường Vinh")
    'HKHPTV'
    """
    letters = "".join(word[0] for word in folded(name).split() if word[0].isalnum())
    return letters.upper()[:12] or "DV"


def _read_password(reading: Reading, names: tuple[str, str]) -> str:
    new, again = (reading.typed.values.get(f"mat-khau-{each}", "") for each in ("moi", "lai"))
    if wrong := passwords.what_is_wrong(new, names=names):
        reading.fail("mat-khau-moi", wrong)
    elif new != again:
        reading.fail("mat-khau-lai", phrase("Hai lần gõ chưa giống nhau."))
    return new


def _page(request: Request, typed: Typed, errors: dict[str, str]) -> Response:
    with_form(request)
    wiring: Wiring = wired(request)
    with wiring.connection() as connection:
        rows = connection.execute(query("units_to_begin_with"))
        units = [(code, f"{name} ({code})") for code, name in rows]
    content = SetUpPage(
        form=Filled(typed, errors),
        key=key_of(typed),
        units=units,
        levels=named(typed.language, LEVELS),
        kinds=named(typed.language, KINDS),
        steps=STEPS,
    )
    status = 422 if errors else 200
    return page(request, "administering/set_up.html", content, status=status)
