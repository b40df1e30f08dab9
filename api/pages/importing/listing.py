"""`/nhap-excel`: the offline template, the way to send a file, and what was sent before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.excel_template import Offered, write_template
from api.identity.acting import Acting, UnitNow, acting, names_of
from api.identity.refusing import NotAllowed
from api.pages.importing.rights import Rights, rights_of
from api.uploads import asking, records
from api.uploads.folders import FILE_MAX_BYTES, FILES_MAX, MEGABYTE, Folders, Sent, what_is_wrong
from api.uploads.records import NEWEST, State, Upload
from api.uploads.report import Counts, counts_from
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.database import Connection
from projections.desk import definitions, holders
from projections.trail import names_of_units

router = APIRouter()
LISTED: Final = 20
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES_FIELD: Final = "tep"

STATES: Final[dict[State, tuple[str, str]]] = {
    "checking": (phrase("Đang kiểm tra"), "note"),
    "checked": (phrase("Đã kiểm tra, chưa ghi"), "note"),
    "asked": (phrase("Chờ người thứ hai duyệt"), "note"),
    "recording": (phrase("Đang ghi sổ"), "note"),
    "recorded": (phrase("Đã ghi sổ"), "good"),
    "undo_checking": (phrase("Đang xem để hoàn tác"), "note"),
    "undo_checked": (phrase("Đã ghi sổ, đang xem để hoàn tác"), "note"),
    "undo_asked": (phrase("Chờ duyệt hoàn tác"), "note"),
    "undoing": (phrase("Đang hoàn tác"), "note"),
    "undone": (phrase("Đã hoàn tác"), "bad"),
    "discarded": (phrase("Đã bỏ"), ""),
    "expired": (phrase("Quá 30 ngày, tệp đã xóa"), ""),
}
"""What each state is called, and in which tone it is shown."""

WITH_FAULTS: Final = (phrase("Có chỗ sai, chưa ghi"), "bad")

KINDS: Final = {
    "cash": phrase("Tiền mặt"),
    "bank": phrase("Tiền gửi ngân hàng"),
    "savings": phrase("Tiết kiệm"),
    "collector": phrase("Tiền ở người thu, chưa nộp"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One upload in the list."""

    href: str
    names: str
    unit: str
    sent_by: str
    sent_at: datetime
    state: str
    tone: str
    new: int
    known: int
    refused: int
    digest: str


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """The contract of `importing/imports.html`; `later` is the address of the next page."""

    unit: UnitNow
    may_send: bool
    template_href: str
    error: str
    file_limit_mb: int
    files_max: int
    uploads: tuple[Listed, ...]
    later: str


@router.get("/nhap-excel", response_class=HTMLResponse)
def imports(
    request: Request,
    who: Annotated[Acting, Depends(acting("read"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Show what was sent, and the way to send more."""
    return _page(request, wiring, who, "")


@router.get("/nhap-excel/mau")
def template(
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> Response:
    """Send the workbook to be filled in without a network."""
    with wiring.connection() as connection:
        defined = definitions(connection, who.unit.unit_id)
        known = holders(connection)
    offered = Offered(
        code=who.unit.code,
        name=who.unit.name,
        funds=[(code, fund.name) for code, fund in defined.funds.items()],
        holdings=[
            (code, holding.name or KINDS[holding.kind])
            for code, holding in defined.holdings.items()
        ],
        holders=[(holder.code, holder.name) for holder in known],
    )
    made = BytesIO()
    write_template(made, offered, who.on)
    name = f"mau-nhap-{who.unit.code}.xlsx"
    return Response(made.getvalue(), media_type=EXCEL, headers=attachment(name))


@router.post("/nhap-excel", response_model=None)
async def send(
    request: Request,
    who: Annotated[Acting, Depends(acting("read"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse | RedirectResponse:
    """Take files, to be checked."""
    async with request.form() as form:
        sent = [
            Sent(each.filename or "", each.file, each.size or 0)
            for each in form.getlist(FILES_FIELD)
            if isinstance(each, UploadFile) and each.filename
        ]
        return await run_in_threadpool(_send, request, wiring, who, sent)


def attachment(name: str) -> dict[str, str]:
    """Return the header by which a browser keeps an answer as a file of this name."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def _send(
    request: Request, wiring: Wiring, who: Acting, sent: Sequence[Sent]
) -> HTMLResponse | RedirectResponse:
    person = who.person.person_id
    with wiring.connection() as connection:
        if not _rights(connection, who).may_send:
            raise NotAllowed("enter")
        language = preferences_of(request).language
        wrong = what_is_wrong(sent, language) or asking.too_much(
            connection, person, sum(each.size_bytes for each in sent), language
        )
        if wrong:
            return _page(request, wiring, who, wrong)
        upload_id = asking.receive(
            connection, Folders(wiring.home), sent, unit_id=who.unit.unit_id, person=person
        )
    return RedirectResponse(f"/nhap-excel/{upload_id}", 303)


def _rights(connection: Connection, who: Acting) -> Rights:
    return rights_of(connection, who.person, who.unit.unit_id, who.on)


def _page(request: Request, wiring: Wiring, who: Acting, error: str) -> HTMLResponse:
    with wiring.connection() as connection:
        rights = _rights(connection, who)
        if not rights.may_see:
            raise NotAllowed("enter")
        found = records.of_unit(
            connection,
            who.unit.unit_id,
            who.on,
            before=_place(request.query_params.get("truoc", "")),
            limit=LISTED + 1,
        )
        shown = _listed(connection, found[:LISTED], who)
    address = {"don-vi": who.unit.code}
    later = ""
    if len(found) > LISTED:
        last = found[LISTED - 1]
        place = f"{last.received_at.isoformat()}~{last.upload_id}"
        later = f"/nhap-excel?{urlencode({**address, 'truoc': place})}"
    content = ImportsPage(
        unit=who.unit,
        may_send=rights.may_send,
        template_href=f"/nhap-excel/mau?{urlencode(address)}" if rights.enters else "",
        error=error,
        file_limit_mb=FILE_MAX_BYTES // MEGABYTE,
        files_max=FILES_MAX,
        uploads=shown,
        later=later,
    )
    return page(request, "importing/imports.html", content, status=422 if error else 200)


def _place(said: str) -> tuple[datetime, str]:
    """Return where a page of the list begins; the newest, if an address says nothing readable."""
    at, _, upload_id = said.partition("~")
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return NEWEST
    return (found if found.tzinfo else found.replace(tzinfo=UTC)), upload_id


def state_of(upload: Upload, counts: Counts) -> tuple[str, str]:
    """Return what the state of an upload is called, and in which tone it is shown."""
    is_faulty = upload.state == "checked" and counts.faults > 0
    return WITH_FAULTS if is_faulty else STATES[upload.state]


def _listed(connection: Connection, found: Sequence[Upload], who: Acting) -> tuple[Listed, ...]:
    names = names_of(connection, {each.person for each in found})
    units = names_of_units(connection, [each.unit_id for each in found], who.on) if found else {}
    lines = []
    for each in found:
        counts = counts_from(each.counts)
        state, tone = state_of(each, counts)
        lines.append(
            Listed(
                href=f"/nhap-excel/{each.upload_id}",
                names=", ".join(each.file_names),
                unit=units[each.unit_id][1] if each.unit_id != who.unit.unit_id else "",
                sent_by=names.get(each.person, each.person),
                sent_at=each.received_at,
                state=state,
                tone=tone,
                new=counts.new,
                known=counts.known,
                refused=counts.refused,
                digest=each.digest,
            )
        )
    return tuple(lines)
