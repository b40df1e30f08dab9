"""Checkpoints ↔ the tree: what the log has signed, and witnesses have cosigned, is what it has.

note of each size → signature of the key of its time → root of the tree of that size
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from ledger.database import Connection, query
from ledger.log import checkpoints, hand_over, notes
from ledger.log.merkle import EMPTY_ROOT, node_hash
from ledger.log.notes import NoteWrong, Verifier
from ledger.log.signer import signer_for
from ledger.log.tiles import HEIGHT, WIDTH
from ledger.refusals import Broken, LogKeyDiffers, LogKeyMissing
from ledger.registry_events import LogKeyHandedOver
from ledger.wire import from_bytes
from projections.faults import Report


class Kept(NamedTuple):
    """A checkpoint as it is stored."""

    size: int
    root: bytes
    note: str


def kept_checkpoints(connection: Connection) -> list[Kept]:
    """Return every checkpoint that was signed, smallest first."""
    rows = connection.cursor(binary=True).execute(query("audit_log_checkpoints"))
    return [Kept(*row) for row in rows]


class Roots:
    """The roots of a growing tree, of those sizes that are asked for: `found` by size."""

    def __init__(self, sizes: Collection[int]) -> None:
        """Find the roots of these sizes."""
        self._wanted = set(sizes)
        self._peaks: list[tuple[int, bytes]] = []
        self._size = 0
        self.found: dict[int, bytes] = {0: EMPTY_ROOT}

    def add(self, leaves: Sequence[bytes]) -> bytes | None:
        """Add the leaves of a tile; return the hash above it if it is full."""
        above = None
        for leaf in leaves:
            level, top = 0, leaf
            while self._peaks and self._peaks[-1][0] == level:
                level, top = level + 1, node_hash(self._peaks.pop()[1], top)
                if level == HEIGHT:
                    above = top
            self._peaks.append((level, top))
            self._size += 1
            if self._size in self._wanted:
                self.found[self._size] = self._root()
        return above if len(leaves) == WIDTH else None

    def _root(self) -> bytes:
        *rest, (_, root) = self._peaks
        for _, peak in reversed(rest):
            root = node_hash(peak, root)
        return root


def inspect_checkpoints(
    connection: Connection, keys: Path, kept: Sequence[Kept], roots: Roots, report: Report
) -> None:
    """Hold every checkpoint against the tree, and its signatures against the keys of the log.

    Args:
        connection: inside the transaction of the audit.
        keys: the folder of secret keys.
        kept: every checkpoint.
        roots: of the tree, at the size of each of them.
        report: where the faults go.
    """
    since, signing = _keys(connection, keys, report)
    for each in kept:
        where = f"log_checkpoint {each.size}"
        at = bisect_right(since, each.size) - 1
        try:
            said = checkpoints.opened(each.note, signing[max(at, 0) :][:1]).said
        except NoteWrong as wrong:
            report.add("checkpoint_forged", where, size=each.size, reason=str(wrong.reason))
            continue
        if (said.size, said.root) != each[:2] or roots.found.get(each.size) != said.root:
            report.add("checkpoint_differs", where, size=each.size)
    report.checked["checkpoints"] += len(kept)
    for size, witness, line, note in connection.execute(query("audit_log_cosignatures")):
        if not _cosigned(witness, line, note):
            where = f"log_cosignature {size} {witness}"
            report.add("cosignature_wrong", where, size=size, witness=witness.partition("+")[0])


def _keys(connection: Connection, keys: Path, report: Report) -> tuple[list[int], list[Verifier]]:
    """Return from which size on each key signs, as it is proved outside the table that says so."""
    rows = connection.execute(query("log_keys")).fetchall()
    since = [size for size, _ in rows]
    newest = _newest_key(keys, rows[-1][1], report)
    chain = _chain(connection, newest)
    stored = [key for _, key in rows]
    for at, key in enumerate(map(str, chain)):
        if at >= len(stored) or stored[at] != key:
            place = since[at] if at < len(since) else len(since)
            report.add("log_key_row_differs", f"log_key {place}", key=key)
    return since, chain


def _newest_key(keys: Path, stored: str, report: Report) -> Verifier:
    """Return the key that signs now: the one in the folder of keys, else the one that is stored."""
    try:
        return signer_for(keys, stored).verifier
    except (LogKeyMissing, Broken):
        return Verifier.parse(stored)
    except LogKeyDiffers as differs:
        report.add("log_key_differs", "log_key", path=str(differs.facts["path"]))
        return Verifier.parse(stored)


def _chain(connection: Connection, newest: Verifier) -> list[Verifier]:
    """Return the keys that handed over to the one that signs now, the first of all first."""
    chain = [newest]
    rows = connection.execute(query("log_hand_overs")).fetchall()
    for (raw,) in reversed(rows):
        try:
            event = from_bytes(bytes(raw)).event
            assert isinstance(event, LogKeyHandedOver), "found by its stored name"
            step = hand_over.opened(event.note, Verifier.parse(event.old_key))
        except (NoteWrong, Broken):
            continue
        if step.new == chain[0]:
            chain.insert(0, step.old)
    return chain


def _cosigned(witness: str, line: str, note: str) -> bool:
    """Say whether the witness has signed the text of the note."""
    try:
        signature = notes.signature_of(line.removesuffix("\n"))
        verifier = Verifier.parse(witness)
        return verifier.made(signature) and verifier.holds(notes.parse(note).text, signature)
    except NoteWrong:
        return False
