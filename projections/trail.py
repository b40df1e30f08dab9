"""What happened to one entry: what it says, what belongs to it, and who decided about it.

    the entry     its bytes, its postings, its private part and whether the commitment fits
    the voucher   the other lines of the same paper
    the chain     what it undoes, what undoes it; what it replaces, what replaces it
    the transfer  the same transfer in the other book, and its arrival
    the approval  who put it before a second person, who admitted it

All of them are found in the books themselves, by what their stored bytes say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import (
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    BookEvent,
    EntryReversed,
    TransferArrived,
    TransferReceived,
    TransferSent,
    Vouched,
)
from ledger.postings import Posting, postings
from ledger.replacing import OnPaper
from ledger.vault import Part, says_the_same
from ledger.wire import Entry, canonical, from_bytes
from projections.replaced import is_in_place_of, mark_of_replacing, papers_replaced

RELATED_MAX: Final = 500
"""No more lines of one voucher than these are looked for."""

SealState = Literal["nobody", "fits", "differs", "erased"]
Transfer = TransferSent | TransferArrived | TransferReceived


class Kept(NamedTuple):
    """An entry, where it stands in the log, and the bytes it is stored as."""

    position: int
    entry: Entry
    raw: bytes


@dataclass(frozen=True, slots=True)
class Trail:
    """One entry and all that belongs to it.

    `private` is what the vault says, empty when it says nothing; `seal` whether that is what the
    entry committed to. `undone_by` and `undoes` are the chain of reversals; `replaces` is the row
    in whose place it stands, `replaced_by` the one in its own; `sides` the same transfer elsewhere;
    `lines` the other lines of the same voucher (of a reversal: of the voucher that it undoes), in
    their order; `asked` and `decided` the approval. `log_size` counts the entries of the log.
    """

    kept: Kept
    postings: tuple[Posting, ...]
    private: dict[str, Any]
    seal: SealState
    undoes: tuple[Kept, ...]
    undone_by: tuple[Kept, ...]
    replaces: tuple[Kept, ...]
    replaced_by: tuple[Kept, ...]
    sides: tuple[Kept, ...]
    lines: tuple[Kept, ...]
    asked: Kept | None
    decided: Kept | None
    log_size: int

    @property
    def entry(self) -> Entry:
        """The entry itself."""
        return self.kept.entry


def trail_of(connection: Connection, unit_id: UUID, version: int) -> Trail | None:
    """Return what happened to an entry; None if there is none, or none was known by then.

    Args:
        connection: inside `projections.entries.seen` if it is to be as known at an instant.
        unit_id: the unit (or the registry) in whose book it stands.
        version: its place in that book, from 1.
    """
    upto, log_size = connection.execute(query("trail_state")).fetchone() or (0, 0)
    asked = {"unit_id": unit_id, "version": version, "upto": upto}
    row = connection.execute(query("trail_entry"), asked).fetchone()
    if row is None:
        return None
    kept = _kept(row)
    around = _Around(connection, unit_id, upto)
    event = kept.entry.event
    private, seal = _private(connection, kept.entry)
    asked_for, decided = _approval(around, event)
    undone_by = _undone_by(around, event)
    return Trail(
        kept=kept,
        postings=postings(event) if isinstance(event, BookEvent) else (),
        private=private,
        seal=seal,
        undoes=_undoes(around, event),
        undone_by=undone_by,
        replaces=_replaces(around, event),
        replaced_by=_replaced_by(around, event) if undone_by else (),
        sides=_sides(around, kept),
        lines=_lines(around, kept),
        asked=asked_for,
        decided=decided,
        log_size=log_size,
    )


def names_of_units(
    connection: Connection, unit_ids: Iterable[UUID], on: date
) -> dict[UUID, tuple[str, str]]:
    """Return code and name of some units as they were called on a day."""
    rows = connection.execute(query("trail_names"), {"unit_ids": list(unit_ids), "on": on})
    return {unit_id: (code, name) for unit_id, code, name in rows}


class Duty(NamedTuple):
    """A role of somebody on a day, for a unit that is the one asked about or above it."""

    person: str
    role: str
    unit_id: UUID


def duties_of(connection: Connection, people: Iterable[str], unit_id: UUID, on: date) -> list[Duty]:
    """Return the roles that some persons had for a unit on a day, those nearest to it first."""
    asked = {"people": list(people), "unit_id": unit_id, "on": on}
    return [Duty(*row) for row in connection.execute(query("trail_duties"), asked)]


class _Around(NamedTuple):
    """The book of an entry, as far as it is known."""

    connection: Connection
    unit_id: UUID
    upto: int

    def marked(self, *said: dict[str, Any], unit_id: UUID | None = None) -> list[Kept]:
        """Return entries whose stored bytes say one of these facts, or repeat it of another."""
        return self.with_marks([canonical(each)[1:-1] for each in said], unit_id or self.unit_id)

    def with_marks(self, marks: list[bytes], unit_id: UUID) -> list[Kept]:
        """Return entries of a book that have one of some marks in their stored bytes."""
        asked = {"unit_id": unit_id, "upto": self.upto, "marks": marks, "limit": RELATED_MAX}
        return [_kept(row) for row in self.connection.execute(query("trail_marked"), asked)]


def _kept(row: tuple[Any, ...]) -> Kept:
    raw = bytes(row[1])
    return Kept(row[0], from_bytes(raw), raw)


def _private(connection: Connection, entry: Entry) -> tuple[dict[str, Any], SealState]:
    if entry.event.pii is None:
        return {}, "nobody"
    asked = {"units": [entry.originator_id], "versions": [entry.originator_version]}
    row = connection.execute(query("vault_read"), asked).fetchone()
    if row is None:
        return {}, "erased"
    part: Part = row[2]
    fits = says_the_same(entry.event.pii, part.salt, part.private)
    return part.opened(), "fits" if fits else "differs"


def _undoes(around: _Around, event: object) -> tuple[Kept, ...]:
    if not isinstance(event, EntryReversed):
        return ()
    found = around.marked({"key": event.reverses})
    return tuple(each for each in found if each.entry.event == event.original)


def _undone_by(around: _Around, event: object) -> tuple[Kept, ...]:
    key = getattr(event, "key", None)
    if key is None or isinstance(event, EntryReversed):
        return ()
    found = around.marked({"reverses": key})
    return tuple(
        each
        for each in found
        if isinstance(each.entry.event, EntryReversed) and each.entry.event.original == event
    )


def _replaces(around: _Around, event: object) -> tuple[Kept, ...]:
    papers = papers_replaced(event)
    if not papers:
        return ()
    found = around.marked({"key": papers[0].key})
    return tuple(
        each
        for each in found
        if isinstance(each.entry.event, OnPaper) and each.entry.event.key == papers[0].key
    )


def _replaced_by(around: _Around, event: object) -> tuple[Kept, ...]:
    if not isinstance(event, OnPaper):
        return ()
    found = around.with_marks([mark_of_replacing(event.key)], around.unit_id)
    return tuple(each for each in found if is_in_place_of(each.entry.event, event.key))


def _sides(around: _Around, kept: Kept) -> tuple[Kept, ...]:
    """Return the other entries about the same transfer, in both books."""
    event = kept.entry.event
    fact = event.original if isinstance(event, EntryReversed) else event
    match fact:
        case TransferSent(to_unit_id=other) | TransferArrived(to_unit_id=other):
            pass
        case TransferReceived(from_unit_id=other):
            pass
        case _:
            return ()
    said = {"key": fact.key}
    found = [*around.marked(said), *around.marked(said, unit_id=other)]
    return tuple(
        each
        for each in found
        if isinstance(each.entry.event, Transfer) and each.position != kept.position
    )


def _lines(around: _Around, kept: Kept) -> tuple[Kept, ...]:
    """Return the other lines of the same voucher (or of that which is undone), in their order."""
    event = kept.entry.event
    if isinstance(event, EntryReversed):
        event = event.original
    if not isinstance(event, Vouched):
        return ()
    found = [
        (each.entry.event.line, each)
        for each in around.marked({"number": event.number})
        if isinstance(each.entry.event, Vouched)
        and _paper(each.entry.event) == _paper(event)
        and each.entry.event.key != event.key
    ]
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def _paper(event: Vouched) -> tuple[str, int, int]:
    return event.series, event.number, event.booked_on.year


def _approval(around: _Around, event: object) -> tuple[Kept | None, Kept | None]:
    """Return who asked for the approval of an entry, and who gave or declined it."""
    asked = isinstance(event, ApprovalAsked | ApprovalGiven | ApprovalDeclined)
    key = getattr(event, "key" if asked else "approval", None)
    if key is None:
        return None, None
    found = [each for each in around.marked({"key": key}) if _is_about(each.entry.event, key)]
    asking = [each for each in found if isinstance(each.entry.event, ApprovalAsked)]
    deciding = [each for each in found if not isinstance(each.entry.event, ApprovalAsked)]
    return (asking[0] if asking else None), (deciding[-1] if deciding else None)


def _is_about(event: object, key: str) -> bool:
    approval = isinstance(event, ApprovalAsked | ApprovalGiven | ApprovalDeclined)
    return approval and getattr(event, "key", None) == key
