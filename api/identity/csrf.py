"""Against requests that another site makes a browser send: where it comes from, and a token.

    Origin (or Sec-Fetch-Site) of another site            → 403, before anything is read
    no word about the origin, and not the token           → 403
    this site's own page, but not the token               → the page is old: show what was typed,
                                                            with a fresh token, to be sent again

The token of a form is derived from the cookie of the session, or before signing in from a cookie
of its own, so it needs no table. `/v1` takes no cookies, only bearer tokens, and is exempt.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from http.cookies import SimpleCookie
from secrets import token_urlsafe
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.identity.forms import READING, Typed, typed
from api.identity.refusing import OldPage
from api.identity.sessions import cookie_name

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"
EXEMPT: Final = "/v1/"


def csrf_token(request: Request) -> str:
    """Return the token for the forms of a page; a browser without a cookie gets one."""
    secret = _secret(request)
    if secret is None:
        secret = token_urlsafe(32)
        request.scope.setdefault("state", {})["form_cookie"] = secret
    return _derived(secret)


async def token_checked(request: Request, said: Annotated[Typed, Depends(typed)]) -> None:
    """Admit a writing request that bears the token of its session; a dependency of every route.

    Raises:
        OldPage: it does not.
    """
    if request.method in READING or request.url.path.startswith(EXEMPT):
        return
    secret = _secret(request)
    token = request.headers.get(HEADER) or said.get(FIELD) or ""
    if secret is None or not hmac.compare_digest(token.encode(), _derived(secret).encode()):
        raise OldPage(said, is_own=_origin_of(request.headers) is not None)


class SameSite:
    """Middleware: refuses writing requests of other sites; gives the cookie that a form needs."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if is_foreign(scope):
            refused = PlainTextResponse("Yêu cầu đến từ một trang khác.", status_code=403)
            await refused(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            secret = scope.get("state", {}).get("form_cookie")
            if message["type"] == "http.response.start" and secret:
                MutableHeaders(scope=message).append("set-cookie", _form_cookie(scope, secret))
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def is_foreign(scope: Scope) -> bool:
    """Say whether a writing request says that another site made it."""
    if scope["method"] in READING or scope["path"].startswith(EXEMPT):
        return False
    headers = Headers(scope=scope)
    origin = _origin_of(headers)
    return origin is not None and origin not in {"same-origin", headers.get("host", "")}


def _origin_of(headers: Mapping[str, str]) -> str | None:
    """Return the host that a request says it comes from, or what stands for it; None: no word."""
    origin = headers.get("origin")
    if origin is None or origin == "null":
        # A page that keeps its address to itself sends "null" even to its own site.
        return headers.get("sec-fetch-site") or origin
    try:
        return urlsplit(origin).netloc or "nowhere"
    except ValueError:
        return "nowhere"


def _secret(request: Request) -> str | None:
    """Return the cookie from which the token is derived."""
    made: str | None = request.scope.get("state", {}).get("form_cookie")
    cookies = request.cookies
    return cookies.get(cookie_name(request)) or cookies.get(_form_name(request.scope)) or made


def _derived(secret: str) -> str:
    return urlsafe_b64encode(hmac.digest(secret.encode(), b"soquy form", "sha256")).decode()


def _form_name(scope: Scope) -> str:
    return "__Host-soquy-form" if scope["scheme"] == "https" else "soquy-form"


def _form_cookie(scope: Scope, secret: str) -> str:
    name = _form_name(scope)
    jar: SimpleCookie = SimpleCookie({name: secret})
    secure = "1" if scope["scheme"] == "https" else ""
    jar[name].update({"path": "/", "httponly": "1", "samesite": "Lax", "secure": secure})
    return jar[name].OutputString()
