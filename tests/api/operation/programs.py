"""A real server in a process of its own, with one address more that records a gift.

python -m tests.api.operation.programs URL HOME     says its port, and serves until SIGTERM
"""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api import app, commandline, listening
from api.wiring import Wiring, opened
from ledger.draft import request
from tests.ledger.examples import donation


def with_gifts(wiring: Wiring) -> FastAPI:
    """Return the application with an address that records a gift of 1,000 đồng."""
    made = app.create_app(wiring)

    def give(asked: Request) -> Response:
        gift = donation(1_000, key=asked.path_params["key"])
        recorded = wiring.office.ask(request(gift, {}, "thu-quy"))
        return PlainTextResponse(str(recorded.entries[0].originator_version))

    made.router.routes.insert(0, Route("/qua/{key}", give, methods=["POST"]))
    return made


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, commandline.end)
    url, folder = sys.argv[1:]
    with socket.create_server(("127.0.0.1", 0)) as door, opened(url, Path(folder)) as wiring:
        sys.stdout.write(f"{door.getsockname()[1]}\n")
        sys.stdout.flush()
        listening.run(with_gifts(wiring), door)
