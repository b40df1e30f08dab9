"""Servers of their own processes: `python -m bench.http_servers ours|crud-16|crud-64 URL FOLDER`.

    ours      the whole application, as `serve` runs it, with the figures followed by another
              process
    crud-N    what a plain program would do: one INSERT and one UPDATE of a balance for each
              request, committed, behind the same HTTP server, with N connections to the database

Says its address on stdout, and stops when stdin ends.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI, Request, Response
from psycopg_pool import AsyncConnectionPool

from api.app import create_app
from api.listening import server_of
from api.operation import logs
from api.wiring import opened

TABLES: Final = b"""
CREATE TABLE crud_gift (
    id bigserial PRIMARY KEY, unit text NOT NULL, received_on date NOT NULL, donor text,
    amount_vnd bigint NOT NULL
);
CREATE TABLE crud_balance (unit text PRIMARY KEY, amount_vnd bigint NOT NULL);
"""


def main(kind: str, url: str, folder: str) -> None:
    """Serve until stdin ends."""
    if kind == "ours":
        logs.set_up(logs.Gathered(sys.stderr))
        with opened(url, Path(folder)) as wiring:
            _serve(server_of(create_app(wiring)))
    else:
        crud = _crud(url, connections=int(kind.removeprefix("crud-")))
        config = uvicorn.Config(
            crud, http="httptools", loop="uvloop", ws="none", log_config=None, access_log=False
        )
        _serve(uvicorn.Server(config))


def _serve(server: uvicorn.Server) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:

        def wait_for_the_end() -> None:
            sys.stdin.read()
            server.should_exit = True

        threading.Thread(target=wait_for_the_end, daemon=True).start()
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        server.run(sockets=[listening])


def _crud(url: str, connections: int) -> FastAPI:
    pool = AsyncConnectionPool(url, min_size=connections, max_size=connections, open=False)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(pool)
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/v1/donations")
    async def give(request: Request) -> Response:
        """Insert a gift and add it to the unit's balance."""
        said = json.loads(await request.body())
        async with pool.connection() as connection:
            cursor = await connection.execute(
                "INSERT INTO crud_gift (unit, received_on, donor, amount_vnd) "
                "VALUES (%(unit)s, %(received_on)s, %(donor)s, %(amount_vnd)s) RETURNING id",
                said,
            )
            row = await cursor.fetchone()
            await connection.execute(
                "INSERT INTO crud_balance VALUES (%(unit)s, %(amount_vnd)s) ON CONFLICT (unit) "
                "DO UPDATE SET amount_vnd = crud_balance.amount_vnd + excluded.amount_vnd",
                said,
            )
        assert row is not None
        answer = json.dumps({"id": row[0], **said})
        return Response(answer, status_code=201, media_type="application/json")

    return app


if __name__ == "__main__":
    asyncio.set_event_loop(None)
    main(*sys.argv[1:])
