"""`/dieu-chuyen`: money to other units and from them.

Sending waits for a second person; receiving is one press of a button beside what is on its way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import Acting, UnitNow, acting
from api.pages.entering.incomings import codes
from api.pages.entering.payouts import TABS
from api.pages.entering.recording import Trouble, trouble, unclear
from api.pages.entering.shown import Shown, shown
from api.pages.entering.small_form import (
    Ask,
    Made,
    Offered,
    SmallForm,
    receive,
    show,
)
from api.pages.typed import Filled, Reading, Typed, typed_form, typed_query
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.commands import ReceiveTransfer, SendTransfer
from ledger.draft import request as ledger_request
from ledger.events import MoneyChannel, TransferReceived, TransferSent
from ledger.journal import Unreachable
from ledger.keys import id_of_key
from ledger.refusals import Refusal
from projections.desk import Underway, names_of_units, newest, sent_from, sent_here
from reports.numbers import short_date

router = APIRouter()
PATH: Final = "/dieu-chuyen"
SEND: Final = "/dieu-chuyen/gui"
CHANNELS: Final[dict[MoneyChannel, str]] = {
    "bank": phrase("Chuyển khoản"),
    "cash": phrase("Tiền mặt"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A transfer on its way; `other` is the unit at the other end."""

    key: str
    other: str
    on: date
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class TransferPage:
    """What `/dieu-chuyen` shows: what comes, what went, what was just received."""

    unit: UnitNow
    tabs: tuple[tuple[str, str, str], ...]
    here: tuple[Way, ...]
    gone: tuple[Way, ...]
    send_href: str
    today: str
    last: tuple[Shown, ...]
    was_repeated: bool
    form: Filled
    trouble: Trouble | None


