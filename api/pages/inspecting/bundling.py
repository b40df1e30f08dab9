"""`/kiem-tra/ho-so`: the evidence bundle of an inspection, made beside the pages."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from api.identity.acting import Acting, acting
from api.identity.forms import Typed, typed
from api.jobs import rows
from api.jobs.files import bundle_file
from api.jobs.rows import Job
from api.pages.inspecting.beside import order
from api.pages.inspecting.inspecting import pinned
from api.pages.inspecting.inspection import Inspection, inspection_of
from api.pages.inspecting.inspection_pages import BundlePage
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired

router = APIRouter(prefix="/kiem-tra/ho-so")
Wired = Annotated[Wiring, Depends(wired)]
Inspector = Annotated[Acting, Depends(acting("inspect"))]
PATH: Final = "/kiem-tra/ho-so"
NO_SEED: Final = phrase("Hãy ghi một hạt giống: mẫu được rút từ đó.")


@router.get("", response_class=HTMLResponse, response_model=None)
def bundle(request: Request, wiring: Wired, who: Inspector) -> Response:
    """Say what will be in the bundle; show how far it has come, and where it lies."""
    job_id = request.query_params.get("viec", "")
    with wiring.connection() as connection:
        asked = inspection_of(connection, who, request.query_params)
        job = rows.own(connection, "bundle", who.person.person_id, job_id)
    if (
        job is not None
        and job.state == "done"
        and not bundle_file(wiring.home, job.job_id).is_file()
    ):
        job = None
    return _page(request, asked, job, is_forgotten=bool(job_id) and job is None)


@router.post("", response_model=None)
def make(
    request: Request, wiring: Wired, who: Inspector, said: Annotated[Typed, Depends(typed)]
) -> Response:
    """Order the bundle, and lead to the page that shows how far it has come."""
    with wiring.connection() as connection:
        asked = inspection_of(connection, who, dict(said.fields))
        if not asked.seed:
            asked.errors["hat-giong"] = NO_SEED
        if asked.errors:
            return _page(request, asked, None)
        number = order(connection, "bundle", asked, who.person)
    return RedirectResponse(asked.address(PATH, viec=str(number)), status_code=303)


@router.get("/{job_id}.zip", response_model=None)
def download(wiring: Wired, who: Inspector, job_id: str) -> Response:
    """Return the bundle, piece by piece."""
    with wiring.connection() as connection:
        job = rows.own(connection, "bundle", who.person.person_id, job_id)
    path = bundle_file(wiring.home, job.job_id) if job is not None else None
    if job is None or job.state != "done" or path is None or not path.is_file():
        raise HTTPException(404)
    name = f"ho-so-kiem-tra-{job.result['digest'][:12]}.zip"
    return FileResponse(path, media_type="application/zip", filename=name)


def _page(
    request: Request, asked: Inspection, job: Job | None, *, is_forgotten: bool = False
) -> Response:
    done = job if job is not None and job.state == "done" else None
    content = BundlePage(
        head=pinned(asked),
        seed=asked.seed,
        size=asked.typed["co"] or str(asked.size),
        method=asked.typed["cach"] or "bam",
        job=job if job is not None and job.is_open else None,
        file=f"{PATH}/{done.job_id}.zip?don-vi={asked.code}" if done else "",
        sha256=done.result["digest"] if done else "",
        bytes_count=done.result["bytes_count"] if done else 0,
        is_forgotten=is_forgotten,
        has_failed=job is not None and job.state == "failed",
    )
    status = 422 if asked.errors else 200
    return page(request, "inspecting/bundle.html", content, status=status)
