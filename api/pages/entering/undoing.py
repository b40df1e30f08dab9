"""`/huy-but-toan`: ask that an entry be undone. It stays in the book; a reversal stands beside it.

A reversal always needs a second person, so what is sent from here waits under `/duyet`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import Acting, UnitNow, acting
from api.pages.entering.recording import Trouble, trouble, unclear
from api.pages.entering.shown import Shown, shown
from api.pages.entering.small_form import approval_address, record_or_ask
from api.pages.typed import (
    Filled,
    Reading,
    Typed,
    key_of,
    new_key,
    typed_form,
    typed_query,
)
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.commands import ReverseEntry
from ledger.draft import request as ledger_request
from ledger.events import EntryReversed, MoneyEvent
from ledger.journal import Unreachable
from ledger.refusals import Refusal
from projections.desk import of_keys, reversed_keys
from reports.numbers import short_date

router = APIRouter()
PATH: Final = "/huy-but-toan"
FIELDS: Final = {"on": "ngay"}


@dataclass(frozen=True, slots=True)
class UndoPage:
    """What `/huy-but-toan` shows: the entry, and the form of its reversal."""

    unit: UnitNow
    entry: Shown
    form: Filled
    key: str
    trouble: Trouble | None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, field by field."""
        return list(self.form.errors.items())


@router.get(PATH, response_class=HTMLResponse)
def undo_form(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show the entry under `khoa` with the form of its reversal."""
    entry = _entry(wiring, who, asked.text("khoa"))
    typed = Typed({"ngay": short_date(max(who.on, entry.on))}, asked.language)
    return page(
        request, "entering/undo.html", UndoPage(who.unit, entry, Filled(typed), new_key(), None)
    )


@router.post(PATH, response_model=None)
def ask_to_undo(
    request: Request,
    typed: Annotated[Typed, Depends(typed_form)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Put the reversal before a second person."""
    entry, key = _entry(wiring, who, typed.text("but-toan")), key_of(typed)
    reading = Reading(typed)
    reason, on = reading.note("ly-do", required=True), reading.day("ngay")
    said: Trouble | None = None
    if reason is not None and on is not None:
        try:
            _ask(wiring, who, key, entry.key, reason, on)
            return RedirectResponse(approval_address(who.unit.code, key), 303)
        except Refusal as refusal:
            said = trouble(refusal, typed, FIELDS)
        except Unreachable:
            said = unclear(typed)
    errors = dict(reading.errors)
    if said and said.field:
        errors[said.field] = said.sentence
    content = UndoPage(who.unit, entry, Filled(typed, errors), key, said)
    status = said.status if said else 422
    return page(request, "entering/undo.html", content, status=status)


def _ask(wiring: Wiring, who: Acting, key: str, reverses: str, reason: str, on: date) -> None:
    command = ReverseEntry(key=key, reverses=reverses, booked_on=on)
    row = ledger_request(command, {"reason": reason}, who.person.person_id)
    record_or_ask(wiring, who, key, [row])


def _entry(wiring: Wiring, who: Acting, key: str) -> Shown:
    """Return the entry with a key, which must be of the unit's own book.

    Raises:
        HTTPException: 404, it is not, or there is none.
    """
    with wiring.connection() as connection:
        for told in of_keys(connection, [key]):
            mine = told.entry.originator_id == who.unit.unit_id
            if mine and isinstance(told.entry.event, MoneyEvent | EntryReversed):
                gone = reversed_keys(connection, who.unit.unit_id, [key])
                return shown(told, who.unit.code, is_reversed=key in gone)
    raise HTTPException(404)
