"""A form of gifts → requests: one gift, or the lines of one paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from api.pages.entering.recording import holding_name
from api.pages.typed import MISSING, Reading, Typed
from api.web.texts import phrase
from ledger.commands import CollectDonation, MoneyCommand, ReceiveDonation, ReceiveGoods
from ledger.draft import Request, request
from projections.desk import Definitions, Holder

Channel = Literal["cash", "bank", "in_kind", "press"]
CHANNELS: Final[dict[str, str]] = {
    "cash": phrase("Tiền mặt"),
    "bank": phrase("Chuyển khoản"),
    "in_kind": phrase("Hiện vật"),
    "press": phrase("Qua nơi nhận hộ"),
}
DONOR_KINDS: Final[dict[str, str]] = {
    "": phrase("Không nói rõ"),
    "person": phrase("Cá nhân"),
    "family": phrase("Gia đình"),
    "clan": phrase("Dòng họ"),
    "organisation": phrase("Tổ chức, cơ quan"),
    "company": phrase("Doanh nghiệp"),
}
LINES_MAX: Final = 40
OF_A_LINE: Final = (
    *("ten", "dia-chi", "loai", "so-tien", "ghi-chu"),
    *("hien-vat", "so-luong", "don-vi-tinh"),
)
FIELDS: Final = {
    "fund": "nguon",
    "holding": "noi-giu",
    "holder": "nguoi-giu",
    "amount_vnd": "so-tien-1",
    "quantity": "so-luong-1",
}
NO_LINE: Final = phrase("Chưa có dòng nào: điền ít nhất một khoản ủng hộ.")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers: holdings of the channel, funds, holders, by code."""

    funds: dict[str, str]
    holdings: dict[str, str]
    holders: dict[str, str]


def choices(defined: Definitions, holders: tuple[Holder, ...], channel: str) -> Choices:
    """Return what a form of gifts of a channel offers."""
    kinds = ("cash", "collector") if channel == "cash" else ("bank", "savings")
    return Choices(
        funds={code: fund.name for code, fund in defined.funds.items()},
        holdings={
            each.code: holding_name(defined, each.code) for each in defined.holdings_for(kinds)
        },
        holders={each.code: each.name for each in holders},
    )


def lines_of(typed: Typed) -> int:
    """Return how many lines the form has."""
    said = typed.text("dong")
    return min(max(int(said), 1), LINES_MAX) if said.isdecimal() and len(said) < 4 else 1


def is_blank(typed: Typed, number: int) -> bool:
    """Say whether nobody has typed anything into a line; choices do not count."""
    names = (each for each in OF_A_LINE if each != "loai")
    return not any(typed.text(f"{name}-{number}") for name in names)


def gifts_of(
    reading: Reading, channel: Channel, offered: Choices, unit_id: UUID, key: str, actor: str
) -> list[Request]:
    """Return the requests that a form makes; `reading.errors` says whether they are whole.

    A row's key is the form's, with the number of the line from the second on, so that the same form
    is the same rows however often it is sent.
    """
    lines = [
        number
        for number in range(1, lines_of(reading.typed) + 1)
        if not is_blank(reading.typed, number)
    ]
    asked = _asked(reading, channel, offered, unit_id)
    if not lines:
        reading.fail("hien-vat-1" if channel == "in_kind" else "so-tien-1", MISSING)
        reading.fail("", NO_LINE)
        return []
    if len(lines) > 1 and channel != "press":
        asked["voucher"] = key
    found: list[Request] = []
    for place, number in enumerate(lines, 1):
        said = _private(reading, number)
        command = _command(reading, channel, asked, number, row_key(key, place))
        if command is not None:
            found.append(request(command, said, actor))
    return found


def row_key(key: str, place: int) -> str:
    """Return the key of a row of a form, counted from 1.

    >>> row_key("w-1", 1), row_key("w-1", 2)
    ('w-1', 'w-1-2')
    """
    return key if place == 1 else f"{key}-{place}"


def _asked(reading: Reading, channel: Channel, offered: Choices, unit_id: UUID) -> dict[str, Any]:
    """Read what all lines share."""
    asked: dict[str, Any] = {
        "unit_id": unit_id,
        "booked_on": reading.day("ngay") or date.min,
        "fund": reading.choice("nguon", {code: code for code in offered.funds}) or "",
        "paper_no": reading.line("so-giay"),
    }
    if channel == "press":
        asked["holder"] = reading.choice("nguoi-giu", {code: code for code in offered.holders})
    elif channel != "in_kind":
        asked["holding"] = reading.choice("noi-giu", {code: code for code in offered.holdings})
        asked["channel"] = channel
    return asked


def _command(
    reading: Reading, channel: Channel, asked: dict[str, Any], number: int, key: str
) -> MoneyCommand | None:
    """Read what one line says; None if something is wrong with it."""
    amount_vnd = reading.amount(f"so-tien-{number}", required=channel != "in_kind")
    if channel == "in_kind":
        item = reading.line(f"hien-vat-{number}", required=True)
        counted_in = reading.line(f"don-vi-tinh-{number}", required=True)
        quantity = reading.quantity(f"so-luong-{number}")
        if reading.errors or item is None or counted_in is None or quantity is None:
            return None
        asked = {**asked, "item": item, "counted_in": counted_in, "quantity": quantity}
        return ReceiveGoods(**asked, key=key, amount_vnd=amount_vnd)
    if reading.errors or amount_vnd is None:
        return None
    if channel == "press":
        return CollectDonation(**asked, key=key, amount_vnd=amount_vnd)
    return ReceiveDonation(**asked, key=key, amount_vnd=amount_vnd)


def _private(reading: Reading, number: int) -> dict[str, Any]:
    """Read what of a line is about a person, or in free words."""
    kind = reading.choice(f"loai-{number}", {code: code for code in DONOR_KINDS})
    said = {
        "donor": reading.line(f"ten-{number}"),
        "donor_kind": kind or None,
        "contact": reading.line(f"dia-chi-{number}"),
        "note": reading.note(f"ghi-chu-{number}"),
        "named": "yes" if reading.typed.text(f"neu-ten-{number}") else None,
    }
    return {name: value for name, value in said.items() if value is not None}
