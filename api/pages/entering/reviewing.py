"""`/duyet`: what waits for a second person; `/duyet/{unit}/{key}`: one list, on a telephone.

What is shown is what would be recorded, word for word: the ledger's digest covers it. Who prepared
it reads that another must decide, and may only take it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
from urllib.parse import unquote

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import (
    Acting,
    UnitNow,
    acting,
    may,
    names_of,
    signed_in,
    today,
    unit_now,
)
from api.identity.refusing import NotAllowed
from api.identity.sessions import Session
from api.pages.entering.about_waiting import About, about_file, about_rows, abouts
from api.pages.entering.prepared import Left, Row, Shared, left_after, row_of, shared_by, undone_by
from api.pages.entering.recording import Trouble, trouble, unclear
from api.pages.entering.shown import Shown, shown
from api.pages.entering.small_form import approval_address
from api.pages.inspecting.reading import note_search
from api.pages.typed import Filled, Reading, Typed, typed_form, typed_query
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.approvals import Prepared
from ledger.commands import MoneyCommand
from ledger.database import Connection
from ledger.events import (
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    EntryReversed,
    Event,
    MoneyEvent,
)
from ledger.journal import Unreachable
from ledger.refusals import Refusal
from projections.approvals import Approval, approvals
from projections.desk import Told, about_approval, definitions, held_now, names_of_units
from reports.qr import qr_picture

router = APIRouter()
LISTED_MAX: Final = 100
State = Literal["waiting", "given", "declined"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the list; `unit` and `asked_by` are names. `about` None: it does not wait."""

    unit: str
    key: str
    asked_by: str
    asked_at: datetime
    lines: int
    total_vnd: int
    state: State
    href: str
    about: About | None


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What waits in a unit and all below it: for me, for others, and what was decided lately."""

    unit: UnitNow
    for_me: tuple[Waiting, ...]
    for_others: tuple[Waiting, ...]
    decided: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One list before the second person. `rows` are empty once it was sent back, or of a file."""

    unit: UnitNow
    key: str
    state: State
    about: About | None
    is_file: bool
    asked_by: str
    asked_at: datetime
    lines: int
    total_vnd: int
    rows: tuple[Row, ...]
    shared: Shared
    left: tuple[Left, ...]
    decided_by: str
    decided_at: datetime | None
    reason: str
    recorded: tuple[Shown, ...]
    is_preparer: bool
    can_decide: bool
    address: str
    qr: str
    form: Filled
    trouble: Trouble | None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, field by field."""
        return list(self.form.errors.items())

    @property
    def vouchers(self) -> list[tuple[str, str]]:
        """The vouchers of what was recorded, each once: number and address."""
        found: dict[str, str] = {}
        for each in self.recorded:
            if each.voucher:
                found.setdefault(each.voucher, each.voucher_href)
        return list(found.items())


def acting_at(
    request: Request, unit: str, session: Annotated[Session, Depends(signed_in)]
) -> Acting:
    """Return who acts for the unit that an address names.

    Raises:
        NotAllowed: no such unit, or no role in it or above it today.
    """
    on = today()
    with wired(request).connection() as connection:
        found = unit_now(connection, unit, on)
        if found is None or not may(connection, session.person, "read", found.unit_id, on):
            raise NotAllowed("read")
    return Acting(session.person, found, on)


def key_at(key: str) -> str:
    """Return the key that an address names; see `approval_address`."""
    return unquote(key)


At = Annotated[Acting, Depends(acting_at)]
Key = Annotated[str, Depends(key_at)]
Parts = Annotated[Wiring, Depends(wired)]


@router.get("/duyet", response_class=HTMLResponse)
def waiting_list(
    request: Request, who: Annotated[Acting, Depends(acting("read"))], wiring: Parts
) -> HTMLResponse:
    """Show what waits in the unit and all below it."""
    with wiring.connection() as connection:
        content = waiting_page(connection, wiring, who, names=True)
    return page(request, "entering/waiting.html", content)


def waiting_page(
    connection: Connection, wiring: Wiring, who: Acting, *, names: bool
) -> WaitingPage:
    """Return what waits in a unit and all below it, told apart by who can decide it.

    With `names` the first rows of each list are shown, and it is noted who looked.
    """
    unit_id, on, me = who.unit.unit_id, who.on, who.person.person_id
    found = approvals(connection, unit_id, on, limit=LISTED_MAX)
    about = abouts(connection, wiring, found, names=names)
    named = {place for place, each in about.items() if each.first}
    for named_unit in sorted({place[0] for place in named}):
        note_search(connection, who.person, "/duyet", named_unit)
    people = names_of(connection, {each.asked_by for each in found})
    units = names_of_units(connection, [each.unit_id for each in found])
    mine: list[Waiting] = []
    others: list[Waiting] = []
    decided: list[Waiting] = []
    for each in found:
        place = (each.unit_id, each.key)
        line = _waiting(each, people, units[each.unit_id][1], about.get(place))
        if each.state != "waiting":
            decided.append(line)
        elif each.asked_by != me and may(connection, who.person, "approve", each.unit_id, on):
            mine.append(line)
        else:
            others.append(line)
    return WaitingPage(who.unit, tuple(mine), tuple(others), tuple(decided[:10]))


@router.get("/duyet/{unit:path}/{key}", response_class=HTMLResponse)
def review(
    request: Request,
    key: Key,
    who: At,
    wiring: Parts,
    asked: Annotated[Typed, Depends(typed_query)],
) -> HTMLResponse:
    """Show one list with what it would leave."""
    content = _review(request, wiring, who, key, Filled(asked), None)
    return page(request, "entering/review.html", content)


@router.post("/duyet/{unit:path}/{key}", response_model=None)
def decide(
    request: Request,
    key: Key,
    who: At,
    wiring: Parts,
    typed: Annotated[Typed, Depends(typed_form)],
) -> HTMLResponse | RedirectResponse:
    """Admit the list, or send it back with a reason; whoever prepared it may take it back."""
    unit_id, person, on = who.unit.unit_id, who.person.person_id, who.on
    reading = Reading(typed)
    said: Trouble | None = None
    try:
        if typed.text("viec") == "duyet":
            wiring.approvals.give(unit_id, key, person=person, on=on)
            return RedirectResponse(approval_address(who.unit.code, key), 303)
        reason = reading.note("ly-do", required=typed.text("viec") == "tra-lai")
        if not reading.errors:
            wiring.approvals.decline(unit_id, key, person=person, on=on, reason=reason or "")
            return RedirectResponse(approval_address(who.unit.code, key), 303)
    except Refusal as refusal:
        with wiring.connection() as connection:
            defined = definitions(connection, unit_id)
        said = trouble(refusal, typed, {}, defined, {unit_id: who.unit.name})
    except Unreachable:
        said = unclear(typed)
    content = _review(request, wiring, who, key, Filled(typed, reading.errors), said)
    return page(request, "entering/review.html", content, status=said.status if said else 422)


def _waiting(each: Approval, names: dict[str, str], unit: str, about: About | None) -> Waiting:
    return Waiting(
        unit=unit,
        key=each.key,
        asked_by=names.get(each.asked_by, each.asked_by),
        asked_at=each.asked_at,
        lines=each.lines,
        total_vnd=each.total_vnd,
        state=each.state,
        href=approval_address(each.unit, each.key),
        about=about,
    )


def _review(
    request: Request, wiring: Wiring, who: Acting, key: str, form: Filled, said: Trouble | None
) -> Review:
    unit_id, me = who.unit.unit_id, who.person.person_id
    with wiring.connection() as connection:
        about = about_approval(connection, unit_id, key)
        asked, decided = _asked_and_decided(about)
        prepared = wiring.approvals.contents(unit_id, key) if decided is None else []
        note_search(connection, who.person, "/duyet", unit_id)
        names = names_of(connection, _persons(asked, decided))
        can_decide = may(connection, who.person, "approve", unit_id, who.on)
        defined, held = definitions(connection, unit_id), held_now(connection, unit_id)
        rows = tuple(row_of(connection, each) for each in prepared)
        commands = [each.command for each in prepared]
        undone = undone_by(connection, commands)
        about_it = (
            about_rows(connection, prepared, names=False)
            if prepared
            else about_file(connection, key)
        )
    event = asked.entry.event
    assert isinstance(event, ApprovalAsked)
    address = f"{str(request.base_url).rstrip('/')}{approval_address(who.unit.code, key)}"
    waits = decided is None
    return Review(
        unit=who.unit,
        key=key,
        state="waiting" if waits else _state(decided),
        about=about_it,
        is_file=event.of == "file",
        asked_by=names.get(event.asked_by, event.asked_by),
        asked_at=asked.entry.recorded_at,
        lines=event.lines,
        total_vnd=event.total_vnd,
        rows=rows,
        shared=shared_by(_rows(prepared, about), defined),
        left=left_after(commands, undone, defined, held),
        decided_by=_decider(decided, names),
        decided_at=decided.entry.recorded_at if decided else None,
        reason=str(decided.private.get("reason", "")) if decided else "",
        recorded=_recorded(about, who.unit.code),
        is_preparer=event.asked_by == me,
        can_decide=waits and can_decide and event.asked_by != me and event.of == "rows",
        address=address,
        qr=qr_picture(address) if waits else "",
        form=form,
        trouble=said,
    )


def _asked_and_decided(about: tuple[Told, ...]) -> tuple[Told, Told | None]:
    """Return what was asked, and what was decided about it.

    Raises:
        HTTPException: 404, nothing was asked.
    """
    asked = [each for each in about if isinstance(each.entry.event, ApprovalAsked)]
    decided = [
        each for each in about if isinstance(each.entry.event, ApprovalGiven | ApprovalDeclined)
    ]
    if not asked:
        raise HTTPException(404)
    return asked[0], decided[0] if decided else None


def _state(decided: Told | None) -> State:
    given = decided is not None and isinstance(decided.entry.event, ApprovalGiven)
    return "given" if given else "declined"


def _persons(*told: Told | None) -> set[str]:
    return {each.entry.actor for each in told if each}


def _decider(decided: Told | None, names: dict[str, str]) -> str:
    return names.get(decided.entry.actor, decided.entry.actor) if decided else ""


def _rows(prepared: Sequence[Prepared], about: tuple[Told, ...]) -> list[MoneyCommand | Event]:
    """Return the rows that wait, or those that were recorded."""
    facts = [each.entry.event for each in about if isinstance(each.entry.event, MoneyEvent)]
    return [each.command for each in prepared] or list(facts)


def _recorded(about: tuple[Told, ...], unit: str) -> tuple[Shown, ...]:
    rows = [each for each in about if isinstance(each.entry.event, MoneyEvent | EntryReversed)]
    return tuple(shown(each, unit) for each in rows)
