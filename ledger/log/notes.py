"""Texts that people have signed: signed notes (c2sp.org/signed-note), strictly read.

    text, its last line ended ¶
    ¶
    — name base64(key id ‖ signature) ¶

Two kinds of signature are known: Ed25519 of a log (0x01), and that of a witness, which says when
it was made (0x04, c2sp.org/tlog-cosignature). Signatures of unknown keys are passed over; one of a
known key that does not hold spoils the whole note.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from ledger import ciphers

NOTE_BYTES_MAX: Final = 256 * 1024
SIGNATURES_MAX: Final = 64
TIME_MAX: Final = 2**63 - 1
_ID_BYTES: Final = 4
_TIME_BYTES: Final = 8
_SIGNATURE_BYTES: Final = 64

_LINE: Final = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/]+={0,2})")
_VKEY: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
_SKEY: Final = re.compile(r"PRIVATE\+KEY\+" + _VKEY.pattern)
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteFault(StrEnum):
    """Why a note, a checkpoint or a key cannot be believed."""

    MALFORMED = "note_malformed"  # it breaks the format
    TOO_LARGE = "note_too_large"  # longer than any honest one
    KEY_MALFORMED = "note_key_malformed"  # the text of a key breaks the format
    UNSIGNED = "note_unsigned"  # no key that we know has signed it
    SIGNATURE_WRONG = "note_signature_wrong"  # a signature of a known key does not hold
    NOT_A_CHECKPOINT = "note_not_a_checkpoint"  # signed, but it does not say what a log contains


class NoteWrong(Exception):
    """A note that cannot be believed."""

    def __init__(self, reason: NoteFault, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason


class KeyKind(IntEnum):
    """What a key signs: the byte before it."""

    LOG = 0x01
    WITNESS = 0x04


@dataclass(frozen=True)
class Signature:
    """One signature line of a note.

    Attributes:
        name: who says to have signed.
        key_id: the number of the key, 32 bits.
        signed: what the key made of the text; a witness's begins with the time.
    """

    name: str
    key_id: int
    signed: bytes

    def __str__(self) -> str:
        return f"— {self.name} {to_base64(self.key_id.to_bytes(_ID_BYTES) + self.signed)}\n"

    @property
    def at_s(self) -> int:
        """Return when a witness signed, in seconds since 1970; of no meaning for a log's."""
        return int.from_bytes(self.signed[:_TIME_BYTES])


@dataclass(frozen=True)
class Note:
    """A text and its signatures, none of them looked at yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(str(each) for each in self.signatures)


@dataclass(frozen=True)
class Verifier:
    """A key that everybody may know, and the name of its holder.

    Attributes:
        name: neither spaces nor "+".
        public: 32 bytes.
        kind: whether a log or a witness signs with it.
    """

    name: str
    public: bytes
    kind: KeyKind = KeyKind.LOG

    @property
    def key_id(self) -> int:
        """Return the first 32 bits of the hash over name, kind and key."""
        said = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return int.from_bytes(hashlib.sha256(said).digest()[:_ID_BYTES])

    def __str__(self) -> str:
        """Return the key as others take it (a *vkey*): name+id+key."""
        return f"{self.name}+{self.key_id:08x}+{to_base64(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Return the key that a text is.

        Raises:
            NoteWrong: KEY_MALFORMED.
        """
        name, kind, public, claimed_id = _key_parts(_VKEY, vkey)
        found = cls(name, public, kind)
        if found.key_id != claimed_id:
            raise NoteWrong(NoteFault.KEY_MALFORMED, "its number belongs to another key")
        return found

    def made(self, signature: Signature) -> bool:
        """Say whether a signature line names this key."""
        return signature.name == self.name and signature.key_id == self.key_id

    def holds(self, text: str, signature: Signature) -> bool:
        """Say whether this key has signed `text`."""
        signed = signature.signed
        if self.kind is KeyKind.LOG:
            return ciphers.signature_holds(self.public, signed, text.encode())
        at_s = signature.at_s
        if len(signed) != _TIME_BYTES + _SIGNATURE_BYTES or at_s > TIME_MAX:
            return False
        message = message_of_witness(text, at_s)
        return ciphers.signature_holds(self.public, signed[_TIME_BYTES:], message)


