"""Rows that were wrong and are undone by a reversal, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.sample import names
from api.sample.awards import award_list
from api.sample.book import GENERAL
from api.sample.days import ISO, MONTH, day_of
from api.sample.rows import DonationRow
from api.sample.transfers import send

if TYPE_CHECKING:
    from api.sample.book import Book
    from api.sample.desk import Desk


def gift_typed_twice(desk: Desk) -> None:
    """Record a gift once too often and take it back some days later."""
    day = desk.dice.between(MONTH.gifts_from, MONTH.gifts_to)
    donor, donor_kind = names.household(desk.dice, desk.unit.surname)
    row = DonationRow(
        desk.clerk.key("D"),
        desk.unit.code,
        ISO[day],
        desk.money_in,
        50_000 * desk.dice.between(1, 6),
        donor=donor,
        donor_kind=donor_kind,
    )
    desk.clerk.donate(desk.book, day, row)
    undone_day = day + desk.dice.between(0, 9)
    desk.clerk.reverse_donation(desk.book, undone_day, row, "Ghi trùng một khoản ủng hộ")


def award_paid_back(desk: Desk) -> None:
    """Pay an award that comes back because the pupil was on two lists."""
    day = day_of(11, 21)
    amount_vnd = 100_000
    if amount_vnd > desk.book.free_vnd(GENERAL, desk.money_in, day):
        return
    (row,) = award_list(desk, MONTH, day, [amount_vnd], desk.money_in)
    reason = "Học sinh có tên trong hai danh sách, đã hoàn lại"
    desk.clerk.reverse_payout(desk.book, day + desk.dice.between(0, 5), row, reason)


def transfer_to_the_wrong_unit(desk: Desk, receiver: Book) -> None:
    """Send money to a unit that was not meant, and undo both sides."""
    sent_day = day_of(10, 5) + desk.dice.between(0, 9)
    days = (sent_day, sent_day + 2)
    row = send(desk, receiver, days, 300_000 + 100_000 * desk.dice.below(5))
    if row is not None:
        reason = "Chuyển nhầm đơn vị nhận"
        desk.clerk.reverse_transfer(desk.book, receiver, sent_day + 6, row, reason)


def transfer_sent_back(desk: Desk, receiver: Book) -> None:
    """Send money that the bank returns before it arrives."""
    sent_day = day_of(10, 24)
    row = send(desk, receiver, (sent_day, None), 500_000)
    if row is not None:
        reason = "Ngân hàng trả lại do sai số tài khoản"
        desk.clerk.reverse_transfer(desk.book, receiver, sent_day + 3, row, reason)
