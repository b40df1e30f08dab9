"""Awards by unit, kind and kind of recipient; small cells, which tell of persons, are withheld.

A cell of fewer than five awards is withheld. Where it is the only one of its unit, what is missing
could be told from the unit's total: then the next smallest is withheld with it. The list of awards
does not say of a withheld cell what kind of award or of recipient it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple
from uuid import UUID

SMALL: Final = 5
WITHHELD: Final = "*"


class Cell(NamedTuple):
    """One cell of the breakdown."""

    unit_id: UUID
    kind: str
    recipient_kind: str


class Award(NamedTuple):
    """An award that counts, and its value in đồng."""

    cell: Cell
    amount_vnd: int


class Cells:
    """All cells, and which of them are withheld."""

    def __init__(self, awards: Iterable[Award]) -> None:
        """Count the awards."""
        self.counts: dict[Cell, int] = defaultdict(int)
        self.amounts_vnd: dict[Cell, int] = defaultdict(int)
        for cell, amount_vnd in awards:
            self.counts[cell] += 1
            self.amounts_vnd[cell] += amount_vnd
        self.withheld = self._withheld()

    def _withheld(self) -> frozenset[Cell]:
        of_unit: dict[UUID, list[Cell]] = defaultdict(list)
        for cell in self.counts:
            of_unit[cell.unit_id].append(cell)
        found: set[Cell] = set()
        for cells in of_unit.values():
            cells.sort(key=lambda cell: (self.counts[cell], cell))
            small = [cell for cell in cells if self.counts[cell] < SMALL]
            found.update(cells[: max(len(small), 2)] if small else ())
        return frozenset(found)