@dataclass(frozen=True)
class Signer:
    """A key that signs, and the name of its holder.

    Attributes:
        name: neither spaces nor "+".
        seed: the 32 bytes that nobody else may know.
        kind: whether a log or a witness signs with it.
    """

    name: str
    seed: bytes
    kind: KeyKind = KeyKind.LOG

    def __post_init__(self) -> None:
        require_name(self.name)

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"  # a seed never comes into a message or a log

    @property
    def verifier(self) -> Verifier:
        """Return what others need in order to check what this key signs."""
        return Verifier(self.name, ciphers.public_key(self.seed), self.kind)

    def to_text(self) -> str:
        """Return the secret as it is kept in a file: PRIVATE+KEY+name+id+seed."""
        key_id = self.verifier.key_id
        secret = to_base64(bytes([self.kind]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{key_id:08x}+{secret}"

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Return the key that a file keeps.

        Raises:
            NoteWrong: KEY_MALFORMED.
        """
        name, kind, seed, claimed_id = _key_parts(_SKEY, text)
        found = cls(name, seed, kind)
        if found.verifier.key_id != claimed_id:
            raise NoteWrong(NoteFault.KEY_MALFORMED, "its number belongs to another key")
        return found

    def signature(self, text: str, at_s: int = 0) -> Signature:
        """Return the signature of `text`; a witness says that it was made at `at_s`."""
        if self.kind is KeyKind.LOG:
            signed = ciphers.sign(self.seed, text.encode())
        else:
            assert 0 < at_s <= TIME_MAX, "a witness says when it signs"
            signed = at_s.to_bytes(_TIME_BYTES)
            signed += ciphers.sign(self.seed, message_of_witness(text, at_s))
        return Signature(self.name, self.verifier.key_id, signed)


@dataclass(frozen=True)
class Opened:
    """A note that at least one known key has signed.

    Attributes:
        text: what they signed.
        signatures: by known keys, all of which hold; each with its key, in order.
    """

    text: str
    signatures: tuple[tuple[Verifier, Signature], ...]

    def signed_by(self, verifier: Verifier) -> bool:
        """Say whether this key is among those that have signed."""
        return any(each == verifier for each, _ in self.signatures)


def signed(text: str, signers: Iterable[Signer]) -> str:
    """Return a note: `text` with the signatures of logs.

    Raises:
        NoteWrong: MALFORMED, `text` has control characters or does not end its last line.
    """
    _require_text(text)
    return str(Note(text, tuple(each.signature(text) for each in signers)))


def parse(note: str | bytes) -> Note:
    """Return the text and the signatures of a note, none of them looked at.

    Raises:
        NoteWrong: TOO_LARGE, MALFORMED.
    """
    said = text_of(note)
    text, gap, lines = said.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise NoteWrong(NoteFault.MALFORMED, "no signatures after an empty line")
    text += "\n"
    _require_text(text)
    rows = lines[:-1].split("\n")
    if len(rows) > SIGNATURES_MAX:
        raise NoteWrong(NoteFault.TOO_LARGE, f"more than {SIGNATURES_MAX} signatures")
    return Note(text, tuple(signature_of(each) for each in rows))


def opened(note: str | bytes, verifiers: Sequence[Verifier]) -> Opened:
    """Return what known keys have signed.

    Raises:
        NoteWrong: TOO_LARGE, MALFORMED, SIGNATURE_WRONG, UNSIGNED.
    """
    parsed = parse(note)
    good = []
    for signature in parsed.signatures:
        for verifier in verifiers:
            if not verifier.made(signature):
                continue
            if not verifier.holds(parsed.text, signature):
                raise NoteWrong(NoteFault.SIGNATURE_WRONG, verifier.name)
            good.append((verifier, signature))
    if not good:
        raise NoteWrong(NoteFault.UNSIGNED)
    return Opened(parsed.text, tuple(good))


def signature_of(line: str) -> Signature:
    """Return the signature that a line is, without the end of the line.

    Raises:
        NoteWrong: MALFORMED.
    """
    if not (found := _LINE.fullmatch(line)):
        raise NoteWrong(NoteFault.MALFORMED, "this is no line of a signature")
    name, encoded = found.groups()
    require_name(name)
    raw = from_base64(encoded)
    if len(raw) <= _ID_BYTES:
        raise NoteWrong(NoteFault.MALFORMED, "a signature is missing")
    return Signature(name, int.from_bytes(raw[:_ID_BYTES]), raw[_ID_BYTES:])


def message_of_witness(text: str, at_s: int) -> bytes:
    """Return what a witness signs: not the checkpoint alone, also when it looked."""
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


def text_of(note: str | bytes) -> str:
    """Return a note as text.

    Raises:
        NoteWrong: TOO_LARGE; MALFORMED, it is not UTF-8 or has control characters.
    """
    try:
        raw = note.encode() if isinstance(note, str) else note
        if len(raw) > NOTE_BYTES_MAX:
            raise NoteWrong(NoteFault.TOO_LARGE, f"{len(raw)} bytes")
        said = raw.decode()
    except UnicodeError as error:
        raise NoteWrong(NoteFault.MALFORMED, "not UTF-8") from error
    if _CONTROL.search(said):
        raise NoteWrong(NoteFault.MALFORMED, "a control character")
    return said


def to_base64(raw: bytes) -> str:
    """Return bytes as standard base64 with padding."""
    return base64.b64encode(raw).decode()


def from_base64(encoded: str) -> bytes:
    """Return what standard base64 stands for, if it is the one way to write it.

    Raises:
        NoteWrong: MALFORMED.
    """
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteWrong(NoteFault.MALFORMED, "not base64") from error
    if to_base64(raw) != encoded:
        raise NoteWrong(NoteFault.MALFORMED, "base64 written in another way")
    return raw


def require_name(name: str) -> None:
    """Hold the rule for names of keys: something, without spaces and "+".

    Raises:
        NoteWrong: MALFORMED.
    """
    if not name or "+" in name or any(each.isspace() or each < " " for each in name):
        raise NoteWrong(NoteFault.MALFORMED, "a name has neither spaces nor +")


def _require_text(text: str) -> None:
    if text_of(text)[-1:] != "\n":
        raise NoteWrong(NoteFault.MALFORMED, "the last line is not ended")


def _key_parts(pattern: re.Pattern[str], text: str) -> tuple[str, KeyKind, bytes, int]:
    """Return the name, the kind, the 32 bytes and the number of a key written as text."""
    if len(text) > NOTE_BYTES_MAX or not (found := pattern.fullmatch(text)):
        raise NoteWrong(NoteFault.KEY_MALFORMED, "not name+number+key")
    name, claimed_id, encoded = found.groups()
    try:
        require_name(name)
        raw = from_base64(encoded)
        kind = KeyKind(raw[0])
    except (NoteWrong, ValueError) as error:
        raise NoteWrong(NoteFault.KEY_MALFORMED, str(error)) from error
    if len(raw) != 1 + ciphers.KEY_BYTES:
        raise NoteWrong(NoteFault.KEY_MALFORMED, "a key has 32 bytes")
    return name, kind, raw[1:], int(claimed_id, 16)
