"""What was typed into a form whose session had ended, kept for an hour until it is sent again.

It lies in the database sealed with AES-GCM; the key is in the browser's cookie only, and nothing
that looks like a password is kept. After signing in, the same person sees it and sends it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from fastapi import Request, Response

from api.identity.forms import Typed
from api.identity.sessions import set_cookie
from api.web.preferences import path_of
from api.wiring import wired
from ledger.ciphers import Unreadable, new_key, sealed, unsealed
from ledger.database import query

KEPT: Final = timedelta(hours=1)
LETTERS_MAX: Final = 200_000
PURPOSE: Final = b"kept form"
NOT_KEPT: Final = ("csrf", "mat-khau")
"""How the names of fields begin that are not kept."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form to be sent again: where to (with the part behind `?`), and what."""

    address: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def kept_form(request: Request, said: Typed) -> KeptForm:
    """Return what can be kept of the form that a request brings."""
    address = path_of(request) + (f"?{request.url.query}" if request.url.query else "")
    fields = tuple(each for each in said.fields if not each[0].startswith(NOT_KEPT))
    return KeptForm(address, fields, said.had_files)


def keep(request: Request, response: Response, form: KeptForm, person_id: str | None) -> bool:
    """Keep a form for the browser that sent it; say whether it was small enough.

    Args:
        request: it came with.
        response: takes the cookie with the key.
        form: what was typed.
        person_id: the only one who may see it again; None: nobody was signed in.
    """
    content = json.dumps([form.address, form.fields, form.had_files]).encode()
    if len(content) > LETTERS_MAX:
        return False
    key = new_key()
    row = {
        "form_hash": sha256(key).digest(),
        "person_id": person_id,
        "sealed": sealed(key, content, PURPOSE),
    }
    with wired(request).connection() as connection:
        connection.execute(query("kept_form_write"), row)
    set_cookie(request, response, _cookie_name(request), key.hex(), KEPT)
    return True


def kept(request: Request, person_id: str) -> KeptForm | None:
    """Return what this browser's person typed before signing in; None: nothing."""
    key = _key(request)
    if key is None:
        return None
    sought = {"form_hash": sha256(key).digest(), "person_id": person_id, "kept": KEPT}
    with wired(request).connection() as connection:
        row = connection.execute(query("kept_form_read"), sought).fetchone()
    if row is None:
        return None
    try:
        content = unsealed(key, row[0], PURPOSE)
    except Unreadable:
        return None
    address, fields, had_files = json.loads(content)
    return KeptForm(address, tuple((name, value) for name, value in fields), had_files)


def forget(request: Request, response: Response) -> None:
    """Let go of it."""
    key = _key(request)
    if key is not None:
        sought = {"form_hash": sha256(key).digest(), "kept": KEPT}
        with wired(request).connection() as connection:
            connection.execute(query("kept_form_forget"), sought)
    set_cookie(request, response, _cookie_name(request), "", timedelta(0))


def _key(request: Request) -> bytes | None:
    said = request.cookies.get(_cookie_name(request), "")
    try:
        key = bytes.fromhex(said)
    except ValueError:
        return None
    return key if len(key) == 32 else None


def _cookie_name(request: Request) -> str:
    return "__Host-soquy-kept" if request.url.scheme == "https" else "soquy-kept"
