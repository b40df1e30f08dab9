"""`/in`: choose papers of a period, print them in one run, see how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from api.identity.acting import Acting, UnitNow, acting
from api.jobs.files import paper_file
from api.jobs.rows import ordered
from api.pages.entering.shown import Shown, shown
from api.pages.typed import (
    Filled,
    Reading,
    Typed,
    key_of,
    new_key,
    typed_form,
    typed_query,
)
from api.papers_queue.again import print_again
from api.papers_queue.jobs import (
    KINDS,
    PAPERS_MAX,
    PER_FILE,
    Job,
    Kind,
    ask,
    cancel,
    job,
    jobs_of,
    paper_of,
    printed,
)
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from ledger.database import Connection
from projections.desk import Told, between
from reports.addresses import address
from reports.numbers import short_date

router = APIRouter()
PATH: Final = "/in"
NAMES: Final[Mapping[str, str]] = {
    "BN": phrase("Giấy biên nhận"),
    "THU": phrase("Phiếu thu, báo có, nhập kho"),
    "CHI": phrase("Phiếu chi, UNC, xuất kho"),
}
LOOKED_THROUGH: Final = 20_000
SHOWN_MAX: Final = 50
NOTHING_CHOSEN: Final = phrase("Không có tờ nào trong khoảng này: hãy chọn ngày hoặc số khác.")

Asked = Annotated[Typed, Depends(typed_query)]
Sent = Annotated[Typed, Depends(typed_form)]
Who = Annotated[Acting, Depends(acting("enter"))]
Parts = Annotated[Wiring, Depends(wired)]


@dataclass(frozen=True, slots=True)
class PrintPage:
    """What `/in` shows: the choice, what it comes to, and the runs before.

    `printed` are the keys of receipts that were printed before: another print is counted.
    """

    unit: UnitNow
    kinds: tuple[tuple[str, str], ...]
    form: Filled
    key: str
    count: int
    papers_max: int
    chosen: tuple[Shown, ...]
    printed: frozenset[str]
    jobs: tuple[Job, ...]
    names: Mapping[str, str]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, field by field."""
        return list(self.form.errors.items())


@dataclass(frozen=True, slots=True)
class JobPage:
    """One print run."""

    unit: UnitNow
    job: Job
    name: str
    files: tuple[tuple[str, int, int], ...]


@router.get(PATH, response_class=HTMLResponse)
def choose(request: Request, asked: Asked, who: Who, wiring: Parts) -> HTMLResponse:
    """Show what the filter in the address finds."""
    return page(request, "entering/print.html", _page(wiring, who, _with_usual(asked, who)))


@router.post(PATH, response_model=None)
def print_them(
    request: Request, typed: Sent, who: Who, wiring: Parts
) -> HTMLResponse | RedirectResponse:
    """Ask for what the same filter finds now."""
    reading = Reading(typed)
    found = _found(wiring, who, reading)
    if not reading.errors and not found:
        reading.fail("tu", NOTHING_CHOSEN)
    if reading.errors:
        content = _page(wiring, who, typed, reading)
        return page(request, "entering/print.html", content, status=422)
    keys = [key for key, _ in found][:PAPERS_MAX]
    number = _asked(wiring, who, typed, keys, address(str(request.base_url)))
    query = urlencode({"don-vi": who.unit.code})
    return RedirectResponse(f"{PATH}/{number}?{query}", 303)


def _asked(wiring: Wiring, who: Acting, typed: Typed, keys: list[str], base_url: str) -> int:
    """Ask for papers; prints of receipts that were printed before are counted in the book."""
    kind, form_key, unit_id = _kind(typed), key_of(typed), who.unit.unit_id
    person = who.person.person_id
    with wiring.connection() as connection:
        known = ordered(connection, form_key)
        if known is not None:
            return known
        before = printed(connection, unit_id, kind, keys) if kind == "BN" else frozenset[str]()
        copies = print_again(
            wiring.office, unit_id, sorted(before), actor=person, form_key=form_key, on=who.on
        )
        return ask(
            connection, form_key, unit_id, person, kind, keys, base_url=base_url, copies=copies
        )


