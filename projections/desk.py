"""What a treasurer's desk asks about one unit: what it keeps and where, who gave, what comes.

What was recorded is read from the journal itself, so that somebody who has just written sees it at
once; sums come from the projections, which follow within a moment. Connections have the vault's
keys (`Vault.opens`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from json import dumps
from typing import Any, Final, NamedTuple
from uuid import UUID

from ledger.book import OWN_FUNDS, OWN_HOLDINGS
from ledger.database import Connection, query
from ledger.events import (
    MONEY_KINDS,
    EntryReversed,
    FundDefined,
    HoldingDefined,
    HoldingKind,
    TransferSent,
)
from ledger.keys import id_of_key
from ledger.names import folded
from ledger.registry_events import HolderKind
from ledger.wire import Entry, from_bytes
from projections.naming import ERASED, private_of

DONORS_AMONG: Final = 3_000
DONORS_MAX: Final = 8
ON_THE_WAY_MAX: Final = 500
NEAR_UNITS_MAX: Final = 300
ABOUT_MONEY: Final = (*(kind.STORED_AS for kind in MONEY_KINDS), EntryReversed.STORED_AS)

Private = Mapping[str, Any]


class Fund(NamedTuple):
    """Money that a unit keeps apart."""

    code: str
    name: str
    restricted: bool


class Holding(NamedTuple):
    """A place where a unit keeps money; `name` and `number` as the vault knows them."""

    code: str
    kind: HoldingKind
    name: str | None
    number: str | None


class Holder(NamedTuple):
    """Somebody who may collect for units."""

    code: str
    name: str
    kind: HolderKind


class Held(NamedTuple):
    """What lies in one place of one fund now; goods have a `quantity` in `counted_in`."""

    account: str
    fund: str
    place: str
    counted_in: str
    amount_vnd: int
    quantity: Decimal


class Day(NamedTuple):
    """What counts on one day: entries, đồng that came in, đồng that were paid."""

    entries: int
    raised_vnd: int
    paid_vnd: int


class Told(NamedTuple):
    """An entry with what the vault knows of it; `private` is empty where it knows nothing.

    Where a person was erased, it says so in place of the name.
    """

    entry: Entry
    private: Private


class Donor(NamedTuple):
    """Somebody who gave before: the name as written last, and where they are to be found."""

    name: str
    contact: str | None
    kind: str | None


class Underway(NamedTuple):
    """A transfer that was sent and has not arrived."""

    key: str
    sender: UUID
    receiver: UUID
    sent: TransferSent


@dataclass(frozen=True, slots=True)
class Definitions:
    """The funds and holdings of a unit, by their codes, those that every unit has first."""

    funds: Mapping[str, Fund]
    holdings: Mapping[str, Holding]

    def holdings_for(self, kinds: Iterable[str]) -> tuple[Holding, ...]:
        """Return the holdings of some kinds."""
        wanted = set(kinds)
        return tuple(each for each in self.holdings.values() if each.kind in wanted)


def definitions(connection: Connection, unit_id: UUID) -> Definitions:
    """Return what a unit calls its money and the places where it lies."""
    funds = {code: Fund(code, own.name, own.restricted) for code, own in OWN_FUNDS.items()}
    holdings = {code: Holding(code, own.kind, None, None) for code, own in OWN_HOLDINGS.items()}
    for state, private in connection.execute(query("desk_definitions"), {"unit_id": unit_id}):
        match from_bytes(bytes(state)).event:
            case FundDefined() as fund:
                funds[fund.fund] = Fund(fund.fund, fund.name, fund.restricted)
            case HoldingDefined() as holding:
                said = private.opened() if private else {}
                code = holding.holding
                holdings[code] = Holding(code, holding.kind, said.get("name"), said.get("number"))
            case _:
                pass
    return Definitions(funds, holdings)


def holders(connection: Connection) -> tuple[Holder, ...]:
    """Return everybody who may collect for units, by name."""
    found = [
        Holder(code, private.opened()["name"] if private else ERASED, kind)
        for code, kind, private in connection.execute(query("desk_holders"))
    ]
    return tuple(sorted(found, key=lambda each: folded(each.name)))


def held_now(connection: Connection, unit_id: UUID) -> tuple[Held, ...]:
    """Return what a unit holds now: money, goods, and what holders keep for it."""
    return tuple(Held(*row) for row in connection.execute(query("desk_held"), {"unit_id": unit_id}))


def day(connection: Connection, unit_id: UUID, on: date) -> Day:
    """Return the sums of a unit's own entries that count on a day."""
    row = connection.execute(query("desk_day"), {"unit_id": unit_id, "on": on}).fetchone()
    return Day(*(row or (0, 0, 0)))


