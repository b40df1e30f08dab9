"""Balances at the end of each day: what the rule against overdrafts looks at.

A balance is a whole number: đồng, or millionths of a unit of count for goods.

Only the end of a day counts. What leaves on day d must leave no day from d on below zero, so a
late entry is held against every later day; the newest day, the usual case, costs O(1).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from typing import NamedTuple


class Closings(NamedTuple):
    """One running balance: the days on which it changed, oldest first, and how each day ended."""

    days: tuple[date, ...] = ()
    balances: tuple[int, ...] = ()

    def add(self, on: date, amount: int) -> Closings:
        """Return the closings after `amount` (signed) was added on the day `on`."""
        days, balances = self.days, self.balances
        if not days:
            return Closings((on,), (amount,))
        newest = days[-1]
        if on == newest:
            return Closings(days, (*balances[:-1], balances[-1] + amount))
        if on > newest:
            return Closings((*days, on), (*balances, balances[-1] + amount))
        return self._add_late(on, amount)

    def _add_late(self, on: date, amount: int) -> Closings:
        days, balances = self.days, self.balances
        at = bisect_left(days, on)
        later = tuple(balance + amount for balance in balances[at:])
        if days[at] == on:
            return Closings(days, (*balances[:at], *later))
        before = balances[at - 1] if at else 0
        return Closings((*days[:at], on, *days[at:]), (*balances[:at], before + amount, *later))

    def lowest_from(self, on: date) -> int | None:
        """Return the smallest balance at the end of `on` or of any later day; None: never used."""
        if not self.days:
            return None
        if on >= self.days[-1]:
            return self.balances[-1]
        first = max(bisect_right(self.days, on) - 1, 0)
        return min(self.balances[first:])

    def first_below_zero(self, on: date) -> date | None:
        """Return the first day from `on` that ends below zero, or None."""
        for day, balance in zip(self.days, self.balances, strict=True):
            if day >= on and balance < 0:
                return day
        return None
