"""Databases of their own for tests, copied from one that has what they need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

from ledger.database import Connection, connect
from ledger.vault import vault_at
from tests.secret_keys import KEYS


@contextmanager
def copy_of(template: str, postgres_url: str) -> Iterator[str]:
    """Yield the address of a copy of the database `template`, to which nobody is connected."""
    name = f"test_{uuid4().hex}"
    with connect(postgres_url) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Open a connection that reads private parts, with the keys of the tests."""
    with connect(url) as connection:
        vault_at(url, KEYS).opens(connection)
        yield connection


def name_of(url: str) -> str:
    """Return the name of the database at `url`."""
    return urlsplit(url).path.removeprefix("/")
