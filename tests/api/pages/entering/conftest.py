"""The commune for one test: a copy of a database in which it was founded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.identity.people import Person
from tests.api.pages.entering.commune import Browser, Commune, commune_at, founded
from tests.databases import copy_of, name_of

Founded = tuple[str, dict[str, Person]]


@pytest.fixture(scope="package")
def founded_commune(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Founded]:
    """Give a database with the commune, for copying only, and the people who work there."""
    with copy_of(migrated_database_name, postgres_url) as url:
        people = founded(url, tmp_path_factory.mktemp("founded"))
        yield name_of(url), people


@pytest.fixture
def commune(founded_commune: Founded, postgres_url: str, tmp_path: Path) -> Iterator[Commune]:
    """Give the commune on a site of its own."""
    name, people = founded_commune
    with copy_of(name, postgres_url) as url, commune_at(url, tmp_path, people) as here:
        yield here


@pytest.fixture
def treasurer(commune: Commune) -> Browser:
    """Give the treasurer's browser."""
    return commune.browser("hoa")


@pytest.fixture
def account_holder(commune: Commune) -> Browser:
    """Give the browser of the second person."""
    return commune.browser("an")
