"""One province for the tests of a module, which only look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from threading import Event, Thread

import httpx
import pytest

from api.jobs.lanes import LONG
from api.jobs.making import make_until
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
def maker(province: Province) -> Iterator[None]:
    """Make bundles and checks, as the process beside the web does."""
    wiring, stop = province.site.wiring, Event()
    thread = Thread(target=make_until, args=(wiring.url, wiring.home, 2, LONG, stop))
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture(scope="module")
def guest(province: Province) -> httpx.Client:
    """Give a browser in which nobody is signed in."""
    return province.browser()


@pytest.fixture(scope="module")
def inspector(province: Province) -> httpx.Client:
    """Give the inspector's browser."""
    return province.browser("kiemtra")
