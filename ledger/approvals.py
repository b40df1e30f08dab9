"""Approvals: rows wait for a second person, and are then recorded with the approval, or not at all.

    ask → the rows are kept, their digest stands in the journal → give, or decline

While rows wait they lie in `proposed`, sealed, with what the vault will get; once decided about
they are deleted there. What is admitted is what was asked: the digest covers every word, names
included.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast, get_args, get_type_hints
from uuid import UUID

import msgspec

from ledger.ciphers import Unreadable, unsealed
from ledger.commands import (
    AskApproval,
    Command,
    DeclineApproval,
    GiveApproval,
    MoneyCommand,
    ReverseEntry,
)
from ledger.database import connect, query
from ledger.draft import Recorded, Request, request, sealed_request
from ledger.events import ApprovalAsked
from ledger.keys import id_of_asking
from ledger.refusals import KeyUsedForOther, Refusal, UnknownApproval
from ledger.vault import opened, seal_again

if TYPE_CHECKING:
    from ledger.office import Office

LINES_MAX: Final = 2_000
"""So many rows one approval takes; a longer list is put before the second person in parts."""
_KINDS: Final = {kind.__name__: kind for kind in get_args(MoneyCommand)}


_HINTS: Final = get_type_hints(ReverseEntry)
_Reversal: Final = msgspec.defstruct(
    "_Reversal", [(name, kind) for name, kind in _HINTS.items() if name != "originals"]
)
"""A reversal as it is kept: what it undoes is looked up when it is decided."""


class Prepared(NamedTuple):
    """A row that waits: what would be recorded, and about whom."""

    command: MoneyCommand
    private: dict[str, Any]


class _Row(msgspec.Struct):
    """A row as it is kept."""

    kind: str
    command: msgspec.Raw
    salt: bytes
    private: bytes


class Approvals:
    """Rows that wait for a second person, on their way into the journal."""

    def __init__(self, office: Office, url: str) -> None:
        """Keep rows in the database at `url`, and record through `office`."""
        self._office = office
        self._vault = office.journal.vault
        self._url = url

    def ask(
        self, unit_id: UUID, key: str, requests: Sequence[Request], *, person: str, on: date
    ) -> Recorded:
        """Put rows (1 … 2,000) before a second person; said again, the first answer.

        Raises:
            KeyUsedForOther: other rows were asked for under this key, or one of these rows was
                recorded before, or is there twice.
            Refusal: one of the rows could not be recorded as things stand.
        """
        assert 1 <= len(requests) <= LINES_MAX
        digest = digest_of(requests)
        self._keep(unit_id, key, digest, requests)
        command = AskApproval(
            unit_id=unit_id,
            key=key,
            asked_on=on,
            asked_by=person,
            digest=digest,
            commands=tuple(cast("MoneyCommand", each.command) for each in requests),
        )
        try:
            recorded = self._office.ask(_with_rows(request(command, {}, person), requests))
        except Refusal:
            self._execute("proposed_forget_one", unit_id, key, digest=digest)
            raise
        asked = cast("ApprovalAsked", recorded.entries[0].event)
        if asked.digest != digest:
            self._execute("proposed_forget_one", unit_id, key, digest=digest)
            waiting = self._waiting(unit_id, key, asked.digest)
            if waiting and not _say_the_same(waiting, requests):
                raise KeyUsedForOther(key=key)
        return recorded

    def ask_file(
        self,
        unit_id: UUID,
        key: str,
        *,
        digest: str,
        lines: int,
        total_vnd: int,
        person: str,
        on: date,
    ) -> Recorded:
        """Put a file before a second person; `digest` is the SHA-256 (hex) of its bytes."""
        command = AskApproval(
            unit_id=unit_id,
            key=key,
            asked_on=on,
            asked_by=person,
            digest=digest,
            lines=lines,
            total_vnd=total_vnd,
        )
        recorded = self._office.ask(request(command, {}, person))
        if cast("ApprovalAsked", recorded.entries[0].event).digest != digest:
            raise KeyUsedForOther(key=key)
        return recorded

    def give(self, unit_id: UUID, key: str, *, person: str, on: date) -> Recorded:
        """Admit as the second person; the rows are recorded in the same transaction.

        Returns:
            The approval, then the entries of its rows; said again, the approval alone.

        Raises:
            UnknownApproval, ApprovalDecided, PreparerCannotApprove, MayNotApprove,
            ApprovalContentDiffers: in this order.
            Refusal: a row cannot be recorded any more; nothing is, and the rows go on waiting.
        """
        asked = self._asked(unit_id, key)
        rows = self._waiting(unit_id, key, asked.digest) if asked.of == "rows" else []
        parts = tuple(each._replace(actor=person) for each in rows)
        command = GiveApproval(
            unit_id=unit_id,
            key=key,
            given_on=on,
            given_by=person,
            digest=digest_of(parts) if asked.of == "rows" else asked.digest,
            commands=tuple(cast("MoneyCommand", each.command) for each in parts),
        )
        recorded = self._office.ask(request(command, {}, person)._replace(parts=parts))
        self._execute("proposed_forget", unit_id, key)
        return recorded

    def decline(
        self, unit_id: UUID, key: str, *, person: str, on: date, reason: str = ""
    ) -> Recorded:
        """Send rows back, or withdraw what one has asked oneself; `reason` goes into the vault.

        Raises:
            UnknownApproval, ApprovalDecided, MayNotApprove: in this order.
        """
        self._asked(unit_id, key)
        command = DeclineApproval(unit_id=unit_id, key=key, declined_on=on, declined_by=person)
        private = {"reason": reason} if reason else {}
        recorded = self._office.ask(request(command, private, person))
        self._execute("proposed_forget", unit_id, key)
        return recorded

    def contents(self, unit_id: UUID, key: str) -> list[Prepared]:
        """Return the rows that wait under `key`; none once they were decided about, or of a file.

        Raises:
            UnknownApproval: nothing was asked under this key.
        """
        rows = self._waiting(unit_id, key, self._asked(unit_id, key).digest)
        return [_prepared(each) for each in rows]

    def contents_of(
        self, lists: Collection[tuple[UUID, str]]
    ) -> dict[tuple[UUID, str], list[Prepared]]:
        """Return the rows of some lists that wait, by unit and key; those of files are missing."""
        asked = self._office.journal.entries_of([id_of_asking(key) for _, key in lists])
        digests = {
            (entry.originator_id, entry.event.key): entry.event.digest
            for entry in asked.values()
            if isinstance(entry.event, ApprovalAsked)
        }
        known = [place for place in lists if place in digests]
        sought = {
            "units": [unit_id for unit_id, _ in known],
            "keys": [key for _, key in known],
            "digests": [digests[place] for place in known],
        }
        with connect(self._url) as connection:
            rows = connection.execute(query("proposed_read_many"), sought).fetchall()
        return {
            (unit_id, key): [_prepared(each) for each in self._opened(digest, *row)]
            for unit_id, key, digest, *row in rows
        }

    def naming(self, unit_id: UUID, persons: Collection[str]) -> list[str]:
        """Return the keys of the lists of a unit that wait and name one of some persons.

        `persons` as `ledger.vault.person` tells them apart.
        """
        with connect(self._url) as connection:
            asked = {"unit_id": unit_id}
            waiting = connection.execute(query("proposed_of_unit"), asked).fetchall()
        return [
            key
            for key, digest in waiting
            if any(each.seal.person in persons for each in self._waiting(unit_id, key, digest))
        ]

    def withdraw(self, unit_id: UUID, key: str, *, on: date) -> None:
        """Take a list back in the name of whoever asked, because its rows are no longer there."""
        self.decline(unit_id, key, person=self._asked(unit_id, key).asked_by, on=on)

    def _asked(self, unit_id: UUID, key: str) -> ApprovalAsked:
        found = self._office.journal.entries_of([id_of_asking(key)])
        entry = found.get(id_of_asking(key))
        if entry is None or entry.originator_id != unit_id:
            raise UnknownApproval(key=key)
        return cast("ApprovalAsked", entry.event)

    def _waiting(self, unit_id: UUID, key: str, digest: str) -> list[Request]:
        with connect(self._url) as connection:
            sought = {"unit_id": unit_id, "key": key, "digest": digest}
            row = connection.execute(query("proposed_read"), sought).fetchone()
        return self._opened(digest, *row) if row else []

    def _opened(
        self, digest: str, subject_id: UUID, epoch: int, wrapped: bytes, box: bytes
    ) -> list[Request]:
        subject = self._vault.subject(subject_id, None, epoch, bytes(wrapped))
        try:
            return _requests(unsealed(subject.key, bytes(box), digest.encode()))
        except Unreadable:  # somebody changed them: as if they were lost
            return []

    def _keep(self, unit_id: UUID, key: str, digest: str, requests: Sequence[Request]) -> None:
        """Keep rows, sealed, in an epoch that goes on at least until they are there."""
        with connect(self._url, autocommit=False) as connection:
            (epoch,) = connection.execute(query("proposed_epoch")).fetchone() or (0,)
            self._vault.keys.seal_with(epoch)
            row = self._vault.waiting(unit_id, key, digest, _bytes(requests))
            connection.execute(query("proposed_write"), row)

    def _execute(self, name: str, unit_id: UUID, key: str, **more: object) -> None:
        with connect(self._url) as connection:
            connection.execute(query(name), {"unit_id": unit_id, "key": key, **more})


def _prepared(waiting: Request) -> Prepared:
    private = opened(waiting.seal.private) if waiting.seal.private else {}
    return Prepared(cast("MoneyCommand", waiting.command), private)


def digest_of(requests: Sequence[Request]) -> str:
    """Return SHA-256 (hex) of all that some rows say, without those who are in them."""
    said = [(type(each.command).__name__, _said(each.command)) for each in requests]
    return sha256(msgspec.json.encode(said)).hexdigest()


def _said(command: Command) -> dict[str, Any]:
    """Return a row for its digest; what was added to rows later is left out where it is not said.

    So the digest of a list that waits stays the same when the software is replaced meanwhile.
    """
    said: dict[str, Any] = msgspec.to_builtins(command)
    return {name: value for name, value in said.items() if name != "replaces" or value is not None}


def _with_rows(asking: Request, requests: Sequence[Request]) -> Request:
    """Return a question that is known again, for ever, by what its rows say in public.

    Names are not in it: once rows were sent back, nothing is kept that could give a name away.
    """
    said = [asking.fingerprint, *(each.fingerprint for each in requests)]
    return asking._replace(fingerprint=blake2b(b"".join(said), digest_size=16).digest())


def _bytes(requests: Sequence[Request]) -> bytes:
    return msgspec.json.encode(
        [
            _Row(
                type(each.command).__name__,
                msgspec.Raw(msgspec.json.encode(each.command)),
                each.seal.salt,
                each.seal.private,
            )
            for each in requests
        ]
    )


def _requests(raw: bytes) -> list[Request]:
    found = []
    for row in msgspec.json.decode(raw, type=list[_Row]):
        command = _command(row)
        seal = seal_again(command.pii, command.nonce, row.salt, row.private, command.evidence)
        found.append(sealed_request(command, seal, actor=""))
    return found


def _command(row: _Row) -> MoneyCommand:
    kind = _KINDS[row.kind]
    if kind is ReverseEntry:
        return ReverseEntry(
            **msgspec.structs.asdict(msgspec.json.decode(row.command, type=_Reversal))
        )
    command: MoneyCommand = msgspec.json.decode(row.command, type=kind)
    return command


def _say_the_same(some: Sequence[Request], others: Sequence[Request]) -> bool:
    def said(requests: Sequence[Request]) -> list[tuple[bytes, bytes]]:
        return [(each.fingerprint, each.seal.private) for each in requests]

    return said(some) == said(others)
