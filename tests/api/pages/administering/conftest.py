"""Towns: one for each test that changes something, one for all that only ask.

The staff are recorded once, and each town is a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.pages.administering.town import Staff, Town, recorded_staff, town_at
from tests.databases import copy_of, name_of


@pytest.fixture(scope="session")
def staff(postgres_url: str, migrated_database_name: str) -> Iterator[Staff]:
    """Give a database with units and people, for copying only."""
    with copy_of(migrated_database_name, postgres_url) as url:
        yield Staff(name_of(url), *recorded_staff(url))


@pytest.fixture
def town(postgres_url: str, staff: Staff, tmp_path: Path) -> Iterator[Town]:
    """Give a town of its own."""
    with copy_of(staff.database, postgres_url) as url, town_at(url, tmp_path, staff) as here:
        yield here


@pytest.fixture(scope="module")
def shared_town(
    postgres_url: str, staff: Staff, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Give a town to all tests of a module."""
    home = tmp_path_factory.mktemp("home")
    with copy_of(staff.database, postgres_url) as url, town_at(url, home, staff) as here:
        yield here


@pytest.fixture
def new_home(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """Give a site over a home in which nobody can sign in yet."""
    with town_at(database_url, tmp_path, Staff("", {}, {})) as here:
        yield here
