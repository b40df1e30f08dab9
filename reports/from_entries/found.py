"""What a paper needs to know: its rows from the journal, its persons from the vault, its names.

Definitions count as they stand now: a fund's or an account's name said again corrects it. Units
are called what they were called on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from ledger.book import OWN_FUNDS, OWN_HOLDINGS
from ledger.database import Connection, query
from ledger.events import (
    CollectionHandedOver,
    DonationCollected,
    EntryReversed,
    FundDefined,
    HoldingDefined,
    MoneyEvent,
    SeriesContinued,
    TransferReceived,
    TransferSent,
)
from ledger.keys import id_of_key
from ledger.refusals import Broken, UnknownEntry
from ledger.vault import Part
from ledger.wire import Entry, from_bytes
from reports.papers import Issuer

ERASED: Final = "[đã xoá]"
HOLDING_KINDS: Final = {
    "cash": "Quỹ tiền mặt",
    "bank": "Tài khoản ngân hàng",
    "savings": "Sổ tiết kiệm",
    "collector": "Người thu",
}

Fact = TypeVar("Fact", bound=MoneyEvent)
Private = Mapping[str, Any]


class Kept(NamedTuple):
    """An entry, and the bytes that it is stored as."""

    entry: Entry
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[Fact]):
    """A row on a paper. `private` is empty when it is about nobody, None once it was erased.

    `part` is the private part as the vault keeps it, `reversal` what cancelled the row.
    """

    event: Fact
    entry: Entry
    raw: bytes
    private: Private | None
    part: Part | None = None
    reversal: Kept | None = None

    @property
    def reversed_on(self) -> date | None:
        """When the row was cancelled."""
        if self.reversal is None:
            return None
        assert isinstance(self.reversal.entry.event, EntryReversed)
        return self.reversal.entry.event.booked_on

    def name(self, field_name: str) -> str | None:
        """Return a person's name; None if none was given, a mark of its own once erased."""
        return ERASED if self.private is None else self.private.get(field_name)

    def said(self, field_name: str) -> Any:  # noqa: ANN401 - words or a number
        """Return what else was said; None if nothing was, or once erased."""
        return None if self.private is None else self.private.get(field_name)


@dataclass(frozen=True, slots=True)
class Pages:
    """The part of a unit's book that belongs to a paper."""

    unit_id: UUID
    funds: dict[str, FundDefined] = field(default_factory=lambda: dict(OWN_FUNDS))
    holdings: dict[str, HoldingDefined] = field(default_factory=lambda: dict(OWN_HOLDINGS))
    described_at: dict[str, int] = field(default_factory=dict)
    books: dict[tuple[str, int], str | None] = field(default_factory=dict)
    rows: list[Kept] = field(default_factory=list)
    reversals: dict[str, Kept] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How everything on a paper is called; units and holders by their ids, the rest by its code."""

    issuer: Issuer
    units: Mapping[UUID, str]
    holders: Mapping[str, str]
    funds: Mapping[str, str]
    holdings: Mapping[str, str]


def recorded(connection: Connection, key: str) -> Kept:
    """Return the row with this key; for the key of a reversal, the row that it reverses.

    Raises:
        UnknownEntry: no row has the key.
    """
    kept = _answered(connection, id_of_key(key))
    if kept is None:
        raise UnknownEntry(key=key)
    event = kept.entry.event
    return recorded(connection, event.reverses) if isinstance(event, EntryReversed) else kept


def arrival(connection: Connection, key: str) -> Kept | None:
    """Return the receiver's row of the transfer with this key; None if it has not arrived."""
    return _answered(connection, id_of_key(key, received=True))


def _answered(connection: Connection, command_id: UUID) -> Kept | None:
    row = connection.execute(query("entries_of_keys"), {"command_ids": [command_id]}).fetchone()
    return None if row is None else Kept(from_bytes(bytes(row[1])), bytes(row[1]))


