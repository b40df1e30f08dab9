"""Addresses that no page can have been asked by: a zero byte is in no name, code or number.

The database takes no text with one, so that somebody who tries such addresses would be told that
the server is broken. It is a mistake of who asks, on every page alike; `/v1` has its own words.
"""

from __future__ import annotations

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.web.errors import answer


class ReadableAddresses:
    """Answers 400 where path or query have a zero byte; passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and ("\0" in scope["path"] or b"%00" in scope["query_string"]):
            await answer(Request(scope, receive), 400)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
