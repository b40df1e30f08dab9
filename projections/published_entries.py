"""What a publication stands on: the entries of a year, of a unit and all below it, as then known.

    registry as known → who was below the unit, from when to when
    entries booked in the period, in the order of the log, each inside on its own day
    gifts among them → the leaves of two Merkle-sum trees (ledger/log/sums.py)

Everything is read from the log up to one position, so that the same position gives the same for
ever, whatever is recorded later, also about units.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import (
    CollectionHandedOver,
    DonationCollected,
    DonationReceived,
    EntryReversed,
    GoodsDonated,
    Posted,
)
from ledger.log import sums
from ledger.log.total_proofs import LEAVES, Tree
from ledger.registry import Registry
from ledger.tree import ancestry
from ledger.wire import Entry, from_bytes
from projections.runner import registry_at

Raised = DonationReceived | GoodsDonated | CollectionHandedOver
Gift = Raised | DonationCollected
AT_A_TIME: Final = 2_000
Spans = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Which entries: of a unit and all below it, from a day to a day, as the log once stood.

    `position` is that of the last entry known, `log_size` how many there were.
    """

    unit_id: UUID
    first: date
    until: date
    position: int
    log_size: int


class Told(NamedTuple):
    """An entry of the period: its position, the stored bytes, and its place in the log from 0.

    `log_index` None: the log has not come so far.
    """

    log_index: int | None
    position: int
    entry: Entry
    raw: bytes

    @property
    def unit_id(self) -> UUID:
        """In whose book it stands."""
        return self.entry.originator_id


class Leaf(NamedTuple):
    """A gift as a leaf: what it counts, and the entry that undid it in the period, if one did."""

    told: Told
    tree: Tree
    net_vnd: int
    undone_by: Told | None

    @property
    def summed(self) -> sums.Summed:
        """The leaf of the tree."""
        return sums.leaf(self.told.raw, self.net_vnd)

    @property
    def entry_hash(self) -> str:
        """SHA-256 of the stored bytes, hex."""
        return sha256(self.told.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """Who counts: the units below (and the one itself), and from when to when; the registry."""

    period: Period
    registry: Registry
    members: Mapping[UUID, Spans]

    def includes(self, unit_id: UUID, on: date) -> bool:
        """Say whether a unit stood there on a day."""
        return any(first <= on < until for first, until in self.members.get(unit_id, ()))


@dataclass(slots=True)
class Undone:
    """The reversals of a period by unit and key of what they undo.

    `elsewhere_vnd`: what units undid while they stood here, of gifts from when they did not.
    """

    by_original: dict[tuple[UUID, str], Told] = field(default_factory=dict)
    elsewhere_vnd: int = 0


def scope_of(connection: Connection, period: Period) -> Scope:
    """Return who counts for a period, as the registry was known then."""
    with connection.cursor() as cursor:
        registry = registry_at(cursor, period.position)
    members: dict[UUID, Spans] = {period.unit_id: ((date.min, date.max),)}
    for unit_id in registry.terms:
        spans = tuple(
            (each.first, each.until)
            for each in ancestry(registry, unit_id)
            if each.ancestor_id == period.unit_id
        )
        if spans:
            members[unit_id] = spans
    return Scope(period, registry, members)


def told(
    connection: Connection, scope: Scope, types: Collection[str] | None = None
) -> Iterator[Told]:
    """Yield the entries of the period that move anything, in the order of the log.

    Args:
        connection: inside a transaction.
        scope: who counts.
        types: only entries with these stored names; None: all.
    """
    asked = {
        "units": list(scope.members),
        "first": scope.period.first,
        "until": scope.period.until,
        "position": scope.period.position,
        "types": None if types is None else list(types),
    }
    with connection.cursor("published_entries", binary=True) as cursor:
        cursor.itersize = AT_A_TIME
        cursor.execute(query("published_entries"), asked)
        for log_index, position, raw in cursor:
            entry = from_bytes(bytes(raw))
            event = entry.event
            assert isinstance(event, Posted)
            if scope.includes(entry.originator_id, event.booked_on):
                yield Told(log_index, position, entry, bytes(raw))


def undone_in(connection: Connection, scope: Scope) -> Undone:
    """Return what was undone in the period, of gifts and of all else."""
    found = Undone()
    for each in told(connection, scope, [EntryReversed.STORED_AS]):
        event = each.entry.event
        assert isinstance(event, EntryReversed)
        found.by_original[each.unit_id, event.reverses] = each
        original = event.original
        if (
            isinstance(original, Raised)
            and original.booked_on.year == scope.period.first.year
            and not scope.includes(each.unit_id, original.booked_on)
        ):
            found.elsewhere_vnd += original.amount_vnd or 0
    return found


def leaf_of(each: Told, undone: Undone) -> Leaf | None:
    """Return the leaf that an entry is; None if it is no gift."""
    event = each.entry.event
    tree: Tree | None = next((name for name in LEAVES if event.STORED_AS in LEAVES[name]), None)
    if tree is None:
        return None
    assert isinstance(event, Gift)
    undone_by = undone.by_original.get((each.unit_id, event.key))
    return Leaf(each, tree, 0 if undone_by else event.amount_vnd or 0, undone_by)


def leaves_of(connection: Connection, scope: Scope, tree: Tree) -> Iterator[Leaf]:
    """Yield the leaves of one tree in the order of the log; `connection` is in a transaction."""
    undone = undone_in(connection, scope)
    for each in told(connection, scope, LEAVES[tree]):
        leaf = leaf_of(each, undone)
        assert leaf is not None
        yield leaf
