"""How much may be sent at once, and the refusal of more, with the limit in words."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.errors import answer
from api.web.security import MEGABYTE, TooLarge, body_max


class LimitBodies:
    """Refuses what is too large, at once where its length is said, else when it comes to that."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while it keeps the limit.

        Raises:
            TooLarge: while the body is being read.
        """
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        limit = body_max(scope["path"])
        said = Headers(scope=scope).get("content-length", "")
        if said.isdigit() and int(said) > limit:
            refused = answer(Request(scope, receive), 413, limit=limit // MEGABYTE)
            await refused(scope, receive, send)
            return
        seen = 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLarge(limit)
            return message

        await self._app(scope, counting, send)
