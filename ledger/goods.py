"""Goods in stock: lots in the order they came in, and what leaves them.

Goods go out first in first out, at the value of their lots: a part of a lot takes its share of the
lot's value rounded down to a đồng, and what empties the lot takes all that is left. A lot may be
without a value (chưa quy ra tiền), which is not zero. What was taken is fixed when it is recorded.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ledger.closings import Closings
from ledger.events import LotTaken

QUANTITY_STEP: Final = Decimal("0.000001")


def to_millionths(quantity: Decimal) -> int:
    """Return `quantity` (exact to six decimals) as a whole number of millionths.

    >>> to_millionths(Decimal("2.5"))
    2500000
    """
    return int(quantity / QUANTITY_STEP)


def from_millionths(millionths: int) -> Decimal:
    """Return the quantity that `millionths` stand for, without superfluous zeros.

    >>> from_millionths(2_500_000)
    Decimal('2.5')
    """
    whole, part = divmod(millionths, 1_000_000)
    return Decimal(whole) if part == 0 else (millionths * QUANTITY_STEP).normalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What came in under one key, and what is left of it; `value_vnd` None: not valued."""

    key: str
    on: date
    quantity: Decimal
    value_vnd: int | None
    left: Decimal
    left_vnd: int

    def take(self, quantity: Decimal) -> LotTaken:
        """Return what `quantity` of this lot is worth; at most what is left."""
        if self.value_vnd is None:
            return LotTaken(lot=self.key, quantity=quantity)
        if quantity == self.left:
            return LotTaken(lot=self.key, quantity=quantity, amount_vnd=self.left_vnd)
        share = Fraction(quantity) / Fraction(self.quantity)
        return LotTaken(lot=self.key, quantity=quantity, amount_vnd=int(self.value_vnd * share))


@dataclass(frozen=True, slots=True)
class Stock:
    """One item in one unit of count: its lots, oldest first, and its quantity at each day's end."""

    lots: tuple[Lot, ...] = ()
    closings: Closings = field(default_factory=Closings)

    def put(self, key: str, on: date, quantity: Decimal, value_vnd: int | None) -> Stock:
        """Return the stock after a lot came in."""
        lots = list(self.lots)
        lot = Lot(
            key=key,
            on=on,
            quantity=quantity,
            value_vnd=value_vnd,
            left=quantity,
            left_vnd=value_vnd or 0,
        )
        insort(lots, lot, key=lambda each: each.on)
        return Stock(tuple(lots), self.closings.add(on, to_millionths(quantity)))

    def choose(self, quantity: Decimal) -> tuple[LotTaken, ...]:
        """Return what `quantity` takes from which lots; less than asked if there is not enough."""
        taken: list[LotTaken] = []
        for lot in self.lots:
            if quantity <= 0:
                break
            if lot.left > 0:
                part = min(quantity, lot.left)
                taken.append(lot.take(part))
                quantity -= part
        return tuple(taken)

    def take(self, on: date, taken: tuple[LotTaken, ...]) -> Stock:
        """Return the stock after `taken` left its lots; a negative quantity puts it back."""
        by_lot = {each.lot: each for each in taken}
        lots = tuple(
            lot
            if (part := by_lot.get(lot.key)) is None
            else replace(
                lot,
                left=lot.left - part.quantity,
                left_vnd=lot.left_vnd - (part.amount_vnd or 0),
            )
            for lot in self.lots
        )
        total = sum((each.quantity for each in taken), Decimal(0))
        return Stock(lots, self.closings.add(on, -to_millionths(total)))

    def put_back(self, on: date, taken: tuple[LotTaken, ...]) -> Stock:
        """Return the stock after `taken` came back into the lots that it left."""
        back = tuple(
            replace(
                each,
                quantity=-each.quantity,
                amount_vnd=None if each.amount_vnd is None else -each.amount_vnd,
            )
            for each in taken
        )
        return self.take(on, back)

    def withdraw(self, on: date, key: str) -> Stock:
        """Return the stock after the lot `key` was undone.

        What of it has left already is missing from the lots that follow, in quantity and in value.
        """
        undone = next(lot for lot in self.lots if lot.key == key)
        missing = undone.quantity - undone.left
        missing_vnd = (undone.value_vnd or 0) - undone.left_vnd
        lots = []
        for lot in self.lots:
            if lot.key == key:
                continue
            part = min(missing, lot.left)
            part_vnd = missing_vnd if part == missing else min(missing_vnd, lot.left_vnd)
            lots.append(replace(lot, left=lot.left - part, left_vnd=lot.left_vnd - part_vnd))
            missing, missing_vnd = missing - part, missing_vnd - part_vnd
        return Stock(tuple(lots), self.closings.add(on, -to_millionths(undone.quantity)))
