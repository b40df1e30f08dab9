"""What a log says of itself: how many entries it has, and their root (c2sp.org/tlog-checkpoint).

>>> print(Checkpoint("quy.example", 0, EMPTY_ROOT).text, end="")
quy.example
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.log import notes
from ledger.log.merkle import EMPTY_ROOT
from ledger.log.notes import KeyKind, NoteFault, NoteWrong, Signature, Signer, Verifier
from ledger.log.shape import HASH_BYTES, SIZE_MAX

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True)
class Checkpoint:
    """A log at one size.

    Attributes:
        origin: the name of the log; also the name of its key.
        size: entries, at least 0.
        root: 32 bytes; `EMPTY_ROOT` at size 0.
        extensions: lines that the log may add; ours never does.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return what the log signs."""
        lines = (self.origin, str(self.size), notes.to_base64(self.root), *self.extensions)
        return "".join(f"{each}\n" for each in lines)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint that a text is, without signatures.

        Raises:
            NoteWrong: TOO_LARGE, MALFORMED, NOT_A_CHECKPOINT.
        """
        lines = notes.text_of(text).split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise NoteWrong(NoteFault.NOT_A_CHECKPOINT, "not three lines or more")
        origin, size, root, *extensions = lines
        found = cls(origin, number(size), hash_of(root), tuple(extensions))
        if found.size == 0 and found.root != EMPTY_ROOT:
            raise NoteWrong(NoteFault.NOT_A_CHECKPOINT, "another root than that of no entries")
        return found


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint that its log has signed, and which of the known witnesses cosigned it.

    Attributes:
        said: the checkpoint.
        note: the text with all its signatures, as it came.
        cosigned: the known witnesses whose cosignatures hold, with the latest second of each.
    """

    said: Checkpoint
    note: str
    cosigned: dict[Verifier, int]


def signed(checkpoint: Checkpoint, signers: Iterable[Signer]) -> str:
    """Return a checkpoint signed by its log: with one key, or two while one follows another."""
    return notes.signed(checkpoint.text, signers)


def opened(
    note: str | bytes, log: Sequence[Verifier], witnesses: Sequence[Verifier] = ()
) -> SignedCheckpoint:
    """Return a checkpoint that one of the keys `log` has signed.

    Raises:
        NoteWrong: TOO_LARGE, MALFORMED; SIGNATURE_WRONG, of the log or of a known witness;
            UNSIGNED, by the log; NOT_A_CHECKPOINT, or of another origin than the key's name.
    """
    found = notes.opened(note, [*log, *witnesses])
    if not any(found.signed_by(each) for each in log):
        raise NoteWrong(NoteFault.UNSIGNED, "not by the log")
    said = Checkpoint.parse(found.text)
    if not any(each.name == said.origin and found.signed_by(each) for each in log):
        raise NoteWrong(NoteFault.NOT_A_CHECKPOINT, f"of another log, {said.origin}")
    cosigned: dict[Verifier, int] = {}
    for verifier, signature in found.signatures:
        if verifier in witnesses:
            cosigned[verifier] = max(signature.at_s, cosigned.get(verifier, 0))
    return SignedCheckpoint(said, notes.text_of(note), cosigned)


def parsed(note: str | bytes) -> Checkpoint:
    """Return what a note claims to be, its signatures not looked at.

    Raises:
        NoteWrong: TOO_LARGE, MALFORMED, NOT_A_CHECKPOINT.
    """
    return Checkpoint.parse(notes.parse(note).text)


def cosignature(note: str, witness: Signer, at_s: int) -> Signature:
    """Return a witness's signature of a checkpoint, made at `at_s` (c2sp.org/tlog-cosignature)."""
    assert witness.kind is KeyKind.WITNESS, "a log's key signs no time"
    return witness.signature(notes.parse(note).text, at_s)


def with_signatures(note: str, more: Iterable[Signature]) -> str:
    """Return a note with further signatures at its end, none of them twice."""
    known = notes.parse(note)
    fresh = [each for each in dict.fromkeys(more) if each not in known.signatures]
    return str(notes.Note(known.text, (*known.signatures, *fresh)))


def number(text: str) -> int:
    """Return a size or an index, written in the one way there is.

    Raises:
        NoteWrong: NOT_A_CHECKPOINT.
    """
    if not _NUMBER.fullmatch(text) or int(text) > SIZE_MAX:
        raise NoteWrong(NoteFault.NOT_A_CHECKPOINT, "a number in another form")
    return int(text)


def hash_of(text: str) -> bytes:
    """Return a hash of 32 bytes, written in base64.

    Raises:
        NoteWrong: MALFORMED, NOT_A_CHECKPOINT.
    """
    raw = notes.from_base64(text)
    if len(raw) != HASH_BYTES:
        raise NoteWrong(NoteFault.NOT_A_CHECKPOINT, f"a hash has {HASH_BYTES} bytes")
    return raw
