"""Where somebody goes after signing in; and only to places of this site."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import Request

from api.identity.acting import Action, actions_of, roles_held, today
from api.identity.people import Person
from api.identity.sessions import person_here
from api.wiring import wired

HOMES: Final[tuple[tuple[Action, str], ...]] = (
    ("enter", "/ban-lam-viec"),
    ("approve", "/ban-lam-viec"),
    ("inspect", "/kiem-tra"),
    ("administer", "/quan-tri"),
)
"""Where people work, by what they may do; the first that fits."""


def local(address: str | None) -> str | None:
    r"""Return an address if it is a path of this site; None otherwise.

    >>> local("/so?don-vi=NA"), local("//elsewhere.vn"), local("https://elsewhere.vn/")
    ('/so?don-vi=NA', None, None)
    >>> local("/\\elsewhere.vn"), local("javascript:alert(1)"), local("/a\nb")
    (None, None, None)
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or not address.isprintable() or " " in address:
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def home_of(request: Request, person: Person | None = None) -> str:
    """Return where a person works: the signed-in one, or the one who is just signing in."""
    person = person or person_here(request)
    if person is None:
        return "/"
    with wired(request).connection() as connection:
        actions = actions_of(roles_held(connection, person.person_id, today()))
    served: frozenset[str] = request.app.state.served
    fitting = [path for action, path in HOMES if action in actions and path in served]
    return fitting[0] if fitting else "/"


def with_unit(path: str, code: str, **more: str) -> str:
    """Return the address of a page about a unit.

    >>> with_unit("/quan-tri/nguoi", "NA 1", xong="ten")
    '/quan-tri/nguoi?don-vi=NA+1&xong=ten'
    """
    return f"{path}?{urlencode({'don-vi': code, **more})}"
