"""How often something may be tried: counted in the database, so that all processes count together.

A try is written down before it is looked at, so that many at the same moment are counted too.
Logins and addresses are kept as hashes, for a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from math import ceil
from typing import Final

from fastapi import Request

from ledger.database import Connection, query


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` of a kind for one subject within `window`."""

    kind: str
    tries: int
    window: timedelta


SIGN_IN_PER_LOGIN: Final = Limit("login", 10, timedelta(minutes=15))
SIGN_IN_PER_ADDRESS: Final = Limit("address", 50, timedelta(minutes=15))
"""An office shares one address."""

SET_UP_PER_ADDRESS: Final = Limit("set-up", 10, timedelta(minutes=15))


class TooManyTries(Exception):
    """It was tried too often; in `wait_s` seconds it may be tried again."""

    def __init__(self, wait_s: int) -> None:
        """Say for how long."""
        super().__init__(f"wait {wait_s} s")
        self.wait_s = wait_s

    @property
    def minutes(self) -> int:
        """Return for how long, in full minutes."""
        return ceil(self.wait_s / 60)


def address(request: Request) -> str:
    """Return the network address a request comes from."""
    return request.client.host if request.client else ""


def try_once(connection: Connection, limit: Limit, subject: str) -> None:
    """Write a try down.

    Raises:
        TooManyTries: there were too many before.
    """
    sought = {"subject": _hashed(limit, subject), "window": limit.window, "limit": limit.tries}
    connection.execute(query("attempts_forget_old"))
    connection.execute(query("attempt_write"), sought)
    count, wait_s = connection.execute(query("attempts_count"), sought).fetchone() or (0, 0)
    if count > limit.tries:
        raise TooManyTries(max(1, wait_s))


def forget_tries(connection: Connection, limit: Limit, subject: str) -> None:
    """Begin to count anew: it succeeded."""
    connection.execute(query("attempts_forget"), {"subject": _hashed(limit, subject)})


def _hashed(limit: Limit, subject: str) -> str:
    return sha256(f"{limit.kind}\x1f{subject}".encode()).hexdigest()
