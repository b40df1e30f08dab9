"""An application with one page more, which does what a test wants."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
import structlog
from fastapi import Request
from starlette.responses import Response

from api.app import create_app
from api.operation import logs
from api.wiring import Wiring, opened
from tests.site import served

Act = Callable[[Request], Response]
Doing = Callable[[Act], httpx.Client]
Logged = Callable[[], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def wiring(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiring]:
    """Give what applications of a module stand on."""
    with opened(shared_database_url, tmp_path_factory.mktemp("home")) as it:
        yield it


@pytest.fixture
def doing(wiring: Wiring) -> Iterator[Doing]:
    """Give a way to a browser on a site whose page `/so/thu` does what it is told."""
    with ExitStack() as stack:

        def browse(act: Act) -> httpx.Client:
            app = create_app(wiring)

            @app.api_route("/so/thu", methods=["GET", "POST"])
            def _page(request: Request) -> Response:
                return act(request)

            address = stack.enter_context(served(app))
            headers = {"Accept": "text/html"}
            return stack.enter_context(httpx.Client(base_url=address, headers=headers))

        yield browse


@pytest.fixture
def logged() -> Iterator[Logged]:
    """Give a way to read what was logged so far, as documents."""
    handlers, stream = logging.root.handlers[:], io.StringIO()
    logs.set_up(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
