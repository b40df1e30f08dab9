"""Serving: one process for the web, beside it one for the figures and one that makes papers.

Told to stop, it first refuses whoever comes (503, come back), waits for those inside, and closes
the office last: what was acknowledged is recorded, and nobody is left without an answer.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from typing import Final

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.companions import beside
from api.home import home
from api.identity.first_run import new_set_up_code
from api.operation import logs
from api.operation.watching import Gate
from api.papers_queue.printer import print_until
from api.settings import settings
from api.speaking import Refused, tell
from api.v1 import delivering
from api.wiring import opened
from projections.runner import follow

REFUSE_FOR_S: Final = 1.0
"""How long somebody who comes while the program stops is told so, before the door is shut."""

ANSWER_WITHIN_S: Final = 60


def serve_until_stopped(url: str, host: str, port: int) -> None:
    """Serve the pages until the process is told to stop (Ctrl-C or SIGTERM).

    Raises:
        Refused: a setting cannot be read; the port is taken, or not ours to open.
    """
    settings()
    try:
        listening = socket.create_server((host, port), backlog=512)
    except OSError as error:
        raise Refused(
            f"Không mở được cổng {port} trên {host} vì đang có chương trình khác dùng: "
            f"chọn cổng khác, ví dụ --port {port + 1}.",
            code=1,
        ) from error
    logs.set_up(logs.Gathered(sys.stderr))
    with (
        opened(url, home()) as wiring,
        beside("soquy-figures", follow, url),
        beside("soquy-printer", print_until, url, home()),
        delivering(wiring),
    ):
        app = create_app(wiring)
        _greet(url, f"http://{host}:{listening.getsockname()[1]}/")
        run(app, listening)


def run(app: FastAPI, listening: socket.socket) -> None:
    """Serve `app` until the process is told to stop, then let everybody finish."""
    config = uvicorn.Config(
        app,
        http="httptools",
        loop="uvloop",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=ANSWER_WITHIN_S,
    )
    Server(config, app.state.gate).run(sockets=[listening])


def _greet(url: str, address: str) -> None:
    """Say where the pages are, and how the first person gets in."""
    tell(f"Mở trang: {address}  (Ctrl-C để dừng)")
    code = new_set_up_code(url)
    if code is not None:
        tell(f"Lần đầu, lập đơn vị và người dùng: {address}thiet-lap?ma={code}")


class Server(uvicorn.Server):
    """A server that refuses before it goes deaf."""

    def __init__(self, config: uvicorn.Config, gate: Gate) -> None:
        """Serve as `config` says; `gate` stands before the application."""
        super().__init__(config)
        self._gate = gate

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Refuse whoever comes, wait for those inside, then close the door."""
        self._gate.close()
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < ANSWER_WITHIN_S:
            if waited > REFUSE_FOR_S and not self._gate.inside:
                break
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)
