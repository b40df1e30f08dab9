"""What somebody sees who is not admitted: the way to sign in, or why it may not be.

nobody signed in       → /dang-nhap, and then back; a form that was sent is kept meanwhile
a temporary password   → /tai-khoan/mat-khau
no such role           → 403
an old page            → what was typed, with a fresh token, to be looked at and sent again
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api.identity.csrf import csrf_token
from api.identity.forms import FORMS, READING, Typed
from api.identity.kept_forms import keep, kept_form
from api.identity.refusing import NotAllowed, OldPage, PasswordMustChange, SignInNeeded
from api.identity.sessions import session_of, signed_in_session
from api.pages.administering.kept import CONTINUE, resend_page
from api.web.errors import answer
from api.web.preferences import path_of, preferences_of
from api.web.texts import phrase, translate

SIGN_IN: Final = "/dang-nhap"
SIGNED_OUT_FORMS: Final = frozenset({SIGN_IN, "/thiet-lap"})
NO_TOKEN: Final = phrase("Yêu cầu không đến từ trang của Sổ quỹ. Hãy mở lại trang rồi thử lại.")


def admitting(app: FastAPI) -> None:
    """Let `app` answer those who are not admitted."""
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(PasswordMustChange, _change_password)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(OldPage, _old_page)


def _sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeeded)
    return _to_sign_in(request, error.said, error.person_id)


def _to_sign_in(request: Request, said: Typed, person_id: str | None) -> Response:
    """Send to the page for signing in, and from there back to where it was."""
    if request.method in READING:
        if "hx-trigger-name" in request.headers:
            # A field asked while somebody types. The page stays, and is kept when it is sent.
            return Response(status_code=204)
        return _towards(request, f"{SIGN_IN}?{urlencode({'tiep': _seen(request)})}")
    if request.headers.get("content-type", "").partition(";")[0] not in FORMS:
        return JSONResponse({"tiep": SIGN_IN}, status_code=401)
    response = _towards(request, f"{SIGN_IN}?{urlencode({'tiep': CONTINUE})}")
    keep(request, response, kept_form(request, said), person_id)
    return response


def _change_password(request: Request, _error: Exception) -> Response:
    return _towards(request, "/tai-khoan/mat-khau")


def _not_allowed(request: Request, _error: Exception) -> Response:
    return answer(request, 403, code="not_allowed")


def _old_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, OldPage)
    if not error.is_own:
        text = translate(preferences_of(request).language, NO_TOKEN)
        return answer(request, 403, code="no_token", text=text)
    if request.url.path in SIGNED_OUT_FORMS:
        return _towards(request, f"{request.url.path}?lai=1")
    if signed_in_session(request) is None:
        session = session_of(request)
        return _to_sign_in(request, error.said, session.person.person_id if session else None)
    if not error.said.fields:
        return answer(request, 403, code="no_token")
    return resend_page(request, kept_form(request, error.said), csrf_token(request), status=403)


def _seen(request: Request) -> str:
    """Return the address that stands in the browser, also if only a part of its page is asked."""
    seen = request.headers.get("hx-current-url")
    path, asked = urlsplit(seen)[2:4] if seen else (path_of(request), request.url.query)
    return path + (f"?{asked}" if asked else "")


def _towards(request: Request, address: str) -> Response:
    """Return the way to another page, also for a part of a page that was asked for by itself."""
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)
