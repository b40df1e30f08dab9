"""`/phieu-thu/lap`: a gift, or a list of gifts on one paper, entered one after another by keyboard.

After one was recorded the page is asked for anew (so that "reload" records nothing): it shows the
last one from the journal itself, and keeps channel, fund, day and place for the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import Acting, UnitNow, acting
from api.pages.correction_links import CORRECTS
from api.pages.entering.correcting import Correction, corrected, correction
from api.pages.entering.gift_form import (
    CHANNELS,
    DONOR_KINDS,
    FIELDS,
    LINES_MAX,
    Channel,
    Choices,
    choices,
    gifts_of,
    lines_of,
    row_key,
)
from api.pages.entering.recording import Trouble, record, trouble, unclear
from api.pages.entering.shown import Shown, shown
from api.pages.entering.small_form import approval_address, record_or_ask
from api.pages.typed import (
    KEY,
    Filled,
    Reading,
    Typed,
    key_of,
    new_key,
    typed_form,
    typed_query,
)
from api.web.rendering import page
from api.web.texts import phrase, translate
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.draft import Request as LedgerRequest
from ledger.events import MoneyEvent
from ledger.journal import Unreachable
from ledger.refusals import Refusal
from ledger.vault import opened
from projections.desk import (
    Definitions,
    Private,
    definitions,
    holders,
    newest,
    of_keys,
    reversed_keys,
)
from reports.numbers import short_date

router = APIRouter()
PATH: Final = "/phieu-thu/lap"
TWINS_AMONG: Final = 60
TWIN_WITHIN: Final = timedelta(minutes=30)
TWIN: Final = phrase(
    "Cách đây ít phút đã ghi một khoản giống hệt: cùng người, cùng ngày, cùng số tiền. Nếu đây là "
    "khoản thứ hai, bấm “Vẫn ghi thêm”; nếu không, bỏ qua phiếu này."
)
KEPT: Final = {"kenh": "kenh", "nguon": "nguon", "ngay": "ngay", "noi-giu": "noi-giu"}
KEPT_HOLDER: Final = "nguoi-giu"


@dataclass(frozen=True, slots=True)
class GiftPage:
    """What `/phieu-thu/lap` shows; `last` is what was just recorded, the newest first."""

    unit: UnitNow
    channel: Channel
    channels: tuple[tuple[str, str, str], ...]
    funds: tuple[tuple[str, str], ...]
    holdings: tuple[tuple[str, str], ...]
    holders: tuple[tuple[str, str], ...]
    donor_kinds: tuple[tuple[str, str], ...]
    form: Filled
    correction: Correction | None
    key: str
    lines: tuple[int, ...]
    can_add: bool
    last: tuple[Shown, ...]
    was_repeated: bool
    trouble: Trouble | None

    @property
    def total_vnd(self) -> int:
        """What was just recorded, together; goods as far as they are valued."""
        return sum(each.amount_vnd or 0 for each in self.last)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, field by field."""
        return list(self.form.errors.items())


