"""A browser for this folder, a window for each test, and sites to walk through.

`window` opens windows onto an empty site of the module; `visit` onto the program itself, which
serves the year of a small province to all tests of the folder. The browser leaves with the folder:
while it is open its own event loop runs in the thread of the tests, where no other can then run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import open_browser
from tests.browser.program import Program, running
from tests.browser.province import recorded_year
from tests.databases import copy_of
from tests.site import Site, standing

OpenWindow = Callable[..., Page]
Visit = Callable[..., Page]
PATIENCE_MS = 15_000


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Give a real browser."""
    with open_browser() as it:
        yield it


@pytest.fixture(scope="module")
def site(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Give a real site over a database that the tests of a module share."""
    with (
        copy_of(migrated_database_name, postgres_url) as url,
        standing(url, tmp_path_factory.mktemp("home")) as it,
    ):
        yield it


@pytest.fixture(scope="package")
def program(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    """Give the program with the year of a small province, which all tests share."""
    with copy_of(migrated_database_name, postgres_url) as url:
        recorded_year(url, tmp_path_factory.mktemp("year"))
        with running(url, tmp_path_factory.mktemp("home")) as it:
            yield it


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[OpenWindow]:
    """Give a way to open windows: `window(360)`; more arguments go to `Browser.new_context`."""
    with ExitStack() as stack:

        def open_one(width: int = 1280, **settings: object) -> Page:
            return open_window(browser, stack, site.address, width, **settings)

        yield open_one


@pytest.fixture
def visit(browser: Browser, program: Program) -> Iterator[Visit]:
    """Give a way to open windows: `visit("thuquy", 360)`, signed in unless the login is empty."""
    with ExitStack() as stack:

        def open_one(login: str = "", width: int = 1280, **settings: object) -> Page:
            page = open_window(browser, stack, program.address, width, **settings)
            if login:
                program.sign_in(page.context, login)
            return page

        yield open_one


def open_window(
    browser: Browser, stack: ExitStack, address: str, width: int, **settings: object
) -> Page:
    """Open a window onto an address, which is closed with `stack`."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        base_url=address,
        locale="vi-VN",
        **settings,  # type: ignore[arg-type]
    )
    stack.callback(context.close)
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()
