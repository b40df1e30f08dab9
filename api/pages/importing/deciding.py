"""What people decide about an upload; every answer leads back to its page.

Said twice, by two browsers or by two people, each of these is done once: the second sees what is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.answers import SENTENCES, sentence
from api.identity.forms import Typed, typed
from api.identity.refusing import NotAllowed
from api.pages.importing.rights import At, at_upload
from api.pages.importing.upload_page import Sent, upload_page
from api.uploads import asking, records
from api.uploads.folders import Folders
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase, translate
from api.wiring import Wiring, wired
from ledger.refusals import Refusal

router = APIRouter()
Here = Annotated[At, Depends(at_upload)]
Parts = Annotated[Wiring, Depends(wired)]
Said = Annotated[Typed, Depends(typed)]
Answer = HTMLResponse | RedirectResponse
NO_REASON: Final = phrase("Hãy ghi lý do hoàn tác: lý do nằm lại trong sổ bên từng dòng hủy.")
LONG_REASON: Final = phrase("Lý do dài quá {most} chữ: hãy viết ngắn hơn.")


@router.post("/nhap-excel/{upload_id}/ghi", response_model=None)
def record(at: Here, wiring: Parts, said: Said) -> Answer:
    """Record an upload in which no money goes out."""
    _require(at.rights.may_send)
    person = at.rights.person.person_id
    with wiring.connection() as connection:
        done = asking.record(connection, at.upload, person=person, digest=said.get("ma") or "")
    return _back(at, changed=not done)


@router.post("/nhap-excel/{upload_id}/de-nghi", response_model=None)
def ask(request: Request, at: Here, wiring: Parts, said: Said) -> Answer:
    """Put an upload, or its undoing, before a second person."""
    _require(at.rights.may_send)
    rights, digest = at.rights, said.get("ma") or ""

    def step() -> bool:
        person = rights.person.person_id
        with wiring.connection() as connection:
            return asking.ask(
                connection, wiring, at.upload, person=person, on=rights.on, digest=digest
            )

    return _answer(request, at, wiring, step)


@router.post("/nhap-excel/{upload_id}/duyet", response_model=None)
def admit(request: Request, at: Here, wiring: Parts, said: Said) -> Answer:
    """Admit an upload, or its undoing, as the second person."""
    person = at.rights.person.person_id
    waits = at.upload.state in ("asked", "undo_asked")
    digest = at.upload.digest if at.upload.state == "asked" else at.upload.undo_digest
    if not waits or said.get("ma") != digest:
        return _back(at, changed=True)

    def step() -> bool:
        with wiring.connection() as connection:
            asking.admit(connection, wiring, at.upload, person=person, on=at.rights.on)
        return True

    return _answer(request, at, wiring, step)


@router.post("/nhap-excel/{upload_id}/tra-lai", response_model=None)
def decline(request: Request, at: Here, wiring: Parts) -> Answer:
    """Send an upload back as the second person, or take it back as the first."""
    person = at.rights.person.person_id

    def step() -> bool:
        with wiring.connection() as connection:
            asking.decline(connection, wiring, at.upload, person=person, on=at.rights.on)
        return True

    return _answer(request, at, wiring, step)


@router.post("/nhap-excel/{upload_id}/hoan-tac", response_model=None)
def undo(request: Request, at: Here, wiring: Parts, said: Said) -> Answer:
    """Begin to undo an import: a reason is asked for, and what can be undone is looked at."""
    _require(at.rights.enters)
    reason = " ".join((said.get("ly-do") or "").split())
    error, language = "", preferences_of(request).language
    if not reason:
        error = translate(language, NO_REASON)
    elif len(reason) > asking.REASON_MAX:
        error = translate(language, LONG_REASON, most=asking.REASON_MAX)
    rights = at.rights
    with wiring.connection() as connection:
        if error:
            form = Sent(reason=reason, reason_error=error)
            content = upload_page(connection, wiring, at, form=form)
            return page(request, "importing/upload.html", content, status=422)
        person, folders = rights.person.person_id, Folders(wiring.home)
        asking.undo(connection, folders, at.upload, person=person, reason=reason, on=rights.on)
    return _back(at)


@router.post("/nhap-excel/{upload_id}/bo", response_model=None)
def drop(at: Here, wiring: Parts) -> Answer:
    """Let go of an upload that was not recorded, or of the wish to undo it."""
    _require(at.rights.may_send)
    with wiring.connection() as connection:
        asking.drop(connection, Folders(wiring.home), at.upload)
    return _back(at)


@router.post("/nhap-excel/{upload_id}/thu-lai", response_model=None)
def try_again(at: Here, wiring: Parts) -> Answer:
    """Begin again what got stuck."""
    _require(at.rights.may_send)
    with wiring.connection() as connection:
        records.step(connection, "upload_try_again", at.upload.upload_id)
    return _back(at)


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("enter")


def _answer(request: Request, at: At, wiring: Wiring, step: Callable[[], bool]) -> Answer:
    """Take a step; if the ledger refuses it, say so on the page as it is now."""
    try:
        done = step()
    except Refusal as refusal:
        text = sentence(refusal, language=preferences_of(request).language)
        with wiring.connection() as connection:
            upload = records.find(connection, at.upload.upload_id) or at.upload
            content = upload_page(
                connection, wiring, At(at.rights, upload), form=Sent(trouble=text)
            )
        status = SENTENCES[refusal.code].status
        return page(request, "importing/upload.html", content, status=status)
    return _back(at, changed=not done)


def _back(at: At, *, changed: bool = False) -> RedirectResponse:
    return RedirectResponse(f"/nhap-excel/{at.upload.upload_id}{'?doi=1' if changed else ''}", 303)
