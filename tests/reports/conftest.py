"""Lends the tests of papers one recorded year, which they only read."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from ledger.database import Connection, connect
from ledger.vault import vault_at
from tests.reports.recorded import record_the_year
from tests.secret_keys import KEYS


@pytest.fixture(scope="session")
def year(postgres_url: str, migrated_database_name: str) -> Iterator[Connection]:
    """Yield a connection to a database in which the year of `recorded.py` stands."""
    name = f"papers_{uuid4().hex}"
    with connect(postgres_url) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_database_name}".encode())
        url = urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
        record_the_year(url)
        with connect(url) as connection:
            vault_at(url, KEYS).opens(connection)
            yield connection
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
