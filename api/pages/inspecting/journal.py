"""`/so`: the journal. Every figure of every page leads here, to the postings it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from api.identity.acting import roles_held, today
from api.identity.limits import Limit, TooManyTries, address, try_once
from api.identity.sessions import signed_in_session
from api.pages.inspecting.csv_rows import csv_of
from api.pages.inspecting.excel_rows import excel_of
from api.pages.inspecting.filters import Filters, filters_of
from api.pages.inspecting.journal_page import content_of
from api.pages.inspecting.reading import reader_of
from api.pages.inspecting.units import Units
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.database import Connection
from projections.entries import every, seen, total_of

router = APIRouter()
TEMPLATE = "inspecting/journal.html"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES: Final = Limit("journal-table", 60, timedelta(minutes=10))
"""Tables for one address: an office, or a village behind one modem, shares it."""

TOO_MANY_ROWS: Final = phrase(
    "Nhiều hơn 10.000 dòng thì không làm tệp Excel: hãy chọn thời gian ngắn hơn, hoặc tải dạng CSV."
)
TOO_OFTEN: Final = phrase(
    "Từ mạng này đã tải quá nhiều bảng trong mười phút; hãy đợi một lát rồi tải lại."
)


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
        if refused := _refused(request, connection, filters):
            return refused
    sought = filters.sought
    assert sought is not None

    def lines() -> Iterator[bytes]:
        with wiring.connection() as reading, seen(reading, sought.unit_id, filters.known_at):
            yield from csv_of(every(reading, sought), Units(reading, today()))

    return StreamingResponse(
        lines(), media_type="text/csv; charset=utf-8", headers=_attached(filters, "csv")
    )


@router.get("/so/xlsx", response_model=None)
def journal_as_workbook(request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Return the same as an Excel workbook, if it is not very much."""
    with wiring.connection() as connection:
        filters = filters_of(connection, request.query_params)
        if refused := _refused(request, connection, filters):
            return refused
        sought = filters.sought
        assert sought is not None
        with seen(connection, sought.unit_id, filters.known_at):
            is_little = total_of(connection, sought).is_whole
            if is_little:
                made = excel_of(every(connection, sought), Units(connection, today()))
        if not is_little:
            return _not_made(request, connection, filters, TOO_MANY_ROWS, 422)
    return Response(made, media_type=XLSX, headers=_attached(filters, "xlsx"))


def _refused(request: Request, connection: Connection, filters: Filters) -> Response | None:
    """Return the page that says why no table is made: wrong filters, or asked too often."""
    if filters.sought is None:
        return page(request, TEMPLATE, content_of(connection, filters, None), status=422)
    try:
        try_once(connection, TABLES, address(request))
    except TooManyTries:
        return _not_made(request, connection, filters, TOO_OFTEN, 429)
    return None


def _not_made(
    request: Request, connection: Connection, filters: Filters, why: str, status: int
) -> Response:
    told = replace(filters, errors={"tep": why})
    return page(request, TEMPLATE, content_of(connection, told, None), status=status)


def _attached(filters: Filters, ending: str) -> dict[str, str]:
    said = filters.code or filters.typed["cap"] or "tat-ca"
    name = "".join(each if each.isascii() and each.isalnum() else "-" for each in said)
    return {"Content-Disposition": f'attachment; filename="so-nhat-ky-{name}.{ending}"'}


def _own_unit(request: Request, connection: Connection) -> str:
    """Return the code of the unit where somebody works; empty for a guest."""
    session = signed_in_session(request)
    if session is None:
        return ""
    held = roles_held(connection, session.person.person_id, today())
    return held[0].unit.code if held else ""
