"""Ids of commands: what the asker calls a row becomes the id under which its answer is kept.

blake2b(key) → 16 bytes; what is said of the same key in another step has a suffix of its own
"""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID


def id_of_key(key: str, *, received: bool = False) -> UUID:
    """Return the command id of a key; the arrival of a transfer has one of its own.

    >>> id_of_key("T-1") == id_of_key("T-1", received=True)
    False
    """
    return _id_of(key, "received") if received else _id_of(key)


def id_of_asking(key: str) -> UUID:
    """Return the command id of putting rows before a second person."""
    return _id_of(key, "asked")


def id_of_giving(key: str, person: str) -> UUID:
    """Return the command id of one person's approval: said again, the same answer."""
    return _id_of(key, "given", person)


def id_of_declining(key: str, person: str) -> UUID:
    """Return the command id of one person's refusal to admit, or of a withdrawal."""
    return _id_of(key, "declined", person)


def id_of_printing(key: str) -> UUID:
    """Return the command id of printing a receipt once more."""
    return _id_of(key, "printed")


def id_of_erasing(key: str) -> UUID:
    """Return the command id of forgetting a person."""
    return _id_of(key, "erased")


def id_of_consenting(key: str) -> UUID:
    """Return the command id of a consent, or of its withdrawal."""
    return _id_of(key, "consent")


def id_of_publishing(key: str) -> UUID:
    """Return the command id of publishing figures."""
    return _id_of(key, "published")


def _id_of(*parts: str) -> UUID:
    return UUID(bytes=blake2b("\x1f".join(parts).encode(), digest_size=16).digest())
