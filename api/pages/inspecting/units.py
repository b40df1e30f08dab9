"""What units are called on the inspector's pages, looked up as they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from api.web.texts import phrase
from ledger.database import Connection
from ledger.registry import REGISTRY_ID
from projections.trail import names_of_units


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is called."""

    code: str
    name: str


REGISTRY: Final = Unit("", phrase("Danh bạ đơn vị"))
UNKNOWN: Final = Unit("?", "?")


class Units:
    """Names of units on a day, each asked for once."""

    def __init__(self, connection: Connection, on: date) -> None:
        """Ask for names as they were on a day."""
        self._connection = connection
        self._on = on
        self._known: dict[UUID, Unit] = {REGISTRY_ID: REGISTRY}

    def learn(self, unit_ids: Iterable[UUID]) -> None:
        """Ask for several at once."""
        missing = [unit_id for unit_id in set(unit_ids) if unit_id not in self._known]
        if missing:
            found = names_of_units(self._connection, missing, self._on)
            for unit_id in missing:
                self._known[unit_id] = Unit(*found[unit_id]) if unit_id in found else UNKNOWN

    def named(self, unit_id: UUID) -> Unit:
        """Return a unit as it is called."""
        self.learn([unit_id])
        return self._known[unit_id]
