"""The clerk: writes each money row once, posts it to the books it touches, and keeps the totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.sample.book import GENERAL
from api.sample.days import ISO
from api.sample.rows import (
    DonationRow,
    HandoverRow,
    IncomeCostRow,
    MovementRow,
    OpeningRow,
    PayoutRow,
    ReversalRow,
    TransferRow,
)

if TYPE_CHECKING:
    from api.sample.book import Book
    from api.sample.dice import Dice
    from api.sample.rows import ExchangeFolder

_INCOME = ("interest", "membership_fee", "state_budget", "other_income")


@dataclass(slots=True)
class Tally:
    """What was raised and paid so far, reversed rows taken off."""

    raised_vnd: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("cash", "bank", "in_kind", "press"), 0)
    )
    paid_vnd: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("cash", "bank", "in_kind"), 0)
    )
    occurrences: int = 0
    facilitated_vnd: int = 0
    held_vnd: int = 0


@dataclass(slots=True)
class Clerk:
    """Writes rows in any order; the book is asked before, never here."""

    folder: ExchangeFolder
    dice: Dice
    tally: Tally = field(default_factory=Tally)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, of: str) -> int:
        """Return the next number of a series of its own, from 1."""
        number = self._numbers.get(of, 0) + 1
        self._numbers[of] = number
        return number

    def key(self, letter: str) -> str:
        """Return a new key; it says only which file the row is in."""
        return f"{letter}-{self.number(letter):06d}"

    def open_money(self, book: Book, fund: str, holding: str, amount_vnd: int) -> None:
        """Bring money in on 1 January."""
        book.post(fund, holding, 0, amount_vnd)
        self.folder.write(
            OpeningRow(self.key("O"), book.unit.code, ISO[0], fund, holding, amount_vnd=amount_vnd)
        )

    def open_held(self, book: Book, holder: str, amount_vnd: int, fund: str | None) -> None:
        """Bring in what a holder already holds for the unit."""
        book.hold(holder, 0, amount_vnd)
        self.tally.held_vnd += amount_vnd
        self.folder.write(
            OpeningRow(
                self.key("O"), book.unit.code, ISO[0], fund, holder=holder, amount_vnd=amount_vnd
            )
        )

    def donate(self, book: Book, day: int, row: DonationRow) -> None:
        """Record a gift of money; goods are stocked by `api.sample.goods`."""
        amount_vnd = row.amount_vnd or 0
        if row.holder is not None:
            book.hold(row.holder, day, amount_vnd)
            self.tally.held_vnd += amount_vnd
        else:
            if row.channel != "in_kind":
                book.post(row.fund or GENERAL, row.holding or row.channel, day, amount_vnd)
            self.tally.raised_vnd[row.channel] += amount_vnd
        self.folder.write(row)

    def hand_over(self, book: Book, day: int, row: HandoverRow) -> None:
        """Record what a holder handed over."""
        book.hold(row.holder, day, -row.amount_vnd)
        self.tally.held_vnd -= row.amount_vnd
        if row.how == "to_fund":
            book.post(row.fund or GENERAL, row.into or "bank", day, row.amount_vnd)
            self.tally.raised_vnd["press"] += row.amount_vnd
        else:
            self.tally.facilitated_vnd += row.amount_vnd
        self.folder.write(row)

    def pay(self, book: Book, day: int, row: PayoutRow, worth_vnd: int) -> None:
        """Record an award worth `worth_vnd`, in money or in goods already taken from the book."""
        if row.paid_from != "in_kind":
            book.post(row.fund or GENERAL, row.holding or row.paid_from, day, -worth_vnd)
        self.tally.paid_vnd[row.paid_from] += worth_vnd
        self.tally.occurrences += 1
        self.folder.write(row)

    def transfer(
        self, sender: Book, receiver: Book, days: tuple[int, int | None], row: TransferRow
    ) -> None:
        """Record a transfer sent on the first of `days` and received on the second, if at all."""
        sent_day, received_day = days
        fund, holding = row.fund or GENERAL, row.paid_from or "bank"
        sender.post(fund, holding, sent_day, -row.amount_vnd)
        if received_day is not None:
            receiver.post(fund, holding, received_day, row.amount_vnd)
        self.folder.write(row)

    def move(self, book: Book, day: int, row: MovementRow) -> None:
        """Record money that goes from one holding to another."""
        fund = row.fund or GENERAL
        book.post(fund, row.from_holding, day, -row.amount_vnd)
        book.post(fund, row.to_holding, day, row.amount_vnd)
        self.folder.write(row)

    def income_or_cost(self, book: Book, day: int, row: IncomeCostRow) -> None:
        """Record income that is no gift or a cost that is no award."""
        sign = 1 if row.what in _INCOME else -1
        book.post(row.fund or GENERAL, row.holding or "bank", day, sign * row.amount_vnd)
        self.folder.write(row)

    def reverse_donation(self, book: Book, day: int, row: DonationRow, reason: str) -> None:
        """Take back a gift of money that reached the fund."""
        amount_vnd = row.amount_vnd or 0
        book.post(row.fund or GENERAL, row.holding or row.channel, day, -amount_vnd)
        self.tally.raised_vnd[row.channel] -= amount_vnd
        self._reverse(row.key, day, reason)

    def reverse_payout(self, book: Book, day: int, row: PayoutRow, reason: str) -> None:
        """Take back an award of money."""
        amount_vnd = row.amount_vnd or 0
        book.post(row.fund or GENERAL, row.holding or row.paid_from, day, amount_vnd)
        self.tally.paid_vnd[row.paid_from] -= amount_vnd
        self.tally.occurrences -= 1
        self._reverse(row.key, day, reason)

    def reverse_transfer(
        self, sender: Book, receiver: Book, day: int, row: TransferRow, reason: str
    ) -> None:
        """Undo both sides of a transfer; one in transit has only the sender's."""
        fund, holding = row.fund or GENERAL, row.paid_from or "bank"
        sender.post(fund, holding, day, row.amount_vnd)
        if row.received_on is not None:
            receiver.post(fund, holding, day, -row.amount_vnd)
        self._reverse(row.key, day, reason)

    def _reverse(self, key: str, day: int, reason: str) -> None:
        self.folder.write(ReversalRow(self.key("R"), key, ISO[day], reason))
