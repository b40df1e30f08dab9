"""`/cong-khai`: what units have published, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.pages.publishing.naming import Row, rows_of
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.refusals import UnknownUnit
from projections.figures import unit_by_code
from projections.publications import NEWEST, newest, publications_of

router = APIRouter()
SHOWN_MAX: Final = 50
DIGITS_MAX: Final = 18


@dataclass(frozen=True, slots=True)
class ListingPage:
    """The publications of all units, or of one (`code`); `earlier` leads on."""

    code: str
    rows: tuple[Row, ...]
    earlier: str


@router.get("/cong-khai", response_class=HTMLResponse)
def listing(
    request: Request, wiring: Annotated[Wiring, Depends(wired)], truoc: str = ""
) -> HTMLResponse:
    """Show the list."""
    code = request.query_params.get("don-vi", "").strip()
    before = int(truoc) if truoc.isdecimal() and len(truoc) <= DIGITS_MAX else NEWEST
    with wiring.connection() as connection:
        if code:
            try:
                found = publications_of(connection, [unit_by_code(connection, code)])
            except UnknownUnit:
                found = []
        else:
            found = newest(connection, SHOWN_MAX + 1, before)
        more = not code and len(found) > SHOWN_MAX
        found = found if code else found[:SHOWN_MAX]
        content = ListingPage(
            code=code,
            rows=rows_of(connection, found),
            earlier=f"/cong-khai?truoc={found[-1].position}" if more else "",
        )
    return page(request, "publishing/listing.html", content)
