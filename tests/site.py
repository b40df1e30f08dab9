"""A real site for a test: the whole application over a real database, served on a free port."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette

from api.app import create_app
from api.wiring import Wiring, opened
from ledger.log import following
from projections.runner import catch_up
from tests.secret_keys import keys_of


@dataclass(frozen=True)
class Site:
    """Where it is, and what stands behind it."""

    address: str
    wiring: Wiring

    def client(self) -> httpx.Client:
        """Return a new browser without JavaScript: no cookies yet; it follows no redirects."""
        return httpx.Client(base_url=self.address, headers={"Accept": "text/html"}, timeout=30)

    def catch_up(self) -> None:
        """Bring figures, lists and the log up to what was recorded."""
        catch_up(self.wiring.url)
        following.catch_up(self.wiring.url, keys_of(self.wiring.url))


@contextmanager
def standing(url: str, home: Path) -> Iterator[Site]:
    """Yield a site over the database at `url`, which must have been migrated."""
    with opened(url, home) as wiring, served(create_app(wiring)) as address:
        yield Site(address, wiring)


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Yield the address at which a thread of this process serves `app`."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        server = uvicorn.Server(
            uvicorn.Config(app, http="httptools", ws="none", log_config=None, access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the site did not start"
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
