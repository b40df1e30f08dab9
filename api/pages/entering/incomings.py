"""What else comes in: handed over by a holder, income that is no gift; and moves between holdings.

`/phieu-thu/nop-lai` · `/phieu-thu/thu-khac` · `/chuyen-quy`
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity.acting import Acting, acting
from api.pages.entering.small_form import (
    Ask,
    Made,
    Offered,
    SmallForm,
    receive,
    show,
)
from api.pages.typed import Reading, Typed, typed_form, typed_query
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.commands import HandOverCollection, MoveMoney, ReceiveIncome
from ledger.events import Income

router = APIRouter()

INCOMES: Final[tuple[tuple[Income, str], ...]] = (
    ("interest", phrase("Lãi tiền gửi")),
    ("membership_fee", phrase("Hội phí")),
    ("state_budget", phrase("Ngân sách nhà nước hỗ trợ")),
    ("other_income", phrase("Thu khác")),
)
DAY: Final = Ask("day", "ngay", phrase("Ngày"))
AMOUNT: Final = Ask("amount", "so-tien", phrase("Số tiền (đồng)"))
NOTE: Final = Ask("line", "ghi-chu", phrase("Nội dung, ghi chú"))
NOBODY_HOLDS: Final = phrase(
    "Chưa nơi nào giữ tiền của đơn vị. Hãy ghi khoản họ đã thu trước: Lập phiếu thu, mục Qua nơi "
    "nhận hộ."
)


def _fund(offered: Offered) -> Ask:
    return Ask("choice", "nguon", phrase("Nguồn"), offered.funds)


def codes(options: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return what a choice may be answered, for `Reading.choice`."""
    return {code: code for code, _ in options}


def _handover_asks(offered: Offered) -> tuple[Ask, ...]:
    kept = {each.place: each.amount_vnd for each in offered.held if each.account == "held"}
    givers = tuple((each.code, each.name) for each in offered.holders if each.code in kept)
    hint = "" if givers else NOBODY_HOLDS
    return (
        Ask("choice", "nguoi-giu", phrase("Nơi nhận hộ đang giữ tiền"), givers, hint),
        AMOUNT,
        Ask("choice", "noi-den", phrase("Nộp vào"), offered.holdings("cash", "bank")),
        _fund(offered),
        DAY,
        NOTE,
    )


def _handover(reading: Reading, offered: Offered, who: Acting, key: str) -> Made | None:
    holder = reading.choice("nguoi-giu", {each.code: each.code for each in offered.holders})
    amount_vnd = reading.amount("so-tien")
    into = reading.choice("noi-den", codes(offered.holdings("cash", "bank")))
    fund = reading.choice("nguon", codes(offered.funds))
    on, note = reading.day("ngay"), reading.line("ghi-chu")
    if holder is None or amount_vnd is None or on is None or fund is None:
        return None
    command = HandOverCollection(
        unit_id=who.unit.unit_id,
        key=key,
        booked_on=on,
        fund=fund,
        holder=holder,
        into=into,
        amount_vnd=amount_vnd,
    )
    return Made(command, {"note": note} if note else {})


def _income_asks(offered: Offered) -> tuple[Ask, ...]:
    return (
        Ask("choice", "khoan", phrase("Khoản thu"), INCOMES),
        AMOUNT,
        Ask("choice", "noi-giu", phrase("Nhận vào"), offered.holdings()),
        _fund(offered),
        DAY,
        NOTE,
    )


def _income(reading: Reading, offered: Offered, who: Acting, key: str) -> Made | None:
    what = reading.choice("khoan", {code: code for code, _ in INCOMES})
    amount_vnd = reading.amount("so-tien")
    holding = reading.choice("noi-giu", codes(offered.holdings()))
    fund = reading.choice("nguon", codes(offered.funds))
    on, note = reading.day("ngay"), reading.line("ghi-chu")
    if what is None or amount_vnd is None or on is None or fund is None:
        return None
    command = ReceiveIncome(
        unit_id=who.unit.unit_id,
        key=key,
        booked_on=on,
        fund=fund,
        what=what,
        holding=holding,
        amount_vnd=amount_vnd,
    )
    return Made(command, {"note": note} if note else {})


