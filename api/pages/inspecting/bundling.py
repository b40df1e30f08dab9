"""`/kiem-tra/ho-so`: the evidence bundle of an inspection, made beside the page."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from api.identity.acting import Acting, acting
from api.identity.forms import Typed, typed
from api.identity.people import Person
from api.pages.inspecting.bundle_contents import contents_of
from api.pages.inspecting.inspecting import pinned
from api.pages.inspecting.inspection import Inspection, inspection_of
from api.pages.inspecting.inspection_pages import BundlePage
from api.pages.inspecting.jobs import Job, jobs_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from reports.evidence_bundle import write_bundle

router = APIRouter(prefix="/kiem-tra/ho-so")
Wired = Annotated[Wiring, Depends(wired)]
Inspector = Annotated[Acting, Depends(acting("inspect"))]
PATH: Final = "/kiem-tra/ho-so"
NO_SEED: Final = phrase("Hãy ghi một hạt giống: mẫu được rút từ đó.")


@router.get("", response_class=HTMLResponse, response_model=None)
def bundle(request: Request, wiring: Wired, who: Inspector) -> Response:
    """Say what will be in the bundle; show how far it has come, and where it lies."""
    with wiring.connection() as connection:
        asked = inspection_of(connection, who, request.query_params)
    job_id = request.query_params.get("viec", "")
    job = jobs_of(request).of(who.person.person_id, job_id)
    if job is not None and job.failed:
        raise HTTPException(500)
    return _page(request, asked, job, is_forgotten=bool(job_id) and job is None)


@router.post("", response_model=None)
def make(
    request: Request, wiring: Wired, who: Inspector, said: Annotated[Typed, Depends(typed)]
) -> Response:
    """Begin to make the bundle, and lead to the page that shows how far it has come."""
    with wiring.connection() as connection:
        asked = inspection_of(connection, who, dict(said.fields))
    if not asked.seed:
        asked.errors["hat-giong"] = NO_SEED
    if asked.errors:
        return _page(request, asked, None)
    job = jobs_of(request).begin(
        who.person.person_id, lambda job: _made(wiring, asked, who.person, job)
    )
    return RedirectResponse(asked.address(PATH, viec=job.job_id), status_code=303)


@router.get("/{job_id}.zip", response_model=None)
def download(request: Request, who: Inspector, job_id: str) -> Response:
    """Return the bundle, piece by piece."""
    job = jobs_of(request).of(who.person.person_id, job_id)
    if job is None or not job.done or job.file is None:
        raise HTTPException(404)
    name = f"ho-so-kiem-tra-{job.result[1][:12]}.zip"
    return FileResponse(job.file, media_type="application/zip", filename=name)


def _made(wiring: Wiring, asked: Inspection, person: Person, job: Job) -> tuple[int, str]:
    """Make the bundle; return how many bytes it has, and their SHA-256."""
    with wiring.connection() as connection:
        readme, files = contents_of(connection, asked, person, job)
    folder = wiring.home / "ho-so-kiem-tra"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{job.job_id}.zip"
    write_bundle(path, readme, files)
    path.chmod(0o600)
    job.file = path
    return path.stat().st_size, _digest(path)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _page(
    request: Request, asked: Inspection, job: Job | None, *, is_forgotten: bool = False
) -> Response:
    done = job is not None and job.done
    size, digest = job.result if job is not None and done else (0, "")
    content = BundlePage(
        head=pinned(asked),
        seed=asked.seed,
        size=asked.typed["co"] or str(asked.size),
        method=asked.typed["cach"] or "bam",
        job=None if done else job,
        file=f"{PATH}/{job.job_id}.zip?don-vi={asked.code}" if job is not None and done else "",
        sha256=digest,
        bytes_count=size,
        is_forgotten=is_forgotten,
    )
    status = 422 if asked.errors else 200
    return page(request, "inspecting/bundle.html", content, status=status)
