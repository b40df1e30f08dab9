"""`/tra-cuu`: donors find their own gift by day, amount and a mark; nobody can list gifts or names.

All three must fit exactly. What is shown are public facts, and no name among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.exchange.errors import Code, Fault
from api.exchange.fields import read_amount, read_date
from api.identity.limits import TooManyTries, address, try_once
from api.pages.public.limits import FIND_GIFT
from api.pages.public.naming import CHANNELS, channel_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.events import GoodsDonated
from projections.gift_search import FOUND_MAX, MARK_MAX_CHARS, Found, Gift, gifts_like, has_figure
from projections.paper_codes import code_of, entries_with_code
from projections.trail import names_of_units
from reports.check_codes import Mistyped, read_code, spelled
from reports.from_entries.wording import goods_line
from reports.papers import GoodsLine, paper_number

router = APIRouter()
FIELDS = ("ngay", "so-tien", "so")
MISSING = {
    "ngay": phrase("Hãy điền ngày ghi trên giấy biên nhận, hoặc ngày chuyển khoản."),
    "so": phrase("Hãy điền một trong các số: số biên nhận, mã kiểm chứng, hoặc số giao dịch."),
}
BAD_DAY = phrase("Ngày phải có dạng 30/06/2022 hoặc 2022-06-30.")
BAD_MARK = phrase("Số này phải có ít nhất một chữ số và không quá 100 ký tự.")
BAD_AMOUNT: Mapping[Code, str] = {
    Code.BAD_AMOUNT: phrase(
        "Số tiền viết là 26000 hoặc 26.000 (dấu chấm). Không dùng dấu phẩy: “26,000” có thể đọc "
        "thành hai mươi sáu."
    ),
    Code.AMOUNT_NOT_POSITIVE: phrase(
        "Số tiền phải lớn hơn 0. Hiện vật chưa định giá thì để trống."
    ),
    Code.AMOUNT_TOO_LARGE: phrase("Số tiền quá lớn: xem lại có thừa chữ số không."),
}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A gift that fits: public facts, and where its receipt is."""

    unit: str
    on: date
    amount_vnd: int | None
    goods: GoodsLine | None
    channel: str
    label: str
    code: str
    href: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """The form as it was typed, what is wrong with it, and what was found.

    `asked`: something was looked for. `too_many`: more fit than may be shown. `wait_minutes`: this
    address has asked too often.
    """

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    asked: bool = False
    found: tuple[FoundRow, ...] = ()
    too_many: bool = False
    wait_minutes: int = 0

    def error(self, name: str) -> str:
        """Return what is wrong with a field; empty if nothing is."""
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True)
class _Asked:
    on: date
    amount_vnd: int
    mark: str


@router.get("/tra-cuu", include_in_schema=False)
def find_gift(request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Show the form, and the gift that fits what it says."""
    typed = {name: request.query_params.get(name, "").strip() for name in FIELDS}
    if not any(typed.values()):
        return page(request, "public/finding.html", FindingPage(typed))
    errors: dict[str, str] = {}
    asked = _read(typed, errors)
    if asked is None:
        return page(request, "public/finding.html", FindingPage(typed, errors), status=422)
    with wiring.connection() as connection:
        try:
            try_once(connection, FIND_GIFT, address(request))
        except TooManyTries as many:
            content = FindingPage(typed, wait_minutes=many.minutes)
            return page(request, "public/finding.html", content, status=429)
        found = _found(connection, asked)
        rows = tuple(_row(connection, each) for each in found[:FOUND_MAX])
    too_many = len(found) > FOUND_MAX
    content = FindingPage(typed, asked=True, found=() if too_many else rows, too_many=too_many)
    return page(request, "public/finding.html", content)


def _read(typed: Mapping[str, str], errors: dict[str, str]) -> _Asked | None:
    """Return what is asked for; None after noting what is wrong, in the order of the fields."""
    on = read_date(typed["ngay"]) if typed["ngay"] else None
    if not isinstance(on, date):
        errors["ngay"] = MISSING["ngay"] if on is None else BAD_DAY
    amount_vnd = read_amount(typed["so-tien"]) if typed["so-tien"] else 0
    if isinstance(amount_vnd, Fault):
        errors["so-tien"] = BAD_AMOUNT[amount_vnd.code]
    mark = typed["so"]
    if not mark:
        errors["so"] = MISSING["so"]
    elif len(mark) > MARK_MAX_CHARS or not (has_figure(mark) or _code(mark) is not None):
        errors["so"] = BAD_MARK
    if errors or not isinstance(on, date) or isinstance(amount_vnd, Fault):
        return None
    return _Asked(on, amount_vnd, mark)


def _code(mark: str) -> int | None:
    """Return what a check code stands for; None if the mark is none."""
    try:
        return read_code(mark)
    except Mistyped:
        return None


def _found(connection: Connection, asked: _Asked) -> list[Found]:
    """Return the gifts that fit, by the code on the receipt or by any other mark."""
    found = gifts_like(connection, asked.on, asked.amount_vnd, asked.mark)
    if found:
        return found
    code = _code(asked.mark)
    if code is None:
        return []
    return [
        Found(each.entry, each.raw)
        for each in entries_with_code(connection, [code])
        if isinstance(each.entry.event, Gift)
        and (each.entry.event.document_on or each.entry.event.booked_on) == asked.on
        and (each.entry.event.amount_vnd or 0) == asked.amount_vnd
    ]


def _row(connection: Connection, found: Found) -> FoundRow:
    event = found.entry.event
    assert isinstance(event, Gift)
    unit_id = found.entry.originator_id
    _, name = names_of_units(connection, [unit_id], event.booked_on)[unit_id]
    code = spelled(code_of(found.raw))
    return FoundRow(
        unit=name,
        on=event.document_on or event.booked_on,
        amount_vnd=event.amount_vnd,
        goods=goods_line(event) if isinstance(event, GoodsDonated) else None,
        channel=CHANNELS[channel_of(event)],
        label=paper_number(event.receipt_number, event.booked_on.year, "BN"),
        code=code,
        href=f"/bien-nhan/{code}?so={event.receipt_number}",
    )
