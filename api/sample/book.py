"""What one unit holds on every day of the year: money by fund and holding, goods by lot.

The generator asks the book before it spends, so that no row it writes can overdraw on any day,
whatever the order in which the rows are made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from api.sample.days import DAY_COUNT

if TYPE_CHECKING:
    from api.sample.tree import Unit

GENERAL = "general"


@dataclass(slots=True)
class Lot:
    """Goods that came in together; `each_vnd` is None when they were not valued."""

    day: int
    quantity: int
    each_vnd: int | None


@dataclass(slots=True)
class Book:
    """The movements of one unit by day, before anyone asks for a balance."""

    unit: Unit
    _money: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _held: dict[str, list[int]] = field(default_factory=dict)
    _lots: dict[tuple[str, str], list[Lot]] = field(default_factory=dict)

    def post(self, fund: str, holding: str, day: int, amount_vnd: int) -> None:
        """Add to a fund's money in a holding; a negative amount goes out."""
        pot = self._money.get((fund, holding))
        if pot is None:
            pot = self._money[fund, holding] = [0] * DAY_COUNT
        pot[day] += amount_vnd

    def free_vnd(self, fund: str, holding: str, day: int) -> int:
        """Return what may leave on `day` without going below zero on that or any later day."""
        return _least_from(self._money.get((fund, holding)), day)

    def hold(self, holder: str, day: int, amount_vnd: int) -> None:
        """Add to what a holder holds for the unit; a negative amount is handed over."""
        held = self._held.get(holder)
        if held is None:
            held = self._held[holder] = [0] * DAY_COUNT
        held[day] += amount_vnd

    def held_vnd(self, holder: str, day: int) -> int:
        """Return what the holder can hand over on `day`."""
        return _least_from(self._held.get(holder), day)

    def stock(self, item: str, counted_in: str, lot: Lot) -> None:
        """Put a lot into the store; lots of one item come on different days, oldest first."""
        lots = self._lots.setdefault((item, counted_in), [])
        assert not lots or lots[-1].day < lot.day
        lots.append(lot)

    def last_lot_day(self, item: str, counted_in: str) -> int:
        """Return the day of the newest lot of an item, -1 if there is none."""
        lots = self._lots.get((item, counted_in))
        return lots[-1].day if lots else -1

    def items(self) -> list[tuple[str, str]]:
        """Return every item that ever came in, with its unit of count."""
        return list(self._lots)

    def in_stock(self, item: str, counted_in: str, day: int) -> int:
        """Return the quantity that came in before `day` and has not gone out."""
        lots = self._lots.get((item, counted_in), ())
        return sum(lot.quantity for lot in lots if lot.day < day)

    def prices_vnd(self, item: str, counted_in: str) -> list[int]:
        """Return the values of one piece, each once; 0 stands for not valued."""
        lots = self._lots[item, counted_in]
        return sorted({lot.each_vnd or 0 for lot in lots})

    def take(self, item: str, counted_in: str, quantity: int) -> int:
        """Take goods out, first in first out, and return their value in đồng."""
        worth_vnd = 0
        for lot in self._lots[item, counted_in]:
            part = min(quantity, lot.quantity)
            lot.quantity -= part
            quantity -= part
            worth_vnd += part * (lot.each_vnd or 0)
        assert quantity == 0
        return worth_vnd

    def assert_never_short(self) -> None:
        """Check again that nothing is below zero at the end of any day."""
        for pots in (self._money, self._held):
            for name, pot in pots.items():
                assert min(accumulate(pot)) >= 0, (self.unit.code, name)


def _least_from(pot: list[int] | None, day: int) -> int:
    if pot is None:
        return 0
    return min(list(accumulate(pot))[day:])
