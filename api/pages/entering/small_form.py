"""Forms of one row: a few fields, one command, the same way to record it.

Each page says which fields it asks for and makes a command of them; here it is shown, read,
recorded, and, where the ledger wants a second person, put before one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import Acting, UnitNow, unit_now
from api.pages.entering.correcting import Correction, corrected, correction
from api.pages.entering.recording import Trouble, holding_name, record, trouble, unclear
from api.pages.entering.shown import Shown, shown
from api.pages.typed import KEY, Filled, Reading, Typed, key_of, new_key
from api.web.rendering import page
from api.wiring import Wiring
from ledger.commands import MoneyCommand
from ledger.draft import Request as LedgerRequest
from ledger.draft import request as ledger_request
from ledger.events import MoneyEvent
from ledger.journal import Unreachable
from ledger.refusals import ApprovalNeeded, Refusal
from projections.desk import (
    Definitions,
    Held,
    Holder,
    definitions,
    held_now,
    holders,
    near_units,
    of_keys,
    reversed_keys,
)
from reports.numbers import dong, short_date

FIELDS: Final = {
    "fund": "nguon",
    "holding": "noi-giu",
    "holder": "nguoi-giu",
    "to_holding": "noi-den",
    "to_unit": "don-vi-nhan",
    "amount_vnd": "so-tien",
    "on": "ngay",
    "received_on": "ngay",
    "reverses": "ly-do",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a form; `options` are pairs of code and text: a choice, or offered to a line."""

    kind: Literal["choice", "day", "amount", "line", "note"]
    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


class Offered(NamedTuple):
    """What a unit has, for forms to choose from.

    `near` are units above, below and beside it; `unit_id` finds any unit by its code.
    """

    defined: Definitions
    holders: tuple[Holder, ...]
    held: tuple[Held, ...]
    near: tuple[tuple[str, str], ...]
    unit_id: Callable[[str], UUID | None]

    @property
    def funds(self) -> tuple[tuple[str, str], ...]:
        """The funds of the unit."""
        return tuple((each.code, each.name) for each in self.defined.funds.values())

    def holdings(self, *kinds: str) -> tuple[tuple[str, str], ...]:
        """The places where the unit keeps money, of some kinds or all, each with what is there."""
        return tuple(
            (each.code, self._with_balance(each.code))
            for each in self.defined.holdings.values()
            if not kinds or each.kind in kinds
        )

    def left_vnd(self, fund: str, place: str) -> int:
        """What lies in one place of one fund now, in đồng."""
        return sum(
            each.amount_vnd
            for each in self.held
            if each.fund == fund and each.place == place and each.account != "goods"
        )

    def _with_balance(self, code: str) -> str:
        total = sum(each.amount_vnd for each in self.held if each.place == code)
        return f"{holding_name(self.defined, code)} · {dong(total)}"


