"""Books for each test, all in one database: making a database takes longer than most tests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ledger.database import connect
from tests.api.books import UNITS, Books

NUMBERS = count(1)


@pytest.fixture(scope="session")
def shared_database_url(postgres_url: str, migrated_database_name: str) -> Iterator[str]:
    """Yield the address of a database in which the books of many tests stand."""
    with connect(postgres_url) as connection:
        creation = f"CREATE DATABASE many_books TEMPLATE {migrated_database_name}"
        connection.execute(creation.encode())
        yield urlsplit(postgres_url)._replace(path="/many_books").geturl()
        connection.execute(b"DROP DATABASE many_books WITH (FORCE)")


@pytest.fixture
def empty_books(shared_database_url: str, tmp_path: Path) -> Books:
    """Give books with no unit."""
    return Books(shared_database_url, tmp_path, f"{next(NUMBERS)}-")


@pytest.fixture
def books(empty_books: Books) -> Books:
    """Give the books of the province X, its district Y, and the commune Z below that."""
    empty_books.accepted(*UNITS)
    return empty_books
