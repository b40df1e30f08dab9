"""Goods in stock: lots in the order they came in, and what leaves them.

Goods go out first in first out, at the value of their lots: a part of a lot takes its share of the
lot's value rounded down to a đồng, and what empties the lot takes all that is left. A lot may be
without a value (chưa quy ra tiền), which is not zero. What was taken is fixed when it is recorded.
"""

from __future__ import annotations

from bisect import insort
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ledger.closings import Closings
from ledger.events import LotTaken
from ledger.values import Struct, field, replace

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


class Lot(Struct, frozen=True, kw_only=True):
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
        amount_vnd = min(int(self.value_vnd * share), self.left_vnd)
        return LotTaken(lot=self.key, quantity=quantity, amount_vnd=amount_vnd)


class Stock(Struct, frozen=True):
    """One item in one unit of count: its lots, oldest first, and its quantity at each day's end.

    `owed` (and its value) left lots that are not there any more, and has to come from others.
    """

    lots: tuple[Lot, ...] = ()
    closings: Closings = field(default_factory=Closings)
    owed: Decimal = Decimal(0)
    owed_vnd: int = 0

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
        closings = self.closings.add(on, to_millionths(quantity))
        return replace(self, lots=tuple(lots), closings=closings)._settled()

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
            if (part := by_lot.pop(lot.key, None)) is None
            else replace(
                lot,
                left=lot.left - part.quantity,
                left_vnd=lot.left_vnd - (part.amount_vnd or 0),
            )
            for lot in self.lots
        )
        total = sum((each.quantity for each in taken), Decimal(0))
        return Stock(
            lots,
            self.closings.add(on, -to_millionths(total)),
            self.owed + sum(each.quantity for each in by_lot.values()),
            self.owed_vnd + sum(each.amount_vnd or 0 for each in by_lot.values()),
        )._settled()

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

    def withdraw(self, on: date, undone: LotTaken) -> Stock:
        """Return the stock after a whole lot was undone.

        What of it has left already is missing from the others, in quantity and in value.
        """
        left, left_vnd = Decimal(0), 0
        for lot in self.lots:
            if lot.key == undone.lot:
                left, left_vnd = lot.left, lot.left_vnd
        return Stock(
            tuple(lot for lot in self.lots if lot.key != undone.lot),
            self.closings.add(on, -to_millionths(undone.quantity)),
            self.owed + undone.quantity - left,
            self.owed_vnd + (undone.amount_vnd or 0) - left_vnd,
        )._settled()

    def _settled(self) -> Stock:
        """Take what is owed from the lots, oldest first; what is owed to them fills them again."""
        owed, owed_vnd, lots = self.owed, self.owed_vnd, []
        if owed == 0 and owed_vnd == 0:
            return self
        for lot in self.lots:
            part = min(owed, lot.left) if owed > 0 else max(owed, lot.left - lot.quantity)
            room_vnd = lot.left_vnd - (lot.value_vnd or 0)
            part_vnd = min(owed_vnd, lot.left_vnd) if owed_vnd > 0 else max(owed_vnd, room_vnd)
            lots.append(replace(lot, left=lot.left - part, left_vnd=lot.left_vnd - part_vnd))
            owed, owed_vnd = owed - part, owed_vnd - part_vnd
        return Stock(tuple(lots), self.closings, owed, owed_vnd)