class Made(NamedTuple):
    """The command that a form makes, and what of it is private."""

    command: MoneyCommand
    private: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class SmallForm:
    """A page with one form of one row.

    `asks` says which fields there are, `make` makes the command: it gets the reading, what is
    offered, who acts and the key, and returns None when something is wrong.
    """

    path: str
    title: str
    explains: str
    button: str
    asks: Callable[[Offered], tuple[Ask, ...]]
    make: Callable[[Reading, Offered, Acting, str], Made | None]
    tabs: tuple[tuple[str, str, str], ...] = ()
    first_values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SmallPage:
    """What a page with one small form shows."""

    unit: UnitNow
    title: str
    explains: str
    path: str
    button: str
    asks: tuple[Ask, ...]
    tabs: tuple[tuple[str, str, str], ...]
    form: Filled
    correction: Correction | None
    key: str
    last: tuple[Shown, ...]
    was_repeated: bool
    trouble: Trouble | None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, field by field."""
        return list(self.form.errors.items())


def show(
    request: Request, form: SmallForm, asked: Typed, who: Acting, wiring: Wiring
) -> HTMLResponse:
    """Show the form empty, beneath what it recorded last."""
    offered, last = offered_to(wiring, who), last_recorded(wiring, who, asked.text("vua-ghi"))
    found = correction(wiring, who, asked, form.path)
    first = {"ngay": short_date(who.on), **form.first_values, **(found.values if found else {})}
    given = {name: said for ask in form.asks(offered) if (said := asked.text(name := ask.name))}
    typed = Typed({**first, **given}, asked.language)
    repeated = bool(asked.text("lap-lai"))
    return page(
        request,
        "entering/small.html",
        _page(form, offered, who, Filled(typed), found, last=last, repeated=repeated),
    )


def receive(
    request: Request, form: SmallForm, typed: Typed, who: Acting, wiring: Wiring
) -> HTMLResponse | RedirectResponse:
    """Record what the form says, put it before a second person, or show it again."""
    offered = offered_to(wiring, who)
    key = new_key() if typed.text("phieu-moi") else key_of(typed)
    reading = Reading(typed)
    found = correction(wiring, who, typed, form.path)
    made = form.make(reading, offered, who, key)
    rows = [ledger_request(*made, who.person.person_id)] if made else []
    if found:
        rows = corrected(found, rows, reading, who, key)
    said: Trouble | None = None
    if rows and not reading.errors:
        try:
            return _answer(form, who, key, outcome=record_or_ask(wiring, who, key, rows))
        except Refusal as refusal:
            names = {who.unit.unit_id: who.unit.name}
            said = trouble(refusal, typed, FIELDS, offered.defined, names)
        except Unreachable:
            said = unclear(typed)
    errors = dict(reading.errors)
    if said and said.field:
        errors[said.field] = said.sentence
    last = last_recorded(wiring, who, key) if said and said.is_used_key else ()
    content = _page(form, offered, who, Filled(typed, errors), found, key=key, last=last)
    status = said.status if said else 422
    return page(request, "entering/small.html", replace(content, trouble=said), status=status)


Outcome = Literal["recorded", "repeated", "waits"]


def record_or_ask(wiring: Wiring, who: Acting, key: str, rows: list[LedgerRequest]) -> Outcome:
    """Record rows, or put them before a second person where the ledger wants one.

    Only a single row may go without: whether it does is the ledger's dated rule.

    Raises:
        Refusal: nothing was recorded, and nothing waits.
        Unreachable: the database is away.
    """
    if len(rows) == 1:
        try:
            return "repeated" if record(wiring.office, rows) else "recorded"
        except ApprovalNeeded:
            pass
    person = who.person.person_id
    wiring.approvals.ask(who.unit.unit_id, key, rows, person=person, on=who.on)
    return "waits"


def approval_address(unit_code: str, key: str) -> str:
    """Return the address at which a second person reviews what waits under a key.

    A key of the API has strokes, which a server would take for steps: it is quoted twice.

    >>> approval_address("NA-01", "w-1"), approval_address("NA-01", "p/payouts/1")
    ('/duyet/NA-01/w-1', '/duyet/NA-01/p%252Fpayouts%252F1')
    """
    return f"/duyet/{quote(unit_code, safe='')}/{quote(quote(key, safe=''), safe='')}"


def _answer(form: SmallForm, who: Acting, key: str, *, outcome: Outcome) -> RedirectResponse:
    if outcome == "waits":
        return RedirectResponse(approval_address(who.unit.code, key), 303)
    asked = {"don-vi": who.unit.code, "vua-ghi": key}
    if outcome == "repeated":
        asked["lap-lai"] = "1"
    return RedirectResponse(f"{form.path}?{urlencode(asked)}", 303)


def offered_to(wiring: Wiring, who: Acting) -> Offered:
    """Return what the unit has, for its forms to choose from."""
    unit_id = who.unit.unit_id

    def unit_of(code: str) -> UUID | None:
        with wiring.connection() as connection:
            found = unit_now(connection, code, who.on)
        return found.unit_id if found else None

    with wiring.connection() as connection:
        return Offered(
            definitions(connection, unit_id),
            holders(connection),
            held_now(connection, unit_id),
            near_units(connection, unit_id, who.on),
            unit_of,
        )


def last_recorded(wiring: Wiring, who: Acting, key: str) -> tuple[Shown, ...]:
    """Return what a form recorded under its key in the book of the unit; nothing for other keys."""
    if not KEY.fullmatch(key):
        return ()
    unit_id = who.unit.unit_id
    with wiring.connection() as connection:
        found = [each for each in of_keys(connection, [key]) if each.entry.originator_id == unit_id]
        gone = reversed_keys(connection, unit_id, [key])
    return tuple(
        shown(told, who.unit.code, is_reversed=key in gone)
        for told in found
        if isinstance(told.entry.event, MoneyEvent)
    )


def _page(
    form: SmallForm,
    offered: Offered,
    who: Acting,
    filled: Filled,
    found: Correction | None,
    *,
    key: str = "",
    last: tuple[Shown, ...] = (),
    repeated: bool = False,
) -> SmallPage:
    query = urlencode({"don-vi": who.unit.code})
    return SmallPage(
        unit=who.unit,
        title=form.title,
        explains=form.explains,
        path=form.path,
        button=form.button,
        asks=form.asks(offered),
        tabs=tuple((code, text, f"{href}&{query}") for code, text, href in form.tabs),
        form=filled,
        correction=found,
        key=key or new_key(),
        last=last,
        was_repeated=repeated,
        trouble=None,
    )
