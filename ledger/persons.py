"""The persons of a batch: found again or new, and what the vault gets of each of its entries.

A person who is known by something is kept in mind, so that all their entries open with one key. Who
is not in mind is taken for new; the database says who is there all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from uuid import UUID

from ledger.vault import Part, Subject, Vault

if TYPE_CHECKING:
    from ledger.journal import Row

IN_MIND_MAX: Final = 50_000


class Box(NamedTuple):
    """What the vault gets of an entry; `is_first`: the subject is new and this is their first."""

    subject: Subject
    box: bytes
    is_first: bool


class Boxes(NamedTuple):
    """The boxes of a batch, row by row; its new subjects; those that must still be there."""

    boxes: list[Box | None]
    new: list[Subject]
    known: list[UUID]
    sealed_in: int

    def sought(self) -> list[bytes]:
        """Return the lookups of the new subjects that may be there all the same."""
        return [each.lookup for each in self.new if each.lookup is not None]


class Persons:
    """Those whom batches were about; seals what is said of them."""

    def __init__(self, vault: Vault, in_mind_max: int = IN_MIND_MAX) -> None:
        """Begin with nobody in mind; whoever is not in the database yet must stay in it."""
        self._vault = vault
        self._in_mind_max = in_mind_max
        self._in_mind: dict[bytes, Subject] = {}

    def remember(self, subjects: Iterable[Subject]) -> None:
        """Keep subjects in mind that are in the database, or will be before what comes next."""
        if len(self._in_mind) > self._in_mind_max:
            self._in_mind.clear()
        self._in_mind.update((each.lookup, each) for each in subjects if each.lookup is not None)

    def forget(self) -> None:
        """Forget everybody: somebody was erased, or all were sealed again."""
        self._in_mind.clear()

    def lookups(self, rows: Iterable[Row]) -> list[bytes | None]:
        """Return the lookup of each row's person; None: nobody who could be found again."""
        return [self._lookup(row) for row in rows]

    def strangers(self, lookups: Iterable[bytes | None]) -> set[bytes]:
        """Return the lookups of those who are not in mind."""
        return {each for each in lookups if each is not None and each not in self._in_mind}

    def boxes(self, rows: Sequence[Row], lookups: Sequence[bytes | None]) -> Boxes:
        """Return what the vault gets of some rows, whose persons have these lookups."""
        met: dict[bytes, Subject] = {}
        new: list[Subject] = []
        made = [self._box(row, lookup, met, new) for row, lookup in zip(rows, lookups, strict=True)]
        fresh = {each.subject_id for each in new}
        known = [each.subject_id for each in met.values() if each.subject_id not in fresh]
        return Boxes(made, new, known, self._vault.keys.newest)

    def _lookup(self, row: Row) -> bytes | None:
        if not row.person:
            return None
        return self._vault.lookup(cast("UUID", row.stored.originator_id), row.person)

    def _box(
        self, row: Row, lookup: bytes | None, met: dict[bytes, Subject], new: list[Subject]
    ) -> Box | None:
        if row.private is None or row.salt is None:
            return None
        subject = None if lookup is None else met.get(lookup) or self._in_mind.get(lookup)
        is_first = subject is None
        if subject is None:
            subject = self._vault.new_subject(lookup)
            new.append(subject)
        if lookup is not None:
            met[lookup] = subject
        unit_id, version = cast("UUID", row.stored.originator_id), row.stored.originator_version
        part = Part(row.salt, row.private)
        return Box(subject, self._vault.box(subject, unit_id, version, part), is_first)
