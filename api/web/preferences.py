"""How somebody wants to see the pages: language and light, kept in cookies, set by plain links.

`?lang=en` and `?theme=dark` on any page show it so and keep the choice; everything else in the
address stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.texts import Language

KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "lang": ("vi", "en"),
    "theme": ("auto", "light", "dark"),
}
"""Each preference with what it may be, the first being how it is without a choice."""

KEPT_FOR_S: Final = 365 * 24 * 3600


IN_PATHS: Final = "/:@!$&'()*+,;=~"
"""Signs that a path may have unquoted (RFC 3986, section 3.3)."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody chose, or the first of what there is."""

    language: Language
    theme: str


def preferences_of(request: Request) -> Preferences:
    """Return what the address says, else what was kept."""
    said = {
        name: _one_of(values, request.query_params.get(name), request.cookies.get(name))
        for name, values in KEPT.items()
    }
    return Preferences("en" if said["lang"] == "en" else "vi", said["theme"])


def address_with(request: Request, name: str, value: str) -> str:
    """Return the address of this page with one preference in it."""
    kept = [(key, said) for key, said in request.query_params.multi_items() if key not in KEPT]
    # A page that answers a form has no address of its own that can be asked for again.
    return f"{path_of(request)}?{urlencode([*kept, (name, value)])}"


def path_of(request: Request) -> str:
    """Return the path of a page as it stands in its address, where a step may hold a stroke."""
    return quote(request.url.path, safe=IN_PATHS)


def _one_of(values: tuple[str, ...], *said: str | None) -> str:
    return next((each for each in said if each in values), values[0])


class KeepPreferences:
    """Keeps in a cookie what the address of a page says about language and light."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add cookies to the answer if the address asks for it."""
        cookies = _cookies(scope) if scope["type"] == "http" and scope["query_string"] else []
        if not cookies:
            await self._app(scope, receive, send)
            return

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for cookie in cookies:
                    headers.append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, keeping)


def _cookies(scope: Mapping[str, Any]) -> list[str]:
    """Return the cookies for what the address chooses."""
    said = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    cookies = []
    for name, values in KEPT.items():
        if said.get(name) in values:
            jar: SimpleCookie = SimpleCookie({name: said[name]})
            jar[name].update({"path": "/", "max-age": str(KEPT_FOR_S), "samesite": "Lax"})
            cookies.append(jar[name].OutputString())
    return cookies
