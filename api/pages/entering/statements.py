"""`/in/bang-ke`: what one donor gave to the unit in a year, as a paper to hand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from api.identity.acting import Acting, UnitNow, acting
from api.pages.inspecting.reading import note_read
from api.pages.typed import Filled, Reading, Typed, typed_form
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from reports.addresses import address
from reports.from_entries import NoSuchDonor, statement_of
from reports.native import NativeLibrariesMissing
from reports.statement import make_statement

router = APIRouter()
PATH: Final = "/in/bang-ke"
NOBODY: Final = phrase("Hãy gõ tên hoặc mã người ủng hộ.")
NOT_FOUND: Final = phrase(
    "Năm {year}, sổ của đơn vị không có khoản ủng hộ nào của “{donor}”: hãy xem lại năm và tên."
)
SEVERAL: Final = phrase("Có {n} người ủng hộ cùng tên “{donor}”: hãy dùng mã người ủng hộ ({ids}).")
NO_YEAR: Final = phrase("Năm viết bằng bốn chữ số, ví dụ 2022.")
PRIVATE: Final = {"Cache-Control": "private, no-store"}

Sent = Annotated[Typed, Depends(typed_form)]
Who = Annotated[Acting, Depends(acting("read"))]
Parts = Annotated[Wiring, Depends(wired)]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Where it is asked whose gifts, and of which year; what is wrong with what was typed."""

    unit: UnitNow
    form: Filled


@router.get(PATH, response_model=None)
def ask(request: Request, who: Who) -> Response:
    """Show the form."""
    return _form(request, who, Reading(Typed({"nam": f"{who.on.year}"})))


@router.post(PATH, response_model=None)
def statement(request: Request, typed: Sent, who: Who, wiring: Parts) -> Response:
    """Send the paper. Names do not stand in the address; that they were read is noted."""
    reading = Reading(typed)
    donor, year = typed.text("nguoi"), typed.text("nam")
    if not donor:
        reading.fail("nguoi", NOBODY)
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        reading.fail("nam", NO_YEAR)
    if reading.errors:
        return _form(request, who, reading, 422)
    try:
        pdf = _made(request, who, wiring, donor, int(year))
    except NoSuchDonor as none:
        told = {"donor": donor, "year": year, "ids": ", ".join(none.ids), "n": len(none.ids)}
        reading.fail("nguoi", SEVERAL if none.ids else NOT_FOUND, **told)
        return _form(request, who, reading, 404)
    except NativeLibrariesMissing as missing:
        raise HTTPException(503, str(missing)) from missing
    headers = {**PRIVATE, "Content-Disposition": f'inline; filename="bang-ke-{year}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _made(request: Request, who: Acting, wiring: Wiring, donor: str, year: int) -> bytes:
    seen = address(str(request.base_url))
    with wiring.connection() as connection:
        found, read = statement_of(connection, who.unit.unit_id, year, donor, check_address=seen)
        note_read(connection, who.person, PATH, read)
    return make_statement(found)


def _form(request: Request, who: Acting, reading: Reading, status: int = 200) -> Response:
    content = StatementPage(who.unit, Filled(reading.typed, reading.errors))
    return page(request, "entering/statement.html", content, status=status)
