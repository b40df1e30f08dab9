"""The registers of gifts and payouts: who gave and who received, as the vault knows them.

The connection has the vault's keys (`Vault.opens`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.database import Connection, query
from ledger.vault import Part
from projections.naming import ERASED


@dataclass(frozen=True, slots=True)
class Registered:
    """One row of a register. `person` None: not named; `what`: channel or kind."""

    on: date
    unit: str
    person: str | None
    what: str
    amount_vnd: int
    key: str


def top_gifts(connection: Connection, unit_id: UUID, year: int, limit: int) -> list[Registered]:
    """Return the largest gifts of a unit and all below it in a year, the largest first."""
    return _top(connection, "top_gifts", unit_id, year, limit)


def top_payouts(connection: Connection, unit_id: UUID, year: int, limit: int) -> list[Registered]:
    """Return the largest payouts of a unit and all below it in a year, the largest first."""
    return _top(connection, "top_payouts", unit_id, year, limit)


def _top(
    connection: Connection, name: str, unit_id: UUID, year: int, limit: int
) -> list[Registered]:
    sought = {
        "unit_id": unit_id,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
        "limit": limit,
    }
    return [
        Registered(on, unit, ERASED if is_erased else _name(private), what, amount_vnd, key)
        for on, unit, private, is_erased, what, amount_vnd, key in connection.execute(
            query(name), sought
        )
    ]


def _name(private: Part | None) -> str | None:
    said = private.opened() if private else {}
    return said.get("donor") or said.get("recipient")
