"""What is asked about one unit: what it was called, who stands below, its months, what it holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from ledger.book import OWN_FUNDS
from ledger.database import Connection, query
from ledger.events import FundDefined
from ledger.wire import from_bytes
from projections.figures import Asked
from projections.naming import ERASED


class Term(NamedTuple):
    """What a unit was called and below whom it stood, both days included (None: open)."""

    valid_from: date
    valid_to: date | None
    code: str
    name: str
    level: str
    kind: str | None
    parent_id: UUID | None
    parent_code: str | None
    parent_name: str | None


class Child(NamedTuple):
    """A unit right below, as it was called on the day; `ended`: it existed no more by then."""

    unit_id: UUID
    code: str
    name: str
    level: str
    ended: bool


class UnitOfLevel(NamedTuple):
    """A unit of a level, as it was called on the day; `ended_on` its last day if that is over."""

    code: str
    name: str
    ended_on: date | None
    above_code: str | None
    above_name: str | None


class Population(NamedTuple):
    """What a source said of a unit's inhabitants and members on a day."""

    stated_on: date
    persons: int
    members: int | None
    source: str


class Month(NamedTuple):
    """What was raised and paid in the month that begins on `first`, in đồng."""

    first: date
    raised_vnd: int
    paid_vnd: int


class Held(NamedTuple):
    """What a unit holds in one place for one fund; quantity and unit of count belong to goods."""

    account: str
    place: str
    fund: str
    counted_in: str
    amount_vnd: int
    quantity: Decimal


class FundSince(NamedTuple):
    """What a fund raised and paid since a day, to how many awards, and what money it holds now."""

    raised_vnd: int
    paid_vnd: int
    occurrences: int
    balance_vnd: int


class Called(NamedTuple):
    """A unit as it is called now."""

    unit_id: UUID
    code: str
    name: str
    level: str


def terms_of(connection: Connection, unit_id: UUID, on: date) -> list[Term]:
    """Return the terms of a unit, oldest first; the one above as it was called then, or on `on`."""
    rows = connection.execute(query("terms_of_unit"), {"unit_id": unit_id, "on": on})
    return [Term(*row) for row in rows]


def term_on(terms: list[Term], on: date) -> Term:
    """Return the term of a day: the last that had begun by then, else the first of all."""
    begun = [term for term in terms if term.valid_from <= on]
    return begun[-1] if begun else terms[0]


def children_on(connection: Connection, unit_id: UUID, on: date) -> list[Child]:
    """Return the units right below a unit on a day, by code."""
    rows = connection.execute(query("children_on"), {"unit_id": unit_id, "on": on})
    return [Child(*row) for row in rows]


def units_of_level(
    connection: Connection, level: str, on: date, *, after: str, limit: int
) -> list[UnitOfLevel]:
    """Return the units that count for a level on a day, by code, those after one of them."""
    sought = {"level": level, "on": on, "after": after, "limit": limit}
    return [UnitOfLevel(*row) for row in connection.execute(query("units_of_level"), sought)]


def count_of_level(connection: Connection, level: str, on: date) -> int:
    """Return how many units count for a level on a day."""
    sought = {"level": level, "on": on}
    (count,) = connection.execute(query("count_of_level"), sought).fetchone() or (0,)
    return int(count)


def populations_of(connection: Connection, unit_id: UUID) -> list[Population]:
    """Return what was said of a unit's population, the latest day first."""
    rows = connection.execute(query("populations_of"), {"unit_id": unit_id})
    return [Population(*row) for row in rows]


def months_between(
    connection: Connection, unit_id: UUID, what: Asked, *, below: bool
) -> list[Month]:
    """Return the months of a period in which something was booked, oldest first."""
    sought = {
        "unit_id": unit_id,
        "first": what.first,
        "as_of": what.as_of,
        "scopes": ["own", "as_was"] if below else ["own"],
    }
    return [Month(*row) for row in connection.execute(query("months_of_unit"), sought)]


def held_on(connection: Connection, unit_id: UUID, on: date) -> list[Held]:
    """Return what the own book of a unit holds at the end of a day, money before goods."""
    rows = connection.execute(query("holdings_on"), {"unit_id": unit_id, "as_of": on})
    return [Held(*row) for row in rows]


def fund_since(connection: Connection, unit_id: UUID, fund: str, since: date) -> FundSince:
    """Return what became of the money of a fund since a day."""
    sought = {"unit_id": unit_id, "fund": fund, "since": since}
    row = connection.execute(query("fund_since"), sought).fetchone()
    assert row is not None
    return FundSince(*row)


def own_funds(connection: Connection, unit_id: UUID) -> dict[str, str]:
    """Return what a unit calls the funds that it has defined itself, by their codes."""
    funds = funds_of(connection, unit_id)
    return {code: fund.name for code, fund in funds.items() if code not in OWN_FUNDS}


def funds_of(connection: Connection, unit_id: UUID) -> dict[str, FundDefined]:
    """Return the funds of a unit by their codes, as they were defined last."""
    found = dict(OWN_FUNDS)
    for (state,) in connection.execute(query("fund_names"), {"unit_id": unit_id}):
        event = from_bytes(bytes(state)).event
        assert isinstance(event, FundDefined)
        found[event.fund] = event
    return found


def units_like(connection: Connection, words: str, limit: int) -> list[Called]:
    """Return units whose code is `words` or whose name has them, those higher up first."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    sought = {"words": words, "pattern": f"%{escaped}%", "limit": limit}
    return [Called(*row) for row in connection.execute(query("units_like"), sought)]


def holders_named(connection: Connection) -> dict[str, str]:
    """Return the names of newspapers and organisations that collect; single persons have none.

    Of those who were erased it says so.
    """
    found = connection.execute(query("holders_public"))
    return {code: private.opened()["name"] if private else ERASED for code, _, private in found}


def holders_of(connection: Connection, unit_id: UUID) -> list[str]:
    """Return the names of newspapers and organisations that have collected for a unit."""
    rows = connection.execute(query("holders_of_unit"), {"unit_id": unit_id})
    return sorted(private.opened()["name"] for _, _, private in rows if private)