@router.get(PATH + "/{job_id:int}", response_class=HTMLResponse)
def one_run(request: Request, job_id: int, who: Who, wiring: Parts) -> HTMLResponse:
    """Show how far a run has come; the page asks again by itself while it is open."""
    with wiring.connection() as connection:
        found = _job(connection, who, job_id)
    query = urlencode({"don-vi": who.unit.code})
    files = tuple(
        (
            f"{PATH}/{job_id}/{number}.pdf?{query}",
            (number - 1) * PER_FILE + 1,
            min(number * PER_FILE, found.whole),
        )
        for number in found.files
        if paper_file(wiring.home, job_id, number).is_file()
    )
    content = JobPage(who.unit, found, NAMES[found.kind], files)
    return page(request, "entering/print_job.html", content)


@router.post(PATH + "/{job_id:int}")
def stop_run(job_id: int, who: Who, wiring: Parts) -> RedirectResponse:
    """Stop a run that is not finished."""
    with wiring.connection() as connection:
        cancel(connection, who.unit.unit_id, job_id)
    query = urlencode({"don-vi": who.unit.code})
    return RedirectResponse(f"{PATH}/{job_id}?{query}", 303)


@router.get(PATH + "/{job_id:int}/{number:int}.pdf")
def one_file(job_id: int, number: int, who: Who, wiring: Parts) -> Response:
    """Return a file of a run."""
    with wiring.connection() as connection:
        found = _job(connection, who, job_id)
    path: Path = paper_file(wiring.home, job_id, number)
    if number not in found.files or not path.is_file():
        raise HTTPException(404)
    name = f"{found.kind}-{job_id}-{number}.pdf"
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(path, media_type="application/pdf", filename=name, headers=headers)


def _job(connection: Connection, who: Acting, job_id: int) -> Job:
    found = job(connection, who.unit.unit_id, job_id)
    if found is None:
        raise HTTPException(404)
    return found


def _kind(typed: Typed) -> Kind:
    said = typed.text("loai")
    return said if said in KINDS else "BN"


def _with_usual(asked: Typed, who: Acting) -> Typed:
    """Return the filter with the usual period, today, where the address says none."""
    usual = {"loai": "BN", "tu": short_date(who.on), "den": short_date(who.on)}
    if not asked.text("tu"):
        usual["chua-in"] = "1"
    return Typed({**usual, **asked.values}, asked.language)


def _page(wiring: Wiring, who: Acting, typed: Typed, reading: Reading | None = None) -> PrintPage:
    read = reading or Reading(typed)
    found = _found(wiring, who, read)
    kind, shown_now = _kind(typed), found[:SHOWN_MAX]
    with wiring.connection() as connection:
        jobs = jobs_of(connection, who.unit.unit_id)
        keys = [key for key, _ in shown_now] if kind == "BN" else []
        before = printed(connection, who.unit.unit_id, kind, keys)
    return PrintPage(
        unit=who.unit,
        kinds=tuple((code, NAMES[code]) for code in KINDS),
        form=Filled(typed, read.errors),
        key=new_key(),
        count=len(found),
        papers_max=PAPERS_MAX,
        chosen=tuple(shown(told, who.unit.code) for _, told in shown_now),
        printed=before,
        jobs=jobs,
        names=NAMES,
    )


def _found(wiring: Wiring, who: Acting, reading: Reading) -> list[tuple[str, Told]]:
    """Return the rows whose papers the filter finds, by number; none while it is wrong."""
    first, last = reading.day("tu"), reading.day("den")
    low = reading.amount("tu-so", required=False)
    high = reading.amount("den-so", required=False)
    if reading.errors or first is None or last is None:
        return []
    kind, unit_id = _kind(reading.typed), who.unit.unit_id
    with wiring.connection() as connection:
        told = between(connection, unit_id, first, last, LOOKED_THROUGH)
        papers = [(paper_of(each.entry.event, kind), each) for each in told]
        found = [
            (paper.number, paper.key, each)
            for paper, each in papers
            if paper and (low or 0) <= paper.number <= (high or paper.number)
        ]
        keys = [key for _, key, _ in found]
        done: frozenset[str] = frozenset()
        if reading.typed.text("chua-in"):
            done = printed(connection, unit_id, kind, keys)
    ordered = sorted(found, key=lambda each: (_year(each[2]), each[0]))
    return [(key, each) for _, key, each in ordered if key not in done]


def _year(told: Told) -> int:
    event = told.entry.event
    booked_on: date = getattr(event, "booked_on", date.min)
    return booked_on.year
