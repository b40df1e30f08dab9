"""Private parts, one by one: the vault's part of an audit.

Each entry that is about somebody has its words in the vault, or is among what was erased; what is
there opens with the keys, is what the entry committed to, and its person is found by it. What was
erased in a book is as much as the book says was erased.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ledger.database import Connection, query
from ledger.privacy_events import SubjectErased
from ledger.refusals import Broken
from ledger.vault import Vault, person, says_the_same
from ledger.wire import Entry
from projections.faults import Report

if TYPE_CHECKING:
    from projections.audit_books import Row


@dataclass(slots=True)
class VaultInspection:
    """Judges what the vault says for each entry; at last, what was erased."""

    vault: Vault
    report: Report
    keyless: frozenset[tuple[UUID, int]] = frozenset()
    erased: Counter[UUID] = field(default_factory=Counter)
    forgotten: Counter[UUID] = field(default_factory=Counter)

    def begin(self, connection: Connection) -> None:
        """Learn which private parts have no key any more, and name them."""
        found = connection.execute(query("audit_vault_keyless")).fetchall()
        self.keyless = frozenset((unit_id, version) for unit_id, version in found)
        for unit_id, version in sorted(self.keyless):
            self._add("vault_key_missing", unit_id, version)

    def judge(self, row: Row, entry: Entry) -> None:
        """Judge what the entry says of persons, and what the vault says for it."""
        pii, nonce = entry.event.pii, entry.event.nonce
        self._count(row, entry)
        if (pii is None) == (nonce is None):
            where = f"journal_events {row.unit_id} {row.version}"
            self.report.add("seal_wrong", where, unit_id=row.unit_id, version=row.version)
        elif pii is None:
            if row.box is not None or row.is_forgotten:
                self._add("vault_astray", row.unit_id, row.version)
        elif row.box is None:
            if not row.is_forgotten and (row.unit_id, row.version) not in self.keyless:
                self._add("vault_missing", row.unit_id, row.version)
        elif row.is_forgotten:
            self._add("vault_astray", row.unit_id, row.version)
        elif not self._fits(row, pii):
            self._add("vault_mismatch", row.unit_id, row.version)

    def finish(self, connection: Connection) -> None:
        """Judge what is there without an entry, and whether as much was erased as is said."""
        for unit_id, version in connection.execute(query("audit_vault_astray")).fetchall():
            self._add("vault_astray", unit_id, version)
        for unit_id in sorted(self.erased.keys() | self.forgotten.keys()):
            said, done = self.erased[unit_id], self.forgotten[unit_id]
            if said != done:
                where = f"forgotten {unit_id}"
                self.report.add("erasure_differs", where, unit_id=unit_id, said=said, done=done)

    def _count(self, row: Row, entry: Entry) -> None:
        if row.box is not None:
            self.report.checked["vault"] += 1
        if row.is_forgotten:
            self.forgotten[row.unit_id] += 1
        if isinstance(entry.event, SubjectErased):
            self.erased[row.unit_id] += entry.event.entries

    def _fits(self, row: Row, pii: str) -> bool:
        assert row.box is not None
        try:
            part = self.vault.part(row.box)
            who = person(part.opened()) if says_the_same(pii, part.salt, part.private) else None
        except Broken:
            return False
        if who is None:
            return False
        return row.lookup == (self.vault.lookup(row.unit_id, who) if who else None)

    def _add(self, code: Any, unit_id: UUID, version: int) -> None:  # noqa: ANN401 - a code
        self.report.add(code, f"vault {unit_id} {version}", unit_id=unit_id, version=version)
