"""Adding and removing one's own passkeys; the browser's part is `passkeys.js`."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.identity.acting import signed_in
from api.identity.passkeys import PasskeyRefused, add_passkey, options_to_add, remove_passkey
from api.identity.sessions import Session
from api.operation.logs import note
from api.pages.typed import Typed, typed_form
from api.web.preferences import preferences_of
from api.web.texts import phrase, translate
from api.wiring import wired

NAME_LETTERS_MAX: Final = 40
NOT_ADDED: Final = phrase("Chưa thêm được chìa khóa này. Hãy thử lại.")
router = APIRouter()


@router.post("/tai-khoan/khoa/hoi")
def ask_for_new_passkey(
    request: Request, session: Annotated[Session, Depends(signed_in)]
) -> Response:
    """Return what a browser needs to make a passkey."""
    with wired(request).connection() as connection:
        options = options_to_add(connection, request, session.person)
    return Response(options, media_type="application/json")


@router.post("/tai-khoan/khoa")
async def read_new_passkey(
    request: Request, session: Annotated[Session, Depends(signed_in)]
) -> Response:
    """Keep the passkey that the browser has made."""
    body = (await request.body()).decode("utf-8", "replace")
    return await run_in_threadpool(_add, request, session, body)


def _add(request: Request, session: Session, body: str) -> Response:
    name = " ".join(request.query_params.get("ten", "").split())[:NAME_LETTERS_MAX]
    language = preferences_of(request).language
    name = name or translate(language, phrase("Chìa khóa"))
    with wired(request).connection() as connection:
        try:
            add_passkey(connection, request, session.person, body, name)
        except PasskeyRefused:
            return JSONResponse({"loi": translate(language, NOT_ADDED)}, status_code=422)
    note("passkey_added", person=session.person.person_id)
    return JSONResponse({"tiep": "/tai-khoan?xong=khoa"})


@router.post("/tai-khoan/khoa/bo")
def remove(
    request: Request,
    session: Annotated[Session, Depends(signed_in)],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Remove a passkey."""
    with wired(request).connection() as connection:
        remove_passkey(connection, session.person.person_id, typed.text("khoa"))
    note("passkey_removed", person=session.person.person_id)
    return RedirectResponse("/tai-khoan?xong=khoa-bo", status_code=303)
