"""`/in/giay.pdf`, `/in/giay.png`: one paper of a row, at once; as a file, or as a picture to send.

The picture is that of the paper itself, so that a message shows nothing that the file does not.
A receipt that was printed before is printed again by `/in/lai`, which the unit's book counts, and
which leads to the print `lan`.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.identity.acting import Acting, acting
from api.pages.inspecting.reading import note_search
from api.pages.typed import Typed, key_of, typed_form, typed_query
from api.papers_queue.again import print_again, prints_of
from api.papers_queue.jobs import KINDS, Kind, mark_printed
from api.papers_queue.printer import paper
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.keys import id_of_key
from ledger.refusals import NoReceipt, UnknownEntry
from reports.addresses import address
from reports.from_entries import NoSuchPaper
from reports.native import NativeLibrariesMissing
from reports.pictures import picture

router = APIRouter()
PRIVATE = {"Cache-Control": "private, no-store"}

Asked = Annotated[Typed, Depends(typed_query)]
Sent = Annotated[Typed, Depends(typed_form)]
Enters = Annotated[Acting, Depends(acting("enter"))]
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


@router.post("/in/lai")
def once_more(typed: Sent, who: Enters, wiring: Parts) -> RedirectResponse:
    """Print the receipt of the gift `to` once more for the donor, which the book counts."""
    gift = typed.text("to")
    _require_own(wiring, who, gift)
    actor, form_key = who.person.person_id, key_of(typed)
    try:
        counted = print_again(
            wiring.office, who.unit.unit_id, [gift], actor=actor, form_key=form_key, on=who.on
        )
    except (UnknownEntry, NoReceipt) as none:
        raise HTTPException(404) from none
    copy = f"{counted.get(gift, 1)}"
    query = urlencode({"don-vi": who.unit.code, "khoa": gift, "loai": "BN", "lan": copy})
    return RedirectResponse(f"/in/giay.pdf?{query}", 303)


@router.get("/in/giay.png")
def one_picture(request: Request, asked: Asked, who: Who, wiring: Parts) -> Response:
    """Return the first page of the same paper as PNG."""
    pdf, name = _made(request, asked, who, wiring)
    headers = {**PRIVATE, "Content-Disposition": f'inline; filename="{name}.png"'}
    return Response(picture(pdf), media_type="image/png", headers=headers)


def _made(request: Request, asked: Typed, who: Acting, wiring: Wiring) -> tuple[bytes, str]:
    """Make the paper; its name is safe in a header."""
    key, kind = asked.text("khoa"), _kind(asked)
    base_url = address(str(request.base_url))
    with wiring.connection() as connection:
        _require_own(wiring, who, key)
        try:
            copy = _copy(connection, who, key, asked.text("lan"))
            pdf = _paper(connection, key, kind, base_url, who, copy)
            note_search(connection, who.person, "/in/giay", who.unit.unit_id)
        except (UnknownEntry, NoSuchPaper) as none:
            raise HTTPException(404) from none
        except NativeLibrariesMissing as missing:
            raise HTTPException(503, str(missing)) from missing
    return pdf, f"{kind}-{id_of_key(key).hex[:8]}"


def _paper(
    connection: Connection, key: str, kind: Kind, base_url: str, who: Acting, copy: int
) -> bytes:
    """Make the unit's own paper; a transfer has one on each side, told apart by who issues it."""
    try:
        return paper(connection, key, kind, base_url, issuer=who.unit.code, copy=copy)
    except NoSuchPaper:
        # Issued under a code that the unit had before.
        return paper(connection, key, kind, base_url, copy=copy)


def _copy(connection: Connection, who: Acting, gift: str, said: str) -> int:
    """Return which print of a receipt is asked for: one that the book counts, else the first."""
    if not (said.isascii() and said.isdigit()) or len(said) > 4:
        return 1
    copy = int(said)
    return copy if 1 < copy <= prints_of(connection, who.unit.unit_id, gift) else 1


def _require_own(wiring: Wiring, who: Acting, key: str) -> None:
    """Admit a row of the unit's own book, on either side of a transfer."""
    ids = [id_of_key(key), id_of_key(key, received=True)]
    books = {each.originator_id for each in wiring.journal.entries_of(ids).values()}
    if who.unit.unit_id not in books:
        raise HTTPException(404)


def _kind(asked: Typed) -> Kind:
    said = asked.text("loai")
    return said if said in KINDS else "BN"
