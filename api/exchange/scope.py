"""Whose books the rows of a file may touch, and who may define what: for files sent by a person.

A row outside is taken out of the reading and told as an error at its place, like a cell that cannot
be read; whether the others may be recorded is decided as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from api.exchange.errors import Code, RowError, shortened
from api.exchange.rows import (
    HolderRow,
    PopulationRow,
    ReversalRow,
    Row,
    TransferRow,
    UnitRow,
)

if TYPE_CHECKING:
    from api.exchange.reader import Reading

RowT = TypeVar("RowT", bound=Row)
Recorded = Callable[[Iterable[str]], Mapping[str, frozenset[UUID]]]
"""Says of keys in the books of which units they stand already; keys that do not are left out."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may do by a file: the units for which they enter rows, and administer."""

    entered: frozenset[UUID]
    administered: frozenset[UUID]


def keep_within(
    reading: Reading, scope: Scope, unit_ids: Mapping[str, UUID], recorded: Recorded
) -> Reading:
    """Move what lies outside `scope` from the rows of `reading` to its errors.

    A unit that the file itself defines belongs where its nearest parent known already belongs.

    Args:
        reading: what was read; changed and returned.
        scope: of the person who sent the file.
        unit_ids: the id of each unit code known already.
        recorded: where keys stand already: a transfer may name another's unit if only its arrival
            is new, and a reversal names no unit at all.
    """
    gate = _Gate(reading, scope, unit_ids)
    reading.units = gate.through(reading.units, gate.definition)
    reading.population = gate.through(reading.population, gate.definition)
    reading.holders = gate.through(reading.holders, gate.definition)
    for name in ("funds", "holdings", "series", "openings", "donations", "handovers"):
        setattr(reading, name, gate.through(getattr(reading, name), gate.own))
    for name in ("payouts", "movements", "income_costs"):
        setattr(reading, name, gate.through(getattr(reading, name), gate.own))
    known = recorded(
        [*(row.key for row in reading.transfers), *(row.reverses for row in reading.reversals)]
    )
    reading.transfers = gate.through(reading.transfers, lambda row: gate.transfer(row, known))
    reading.reversals = gate.through(reading.reversals, lambda row: gate.reversal(row, known))
    return reading


class _Gate:
    """Looks at rows one by one; a fault is the column and the code, None lets a row through."""

    def __init__(self, reading: Reading, scope: Scope, unit_ids: Mapping[str, UUID]) -> None:
        self._reading = reading
        self._scope = scope
        self._ids = unit_ids
        self._parents = {row.code: row.parent for row in reading.units}

    def through(
        self, rows: list[RowT], fault_of: Callable[[Any], tuple[str, Code] | None]
    ) -> list[RowT]:
        """Return the rows that may stay; tell the others."""
        kept = []
        for row in rows:
            fault = fault_of(row)
            if fault is None:
                kept.append(row)
                continue
            column, code = fault
            shown = self._reading.shown_names.get(row.FILE, row.FILE)
            value = shortened(str(getattr(row, column)))
            self._reading.errors.append(RowError(shown, row.row, column, code, value))
        return kept

    def definition(self, row: UnitRow | PopulationRow | HolderRow) -> tuple[str, Code] | None:
        """Admit what an administrator of the units in question defines."""
        match row:
            case UnitRow():
                names = {"code": row.code, "parent": row.parent}
            case PopulationRow():
                names = {"unit": row.unit}
            case HolderRow():
                allowed = bool(self._scope.administered)
                return None if allowed else ("code", Code.NOT_YOURS_TO_DEFINE)
        for column, code in names.items():
            if code is not None and self._home(code) not in self._scope.administered:
                return column, Code.NOT_YOURS_TO_DEFINE
        return None

    def own(self, row: Any) -> tuple[str, Code] | None:  # noqa: ANN401 - a row with a unit
        """Admit a row of a unit for which the person enters; an unknown one is told later."""
        home = self._home(row.unit)
        outside = home is not None and home not in self._scope.entered
        return ("unit", Code.OUTSIDE_SCOPE) if outside else None

    def transfer(
        self, row: TransferRow, known: Mapping[str, frozenset[UUID]]
    ) -> tuple[str, Code] | None:
        """Admit a transfer whose new sides are both the person's own."""
        sides = {"from_unit": row.from_unit}
        if row.received_on is not None:
            sides["to_unit"] = row.to_unit
        for column, code in sides.items():
            home = self._home(code)
            new = home is not None and home not in known.get(row.key, frozenset())
            if new and home not in self._scope.entered:
                return column, Code.OUTSIDE_SCOPE
        return None

    def reversal(
        self, row: ReversalRow, known: Mapping[str, frozenset[UUID]]
    ) -> tuple[str, Code] | None:
        """Admit a reversal of what stands in the person's own books, or in this same file."""
        outside = known.get(row.reverses, frozenset()) - self._scope.entered
        return ("reverses", Code.OUTSIDE_SCOPE) if outside else None

    def _home(self, code: str) -> UUID | None:
        """Return the unit with this code, or the nearest known one above it in the file."""
        seen: set[str] = set()
        at: str | None = code
        while at is not None and at not in seen:
            if at in self._ids:
                return self._ids[at]
            seen.add(at)
            at = self._parents.get(at)
        return None
