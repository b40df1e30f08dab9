"""Books for each test, those of a module in one database: making one takes longer than a test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.api.books import UNITS, Books
from tests.databases import copy_of
from tests.site import Site, standing

NUMBERS = count(1)


@pytest.fixture(scope="module")
def shared_database_url(postgres_url: str, migrated_database_name: str) -> Iterator[str]:
    """Yield the address of a database in which the books of the tests of a module stand."""
    with copy_of(migrated_database_name, postgres_url) as url:
        yield url


@pytest.fixture
def empty_books(shared_database_url: str, tmp_path: Path) -> Books:
    """Give books with no unit."""
    return Books(shared_database_url, tmp_path, f"{next(NUMBERS)}-")


@pytest.fixture
def books(empty_books: Books) -> Books:
    """Give the books of the province X, its district Y, and the commune Z below that."""
    empty_books.accepted(*UNITS)
    return empty_books


@pytest.fixture(scope="module")
def site(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a real site over the database of the module: `site.wiring`, `site.catch_up()`."""
    with standing(shared_database_url, tmp_path_factory.mktemp("home")) as it:
        yield it


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    """Give a browser without JavaScript that nobody has used before."""
    with site.client() as it:
        yield it
