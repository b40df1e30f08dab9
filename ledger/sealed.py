"""What every fact and every command has in common: it tells nothing of persons by itself."""

from __future__ import annotations

from ledger.values import Struct


class Sealed(Struct, frozen=True, kw_only=True):
    """A commitment to what the vault knows of persons, or a nonce; base64 of 32 bytes."""

    pii: str | None = None
    nonce: str | None = None
