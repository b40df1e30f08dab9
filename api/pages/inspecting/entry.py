"""`/chung-tu/{unit}-{version}`: one entry, its bytes and its papers.

The address bears the unit's id, which never changes; with a code it leads there.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from api.identity.acting import may, today
from api.identity.people import Person
from api.pages.figure_links import link_to_entry
from api.pages.inspecting.entry_page import content_of
from api.pages.inspecting.filters import instant_of
from api.pages.inspecting.reading import note_read, reader_of
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import translator
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.events import EntryReversed, MoneyEvent, TransferReceived
from ledger.log.store import LogReader
from ledger.refusals import EntryNotLogged, UnknownEntry, UnknownUnit
from ledger.wire import Entry
from projections.entries import seen
from projections.figures import unit_by_code
from projections.trail import Trail, trail_of
from reports.from_entries import NoSuchPaper, papers_of
from reports.from_entries.printing import file_name
from reports.papers import Receipt, Voucher
from reports.receipt import make_receipt
from reports.voucher import make_voucher

router = APIRouter()
Wired = Annotated[Wiring, Depends(wired)]


@router.get("/chung-tu/{name}", response_class=HTMLResponse, response_model=None)
def entry(request: Request, wiring: Wired, name: str) -> Response:
    """Show one entry and all that belongs to it."""
    known_at = instant_of(request.query_params.get("known-at", ""))
    with wiring.connection() as connection:
        unit_id, version = _place(connection, name)
        canonical = link_to_entry(unit_id, version)
        if request.url.path != canonical:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(canonical + query, status_code=308)
        with seen(connection, unit_id, known_at):
            trail = _trail(connection, unit_id, version)
        reader = reader_of(request, connection, unit_id)
        if reader is not None and trail.private:
            note_read(connection, reader, "/chung-tu", [trail.entry])
        content = content_of(
            connection,
            trail,
            None if reader is None else trail.private,
            known_at,
            translator(preferences_of(request).language),
            may_enter=_may_enter(connection, reader, unit_id) and known_at is None,
        )
    return page(request, "inspecting/entry.html", content)


def _may_enter(connection: Connection, reader: Person | None, unit_id: UUID) -> bool:
    return reader is not None and may(connection, reader, "enter", unit_id, today())


@router.get("/chung-tu/{name}/goc", response_model=None)
def stored_bytes(wiring: Wired, name: str) -> Response:
    """Return the entry as it is stored, byte by byte."""
    with wiring.connection() as connection:
        unit_id, version = _place(connection, name)
        trail = _trail(connection, unit_id, version)
    headers = {"Content-Disposition": f'attachment; filename="{unit_id.hex}-{version}.json"'}
    return Response(trail.kept.raw, media_type="application/json", headers=headers)


@router.get("/chung-tu/{name}/bang-chung", response_model=None)
def proof(wiring: Wired, name: str) -> Response:
    """Return the proof that the entry stands in the signed log (c2sp.org/tlog-proof)."""
    with wiring.connection() as connection:
        unit_id, version = _place(connection, name)
        try:
            found = LogReader(connection).proof_of(unit_id, version).proof
        except (UnknownEntry, EntryNotLogged) as refusal:
            raise HTTPException(404 if isinstance(refusal, UnknownEntry) else 503) from refusal
    headers = {"Content-Disposition": f'attachment; filename="{unit_id.hex}-{version}.tlog-proof"'}
    return PlainTextResponse(str(found), headers=headers)


@router.get("/chung-tu/{name}/bien-nhan", response_model=None)
def receipt(request: Request, wiring: Wired, name: str) -> Response:
    """Return the donor's receipt, for those who may see the name on it."""
    return _paper(request, wiring, name, Receipt)


@router.get("/chung-tu/{name}/phieu", response_model=None)
def voucher(request: Request, wiring: Wired, name: str) -> Response:
    """Return the accounting voucher, for those who may see the names on it."""
    return _paper(request, wiring, name, Voucher)


def _paper(
    request: Request, wiring: Wiring, name: str, kind: type[Receipt] | type[Voucher]
) -> Response:
    with wiring.connection() as connection:
        unit_id, version = _place(connection, name)
        entry = _trail(connection, unit_id, version).entry
        reader = reader_of(request, connection, unit_id)
        if reader is None:
            raise HTTPException(403)
        found = _of_kind(connection, entry, kind)
        note_read(connection, reader, "/chung-tu", [entry])
    made = make_receipt(found) if isinstance(found, Receipt) else make_voucher(found)
    headers = {"Content-Disposition": f'inline; filename="{file_name(found)}"'}
    return Response(made, media_type="application/pdf", headers=headers)


def _of_kind(
    connection: Connection, entry: Entry, kind: type[Receipt] | type[Voucher]
) -> Receipt | Voucher:
    """Return the paper of that kind that the unit of the entry itself issued."""
    event = entry.event
    if not isinstance(event, MoneyEvent | EntryReversed):
        raise HTTPException(404)
    try:
        papers = papers_of(connection, event.key)
    except NoSuchPaper as error:
        raise HTTPException(404) from error
    sent = [each for each in papers if isinstance(each, kind)]
    if not sent:
        raise HTTPException(404)
    received = isinstance(event, TransferReceived)
    return sent[-1] if received else sent[0]


def _place(connection: Connection, name: str) -> tuple[UUID, int]:
    """Return unit and version of an address: by the unit's id, else by its code."""
    unit, _, version = name.rpartition("-")
    if not (version.isascii() and version.isdigit()) or len(version) > 18:
        raise HTTPException(404)
    try:
        return _unit(connection, unit), int(version)
    except UnknownUnit as error:
        raise HTTPException(404) from error


def _unit(connection: Connection, said: str) -> UUID:
    try:
        return UUID(hex=said)
    except ValueError:
        return unit_by_code(connection, said)


def _trail(connection: Connection, unit_id: UUID, version: int) -> Trail:
    found = trail_of(connection, unit_id, version)
    if found is None:
        raise HTTPException(404)
    return found
