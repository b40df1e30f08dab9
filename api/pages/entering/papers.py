"""`/in/giay.pdf`, `/in/giay.png`: one paper of a row, at once; as a file, or as a picture to send.

The picture is that of the paper itself, so that a message shows nothing that the file does not.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from api.identity.acting import Acting, acting
from api.pages.typed import Typed, typed_query
from api.papers_queue.jobs import KINDS, Kind, mark_printed
from api.papers_queue.printer import paper
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.keys import id_of_key
from ledger.refusals import UnknownEntry
from reports.from_entries import NoSuchPaper
from reports.native import NativeLibrariesMissing
from reports.pictures import picture

router = APIRouter()
PRIVATE = {"Cache-Control": "private, no-store"}

Asked = Annotated[Typed, Depends(typed_query)]
Who = Annotated[Acting, Depends(acting("read"))]
Parts = Annotated[Wiring, Depends(wired)]


@router.get("/in/giay.pdf")
def one_paper(request: Request, asked: Asked, who: Who, wiring: Parts) -> Response:
    """Return the paper `loai` (BN, THU, CHI) of the row `khoa` as PDF."""
    pdf, name = _made(request, asked, who, wiring)
    with wiring.connection() as connection:
        mark_printed(connection, who.unit.unit_id, _kind(asked), [asked.text("khoa")])
    headers = {**PRIVATE, "Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/in/giay.png")
def one_picture(request: Request, asked: Asked, who: Who, wiring: Parts) -> Response:
    """Return the first page of the same paper as PNG."""
    pdf, name = _made(request, asked, who, wiring)
    headers = {**PRIVATE, "Content-Disposition": f'inline; filename="{name}.png"'}
    return Response(picture(pdf), media_type="image/png", headers=headers)


def _made(request: Request, asked: Typed, who: Acting, wiring: Wiring) -> tuple[bytes, str]:
    """Make the paper; its name is safe in a header."""
    key, kind = asked.text("khoa"), _kind(asked)
    base_url = str(request.base_url).rstrip("/")
    with wiring.connection() as connection:
        _require_own(wiring, who, key)
        try:
            pdf = _paper(connection, key, kind, base_url, who)
        except (UnknownEntry, NoSuchPaper) as none:
            raise HTTPException(404) from none
        except NativeLibrariesMissing as missing:
            raise HTTPException(503, str(missing)) from missing
    return pdf, f"{kind}-{id_of_key(key).hex[:8]}"


def _paper(connection: Connection, key: str, kind: Kind, base_url: str, who: Acting) -> bytes:
    """Make the unit's own paper; a transfer has one on each side, told apart by who issues it."""
    try:
        return paper(connection, key, kind, base_url, issuer=who.unit.code)
    except NoSuchPaper:
        return paper(connection, key, kind, base_url)  # issued under a code it had before


def _require_own(wiring: Wiring, who: Acting, key: str) -> None:
    """Admit a row of the unit's own book, on either side of a transfer."""
    ids = [id_of_key(key), id_of_key(key, received=True)]
    books = {each.originator_id for each in wiring.journal.entries_of(ids).values()}
    if who.unit.unit_id not in books:
        raise HTTPException(404)


def _kind(asked: Typed) -> Kind:
    said = asked.text("loai")
    return said if said in KINDS else "BN"