def _movement_asks(offered: Offered) -> tuple[Ask, ...]:
    return (
        Ask("choice", "noi-giu", phrase("Lấy từ"), offered.holdings()),
        Ask("choice", "noi-den", phrase("Chuyển đến"), offered.holdings()),
        AMOUNT,
        _fund(offered),
        DAY,
    )


def _movement(reading: Reading, offered: Offered, who: Acting, key: str) -> Made | None:
    source = reading.choice("noi-giu", codes(offered.holdings()))
    target = reading.choice("noi-den", codes(offered.holdings()))
    amount_vnd = reading.amount("so-tien")
    fund = reading.choice("nguon", codes(offered.funds))
    on = reading.day("ngay")
    if source is None or target is None or amount_vnd is None or on is None or fund is None:
        return None
    return Made(
        MoveMoney(
            unit_id=who.unit.unit_id,
            key=key,
            booked_on=on,
            fund=fund,
            from_holding=source,
            to_holding=target,
            amount_vnd=amount_vnd,
        )
    )


HANDOVER: Final = SmallForm(
    path="/phieu-thu/nop-lai",
    title=phrase("Nơi nhận hộ nộp vào Quỹ"),
    explains=phrase(
        "Tiền mà tòa báo, tổ chức hay người thu đã nhận thay, nay nộp vào quỹ hoặc tài khoản."
    ),
    button=phrase("Ghi khoản nộp"),
    asks=_handover_asks,
    make=_handover,
    first_values={"noi-den": "bank"},
)
INCOME: Final = SmallForm(
    path="/phieu-thu/thu-khac",
    title=phrase("Thu khác"),
    explains=phrase("Tiền vào quỹ mà không phải là khoản ủng hộ, nên không tính vào số vận động."),
    button=phrase("Ghi khoản thu"),
    asks=_income_asks,
    make=_income,
    first_values={"noi-giu": "bank"},
)
MOVEMENT: Final = SmallForm(
    path="/chuyen-quy",
    title=phrase("Chuyển giữa các nơi giữ tiền"),
    explains=phrase("Nộp tiền mặt vào ngân hàng, rút tiền về quỹ: không phải thu, không phải chi."),
    button=phrase("Ghi khoản chuyển"),
    asks=_movement_asks,
    make=_movement,
    first_values={"noi-giu": "cash", "noi-den": "bank"},
)

Asked = Annotated[Typed, Depends(typed_query)]
Sent = Annotated[Typed, Depends(typed_form)]
Who = Annotated[Acting, Depends(acting("enter"))]
Parts = Annotated[Wiring, Depends(wired)]
Answer = HTMLResponse | RedirectResponse


@router.get(HANDOVER.path, response_class=HTMLResponse)
def handover_form(request: Request, asked: Asked, who: Who, wiring: Parts) -> HTMLResponse:
    """Show the form of a handover by a holder."""
    return show(request, HANDOVER, asked, who, wiring)


@router.post(HANDOVER.path, response_model=None)
def record_handover(request: Request, typed: Sent, who: Who, wiring: Parts) -> Answer:
    """Record a handover."""
    return receive(request, HANDOVER, typed, who, wiring)


@router.get(INCOME.path, response_class=HTMLResponse)
def income_form(request: Request, asked: Asked, who: Who, wiring: Parts) -> HTMLResponse:
    """Show the form of income that is no gift."""
    return show(request, INCOME, asked, who, wiring)


@router.post(INCOME.path, response_model=None)
def record_income(request: Request, typed: Sent, who: Who, wiring: Parts) -> Answer:
    """Record income that is no gift."""
    return receive(request, INCOME, typed, who, wiring)


@router.get(MOVEMENT.path, response_class=HTMLResponse)
def movement_form(request: Request, asked: Asked, who: Who, wiring: Parts) -> HTMLResponse:
    """Show the form of a move between holdings."""
    return show(request, MOVEMENT, asked, who, wiring)


@router.post(MOVEMENT.path, response_model=None)
def record_movement(request: Request, typed: Sent, who: Who, wiring: Parts) -> Answer:
    """Record a move between holdings."""
    return receive(request, MOVEMENT, typed, who, wiring)
