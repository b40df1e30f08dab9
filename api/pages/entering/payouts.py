"""`/phieu-chi/lap`: a list of recipients, prepared by one person and admitted by a second.

Also costs (`/phieu-chi/chi-khac`). What is prepared waits under an address that the second person
opens on a telephone; only what the unit's dated rule lets go free is recorded at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import Acting, UnitNow, acting
from api.pages.entering.correcting import Correction, corrected, correction
from api.pages.entering.incomings import codes
from api.pages.entering.payout_form import (
    FIELDS,
    FIRST_LINES,
    KINDS,
    LINES_MAX,
    RECIPIENTS,
    From,
    goods_offered,
    lines_of,
    payouts_of,
    total_vnd,
    with_pasted,
)
from api.pages.entering.recording import Trouble, trouble, unclear
from api.pages.entering.shown import Shown
from api.pages.entering.small_form import (
    Ask,
    Made,
    Offered,
    SmallForm,
    approval_address,
    last_recorded,
    offered_to,
    receive,
    record_or_ask,
    show,
)
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
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.commands import PayCost
from ledger.events import Cost
from ledger.journal import Unreachable
from ledger.refusals import Refusal
from reports.numbers import short_date

router = APIRouter()
PATH: Final = "/phieu-chi/lap"
TABS: Final = (
    ("money", phrase("Trao tiền"), f"{PATH}?bang=money"),
    ("goods", phrase("Trao hiện vật"), f"{PATH}?bang=goods"),
    ("/phieu-chi/chi-khac", phrase("Chi khác"), "/phieu-chi/chi-khac?"),
    ("/dieu-chuyen", phrase("Điều chuyển"), "/dieu-chuyen?"),
)


@dataclass(frozen=True, slots=True)
class PayoutPage:
    """What `/phieu-chi/lap` shows; `left_vnd` is what the fund holds there now."""

    unit: UnitNow
    out_of: From
    tabs: tuple[tuple[str, str, str], ...]
    funds: tuple[tuple[str, str], ...]
    holdings: tuple[tuple[str, str], ...]
    goods: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    recipients: tuple[tuple[str, str], ...]
    form: Filled
    correction: Correction | None
    key: str
    lines: tuple[int, ...]
    can_add: bool
    total_vnd: int
    count: int
    left_vnd: int
    last: tuple[Shown, ...]
    was_repeated: bool
    trouble: Trouble | None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, field by field."""
        return list(self.form.errors.items())


