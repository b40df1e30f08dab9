"""Balances at the end of each day: what the rule against overdrafts looks at.

A balance is a whole number: đồng, or millionths of a unit of count for goods.

Only the end of a day counts. What leaves on day d must leave no day from d on below zero, so a
late entry is held against every later day; the newest day, the usual case, costs O(1).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Closings(NamedTuple):
    """One running balance: the days on which it changed, oldest first, and how each day ended.

    `newest` is the last of these days, `balance` how it ended; the days before stand apart, so that
    they need not be copied for one more movement on the newest.
    """

    earlier_days: tuple[date, ...] = ()
    earlier_balances: tuple[int, ...] = ()
    newest: date | None = None
    balance: int = 0

    @classmethod
    def of(cls, days: Sequence[date], balances: Sequence[int]) -> Closings:
        """Return the closings of days, oldest first, that ended with these balances."""
        if not days:
            return cls()
        return cls(tuple(days[:-1]), tuple(balances[:-1]), days[-1], balances[-1])

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the balance changed, oldest first."""
        return () if self.newest is None else (*self.earlier_days, self.newest)

    @property
    def balances(self) -> tuple[int, ...]:
        """How each of those days ended."""
        return () if self.newest is None else (*self.earlier_balances, self.balance)

    def add(self, on: date, amount: int) -> Closings:
        """Return the closings after `amount` (signed) was added on the day `on`."""
        days, balances, newest, balance = self
        if on == newest:
            return Closings(days, balances, on, balance + amount)
        if newest is None:
            return Closings((), (), on, amount)
        if on > newest:
            return Closings((*days, newest), (*balances, balance), on, balance + amount)
        return self._add_late(on, amount)

    def _add_late(self, on: date, amount: int) -> Closings:
        days, balances = self.days, self.balances
        at = bisect_left(days, on)
        later = tuple(balance + amount for balance in balances[at:])
        if days[at] == on:
            return Closings.of(days, (*balances[:at], *later))
        before = balances[at - 1] if at else 0
        return Closings.of((*days[:at], on, *days[at:]), (*balances[:at], before + amount, *later))

    def lowest_from(self, on: date) -> int | None:
        """Return the smallest balance at the end of `on` or of any later day; None: never used."""
        if self.newest is None:
            return None
        if on >= self.newest:
            return self.balance
        first = max(bisect_right(self.earlier_days, on) - 1, 0)
        return min((*self.earlier_balances[first:], self.balance))

    def first_below_zero(self, on: date) -> date | None:
        """Return the first day from `on` that ends below zero, or None."""
        for day, balance in zip(self.days, self.balances, strict=True):
            if day >= on and balance < 0:
                return day
        return None
