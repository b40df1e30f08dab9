"""`/thiet-lap/so-du` and what follows: what the paper book ends with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.identity.acting import Acting, UnitNow, acting
from api.pages.administering.set_up import STEPS
from api.pages.administering.telling import told
from api.pages.administering.units_changing import named, read_count
from api.pages.administering.words import PAPERS
from api.pages.entering.recording import holding_name
from api.pages.public.naming import PLACES
from api.pages.typed import Filled, Reading, Typed, typed_form
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import wired
from ledger.book import GENERAL
from ledger.commands import BringInMoney, Command, ContinueSeries
from ledger.database import Connection, query
from projections.desk import definitions, holders
from projections.unit_page import Held, held_on
from reports.numbers import quantity, short_date

router = APIRouter()
HELD: Final = {"tien-mat": "cash", "ngan-hang": "bank"}
BEGUN: Final = phrase(
    "Sổ của đơn vị đã có bút toán khác, nên số dư tiền mang sang không ghi ở đây nữa."
)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What lies in one place for one fund: `kind` is a phrase, `what` says which of its kind."""

    kind: str
    what: str
    held: Held


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """The third step. `held`: what is in the book already; `is_open`: nothing but that is."""

    unit: UnitNow
    form: Filled
    held: tuple[HeldRow, ...]
    is_open: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """The fourth step: the next number of each series, as pairs of (series, name)."""

    unit: UnitNow
    form: Filled
    series: list[tuple[str, str]]
    year: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """The end."""

    unit: UnitNow
    steps: tuple[str, ...]


@router.get("/thiet-lap/so-du")
def show_opening(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show the step."""
    typed = Typed({"ngay": short_date(who.on)}, preferences_of(request).language)
    return _opening_page(request, who, typed, {})


@router.post("/thiet-lap/so-du")
def bring_in(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Record what the unit holds already, once: each place has a key of its own."""
    wiring, reading = wired(request), Reading(typed)
    amounts = {name: reading.amount(name, required=False) for name in HELD}
    on = reading.day("ngay") if any(amounts.values()) else None
    with wiring.connection() as connection:
        if not _is_open(connection.execute(query("only_brought_in"), _unit(who)).fetchone()):
            reading.fail("", BEGUN)
    commands: list[Command] = [
        BringInMoney(
            unit_id=who.unit.unit_id,
            key=f"mo-so-{who.unit.code}-{name}",
            booked_on=on,
            fund="general",
            holding=HELD[name],
            amount_vnd=amount_vnd,
        )
        for name, amount_vnd in amounts.items()
        if on and amount_vnd
    ]
    if reading.errors or not told(wiring, who, reading, *commands):
        return _opening_page(request, who, typed, reading.errors)
    return RedirectResponse("/thiet-lap/so-chung-tu", status_code=303)


@router.get("/thiet-lap/so-chung-tu")
def show_numbers(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show the step."""
    return _numbers_page(request, who, Typed({}, preferences_of(request).language), {})


@router.post("/thiet-lap/so-chung-tu")
def continue_numbers(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Let the papers of this year go on from the numbers of the paper book."""
    reading = Reading(typed)
    for series in PAPERS:
        number = read_count(reading, series, 1) if typed.text(series) else None
        if number is None or number == 1:
            continue
        command = ContinueSeries(
            unit_id=who.unit.unit_id, series=series, year=who.on.year, next_number=number
        )
        if not told(wired(request), who, reading, command):
            reading.errors[series] = reading.errors.pop("so", "")
    if reading.errors:
        return _numbers_page(request, who, typed, reading.errors)
    return RedirectResponse("/thiet-lap/xong", status_code=303)


@router.get("/thiet-lap/xong")
def show_ready(request: Request, who: Annotated[Acting, Depends(acting("administer"))]) -> Response:
    """Show what to do next."""
    return page(request, "administering/set_up_ready.html", ReadyPage(who.unit, STEPS))


def _is_open(row: tuple[object, ...] | None) -> bool:
    return bool(row and row[0])


def _held(connection: Connection, who: Acting) -> tuple[HeldRow, ...]:
    """Return what the unit's own book holds, as the unit calls it."""
    defined = definitions(connection, who.unit.unit_id)
    collecting = {each.code: each.name for each in holders(connection)}

    def what(held: Held) -> str:
        if held.account == "goods":
            return f"{quantity(held.quantity)} {held.counted_in} {held.place}"
        if held.account == "held":
            return collecting.get(held.place, held.place)
        return "" if held.place == held.account else holding_name(defined, held.place)

    def said(held: Held) -> str:
        fund = "" if held.fund == GENERAL else defined.funds[held.fund].name
        return ", ".join(filter(None, (what(held), fund)))

    found = held_on(connection, who.unit.unit_id, who.on)
    return tuple(HeldRow(PLACES[each.account], said(each), each) for each in found)


def _unit(who: Acting) -> dict[str, object]:
    return {"unit_id": who.unit.unit_id}


def _opening_page(request: Request, who: Acting, typed: Typed, errors: dict[str, str]) -> Response:
    with wired(request).connection() as connection:
        row = connection.execute(query("only_brought_in"), _unit(who)).fetchone()
        held = _held(connection, who)
    content = OpeningPage(who.unit, Filled(typed, errors), held, _is_open(row), STEPS)
    status = 422 if errors else 200
    return page(request, "administering/set_up_opening.html", content, status=status)


def _numbers_page(request: Request, who: Acting, typed: Typed, errors: dict[str, str]) -> Response:
    series = named(typed.language, PAPERS)
    content = NumbersPage(who.unit, Filled(typed, errors), series, who.on.year, STEPS)
    status = 422 if errors else 200
    return page(request, "administering/set_up_numbers.html", content, status=status)
