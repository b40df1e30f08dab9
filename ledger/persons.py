"""The persons of a batch: found again or new, and what the vault gets of each of its entries.

A person who is known by something is kept in mind, so that all their entries open with one key. Who
is not in mind is taken for new; the database says who is there all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from ledger.vault import Part, Subject, Vault

IN_MIND_MAX: Final = 50_000


class Words(NamedTuple):
    """What is said of a person beside an entry: what the vault gets of it, before it is sealed.

    `person` tells them apart within the unit; empty: nothing does.
    """

    unit_id: UUID
    version: int
    salt: bytes
    private: bytes
    person: str = ""


class Box(NamedTuple):
    """What the vault gets of an entry; `is_first`: the subject is new and this is their first."""

    subject: Subject
    box: bytes
    is_first: bool


class Boxes(NamedTuple):
    """The boxes of words, one by one; their new subjects; those that must still be there."""

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
        self.vault = vault
        self._in_mind_max = in_mind_max
        self._in_mind: dict[bytes, Subject] = {}

    def remember(self, subjects: Iterable[Subject]) -> None:
        """Keep subjects in mind that are in the database, or will be before what comes next.

        Their wrapped keys are in the database too, and not needed again.
        """
        if len(self._in_mind) > self._in_mind_max:
            self._in_mind.clear()
        for subject_id, lookup, epoch, _, key in subjects:
            if lookup is not None:
                self._in_mind[lookup] = Subject(subject_id, lookup, epoch, b"", key)

    def forget(self) -> None:
        """Forget everybody: somebody was erased, or all were sealed again."""
        self._in_mind.clear()

    def lookups(self, words: Iterable[Words | None]) -> list[bytes | None]:
        """Return the lookup of each one's person; None: nobody who could be found again."""
        lookup = self.vault.lookup
        return [
            lookup(each.unit_id, each.person) if each and each.person else None for each in words
        ]

    def strangers(self, lookups: Iterable[bytes | None]) -> set[bytes]:
        """Return the lookups of those who are not in mind."""
        return {each for each in lookups if each is not None and each not in self._in_mind}

    def boxes(self, words: Sequence[Words | None], lookups: Sequence[bytes | None]) -> Boxes:
        """Return what the vault gets of some words, whose persons have these lookups."""
        met: dict[bytes, Subject] = {}
        new: list[Subject] = []
        made = [
            None if each is None else self._box(each, lookup, met, new)
            for each, lookup in zip(words, lookups, strict=True)
        ]
        fresh = {each.subject_id for each in new}
        known = [each.subject_id for each in met.values() if each.subject_id not in fresh]
        return Boxes(made, new, known, self.vault.keys.newest)

    def _box(
        self, words: Words, lookup: bytes | None, met: dict[bytes, Subject], new: list[Subject]
    ) -> Box:
        subject = None if lookup is None else met.get(lookup) or self._in_mind.get(lookup)
        is_first = subject is None
        if subject is None:
            subject = self.vault.new_subject(lookup)
            new.append(subject)
        if lookup is not None:
            met[lookup] = subject
        part = Part(words.salt, words.private)
        return Box(subject, self.vault.box(subject, words.unit_id, words.version, part), is_first)