def newest(connection: Connection, unit_id: UUID, limit: int) -> tuple[Told, ...]:
    """Return the newest money entries of a unit and what undid such, the newest first."""
    asked = {"unit_id": unit_id, "topics": list(ABOUT_MONEY), "limit": limit}
    return _told(connection, "desk_newest", asked)


def of_keys(connection: Connection, keys: Sequence[str]) -> tuple[Told, ...]:
    """Return the entries recorded under some keys; keys that were never used are missing."""
    return _told(connection, "desk_of_keys", {"command_ids": [id_of_key(key) for key in keys]})


def between(
    connection: Connection, unit_id: UUID, first: date, last: date, limit: int
) -> tuple[Told, ...]:
    """Return the entries of a unit that count between two days, in the order of its book."""
    asked = {"unit_id": unit_id, "first": first, "last": last, "limit": limit}
    return _told(connection, "desk_between", asked)


def reversed_keys(connection: Connection, unit_id: UUID, keys: Sequence[str]) -> frozenset[str]:
    """Return which of some rows of a unit have been undone."""
    asked = {"unit_id": unit_id, "keys": list(keys)}
    return frozenset(key for (key,) in connection.execute(query("desk_reversed"), asked))


def donors(connection: Connection, unit_id: UUID, typed: str) -> tuple[Donor, ...]:
    """Return who gave to a unit before and has a name with a word that begins as `typed`.

    Tone marks and case do not count. Nobody is found by fewer than two letters.
    """
    name = folded(typed)
    if len(name) < 2:
        return ()
    asked = {"unit_id": unit_id, "among": DONORS_AMONG}
    known = [private.opened() for (private,) in connection.execute(query("desk_donors"), asked)]
    found = [(folded(each.get("donor", "")), each) for each in known]
    found = [each for each in found if f" {each[0]}".find(f" {name}") >= 0]
    found.sort(key=lambda each: not each[0].startswith(name))
    return tuple(
        Donor(private["donor"], private.get("contact"), private.get("donor_kind"))
        for _, private in found[:DONORS_MAX]
    )


def sent_here(connection: Connection, unit_id: UUID) -> tuple[Underway, ...]:
    """Return what is on the way to a unit, the newest first."""
    return _underway(connection, "desk_sent_here", unit_id)


def sent_from(connection: Connection, unit_id: UUID) -> tuple[Underway, ...]:
    """Return what a unit has sent and nobody has received, the newest first."""
    return _underway(connection, "desk_sent_from", unit_id)


def about_approval(connection: Connection, unit_id: UUID, key: str) -> tuple[Told, ...]:
    """Return what a book says about an approval, oldest first: asked, decided, rows recorded."""
    said = dumps(key)
    asked = {
        "unit_id": unit_id,
        "key_mark": f'"key":{said}'.encode(),
        "approval_mark": f'"approval":{said}'.encode(),
    }
    return tuple(
        told
        for told in _told(connection, "desk_approval", asked)
        if key in {getattr(told.entry.event, name, None) for name in ("key", "approval")}
    )


def near_units(connection: Connection, unit_id: UUID, on: date) -> tuple[tuple[str, str], ...]:
    """Return code and name of the unit above, of those below and of those beside a unit."""
    asked = {"unit_id": unit_id, "on": on, "limit": NEAR_UNITS_MAX}
    return tuple((code, name) for code, name in connection.execute(query("desk_near_units"), asked))


def names_of_units(connection: Connection, unit_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return code and name of some units as they are called now."""
    rows = connection.execute(query("desk_units"), {"unit_ids": list(set(unit_ids))})
    return {unit_id: (code, name) for unit_id, code, name in rows}


def _told(connection: Connection, name: str, asked: Mapping[str, object]) -> tuple[Told, ...]:
    rows = connection.execute(query(name), asked)
    found = ((from_bytes(bytes(state)), private) for state, private in rows)
    return tuple(Told(entry, private_of(entry.event, private)) for entry, private in found)


def _underway(connection: Connection, name: str, unit_id: UUID) -> tuple[Underway, ...]:
    """Return transfers that have neither arrived nor been undone."""
    asked = {"unit_id": unit_id, "limit": ON_THE_WAY_MAX}
    found: list[Underway] = []
    for (state,) in connection.execute(query(name), asked):
        entry = from_bytes(bytes(state))
        if isinstance(entry.event, TransferSent):
            sent = entry.event
            found.append(Underway(sent.key, entry.originator_id, sent.to_unit_id, sent))
    arrivals = {id_of_key(each.key, received=True): each.key for each in found}
    rows = connection.execute(query("desk_answered"), {"command_ids": list(arrivals)})
    gone = {arrivals[command_id] for (command_id,) in rows}
    for sender in {each.sender for each in found}:
        keys = [each.key for each in found if each.sender == sender]
        gone |= reversed_keys(connection, sender, keys)
    return tuple(each for each in found if each.key not in gone)
