"""The web application: pages for people, `/v1` for programs, and what stands around both.

    Watch → SafeAnswers → Unexpected
        → KeepPreferences → ReadableAddresses → LimitBodies → SameSite → Visitors → routes
        ↘ /v1, which takes no cookies and has limits of its own

From outside in: each layer sees the request before the next one and the answer after it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import v1
from api.identity.csrf import SameSite, token_checked
from api.identity.visiting import Visitors
from api.operation import health
from api.operation.logs import alarm
from api.operation.watching import Watch, pattern
from api.pages import administering, entering, importing, inspecting, public, publishing
from api.pages.administering.admission import admitting
from api.web import assets, rendering
from api.web.addresses import ReadableAddresses
from api.web.bodies import LimitBodies
from api.web.errors import answer, refusing
from api.web.preferences import KeepPreferences
from api.web.security import SafeAnswers
from api.wiring import Wiring

THREADS: Final = 128
"""Requests that may wait for the office or the database at once; others wait for a thread."""

AREAS: Final = (
    assets,
    health,
    public,
    entering,
    importing,
    inspecting,
    publishing,
    administering,
    v1,
)
"""Each has its `router`."""


def create_app(wiring: Wiring) -> FastAPI:
    """Return the application over what is wired."""
    app = FastAPI(
        title="soquy",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(token_checked)],
        lifespan=_prepared,
        # What is measured, and written down without personal data, is told in `api/operation`.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.wiring = wiring
    health.watch(app, wiring)
    for area in AREAS:
        app.include_router(area.router)
    app.state.served = frozenset(
        route.path for route in iter_route_contexts(app.routes) if route.path
    )
    refusing(app)
    admitting(app)
    for layer in (Visitors, SameSite, LimitBodies, ReadableAddresses, KeepPreferences):
        app.add_middleware(layer)
    app.add_middleware(v1.for_programs)
    app.add_middleware(Unexpected)
    app.add_middleware(SafeAnswers)
    app.add_middleware(Watch, gate=app.state.gate, measures=app.state.measures)
    return app


@asynccontextmanager
async def _prepared(_app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    rendering.prepare()
    yield


class Unexpected:
    """Turns what nobody foresaw into a page with a number, under which the log has the place."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 500 if that fails."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            # They hung up while sending; nobody is there to read this, it is for log and measures.
            await answer(Request(scope, receive), 400)(scope, receive, sending)
        except Exception as error:
            if scope["type"] != "http":
                raise
            number = scope["state"]["number"]
            alarm("unexpected", error, number=number, route=pattern(scope))
            # An answer that has begun can only break off, which the client notices.
            if not begun:
                failed = answer(Request(scope, receive), 500, number=number)
                await failed(scope, receive, send)
