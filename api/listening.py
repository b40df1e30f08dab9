"""How a program answers over the network, and how it stops: for the web, and for a witness.

Told to stop, it first refuses whoever comes (503, come back), waits for those inside, and closes
last: what was acknowledged is recorded, and nobody is left without an answer.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from typing import Final

import uvicorn
from starlette.applications import Starlette

from api.operation.watching import Gate
from api.speaking import Refused
from ledger.collector import spare

REFUSE_FOR_S: Final = 1.0
"""How long somebody who comes while the program stops is told so, before the door is shut."""

ANSWER_WITHIN_S: Final = 60

TURN_S: Final = 0.002
"""So long a thread keeps the others waiting. A page asks the database ten times, and after each
answer would wait for the five thousandths of a second that another page may compute; shorter turns
cost those who record more than they give to readers."""


def listening_at(host: str, port: int) -> socket.socket:
    """Return a socket at which nobody is answered yet.

    Raises:
        Refused: the port is taken, or not ours to open.
    """
    try:
        return socket.create_server((host, port), backlog=512)
    except OSError as error:
        raise Refused(
            f"Không mở được cổng {port} trên {host} vì đang có chương trình khác dùng: "
            f"chọn cổng khác, ví dụ --port {port + 1}.",
            code=1,
        ) from error


def run(app: Starlette, listening: socket.socket) -> None:
    """Serve `app` until the process is told to stop, then let everybody finish."""
    server_of(app).run(sockets=[listening])


def server_of(app: Starlette) -> Server:
    """Return the server of an application that has a gate."""
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
    return Server(config, app.state.gate)


class Server(uvicorn.Server):
    """A server that refuses before it goes deaf."""

    def __init__(self, config: uvicorn.Config, gate: Gate) -> None:
        """Serve as `config` says; `gate` stands before the application."""
        super().__init__(config)
        self._gate = gate

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, with all that a program needs for it in memory."""
        await super().startup(sockets)
        sys.setswitchinterval(TURN_S)
        spare()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Refuse whoever comes, wait for those inside, then close the door."""
        self._gate.close()
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < ANSWER_WITHIN_S:
            if waited > REFUSE_FOR_S and not self._gate.inside:
                break
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)
