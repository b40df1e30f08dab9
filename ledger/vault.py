"""The vault: who the persons of an entry are, apart from the entry, and deletable.

    entry   : {…public facts…, "pii": base64(HMAC-SHA256(salt, canonical JSON of the private part))}
    vault   : unit, version → subject, AES-256-GCM(key of the subject, salt ‖ private part)
    subject : subject → AES-256-GCM(key of the epoch, key of the subject)

Salts are 32 random bytes, new for each entry: without one a telephone number falls to guessing in
a minute. An entry about nobody carries a random nonce instead, so that its hash hides too.

A subject is a person as one unit knows them: by their id, without one by their name, a recipient
by name and year of birth. Whoever has neither is a subject of a single entry. Without the subject's
key nothing about them can be read, here or in a copy. This module alone turns private parts into
commitments and boxes; the tables are written with the entry, in one transaction
(`ledger/journal.py`).
"""

from __future__ import annotations

import hmac
import time
from base64 import b64encode
from collections.abc import Mapping
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from ledger.ciphers import Unreadable, new_key, sealed, unsealed
from ledger.database import Connection, read_as
from ledger.names import folded
from ledger.randomness import random_bytes
from ledger.refusals import Broken
from ledger.vault_keys import VaultKeys, fit
from ledger.wire import canonical

Private = Mapping[str, Any]
"""Names and words by field; strings and integers only. Empty: the entry is about nobody."""

SALT_BYTES: Final = 32
_HMAC_BLOCK: Final = 64
_INNER: Final = bytes(each ^ 0x36 for each in range(256))
_OUTER: Final = bytes(each ^ 0x5C for each in range(256))
_PLACE_BYTES: Final = 16 + 8
_BOUND_BYTES: Final = _PLACE_BYTES + 16
_EPOCH_BYTES: Final = 4
_WRAPPED_BYTES: Final = 60
_HEAD_BYTES: Final = _BOUND_BYTES + _EPOCH_BYTES + _WRAPPED_BYTES
"""Unit, version and subject, to which a box is bound; the epoch; the subject's key."""
_decoder: Final = msgspec.json.Decoder(dict[str, Any])


class Seal(NamedTuple):
    """What goes where: `pii` or `nonce`, and `marks`, into the entry; the rest into the vault.

    `marks` stand for files beside the entry, in the order of their names. `person` tells the
    subject apart within the unit; empty: known by nothing.
    """

    pii: str | None = None
    nonce: str | None = None
    salt: bytes = b""
    private: bytes = b""
    marks: tuple[str, ...] = ()
    person: str = ""


class Subject(NamedTuple):
    """A person as a unit knows them. `lookup` finds them again; None: of a single entry.

    `wrapped` is `key`, sealed with the key of `epoch`.
    """

    subject_id: UUID
    lookup: bytes | None
    epoch: int
    wrapped: bytes
    key: bytes


class Part(NamedTuple):
    """What the vault holds of an entry."""

    salt: bytes
    private: bytes

    def opened(self) -> dict[str, Any]:
        """Return the private part by field.

        Raises:
            Broken: it is not one.
        """
        return opened(self.private)


def seal(private: Private, evidence: Mapping[str, bytes] | None = None) -> Seal:
    """Return the seal of a private part, with a new salt; of an empty one, a nonce.

    `evidence` are files beside the entry by name: the names are private, the entry gets a mark of
    each file, base64 of HMAC-SHA256 of its bytes under the salt.
    """
    salt = random_bytes(SALT_BYTES)
    if not private and not evidence:
        return Seal(nonce=b64encode(salt).decode())
    names = sorted(evidence or ())
    raw = canonical({**private, "evidence": names} if names else private)
    marks = tuple(commitment(salt, evidence[name]) for name in names) if evidence else ()
    return Seal(commitment(salt, raw), None, salt, raw, marks, person(private))


def seal_again(
    pii: str | None, nonce: str | None, salt: bytes, private: bytes, marks: tuple[str, ...]
) -> Seal:
    """Return the seal that was made before of a private part kept since."""
    who = person(opened(private)) if private else ""
    return Seal(pii, nonce, salt, private, marks, who)


def person(private: Private) -> str:
    """Return what tells the person of a private part apart within a unit; empty: nothing does.

    >>> person({"recipient": "Đinh Thiện Lý", "birth_year": 2010}), person({"note": "quỹ lớp"})
    ('recipient:dinh thien ly:2010', '')
    """
    if "donor_id" in private:
        return f"donor-id:{private['donor_id']}"
    if "recipient_id" in private:
        return f"recipient-id:{private['recipient_id']}"
    if "recipient" in private:
        return f"recipient:{folded(private['recipient'])}:{private.get('birth_year') or ''}"
    if "donor" in private:
        return f"donor:{folded(private['donor'])}"
    return ""


def commitment(salt: bytes, private: bytes) -> str:
    """Return base64 of HMAC-SHA256 under `salt` of the canonical bytes `private`."""
    return b64encode(_hmac_sha256(salt, private)).decode()


