"""The desk of one unit: its book, its quota, its recipients and the numbers of its papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.sample.days import ISO

if TYPE_CHECKING:
    from api.sample.book import Book
    from api.sample.clerk import Clerk
    from api.sample.dice import Dice
    from api.sample.plan import Quota
    from api.sample.recipients import Pool
    from api.sample.tree import Unit


@dataclass(slots=True)
class Desk:
    """Everything at hand when a unit's year is written."""

    clerk: Clerk
    book: Book
    quota: Quota
    pool: Pool
    money_in: str = "cash"
    funds: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    sponsors: list[tuple[str, str]] = field(default_factory=list)
    _papers: dict[str, int] = field(default_factory=dict)

    @property
    def unit(self) -> Unit:
        """The unit whose desk it is."""
        return self.book.unit

    @property
    def dice(self) -> Dice:
        """The one source of chance."""
        return self.clerk.dice

    def voucher(self, series: str) -> str:
        """Return the text that the lines of one new voucher share; no other voucher has it."""
        number = self._papers[series] = self._papers.get(series, 0) + 1
        return f"{series}-{number:03d}/{self.unit.code}"

    def decision(self, day: int) -> str:
        """Return a new decision of the unit: number, date, issuer."""
        number = self.clerk.number(f"decision {self.unit.code}")
        return f"{number:02d}/QĐ-HKH, {ISO[day]}, {self.unit.name}"
