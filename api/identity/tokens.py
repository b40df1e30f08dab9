"""Keys for programs that use `/v1`: shown once, kept as a hash, with an end and with scopes.

A key may never do more than the person who made it: what it may do is what its scopes and the
person's roles of the day both allow.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final, Literal, get_args

from api.identity.people import Person, new_id
from ledger.database import Connection, query

Scope = Literal["read", "enter", "approve", "inspect", "administer"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
PREFIX: Final = "soquy_"
"""So that a key is recognised where it should not be, like in a file of settings."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key as its owner sees it, without the secret."""

    token_id: str
    name: str
    scopes: tuple[Scope, ...]
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def issue_token(
    connection: Connection,
    person_id: str,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
) -> str:
    """Make a key, and return it: the only time it can be read.

    Args:
        connection: to the tables.
        person_id: for whom it acts.
        name: what the owner calls it.
        scopes: what it may do, of `SCOPES`.
        expires_at: when it ends.
    """
    secret = PREFIX + token_urlsafe(32)
    row = {
        "token_hash": _hash(secret),
        "token_id": new_id("tok"),
        "person_id": person_id,
        "name": name,
        "scopes": [each for each in SCOPES if each in scopes],
        "expires_at": expires_at,
    }
    connection.execute(query("api_token_write"), row)
    return secret


def person_of_token(connection: Connection, secret: str) -> tuple[Person, frozenset[Scope]] | None:
    """Return for whom a key acts and what it may do.

    None: no such key, or it was revoked, has ended, or its owner may not sign in.
    """
    row = connection.execute(query("api_token_find"), {"token_hash": _hash(secret)}).fetchone()
    if row is None:
        return None
    token_id, person_id, login, name, scopes = row
    connection.execute(query("api_token_used"), {"token_id": token_id})
    return Person(person_id, name, login), frozenset(scopes)


def tokens_of(connection: Connection, person_id: str) -> list[Token]:
    """Return the keys of a person, the latest first."""
    rows = connection.execute(query("api_tokens_of"), {"person_id": person_id})
    return [Token(token_id, name, tuple(scopes), *rest) for token_id, name, scopes, *rest in rows]


def revoke_token(connection: Connection, person_id: str, token_id: str) -> None:
    """Let one of a person's keys be accepted no more."""
    sought = {"person_id": person_id, "token_id": token_id}
    connection.execute(query("api_token_revoke"), sought)


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