def _hmac_sha256(key: bytes, message: bytes) -> bytes:
    """Return the HMAC (RFC 2104); the library's lets other threads run first, whatever its size.

    >>> _hmac_sha256(b"k" * 32, b"text") == hmac.digest(b"k" * 32, b"text", "sha256")
    True
    """
    padded = key.ljust(_HMAC_BLOCK, b"\0")
    inner = sha256(padded.translate(_INNER) + message).digest()
    return sha256(padded.translate(_OUTER) + inner).digest()


def opened(raw: bytes) -> dict[str, Any]:
    """Return the private part that the canonical bytes `raw` say.

    Raises:
        Broken: it is not one.
    """
    try:
        private: dict[str, Any] = _decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Broken("a private part in the vault is not one") from error
    return private


def says_the_same(pii: str, salt: bytes, private: bytes) -> bool:
    """Say whether the canonical bytes `private` are what the commitment `pii` stands for."""
    return hmac.compare_digest(pii, commitment(salt, private))


class Vault:
    """Makes and opens the boxes of a database."""

    def __init__(self, keys: VaultKeys) -> None:
        """Use these keys."""
        self.keys = keys

    def lookup(self, unit_id: UUID, who: str) -> bytes:
        """Return the 16 bytes by which a unit finds a person again; they tell nobody who it is."""
        said = unit_id.bytes + who.encode()
        return blake2b(said, key=self.keys.lookup, digest_size=16).digest()

    def new_subject(self, lookup: bytes | None) -> Subject:
        """Return a subject with a key of their own. Ids grow with time, as an index likes them."""
        at_ms = (time.time_ns() // 1_000_000).to_bytes(6, "big")
        subject_id = UUID(bytes=at_ms + random_bytes(10))
        key, epoch = new_key(), self.keys.newest
        wrapped = sealed(self.keys.key(epoch), key, subject_id.bytes)
        return Subject(subject_id, lookup, epoch, wrapped, key)

    def subject(
        self, subject_id: UUID, lookup: bytes | None, epoch: int, wrapped: bytes
    ) -> Subject:
        """Return a subject as the database has them.

        Raises:
            Broken: the key is not theirs.
            WrongKeys: the key of the epoch is not here.
        """
        key = self._unwrapped(subject_id.bytes, epoch, wrapped)
        return Subject(subject_id, lookup, epoch, wrapped, key)

    def box(self, subject: Subject, unit_id: UUID, version: int, part: Part) -> bytes:
        """Return what the vault gets of an entry."""
        bound = _bound(unit_id, version, subject.subject_id.bytes)
        return sealed(subject.key, part.salt + part.private, bound)

    def waiting(self, unit_id: UUID, key: str, digest: str, rows: bytes) -> dict[str, object]:
        """Return rows that wait for a second person as the table `proposed` keeps them.

        They are sealed with a key of their own, and bound to their digest.
        """
        subject = self.new_subject(None)
        return {
            "unit_id": unit_id,
            "key": key,
            "digest": digest,
            "box": sealed(subject.key, rows, digest.encode()),
            "subject_id": subject.subject_id,
            "epoch": subject.epoch,
            "wrapped": subject.wrapped,
        }

    def part(self, kept: bytes) -> Part:
        """Return what was sealed for an entry; `kept` is the box of the view `private_parts`.

        Raises:
            Broken: it was not sealed for this entry, or was changed.
            WrongKeys: the key of the epoch is not here.
        """
        bound, subject_id = kept[:_BOUND_BYTES], kept[_PLACE_BYTES:_BOUND_BYTES]
        epoch = int.from_bytes(kept[_BOUND_BYTES : _BOUND_BYTES + _EPOCH_BYTES], "big")
        key = self._unwrapped(subject_id, epoch, kept[_HEAD_BYTES - _WRAPPED_BYTES : _HEAD_BYTES])
        try:
            plain = unsealed(key, kept[_HEAD_BYTES:], bound)
        except Unreadable as error:
            unit_id, version = UUID(bytes=kept[:16]), int.from_bytes(kept[16:_PLACE_BYTES], "big")
            raise Broken(f"the private part of {unit_id} version {version} was changed") from error
        return Part(plain[:SALT_BYTES], plain[SALT_BYTES:])

    def opens(self, connection: Connection) -> None:
        """Let `connection` read private parts: columns of the type become `Part`."""
        read_as(connection, "private_part", self.part)

    def _unwrapped(self, subject_id: bytes, epoch: int, wrapped: bytes) -> bytes:
        try:
            return unsealed(self.keys.key(epoch), wrapped, subject_id)
        except Unreadable as error:
            raise Broken(f"the key of subject {UUID(bytes=subject_id)} was changed") from error


def vault_at(url: str, keys: Path) -> Vault:
    """Return the vault of the database at `url`, which must fit the keys in the folder `keys`.

    Raises:
        WrongKeys: it is sealed with others.
    """
    found = VaultKeys(keys)
    fit(found, url)
    return Vault(found)


def _bound(unit_id: UUID, version: int, subject_id: bytes) -> bytes:
    return unit_id.bytes + version.to_bytes(8, "big") + subject_id
