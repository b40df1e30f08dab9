"""`/so`: the journal. Every figure of every page leads here, to the postings it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from api.identity.acting import roles_held, today
from api.identity.sessions import signed_in_session
from api.pages.inspecting.csv_rows import csv_of
from api.pages.inspecting.filters import filters_of
from api.pages.inspecting.journal_page import content_of
from api.pages.inspecting.reading import reader_of
from api.pages.inspecting.units import Units
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.database import Connection
from projections.entries import every, seen

router = APIRouter()
TEMPLATE = "inspecting/journal.html"


@router.get("/so", response_class=HTMLResponse, response_model=None)
def journal(request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Show the entries behind a figure, or all of a unit; staff begin with their own."""
    with wiring.connection() as connection:
        if not request.query_params and (code := _own_unit(request, connection)):
            return RedirectResponse(f"/so?don-vi={code}", status_code=303)
        filters = filters_of(connection, request.query_params)
        sought = filters.sought
        reader = reader_of(request, connection, sought.unit_id) if sought else None
        content = content_of(connection, filters, reader)
    return page(request, TEMPLATE, content, status=422 if filters.errors else 200)


@router.get("/so/csv", response_model=None)
def journal_as_csv(request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Return all that the filters find as one file, without names of persons."""
    with wiring.connection() as connection:
        filters = filters_of(connection, request.query_params)
        if filters.sought is None:
            return page(request, TEMPLATE, content_of(connection, filters, None), status=422)
    sought = filters.sought

    def lines() -> Iterator[bytes]:
        with wiring.connection() as reading, seen(reading, sought.unit_id, filters.known_at):
            yield from csv_of(every(reading, sought), Units(reading, today()))

    code = filters.code.encode("ascii", "replace").decode().replace("?", "-") or "tat-ca"
    name = "".join(each if each.isalnum() or each == "-" else "-" for each in code)
    headers = {"Content-Disposition": f'attachment; filename="so-nhat-ky-{name}.csv"'}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


def _own_unit(request: Request, connection: Connection) -> str:
    """Return the code of the unit where somebody works; empty for a guest."""
    session = signed_in_session(request)
    if session is None:
        return ""
    held = roles_held(connection, session.person.person_id, today())
    return held[0].unit.code if held else ""
