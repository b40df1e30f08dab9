"""`/nhap-excel/{upload}`: one upload, how far the work on it is, and its rows to be mended."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from api.exchange.sources import Unreadable
from api.identity.refusing import NotAllowed
from api.pages.importing.listing import EXCEL, attachment
from api.pages.importing.rights import At, at_upload
from api.pages.importing.upload_page import Sent, progress_of, upload_page
from api.pages.inspecting.reading import note_file_read
from api.uploads.folders import Folders
from api.uploads.mending import ROWS_MAX, TooManyRows, write_mended
from api.uploads.report import NAME, report_from
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase, translate
from api.wiring import Wiring, wired
from reports.numbers import whole

router = APIRouter()
Here = Annotated[At, Depends(at_upload)]
Parts = Annotated[Wiring, Depends(wired)]
NOT_READ: Final = phrase(
    "Tệp “{name}” không đọc được đến hết, nên không lập được tệp sửa lỗi: hãy sửa trong tệp gốc."
)
TOO_LONG: Final = phrase("Tệp có hơn {most} dòng: hãy sửa trong tệp gốc theo danh sách dưới đây.")


@router.get("/nhap-excel/{upload_id}", response_class=HTMLResponse)
def upload(request: Request, at: Here, wiring: Parts) -> HTMLResponse:
    """Show an upload as it is now."""
    asked = request.query_params
    with wiring.connection() as connection:
        content = upload_page(
            connection,
            wiring,
            at,
            wrong_page=_number(asked.get("trang"), 1),
            after=_number(asked.get("sau"), 0),
            form=Sent(has_changed=asked.get("doi") == "1"),
        )
    return page(request, "importing/upload.html", content)


@router.get("/nhap-excel/{upload_id}/tien-do", response_class=HTMLResponse)
def progress(request: Request, at: Here) -> HTMLResponse:
    """Show how far the work is; when there is none any more, the whole page is to be asked for."""
    content = progress_of(at)
    if content is None:
        return HTMLResponse("", headers={"HX-Refresh": "true"})
    return page(request, "importing/progress.html", content)


@router.get("/nhap-excel/{upload_id}/sua.xlsx", response_model=None)
def mended(request: Request, at: Here, wiring: Parts) -> Response:
    """Send the same rows with what is wrong, to be mended and sent again."""
    folders = Folders(wiring.home)
    kept = folders.noted(at.upload.upload_id, NAME)
    if kept is None or not at.rights.may_send:
        raise NotAllowed("enter")
    made, language = BytesIO(), preferences_of(request).language
    complaints = report_from(kept).complaints
    if language == "en":
        complaints = tuple(
            replace(each, message=each.english or each.message) for each in complaints
        )
    try:
        write_mended(made, folders.rows(at.upload.upload_id), complaints)
    except Unreadable as unreadable:
        said = translate(language, NOT_READ, name=unreadable.error.file)
        return _refused(request, at, wiring, said)
    except TooManyRows:
        said = translate(language, TOO_LONG, most=whole(ROWS_MAX))
        return _refused(request, at, wiring, said)
    _note(at, wiring, "sua.xlsx")
    stem = at.upload.file_names[0].rpartition(".")[0]
    return Response(made.getvalue(), media_type=EXCEL, headers=attachment(f"{stem}-sua-loi.xlsx"))


@router.get("/nhap-excel/{upload_id}/tep/{number}", response_model=None)
def original(at: Here, wiring: Parts, number: int) -> Response:
    """Send a file as it was sent, for those who decide about it."""
    files = Folders(wiring.home).files(at.upload.upload_id)
    if not 0 <= number < len(files):
        raise HTTPException(404)
    content = files[number].read_bytes()
    _note(at, wiring, f"tep/{number}")
    kind = "application/octet-stream"
    return Response(content, media_type=kind, headers=attachment(files[number].name))


def _note(at: At, wiring: Wiring, file: str) -> None:
    """Note who was sent a file: it names donors and recipients."""
    path = f"/nhap-excel/{at.upload.upload_id}/{file}"
    with wiring.connection() as connection:
        note_file_read(connection, at.rights.person, path, at.upload.unit_id)


def _refused(request: Request, at: At, wiring: Wiring, said: str) -> Response:
    with wiring.connection() as connection:
        content = upload_page(connection, wiring, at, form=Sent(trouble=said))
    return page(request, "importing/upload.html", content, status=422)


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 16 else otherwise