def pages(connection: Connection, unit_id: UUID, mark: str) -> Pages:
    """Read a unit's definitions and the rows that bear `mark` in their stored bytes."""
    found = Pages(unit_id)
    asked = {"unit_id": unit_id, "mark": mark.encode()}
    for (state,) in connection.execute(query("paper_pages"), asked):
        kept = Kept(from_bytes(bytes(state)), bytes(state))
        match kept.entry.event:
            case FundDefined() as fund:
                found.funds[fund.fund] = fund
            case HoldingDefined() as holding:
                found.holdings[holding.holding] = holding
                found.described_at[holding.holding] = kept.entry.originator_version
            case SeriesContinued() as series:
                found.books[series.series, series.year] = series.book
            case EntryReversed() as undone:
                found.reversals[undone.reverses] = kept
            case _:
                found.rows.append(kept)
    return found


def with_privates(
    connection: Connection, around: Pages, rows: Iterable[tuple[Kept, Fact]]
) -> tuple[Line[Fact], ...]:
    """Return rows as lines of a paper, in their order, with what the vault says of each."""
    listed = list(rows)
    versions = [kept.entry.originator_version for kept, _ in listed]
    vault = parts(connection, around.unit_id, versions)
    return tuple(
        Line(
            event=event,
            entry=kept.entry,
            raw=kept.raw,
            private=_private(event.pii, vault.get(kept.entry.originator_version)),
            part=vault.get(kept.entry.originator_version),
            reversal=around.reversals.get(event.key),
        )
        for kept, event in listed
    )


def _private(pii: str | None, part: Part | None) -> Private | None:
    if pii is None:
        return {}
    return None if part is None else part.opened()


def names(connection: Connection, around: Pages, events: Iterable[MoneyEvent], on: date) -> Names:
    """Return the names of everything that `events` mention, units as on the day `on`.

    Raises:
        Broken: the projections do not know one of the units.
    """
    mentioned = list(events)
    units, issuer = _units(connection, around.unit_id, mentioned, on)
    return Names(
        issuer=issuer,
        units=units,
        holders=_holders(connection, mentioned),
        funds={code: fund.name for code, fund in around.funds.items()},
        holdings=_holdings(connection, around),
    )


def _units(
    connection: Connection, unit_id: UUID, events: list[MoneyEvent], on: date
) -> tuple[dict[UUID, str], Issuer]:
    ids = {unit_id}
    for event in events:
        match event:
            case TransferSent(to_unit_id=other) | TransferReceived(from_unit_id=other):
                ids.add(other)
            case _:
                pass
    rows = connection.execute(query("paper_units"), {"unit_ids": list(ids), "on": on})
    found = {row[0]: row[1:] for row in rows}
    if missing := ids - found.keys():
        raise Broken(f"the projections do not know the units {sorted(map(str, missing))}")
    code, name, parent_name = found[unit_id]
    issuer = Issuer(name=name, code=code, parent_name=parent_name)
    return {each: called for each, (_, called, _) in found.items()}, issuer


def _holders(connection: Connection, events: list[MoneyEvent]) -> dict[str, str]:
    codes = {
        event.holder
        for event in events
        if isinstance(event, DonationCollected | CollectionHandedOver)
    }
    rows = connection.execute(query("paper_holders"), {"holders": list(codes)}) if codes else ()
    return {code: private.opened()["name"] if private else ERASED for code, private in rows}


def _holdings(connection: Connection, around: Pages) -> dict[str, str]:
    vault = parts(connection, around.unit_id, around.described_at.values())
    found: dict[str, str] = {}
    for code, holding in around.holdings.items():
        version = around.described_at.get(code)
        part = None if version is None else vault.get(version)
        private = _private(None if version is None else holding.pii, part)
        found[code] = ERASED if private is None else _holding(code, holding, private)
    return found


def _holding(code: str, holding: HoldingDefined, private: Private) -> str:
    """Call a holding by its own name, else by its kind and code; then its number."""
    kind = HOLDING_KINDS[holding.kind]
    name = private.get("name") or (kind if code in OWN_HOLDINGS else f"{kind} {code}")
    number = private.get("number")
    return f"{name}, số {number}" if number else name


def parts(connection: Connection, unit_id: UUID, versions: Iterable[int]) -> dict[int, Part]:
    """Return what the vault holds of some entries of a book, by version; the erased are missing."""
    asked = list(versions)
    if not asked:
        return {}
    rows = connection.execute(
        query("vault_read"), {"units": [unit_id] * len(asked), "versions": asked}
    )
    return {version: part for _, version, part in rows}
