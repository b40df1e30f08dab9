"""The vault: who the persons of an entry are, apart from the entry, and deletable.

    entry : {…public facts…, "pii": base64(HMAC-SHA256(salt, canonical JSON of the private part))}
    vault : unit, version → salt, private part

Salts are 32 random bytes, new for each entry: without one a telephone number falls to guessing in
a minute. An entry about nobody carries a random nonce instead, so that its hash hides too. This
module alone turns private parts into commitments; the table is written with the entry, in one
transaction (`ledger/journal.py`), and read here.
"""

from __future__ import annotations

import hmac
import os
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from ledger.refusals import Broken
from ledger.wire import canonical

Private = Mapping[str, Any]
"""Names and words by field; strings and integers only. Empty: the entry is about nobody."""


_decoder: Final = msgspec.json.Decoder(dict[str, Any])


class Seal(NamedTuple):
    """What goes where: `pii` or `nonce`, and `marks`, into the entry; the rest into the vault.

    `marks` stand for files beside the entry, in the order of their names.
    """

    pii: str | None = None
    nonce: str | None = None
    salt: bytes = b""
    private: bytes = b""
    marks: tuple[str, ...] = ()


def seal(private: Private, evidence: Mapping[str, bytes] | None = None) -> Seal:
    """Return the seal of a private part, with a new salt; of an empty one, a nonce.

    `evidence` are files beside the entry by name: the names are private, the entry gets a mark of
    each file, base64 of HMAC-SHA256 of its bytes under the salt.
    """
    salt = os.urandom(32)
    if not private and not evidence:
        return Seal(nonce=b64encode(salt).decode())
    names = sorted(evidence or ())
    raw = canonical({**private, "evidence": names} if names else private)
    marks = tuple(commitment(salt, evidence[name]) for name in names) if evidence else ()
    return Seal(pii=commitment(salt, raw), salt=salt, private=raw, marks=marks)


def commitment(salt: bytes, private: bytes) -> str:
    """Return base64 of HMAC-SHA256 under `salt` of the canonical bytes `private`."""
    return b64encode(hmac.digest(salt, private, "sha256")).decode()


def opened(raw: bytes) -> dict[str, Any]:
    """Return the private part that the vault holds as `raw`.

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
