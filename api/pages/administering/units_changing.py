"""Adding a unit below, a new name from a day on, the approval rule, the population.

Each is a fact with a day in the registry; what was before stays. Moving and merging units are
another matter and not done here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.defined_units import is_said, units_standing_still
from api.exchange.errors import Code, Fault
from api.exchange.fields import count_reader
from api.identity.acting import Acting, UnitNow, acting
from api.identity.grants import Rule, rules_of
from api.pages.administering.telling import told
from api.pages.administering.ways import with_unit
from api.pages.administering.words import KINDS, LEVELS
from api.pages.typed import (
    MISSING,
    SENTENCES,
    Filled,
    Reading,
    Typed,
    key_of,
    new_key,
    typed_form,
)
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import Language, phrase, translate
from api.wiring import wired
from ledger.commands import Command, StateApprovalRule, StatePopulation, StateUnitTerm
from ledger.registry import Registry
from ledger.registry_events import Level
from ledger.values import names_of, replace
from projections.unit_page import Term, terms_of
from reports.numbers import short_date

router = APIRouter()
UNITS: Final = "/quan-tri/don-vi"
ORDER: Final = tuple(LEVELS)
"""Levels from the top down."""

PERSONS_MAX: Final = 2_000_000_000
NAME_LETTERS_MAX: Final = 160
CODE_TAKEN: Final = phrase("Mã “{code}” đã có đơn vị dùng: hãy chọn mã khác.")
TOO_EARLY: Final = phrase("Tên mới phải bắt đầu sau ngày {day}, là ngày tên hiện nay bắt đầu.")
ZERO: Final = "0"


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One of the small forms about a unit; `rules` are for the one about approval."""

    unit: UnitNow
    form: Filled
    key: str
    levels: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    rules: list[Rule]


@router.get(f"{UNITS}/them")
def show_adding(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show the form for a unit below."""
    return _form(request, who, "add_unit", {"tu": short_date(who.on.replace(month=1, day=1))})


@router.post(f"{UNITS}/them")
def add(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Add a unit below."""
    reading = Reading(typed)
    with units_standing_still(wired(request)) as registry:
        command = read_new_unit(reading, registry, who.unit)
        return _answer(request, who, reading, "add_unit", "them", command)


@router.get(f"{UNITS}/ten")
def show_renaming(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show the form for another name."""
    return _form(request, who, "rename_unit", {"ten": who.unit.name, "tu": short_date(who.on)})


@router.post(f"{UNITS}/ten")
def rename(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Give a unit another name from a day on; the one before ends the day before."""
    reading = Reading(typed)
    name = read_unit_name(reading)
    valid_from = reading.day("tu")
    commands: list[Command] = []
    with wired(request).connection() as connection:
        last = terms_of(connection, who.unit.unit_id, who.on)[-1]
    if valid_from is not None and valid_from <= last.valid_from:
        reading.fail("tu", TOO_EARLY, day=short_date(last.valid_from))
    if name and valid_from and not reading.errors:
        commands = _renamed(who.unit.unit_id, last, name, valid_from)
    return _answer(request, who, reading, "rename_unit", "ten", *commands)


@router.get(f"{UNITS}/muc-duyet")
def show_rule(request: Request, who: Annotated[Acting, Depends(acting("administer"))]) -> Response:
    """Show the form for the approval rule."""
    return _form(request, who, "approval_rule", {"tu": short_date(who.on)})


@router.post(f"{UNITS}/muc-duyet")
def state_rule(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """State up to which amount the unit pays without a second person."""
    reading = Reading(typed)
    # Nothing may be paid by one person alone: an amount of zero, which is no amount elsewhere.
    nothing = typed.text("so-tien") == ZERO
    amount_vnd = 0 if nothing else reading.amount("so-tien")
    valid_from = reading.day("tu")
    commands: list[Command] = []
    if amount_vnd is not None and valid_from is not None:
        commands = [
            StateApprovalRule(
                unit_id=who.unit.unit_id, valid_from=valid_from, free_up_to_vnd=amount_vnd
            )
        ]
    return _answer(request, who, reading, "approval_rule", "nguong", *commands)


@router.get(f"{UNITS}/dan-so")
def show_population(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))]
) -> Response:
    """Show the form for the population."""
    return _form(request, who, "population", {})


