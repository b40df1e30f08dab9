"""Around every request: a number for it, a line in the log, a measure, and a way to stop.

    number → gate (refused while stopping) → the application → line and measure

The gate lets the program stop without leaving anybody without an answer: from then on whoever asks
is told to come back, and the last of those inside is waited for.
"""

from __future__ import annotations

import time
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.operation.logs import note
from api.operation.measures import Measures
from ledger.randomness import random_bytes

RETRY_AFTER_S: Final = 5
UNKNOWN: Final = "(no such page)"
QUIET: Final = frozenset({"/static/{mark}/{name:path}", "/health", "/ready", "/metrics"})
"""Patterns whose answers are worth no line in the log unless something was wrong."""


class Gate:
    """Counts who is inside. Used by the thread of the event loop alone."""

    def __init__(self) -> None:
        self.inside = 0
        self.is_closed = False

    def close(self) -> None:
        """Let nobody in any more."""
        self.is_closed = True


class Watch:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, gate: Gate, measures: Measures) -> None:
        self._app = app
        self._gate = gate
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it while the program stops."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = random_bytes(6).hex()
        scope.setdefault("state", {})["number"] = number
        begun, status = time.perf_counter(), 500

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = number
            await send(message)

        if self._gate.is_closed:
            await _come_back(scope, receive, numbered)
            return
        self._gate.inside += 1
        try:
            await self._app(scope, receive, numbered)
        finally:
            self._gate.inside -= 1
            self._tell(scope, number, status, time.perf_counter() - begun)

    def _tell(self, scope: Scope, number: str, status: int, seconds: float) -> None:
        route = pattern(scope)
        # A method is whatever a client writes; only those that are known become names of series.
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        self._measures.request(method, route, status, seconds)
        if status >= 400 or route not in QUIET:
            note(
                "request",
                number=number,
                method=method,
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
            )


METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def pattern(scope: Scope) -> str:
    """Return the pattern of the address that was asked for, such as `/bien-nhan/{code}`.

    Whoever finds what answers leaves it in the scope as `route`: the router, and `/v1`.
    """
    route: Any = scope.get("route")
    return UNKNOWN if route is None else str(route.path)


async def _come_back(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse: nothing of the request was read."""
    refused = PlainTextResponse(
        "Máy chủ đang dừng để bảo trì, xin thử lại sau ít phút.\n",
        status_code=503,
        headers={"Retry-After": str(RETRY_AFTER_S), "Connection": "close"},
    )
    await refused(scope, receive, send)
