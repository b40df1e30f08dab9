"""Middleware: tells the frame of every page who is looking at it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.identity.acting import actions_of, roles_held, today
from api.identity.csrf import csrf_token
from api.identity.sessions import cookie_name, signed_in_session
from api.web.visitor import Visitor, visitor_of
from api.wiring import wired
from ledger.database import DatabaseUnavailable

WITHOUT_FRAME: Final = ("/static/", "/v1/")


class Visitors:
    """Looks the session up for whoever brings its cookie."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and not scope["path"].startswith(WITHOUT_FRAME):
            request = Request(scope)
            if cookie_name(request) in request.cookies:
                await run_in_threadpool(_recognise, request)
        await self.app(scope, receive, send)


def with_form(request: Request) -> None:
    """Let a page for people who are not signed in have a form: its token, and the cookie to it."""
    request.state.visitor = replace(visitor_of(request), csrf=csrf_token(request))


def _recognise(request: Request) -> None:
    try:
        session = signed_in_session(request)
        if session is None:
            return
        with wired(request).connection() as connection:
            held = roles_held(connection, session.person.person_id, today())
    except DatabaseUnavailable:
        return  # the page that needs the database says so
    request.state.visitor = Visitor(
        name=session.person.name,
        unit=held[0].unit.name if held else "",
        actions=frozenset(actions_of(held)),
        csrf=csrf_token(request),
    )