@router.get(PATH, response_class=HTMLResponse)
def gift_form(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show an empty form, beneath what was just recorded."""
    with wiring.connection() as connection:
        offered = _offered(connection, who, _channel(asked))
        last = just_recorded(connection, who.unit, asked.text("vua-ghi"))
    found = correction(wiring, who, asked, PATH)
    if found and not asked.text("kenh"):
        asked = asked.with_values(kenh=found.values["kenh"])
        with wiring.connection() as connection:
            offered = _offered(connection, who, _channel(asked))
    typed = Typed(_first_values(asked, offered, who, found), asked.language)
    repeated = bool(asked.text("lap-lai"))
    shown_page = _page_of(who, typed, offered, found, last=last, repeated=repeated)
    return page(request, "entering/gift.html", shown_page)


@router.post(PATH, response_model=None)
def record_gifts(
    request: Request,
    typed: Annotated[Typed, Depends(typed_form)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Record what was typed, or say what is wrong with it; or only add a line to the form."""
    channel, key = _channel(typed), key_of(typed)
    found = correction(wiring, who, typed, PATH)
    with wiring.connection() as connection:
        defined = definitions(connection, who.unit.unit_id)
        offered = choices(defined, holders(connection), channel)
    if typed.text("them-dong"):
        more = typed.with_values(dong=str(min(lines_of(typed) + 1, LINES_MAX)))
        return page(request, "entering/gift.html", _page_of(who, more, offered, found, key=key))
    if typed.text("phieu-moi"):
        key = new_key()
    reading = Reading(typed)
    rows = gifts_of(reading, channel, offered, who.unit.unit_id, key, who.person.person_id)
    if found:
        rows = corrected(found, rows, reading, who, key)

    def again(said: Trouble | None) -> HTMLResponse:
        form = Filled(typed, reading.errors)
        return _again(
            request, wiring, who, _page_of(who, typed, offered, found, form, key=key), said
        )

    if reading.errors:
        return again(None)
    if not found and not typed.text("van-ghi") and was_just_recorded(wiring, who, rows):
        return again(Trouble("", translate(typed.language, TWIN), 409, asks_again=True))
    try:
        address = _recorded(wiring, who, typed, key, rows, found)
    except Refusal as refusal:
        return again(trouble(refusal, typed, FIELDS, defined, {who.unit.unit_id: who.unit.name}))
    except Unreachable:
        return again(unclear(typed))
    return RedirectResponse(address, 303)


def _recorded(
    wiring: Wiring,
    who: Acting,
    typed: Typed,
    key: str,
    rows: list[LedgerRequest],
    found: Correction | None,
) -> str:
    """Record rows, or put them before a second person; return where to go on."""
    if found and found.is_reversal_too:
        record_or_ask(wiring, who, key, rows)
        return approval_address(who.unit.code, key)
    repeated = record(wiring.office, rows)
    return _next(typed, who, _channel(typed), key, repeated=repeated)


def was_just_recorded(wiring: Wiring, who: Acting, rows: Sequence[LedgerRequest]) -> bool:
    """Say whether a named donor's gift was recorded a moment ago under another key.

    That is most likely the same gift, typed in another window or by somebody else.
    """
    with wiring.connection() as connection:
        lately = newest(connection, who.unit.unit_id, TWINS_AMONG)
    since = datetime.now(UTC) - TWIN_WITHIN
    recorded = [told for told in lately if told.entry.recorded_at > since]
    keys = {getattr(told.entry.event, "key", "") for told in recorded}
    known = {
        _content(told.entry.event, told.private) for told in recorded if told.private.get("donor")
    }
    return any(
        getattr(row.command, "key", "") not in keys
        and _content(row.command, opened(row.seal.private)) in known
        for row in rows
        if row.seal.private
    )


def _content(thing: object, private: Private) -> tuple[object, ...]:
    """Return what tells one gift from another."""
    names = ("booked_on", "fund", "amount_vnd", "item", "quantity", "holder", "holding")
    return (private.get("donor"), *(getattr(thing, name, None) for name in names))


def just_recorded(connection: Connection, unit: UnitNow, key: str) -> tuple[Shown, ...]:
    """Return what a form recorded under its key in the book of a unit; nothing for other keys."""
    if not KEY.fullmatch(key):
        return ()
    keys = [row_key(key, place) for place in range(1, LINES_MAX + 1)]
    found = [
        told
        for told in of_keys(connection, keys)
        if told.entry.originator_id == unit.unit_id and isinstance(told.entry.event, MoneyEvent)
    ]
    gone = reversed_keys(connection, unit.unit_id, keys)
    return tuple(
        shown(told, unit.code, is_reversed=cast("Any", told.entry.event).key in gone)
        for told in found
    )


def _again(
    request: Request, wiring: Wiring, who: Acting, content: GiftPage, said: Trouble | None
) -> HTMLResponse:
    """Show the form again with what was typed, and what is wrong."""
    form = content.form
    if said and said.field:
        form = Filled(form.typed, {**form.errors, said.field: said.sentence})
    last: tuple[Shown, ...] = ()
    if said and said.is_used_key:
        with wiring.connection() as connection:
            last = just_recorded(connection, who.unit, content.key)
    content = replace(content, form=form, last=last, trouble=said)
    return page(request, "entering/gift.html", content, status=said.status if said else 422)


def _page_of(
    who: Acting,
    typed: Typed,
    offered: Choices,
    found: Correction | None,
    form: Filled | None = None,
    *,
    key: str = "",
    last: tuple[Shown, ...] = (),
    repeated: bool = False,
) -> GiftPage:
    count = 1 if found else lines_of(typed)
    return GiftPage(
        unit=who.unit,
        channel=_channel(typed),
        channels=tuple((code, name, _address(typed, who, code)) for code, name in CHANNELS.items()),
        funds=tuple(offered.funds.items()),
        holdings=tuple(offered.holdings.items()),
        holders=tuple(offered.holders.items()),
        donor_kinds=tuple(DONOR_KINDS.items()),
        form=form or Filled(typed),
        correction=found,
        key=key or new_key(),
        lines=tuple(range(1, count + 1)),
        can_add=found is None and count < LINES_MAX,
        last=last,
        was_repeated=repeated,
        trouble=None,
    )


def _offered(connection: Connection, who: Acting, channel: Channel) -> Choices:
    defined: Definitions = definitions(connection, who.unit.unit_id)
    return choices(defined, holders(connection), channel)


def _channel(typed: Typed) -> Channel:
    said = typed.text("kenh")
    return cast("Channel", said if said in CHANNELS else "cash")


def _first_values(
    asked: Typed, offered: Choices, who: Acting, found: Correction | None
) -> dict[str, str]:
    """Return what stands in an empty form: what was kept from the last one, else the usual.

    In a form that corrects, what the row said; the way of the gift may be chosen anew.
    """
    usual = {
        "kenh": _channel(asked),
        "ngay": short_date(who.on),
        "nguon": next(iter(offered.funds)),
        "noi-giu": next(iter(offered.holdings)),
        "dong": "1",
    }
    kept = {name: said for name in (*KEPT, KEPT_HOLDER) if (said := asked.text(name))}
    if found:
        same_way = found.values["kenh"] == usual["kenh"]
        kept = {name: said for name, said in found.values.items() if same_way or name != "noi-giu"}
        kept |= {"kenh": usual["kenh"], CORRECTS: found.entry.key}
    return {**usual, **kept}


def _address(typed: Typed, who: Acting, channel: str) -> str:
    asked = {"don-vi": who.unit.code, "kenh": channel}
    asked |= {name: said for name in ("nguon", "ngay", CORRECTS) if (said := typed.text(name))}
    return f"/phieu-thu/lap?{urlencode(asked)}"


def _next(typed: Typed, who: Acting, channel: Channel, key: str, *, repeated: bool) -> str:
    """Return the address of the form for the next gift."""
    asked = {"don-vi": who.unit.code, "kenh": channel, "vua-ghi": key}
    names = ("nguon", "ngay", "noi-giu", KEPT_HOLDER)
    asked |= {name: said for name in names if (said := typed.text(name))}
    if repeated:
        asked["lap-lai"] = "1"
    return f"/phieu-thu/lap?{urlencode(asked)}"