@router.get(PATH, response_class=HTMLResponse)
def transfers(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show what is on its way to the unit and from it."""
    content = _page(wiring, who, Filled(asked), None)
    return page(request, "entering/transfers.html", content)


@router.post(PATH, response_model=None)
def receive_transfer(
    request: Request,
    typed: Annotated[Typed, Depends(typed_form)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Record that a transfer arrived on a day."""
    reading = Reading(typed)
    on, key = reading.day("ngay"), typed.text("chuyen")
    said: Trouble | None = None
    with wiring.connection() as connection:
        found = [told for told in _sent(wiring, key) if told.receiver == who.unit.unit_id]
        names = {who.unit.unit_id: who.unit.name}
        ends = names_of_units(connection, [each.sender for each in found])
        names |= {unit_id: name for unit_id, (_, name) in ends.items()}
    if found and on is not None:
        command = ReceiveTransfer(
            unit_id=who.unit.unit_id, from_unit_id=found[0].sender, key=key, booked_on=on
        )
        try:
            answer = wiring.office.ask(ledger_request(command, {}, who.person.person_id))
        except Refusal as refusal:
            said = trouble(refusal, typed, {"received_on": "ngay"}, units=names)
            if said.field:
                reading.errors[said.field] = said.sentence
        except Unreachable:
            said = unclear(typed)
        else:
            again = {"lap-lai": "1"} if answer.repeated else {}
            query = urlencode({"don-vi": who.unit.code, "vua-nhan": key, **again})
            return RedirectResponse(f"{PATH}?{query}", 303)
    content = _page(wiring, who, Filled(typed, reading.errors), said)
    status = said.status if said else 422
    return page(request, "entering/transfers.html", content, status=status)


def _sent(wiring: Wiring, key: str) -> list[Underway]:
    """Return the transfer that was sent under a key, arrived or not."""
    from_journal = wiring.journal.entries_of([id_of_key(key)])
    return [
        Underway(key, entry.originator_id, entry.event.to_unit_id, entry.event)
        for entry in from_journal.values()
        if isinstance(entry.event, TransferSent)
    ]


def _page(wiring: Wiring, who: Acting, form: Filled, said: Trouble | None) -> TransferPage:
    unit, key = who.unit, form.typed.text("vua-nhan")
    with wiring.connection() as connection:
        here, gone = sent_here(connection, unit.unit_id), sent_from(connection, unit.unit_id)
        ends = [each.sender for each in here] + [each.receiver for each in gone]
        names = names_of_units(connection, ends)
        lately = newest(connection, unit.unit_id, 20) if key else ()
    query = urlencode({"don-vi": unit.code})
    return TransferPage(
        unit=unit,
        tabs=tuple((code, text, f"{href}&{query}") for code, text, href in TABS),
        here=tuple(_way(each, names[each.sender][1]) for each in here),
        gone=tuple(_way(each, names[each.receiver][1]) for each in gone),
        send_href=f"{SEND}?{query}",
        today=short_date(who.on),
        last=tuple(
            shown(told, unit.code)
            for told in lately
            if isinstance(told.entry.event, TransferReceived) and told.entry.event.key == key
        ),
        was_repeated=bool(form.typed.text("lap-lai")),
        form=form,
        trouble=said,
    )


def _way(each: Underway, other: str) -> Way:
    return Way(each.key, other, each.sent.booked_on, each.sent.amount_vnd)


def _asks(offered: Offered) -> tuple[Ask, ...]:
    return (
        Ask(
            "line",
            "don-vi-nhan",
            phrase("Mã đơn vị nhận"),
            offered.near,
            phrase("Gõ mã hoặc chọn trong danh sách đơn vị cấp trên, cấp dưới và cùng cấp."),
        ),
        Ask("amount", "so-tien", phrase("Số tiền (đồng)")),
        Ask("choice", "hinh-thuc", phrase("Hình thức"), tuple(CHANNELS.items())),
        Ask("choice", "nguon", phrase("Nguồn"), offered.funds),
        Ask("day", "ngay", phrase("Ngày chuyển")),
        Ask("line", "quyet-dinh", phrase("Quyết định, căn cứ")),
    )


def _make(reading: Reading, offered: Offered, who: Acting, key: str) -> Made | None:
    code = reading.code("don-vi-nhan", required=True)
    to_unit_id = offered.unit_id(code) if code else None
    if code and to_unit_id is None:
        reading.fail("don-vi-nhan", NO_UNIT, code=code)
    amount_vnd = reading.amount("so-tien")
    channel = reading.choice("hinh-thuc", {each: each for each in CHANNELS})
    fund = reading.choice("nguon", codes(offered.funds))
    on, decision = reading.day("ngay"), reading.line("quyet-dinh")
    if to_unit_id is None or amount_vnd is None or on is None or fund is None or channel is None:
        return None
    return Made(
        SendTransfer(
            unit_id=who.unit.unit_id,
            key=key,
            booked_on=on,
            fund=fund,
            decision=decision,
            to_unit_id=to_unit_id,
            channel=channel,
            amount_vnd=amount_vnd,
        )
    )


NO_UNIT: Final = phrase(
    "Không có đơn vị nào mang mã “{code}”: hãy xem lại mã, hoặc chọn trong danh sách gợi ý."
)
SENDING: Final = SmallForm(
    path=SEND,
    title=phrase("Điều chuyển cho đơn vị khác"),
    explains=phrase(
        "Tiền rời Quỹ của đơn vị và nằm trên đường cho đến khi đơn vị nhận ghi là đã đến."
    ),
    button=phrase("Lập phiếu điều chuyển"),
    asks=_asks,
    make=_make,
)


@router.get(SEND, response_class=HTMLResponse)
def sending_form(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show the form of a transfer to another unit."""
    return show(request, SENDING, asked, who, wiring)


@router.post(SEND, response_model=None)
def prepare_transfer(
    request: Request,
    typed: Annotated[Typed, Depends(typed_form)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Put a transfer before a second person."""
    return receive(request, SENDING, typed, who, wiring)