@router.get(PATH, response_class=HTMLResponse)
def payout_form(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show an empty list."""
    offered = offered_to(wiring, who)
    usual = {
        "ngay": short_date(who.on),
        "nguon": offered.funds[0][0],
        "noi-giu": "cash",
        "loai": "scholarship",
        "doi-tuong": "pupil",
        "dong": str(FIRST_LINES),
    }
    found = correction(wiring, who, asked, PATH)
    typed = Typed({**usual, **_said_before(found, offered), **asked.values}, asked.language)
    last = last_recorded(wiring, who, asked.text("vua-ghi"))
    repeated = bool(asked.text("lap-lai"))
    content = _page(who, offered, Filled(typed), found, last=last, repeated=repeated)
    return page(request, "entering/payout.html", content)


@router.post(PATH, response_model=None)
def prepare_payouts(
    request: Request,
    typed: Annotated[Typed, Depends(typed_form)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Put the list before a second person, or say what is wrong; or only change the form."""
    offered = offered_to(wiring, who)
    key = new_key() if typed.text("phieu-moi") else key_of(typed)
    found = correction(wiring, who, typed, PATH)
    if typed.text("them-dong") or typed.text("dan-vao") or typed.text("xem-truoc"):
        changed = Filled(_changed(with_pasted(typed)))
        return page(request, "entering/payout.html", _page(who, offered, changed, found, key=key))
    typed = with_pasted(typed)
    reading = Reading(typed)
    rows = payouts_of(reading, _out_of(typed), offered, who.unit.unit_id, key, who.person.person_id)
    if found:
        rows = corrected(found, rows, reading, who, key)
    said: Trouble | None = None
    if not reading.errors:
        try:
            outcome = record_or_ask(wiring, who, key, rows)
        except Refusal as refusal:
            names = {who.unit.unit_id: who.unit.name}
            said = trouble(refusal, typed, FIELDS, offered.defined, names)
        except Unreachable:
            said = unclear(typed)
        else:
            if outcome == "waits":
                return RedirectResponse(approval_address(who.unit.code, key), 303)
            return RedirectResponse(_next(typed, who, key, repeated=outcome == "repeated"), 303)
    errors = dict(reading.errors)
    if said and said.field:
        errors[said.field] = said.sentence
    content = _page(who, offered, Filled(typed, errors), found, key=key, said=said)
    status = said.status if said else 422
    return page(request, "entering/payout.html", content, status=status)


def _changed(typed: Typed) -> Typed:
    """Return the form with the lines that were asked for."""
    if not typed.text("them-dong"):
        return typed
    return typed.with_values(dong=str(min(lines_of(typed) + 5, LINES_MAX)))


def _said_before(found: Correction | None, offered: Offered) -> dict[str, str]:
    """Return what a row that is corrected said; its goods as the form offers them, if they are."""
    if found is None:
        return {}
    wanted = (found.values.get("hien-vat"), found.values.get("don-vi-tinh-1"))
    goods = {text for text, kind in goods_offered(offered).items() if kind == wanted}
    return {**found.values, **({"hien-vat": goods.pop()} if goods else {})}


def _out_of(typed: Typed) -> From:
    return "goods" if typed.text("bang") == "goods" else "money"


def _next(typed: Typed, who: Acting, key: str, *, repeated: bool) -> str:
    asked = {"don-vi": who.unit.code, "bang": _out_of(typed), "vua-ghi": key}
    asked |= {"nguon": typed.text("nguon"), "noi-giu": typed.text("noi-giu")}
    if repeated:
        asked["lap-lai"] = "1"
    return f"{PATH}?{urlencode(asked)}"


def _page(
    who: Acting,
    offered: Offered,
    form: Filled,
    found: Correction | None,
    *,
    key: str = "",
    last: tuple[Shown, ...] = (),
    repeated: bool = False,
    said: Trouble | None = None,
) -> PayoutPage:
    typed = form.typed
    total, count = total_vnd(typed)
    place = (typed.text("nguon"), typed.text("noi-giu"))
    unit = urlencode({"don-vi": who.unit.code})
    return PayoutPage(
        unit=who.unit,
        out_of=_out_of(typed),
        tabs=tuple((code, text, f"{href}&{unit}") for code, text, href in TABS),
        funds=offered.funds,
        holdings=offered.holdings(),
        goods=tuple(goods_offered(offered)),
        kinds=tuple(KINDS.items()),
        recipients=tuple(RECIPIENTS.items()),
        form=form,
        correction=found,
        key=key or new_key(),
        lines=tuple(range(1, 1 + (1 if found else lines_of(typed)))),
        can_add=found is None and lines_of(typed) < LINES_MAX,
        total_vnd=total,
        count=count,
        left_vnd=offered.left_vnd(*place) + (found.back_vnd(*place) if found else 0),
        last=last,
        was_repeated=repeated,
        trouble=said,
    )


COSTS: Final[tuple[tuple[Cost, str], ...]] = (
    ("management_cost", phrase("Chi quản lý quỹ")),
    ("bank_fee", phrase("Phí ngân hàng")),
    ("other_cost", phrase("Chi khác")),
)


def _cost_asks(offered: Offered) -> tuple[Ask, ...]:
    return (
        Ask("choice", "khoan", phrase("Khoản chi"), COSTS),
        Ask("amount", "so-tien", phrase("Số tiền (đồng)")),
        Ask("choice", "noi-giu", phrase("Chi từ"), offered.holdings()),
        Ask("choice", "nguon", phrase("Nguồn"), offered.funds),
        Ask("day", "ngay", phrase("Ngày")),
        Ask("line", "quyet-dinh", phrase("Quyết định, căn cứ")),
        Ask("line", "ghi-chu", phrase("Nội dung, ghi chú")),
    )


def _cost(reading: Reading, offered: Offered, who: Acting, key: str) -> Made | None:
    what = reading.choice("khoan", {code: code for code, _ in COSTS})
    amount_vnd = reading.amount("so-tien")
    holding = reading.choice("noi-giu", codes(offered.holdings()))
    fund = reading.choice("nguon", codes(offered.funds))
    on, note = reading.day("ngay"), reading.line("ghi-chu")
    decision = reading.line("quyet-dinh")
    if what is None or amount_vnd is None or on is None or fund is None:
        return None
    command = PayCost(
        unit_id=who.unit.unit_id,
        key=key,
        booked_on=on,
        fund=fund,
        decision=decision,
        what=what,
        holding=holding,
        amount_vnd=amount_vnd,
    )
    return Made(command, {"note": note} if note else {})


COST: Final = SmallForm(
    path="/phieu-chi/chi-khac",
    title=phrase("Chi khác"),
    explains=phrase("Chi quản lý quỹ, phí ngân hàng: không phải học bổng, khen thưởng, hỗ trợ."),
    button=phrase("Lập phiếu chi"),
    asks=_cost_asks,
    make=_cost,
    tabs=TABS,
    first_values={"noi-giu": "cash"},
)


@router.get(COST.path, response_class=HTMLResponse)
def cost_form(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show the form of a cost."""
    return show(request, COST, asked, who, wiring)


@router.post(COST.path, response_model=None)
def prepare_cost(
    request: Request,
    typed: Annotated[Typed, Depends(typed_form)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Put a cost before a second person, or record one that the unit's rule lets go free."""
    return receive(request, COST, typed, who, wiring)
