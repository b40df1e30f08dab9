"""Sessions: a browser that is signed in, known by a random cookie of which only the hash is kept.

A session ends after two hours without use, twelve hours after it began (a working day), when it is
ended on `/tai-khoan`, and when the account is disabled. The cookie outlives it by a few days, so
that a form sent too late is recognised as the person's own and what was typed is kept
(`api/identity/kept_forms.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final, Literal

from fastapi import Request, Response

from api.identity.people import Person, new_id
from api.wiring import wired
from ledger.database import Connection, query

IDLE: Final = timedelta(hours=2)
WHOLE: Final = timedelta(hours=12)
REMEMBERED: Final = timedelta(days=7)
Means = Literal["password", "passkey"]


@dataclass(frozen=True, slots=True)
class Session:
    """A session, alive or ended; `must_change`: the password is a temporary one."""

    session_id: str
    person: Person
    must_change: bool
    begun_at: datetime
    seen_at: datetime
    is_alive: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is signed in; `browser` is like “Chrome, Android”."""

    session_id: str
    means: Means
    browser: str
    begun_at: datetime
    seen_at: datetime


def cookie_name(request: Request) -> str:
    """Return the name of the session's cookie; over https no other host or path can set it."""
    return "__Host-soquy" if request.url.scheme == "https" else "soquy"


def begin(request: Request, response: Response, person_id: str, means: Means) -> None:
    """Sign a browser in: a new token in any case, and the one it had before is dead."""
    token = token_urlsafe(32)
    before = session_of(request)
    with wired(request).connection() as connection:
        if before is not None:
            end(connection, before.person.person_id, before.session_id)
        connection.execute(query("sessions_forget"), {"kept": WHOLE + REMEMBERED})
        connection.execute(
            query("session_write"),
            {
                "token_hash": _hash(token),
                "session_id": new_id("s"),
                "person_id": person_id,
                "means": means,
                "browser": _browser(request.headers.get("user-agent", "")),
            },
        )
    set_cookie(request, response, cookie_name(request), token, WHOLE + REMEMBERED)


def session_of(request: Request) -> Session | None:
    """Return the session of a request, also one that has ended; looked up once a request."""
    if not hasattr(request.state, "session"):
        request.state.session = _find(request)
    found: Session | None = request.state.session
    return found


def signed_in_session(request: Request) -> Session | None:
    """Return the session of a request if it is alive."""
    session = session_of(request)
    return session if session is not None and session.is_alive else None


def person_here(request: Request) -> Person | None:
    """Return who is signed in; None if nobody is."""
    session = signed_in_session(request)
    return session.person if session else None


def places_of(connection: Connection, person_id: str) -> list[Place]:
    """Return where a person is signed in, the place used last first."""
    rows = connection.execute(
        query("sessions_of"), {"person_id": person_id, "idle": IDLE, "whole": WHOLE}
    )
    return [Place(*row) for row in rows]


def end(connection: Connection, person_id: str, session_id: str) -> None:
    """End one of a person's sessions."""
    connection.execute(query("session_end"), {"person_id": person_id, "session_id": session_id})


def end_all(connection: Connection, person_id: str, *, but: str = "") -> None:
    """End all of a person's sessions, but for one."""
    connection.execute(query("sessions_end"), {"person_id": person_id, "but": but})


def sign_out(request: Request, response: Response) -> None:
    """End the session of a request, and take the cookie back."""
    session = session_of(request)
    if session is not None:
        with wired(request).connection() as connection:
            end(connection, session.person.person_id, session.session_id)
    set_cookie(request, response, cookie_name(request), "", timedelta(0))


def set_cookie(request: Request, response: Response, name: str, value: str, age: timedelta) -> None:
    """Set a cookie for this site alone that no script can read."""
    response.set_cookie(
        name,
        value,
        max_age=int(age.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _find(request: Request) -> Session | None:
    token = request.cookies.get(cookie_name(request))
    if not token:
        return None
    with wired(request).connection() as connection:
        row = connection.execute(
            query("session_find"), {"token_hash": _hash(token), "idle": IDLE, "whole": WHOLE}
        ).fetchone()
        if row is None:
            return None
        session_id, person_id, login, name, must_change, begun_at, seen_at, is_alive = row
        if is_alive:
            connection.execute(query("session_seen"), {"session_id": session_id})
    person = Person(person_id, name, login)
    return Session(session_id, person, must_change, begun_at, seen_at, bool(is_alive))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _browser(agent: str) -> str:
    """Return a browser's and a system's name, all that is kept of what a browser says of itself.

    >>> _browser("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Safari/537.36")
    'Chrome, Android'
    """
    browsers = {"Edg": "Edge", "Firefox": "Firefox", "coc_coc": "Cốc Cốc", "Chrome": "Chrome"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
    browsers["Safari"], systems["Mac OS"], systems["Linux"] = "Safari", "macOS", "Linux"
    browser = next((name for mark, name in browsers.items() if mark in agent), "trình duyệt khác")
    system = next((name for mark, name in systems.items() if mark in agent), "máy khác")
    return f"{browser}, {system}"
