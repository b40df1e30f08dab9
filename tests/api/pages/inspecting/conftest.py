"""One province for the tests of a module, which only look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.api.pages.inspecting.province import Province, settle
from tests.site import standing


@pytest.fixture(scope="module")
def province(
    shared_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    """Give the province on a site."""
    home = tmp_path_factory.mktemp("home")
    with standing(shared_database_url, home) as site, ExitStack() as browsers:
        yield settle(site, tmp_path_factory.mktemp("books"), browsers)


@pytest.fixture(scope="module")
def guest(province: Province) -> httpx.Client:
    """Give a browser in which nobody is signed in."""
    return province.browser()


@pytest.fixture(scope="module")
def inspector(province: Province) -> httpx.Client:
    """Give the inspector's browser."""
    return province.browser("kiemtra")
