"""One association for each test, copied from one that was founded once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.api.v1.world import World, found, world
from tests.databases import copy_of, name_of


class Founded(NamedTuple):
    """The name of a database for copying, and id and key of each person in it."""

    database: str
    keys: Mapping[str, tuple[str, str]]


@pytest.fixture(scope="session")
def founded(postgres_url: str, migrated_database_name: str) -> Iterator[Founded]:
    """Yield a database with units and people; nobody is connected to it."""
    with copy_of(migrated_database_name, postgres_url) as url:
        yield Founded(name_of(url), found(url))


@pytest.fixture
def here(postgres_url: str, founded: Founded, tmp_path: Path) -> Iterator[World]:
    """Yield the association, for one test alone."""
    with (
        copy_of(founded.database, postgres_url) as url,
        world(url, tmp_path, founded.keys) as made,
    ):
        yield made
