"""One province for the tests of a module, which only look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.pages.public.town import Town, settle
from tests.site import Site, standing


@pytest.fixture(scope="module")
def town(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give the province on a site, and a guest's browser."""
    with (
        standing(shared_database_url, tmp_path_factory.mktemp("home")) as site,
        site.client() as it,
    ):
        yield settle(site, tmp_path_factory.mktemp("books"), it)


@pytest.fixture
def empty_site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """Give a site over empty books."""
    with standing(database_url, tmp_path) as site:
        yield site
