"""The commune for the tests of a module, and the people who work there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.api.pages.entering.commune import Commune, commune_at, founded
from tests.api.pages.importing.sending import Sender, sender

NUMBERS = count(1)


@pytest.fixture(scope="module")
def commune(
    shared_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commune]:
    """Give the commune on a site over a database of its own."""
    home = tmp_path_factory.mktemp("home")
    with commune_at(shared_database_url, home, founded(shared_database_url, home)) as here:
        yield here


@pytest.fixture
def treasurer(commune: Commune) -> Sender:
    """Give the treasurer."""
    return sender(commune, "hoa")


@pytest.fixture
def account_holder(commune: Commune) -> Sender:
    """Give the second person."""
    return sender(commune, "an")


@pytest.fixture
def key() -> str:
    """Give the beginning of the keys of one test."""
    return f"K{next(NUMBERS)}-"
