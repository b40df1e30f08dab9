"""Money between levels: down for campaigns (cấp về), up at the end of the year (trích nộp).

Down goes what the sender can spare; the receiver never counts on it. Most of it arrives after some
days, some is still under way at the end of the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.sample.book import GENERAL
from api.sample.days import ISO, day_of
from api.sample.rows import TransferRow

if TYPE_CHECKING:
    from api.sample.book import Book
    from api.sample.desk import Desk

_STEP_VND = 50_000
_DOWN_DAYS = {
    "province": (day_of(3, 15), day_of(8, 24)),
    "district": (day_of(3, 21), day_of(9, 15)),
}


def pass_down(desk: Desk, below: list[Book], fund: str | None = None) -> None:
    """Send each of `below` its part twice a year, in all at most 8 % of what the office raised."""
    if not below:
        return
    part_vnd = desk.quota.raised_vnd * 4 // 100 // len(below) // _STEP_VND * _STEP_VND
    for day in _DOWN_DAYS[desk.unit.level]:
        for receiver in below:
            if receiver.unit.parent_on(day) == desk.unit.code:
                wait = desk.dice.between(0, 4)
                send(desk, receiver, (day, day + wait), part_vnd, fund=fund)


def pass_to_branch(desk: Desk, branch: Book) -> None:
    """Send a branch some cash before the new school year."""
    day = day_of(8, 26)
    amount_vnd = _STEP_VND * desk.dice.between(4, 10)
    send(desk, branch, (day, day + desk.dice.between(0, 3)), amount_vnd, paid_from="cash")


def pass_up(desk: Desk, above: Book, number: int) -> None:
    """Send a part of what is left to the unit above.

    The office's `number` among its level decides which parts are late: one arrives in January, one
    in eight is under way at the end of the year.
    """
    sent_day = day_of(12, 20) + desk.dice.between(0, 4)
    received_day: int | None = sent_day + desk.dice.between(1, 4)
    if desk.unit.level == "district" and number == 0:
        sent_day, received_day = day_of(12, 30), day_of(12, 31) + 4
    elif number % 8 == 1:
        sent_day, received_day = day_of(12, 29), None
    amount_vnd = desk.quota.raised_vnd * 3 // 100 // _STEP_VND * _STEP_VND
    send(desk, above, (sent_day, received_day), amount_vnd)


def send(
    desk: Desk,
    receiver: Book,
    days: tuple[int, int | None],
    amount_vnd: int,
    *,
    fund: str | None = None,
    paid_from: str | None = None,
) -> TransferRow | None:
    """Write a transfer if the sender has the money, and return its row."""
    sent_day, received_day = days
    free_vnd = desk.book.free_vnd(fund or GENERAL, paid_from or "bank", sent_day)
    if not 0 < amount_vnd <= free_vnd:
        return None
    row = TransferRow(
        desk.clerk.key("T"),
        desk.unit.code,
        receiver.unit.code,
        amount_vnd,
        ISO[sent_day],
        None if received_day is None else ISO[received_day],
        fund,
        paid_from,
    )
    desk.clerk.transfer(desk.book, receiver, days, row)
    return row
