"""Safety that every answer carries, and the limit that every request keeps.

The policy allows nothing from outside and nothing inline: a name typed into a form can never run
as a script, and a page can never be shown inside another one.

Source: OWASP ASVS 5.0, chapter 3 (web frontend security).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.visitor import visitor_in

MEGABYTE: Final = 1_000_000
BODY_MAX: Final = 1 * MEGABYTE
LARGER: Final[Mapping[str, int]] = {
    "/nhap-excel": 32 * MEGABYTE,
    "/phieu-chi": 8 * MEGABYTE,
    "/v1": 32 * MEGABYTE,
}
"""Beginnings of addresses that take files or long lists, with how many bytes a request may have."""

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS_S: Final = 63_072_000
RAW: Final = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
RAW_HTTPS: Final = [
    (b"strict-transport-security", f"max-age={TWO_YEARS_S}; includeSubDomains".encode())
]


def body_max(path: str) -> int:
    """Return how many bytes a request to `path` may have.

    >>> body_max("/dang-nhap"), body_max("/nhap-excel/xem-truoc")
    (1000000, 32000000)
    """
    return max(
        (limit for begin, limit in LARGER.items() if path == begin or path.startswith(f"{begin}/")),
        default=BODY_MAX,
    )


class TooLarge(HTTPException):
    """The request has more bytes than its address takes."""

    def __init__(self, limit: int) -> None:
        """Name the limit, in bytes."""
        self.limit = limit
        super().__init__(413)


class SafeAnswers:
    """Adds the headers of safety; what an answer says itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                message["headers"] += [each for each in _headers(scope) if each[0] not in said]
            await send(message)

        await self._app(scope, receive, safely)


def _headers(scope: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """Return what the answer to a request must carry unless it says something else itself."""
    signed_in = visitor_in(scope).is_signed_in
    kept = b"no-store" if signed_in else b"private, no-cache"
    asked_again = [(b"cache-control", kept)]
    return [*RAW, *asked_again, *(RAW_HTTPS if scope["scheme"] == "https" else ())]
