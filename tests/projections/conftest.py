"""A small ledger is recorded once and copied for each test that damages it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import copy_of, name_of
from tests.projections.damage import Damaged, record_a_year


@pytest.fixture(scope="session")
def year_database_name(postgres_url: str, migrated_database_name: str) -> Iterator[str]:
    """Yield the name of a database with the small ledger, for copying only."""
    with copy_of(migrated_database_name, postgres_url) as url:
        record_a_year(url)
        yield name_of(url)


@pytest.fixture
def ledger(postgres_url: str, year_database_name: str) -> Iterator[Damaged]:
    """Yield the small ledger in a database of its own."""
    with copy_of(year_database_name, postgres_url) as url:
        yield Damaged(url)
