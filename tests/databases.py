"""Databases of their own for tests, copied from one that has what they need.

A copy takes longer than many a test. So while a test has one, the next of the same kind is made,
and what was used is dropped beside the next test: the server does both on the other core.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from ledger.database import Connection, connect
from ledger.vault import vault_at
from tests.secret_keys import KEYS


@contextmanager
def copy_of(template: str, postgres_url: str) -> Iterator[str]:
    """Yield the address of a copy of the database `template`, to which nobody is connected."""
    place = (postgres_url, template)
    waiting = _ahead.pop(place, None) or _hand.submit(_copied, *place)
    name = waiting.result()
    if template in _wanted:
        _ahead[place] = _hand.submit(_copied, *place)
    _wanted.add(template)
    yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    if (unused := _ahead.pop((postgres_url, name), None)) is not None:
        _hand.submit(_dropped, postgres_url, unused.result()).result()
    _hand.submit(_dropped, postgres_url, name)


_hand: Final = ThreadPoolExecutor(1, thread_name_prefix="databases")
_ahead: Final[dict[tuple[str, str], Future[str]]] = {}
_wanted: Final[set[str]] = set()
"""Templates of which a second copy was wanted: there will be a third."""


def _copied(postgres_url: str, template: str) -> str:
    name = f"test_{uuid4().hex}"
    with connect(postgres_url) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return name


def _dropped(postgres_url: str, name: str) -> None:
    with connect(postgres_url) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def finish(postgres_url: str) -> None:
    """Drop the copies that nobody came for, and wait for all that is being dropped."""
    for place in [each for each in _ahead if each[0] == postgres_url]:
        _hand.submit(_dropped, postgres_url, _ahead.pop(place).result())
    _hand.submit(lambda: None).result()


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Open a connection that reads private parts, with the keys of the tests."""
    with connect(url) as connection:
        vault_at(url, KEYS).opens(connection)
        yield connection


def name_of(url: str) -> str:
    """Return the name of the database at `url`."""
    return urlsplit(url).path.removeprefix("/")