@router.post(f"{UNITS}/dan-so")
def state_population(
    request: Request,
    who: Annotated[Acting, Depends(acting("administer"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """State the population."""
    reading = Reading(typed)
    on = reading.day("ngay")
    persons = read_count(reading, "dan-so", 1)
    members = read_count(reading, "hoi-vien", 0) if typed.text("hoi-vien") else None
    source = reading.line("nguon", required=True)
    commands: list[Command] = []
    if on and persons and source and not reading.errors:
        commands = [
            StatePopulation(
                unit_id=who.unit.unit_id, on=on, persons=persons, members=members, source=source
            )
        ]
    return _answer(request, who, reading, "population", "dan-so", *commands)


def read_new_unit(
    reading: Reading, registry: Registry, parent: UnitNow | None
) -> StateUnitTerm | None:
    """Read a unit that is new; the same form sent twice is the same unit."""
    name, code = read_unit_name(reading), reading.code("ma", required=True)
    offered = levels_below(parent)
    level = reading.choice("cap", {each: each for each in offered})
    is_board = level == "board"
    kind = reading.choice("loai", {each: each for each in KINDS}) if is_board else None
    valid_from = reading.day("tu")
    if reading.errors or not (name and code and level and valid_from):
        return None
    made = StateUnitTerm(
        unit_id=UUID(hex=key_of(reading.typed).removeprefix("w-")),
        code=code,
        name=name,
        level=level,
        kind=kind,
        parent_id=parent.unit_id if parent else None,
        valid_from=valid_from,
    )
    # The key of a form may be anybody's: it never leads to another unit than the form's own.
    if (code in registry.codes or made.unit_id in registry.terms) and not is_said(registry, made):
        reading.fail("ma", CODE_TAKEN, code=code)
        return None
    return made


def levels_below(parent: UnitNow | None) -> tuple[Level, ...]:
    """Return the levels that a unit below `parent` may have."""
    return ORDER[ORDER.index(parent.level) + 1 :] if parent else ORDER


def read_unit_name(reading: Reading) -> str | None:
    """Read the name of a unit."""
    name = reading.line("ten", required=True)
    if name and len(name) > NAME_LETTERS_MAX:
        reading.fail("ten", SENTENCES[Code.TEXT_TOO_LONG], maximum=NAME_LETTERS_MAX)
    return name


def read_count(reading: Reading, name: str, minimum: int) -> int | None:
    """Read a whole number, plain or with dots between the thousands."""
    text = reading.typed.text(name)
    if not text:
        reading.fail(name, MISSING)
        return None
    number = count_reader(minimum, PERSONS_MAX)(text)
    if isinstance(number, Fault):
        reading.fail(name, SENTENCES[number.code], value=number.value or "", **number.facts)
        return None
    assert isinstance(number, int)
    return number


def named(language: Language, names: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """Return choices with their names in a language."""
    return [(value, translate(language, text)) for value, text in names.items()]


def _renamed(unit_id: UUID, last: Term, name: str, valid_from: date) -> list[Command]:
    """Return the end of the term of now, and the term with the new name."""
    now = StateUnitTerm(
        unit_id=unit_id,
        **{each: getattr(last, each) for each in _KEPT},
    )
    ended = replace(now, valid_to=valid_from - timedelta(days=1))
    return [ended, replace(now, name=name, valid_from=valid_from, valid_to=last.valid_to)]


_KEPT: Final = tuple(
    name
    for name in names_of(StateUnitTerm)
    if name in {"code", "name", "level", "kind", "parent_id", "valid_from", "valid_to"}
)


def _answer(
    request: Request,
    who: Acting,
    reading: Reading,
    template: str,
    done: str,
    *commands: Command | None,
) -> Response:
    """Record what was read, or show the form again."""
    wanted = [each for each in commands if each is not None]
    if reading.errors or not wanted or not told(wired(request), who, reading, *wanted):
        return _page(request, who, template, reading.typed, reading.errors)
    return RedirectResponse(with_unit(UNITS, who.unit.code, xong=done), status_code=303)


def _form(request: Request, who: Acting, template: str, begun: dict[str, str]) -> Response:
    typed = Typed({**begun, "khoa": new_key()}, preferences_of(request).language)
    return _page(request, who, template, typed, {})


def _page(
    request: Request, who: Acting, template: str, typed: Typed, errors: dict[str, str]
) -> Response:
    with wired(request).connection() as connection:
        rules = rules_of(connection, who.unit.unit_id, who.on)
    content = ChangePage(
        unit=who.unit,
        form=Filled(typed, errors),
        key=key_of(typed),
        levels=named(typed.language, {each: LEVELS[each] for each in levels_below(who.unit)}),
        kinds=named(typed.language, KINDS),
        rules=rules,
    )
    status = 422 if errors else 200
    return page(request, f"administering/{template}.html", content, status=status)
