"""`/kiem-tra`: for inspectors. Samples from a printed seed, number series, automatic checks."""

from __future__ import annotations

from secrets import token_hex
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.identity.acting import Acting, acting
from api.identity.passwords import now
from api.jobs import rows
from api.jobs.rows import Job
from api.pages.inspecting.beside import order
from api.pages.inspecting.inspection import Inspection, inspection_of
from api.pages.inspecting.inspection_pages import (
    ChecksPage,
    Head,
    OverviewPage,
    SamplePage,
    SeriesPage,
    check_rows,
    fault_rows,
    head_of,
    picked_rows,
    series_rows,
)
from api.pages.inspecting.made_beside import results_in
from api.pages.inspecting.units import Units
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.database import Connection
from projections.checks import Case, Result, number_faults, run_checks, size_of
from projections.entries import seen
from projections.number_series import number_series, units_below
from projections.samples import draw

router = APIRouter(prefix="/kiem-tra")
Wired = Annotated[Wiring, Depends(wired)]
Inspector = Annotated[Acting, Depends(acting("inspect"))]

UNITS_A_PAGE: Final = 10
FAULTS_MAX: Final = 100
"""So many faults of each kind in the numbers of papers are named; all are counted."""

AT_ONCE: Final = 30_000
"""So many entries are checked while the page waits; for more there is a job that shows progress."""


@router.get("", response_class=HTMLResponse, response_model=None)
def overview(request: Request, wiring: Wired, who: Inspector) -> Response:
    """Ask what to inspect, and show the ways."""
    with wiring.connection() as connection:
        inspection = inspection_of(connection, who, request.query_params)
    return _page(request, "overview", OverviewPage(pinned(inspection)), inspection)


@router.get("/mau", response_class=HTMLResponse, response_model=None)
def sample(request: Request, wiring: Wired, who: Inspector) -> Response:
    """Draw a sample from a seed; without one, propose one."""
    with wiring.connection() as connection:
        asked = inspection_of(connection, who, request.query_params)
        scope, drawn = asked.scope, None
        units = Units(connection, scope.last)
        if asked.seed and not asked.errors:
            with seen(connection, scope.unit_id, asked.known_at):
                drawn = draw(
                    connection, scope, seed=asked.seed, size=asked.size, method=asked.method
                )
        rows = picked_rows(drawn, units) if drawn else ()
    content = SamplePage(
        head=pinned(asked),
        seed=asked.seed or token_hex(4),
        size=asked.typed["co"] or str(asked.size),
        method=asked.method,
        sample=drawn,
        rows=rows,
        picked_vnd=sum(each.amount_vnd for each in rows),
    )
    return _page(request, "sample", content, asked)


@router.get("/so-chung-tu", response_class=HTMLResponse, response_model=None)
def series(request: Request, wiring: Wired, who: Inspector) -> Response:
    """Explain the numbers of papers, unit by unit."""
    said = request.query_params.get("trang", "0")
    turn = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    with wiring.connection() as connection:
        asked = inspection_of(connection, who, request.query_params)
        scope, years = asked.scope, range(asked.scope.first.year, asked.scope.last.year + 1)
        with seen(connection, scope.unit_id, asked.known_at):
            ids, count = units_below(
                connection,
                scope.unit_id,
                years,
                scope.last,
                below=scope.below,
                offset=turn * UNITS_A_PAGE,
                limit=UNITS_A_PAGE,
            )
            found = number_series(connection, ids, years.start, years.stop - 1)
            faults = _faults(connection, asked)
        units = Units(connection, scope.last)
        units.learn(ids)
        rows = series_rows(found, units)
        shown = fault_rows(*faults, asked, units) if faults else None
    path = "/kiem-tra/so-chung-tu"
    content = SeriesPage(
        head=pinned(asked),
        rows=rows,
        faults=shown,
        first_unit=turn * UNITS_A_PAGE + 1,
        last_unit=turn * UNITS_A_PAGE + len(ids),
        count=count,
        earlier=asked.address(path, trang=str(turn - 1)) if turn else "",
        later=asked.address(path, trang=str(turn + 1)) if (turn + 1) * UNITS_A_PAGE < count else "",
    )
    return _page(request, "series", content, asked)


@router.get("/tu-dong", response_class=HTMLResponse, response_model=None)
def checks(request: Request, wiring: Wired, who: Inspector) -> Response:
    """Make the automatic checks: at once, or for a large association beside the page."""
    job_id = request.query_params.get("viec", "")
    with wiring.connection() as connection:
        asked = inspection_of(connection, who, request.query_params)
        job = rows.own(connection, "checks", who.person.person_id, job_id)
        results: list[Result] = []
        if asked.errors:
            job = None
        elif job is not None:
            results = results_in(job.result) if job.state == "done" else []
        elif size_of(connection, asked.scope) > AT_ONCE:
            number = order(connection, "checks", asked, who.person)
            address = asked.address("/kiem-tra/tu-dong", viec=str(number))
            return RedirectResponse(address, status_code=303)
        else:
            with seen(connection, asked.scope.unit_id, asked.known_at):
                results = run_checks(connection, asked.scope)
        return _page(request, "checks", _checks(asked, job, connection, results), asked)


def _faults(connection: Connection, asked: Inspection) -> tuple[list[tuple[str, Case]], int] | None:
    """Return what is wrong with numbers; None where that is for the automatic checks."""
    if asked.errors or size_of(connection, asked.scope) > AT_ONCE:
        return None
    return number_faults(connection, asked.scope, FAULTS_MAX)


def pinned(asked: Inspection) -> Head:
    """Return the head of a page, with the way to pin it to this minute."""
    return head_of(asked, now().replace(second=0, microsecond=0).isoformat())


def _checks(
    asked: Inspection, job: Job | None, connection: Connection, results: list[Result]
) -> ChecksPage:
    shown = check_rows(results, Units(connection, asked.scope.last))
    states = [each.state for each in shown]
    return ChecksPage(
        head=pinned(asked),
        job=job if job is not None and job.is_open else None,
        has_failed=job is not None and job.state == "failed",
        rows=shown,
        good=states.count("good"),
        look=states.count("look"),
        wrong=states.count("wrong"),
    )


def _page(request: Request, name: str, content: object, asked: Inspection) -> Response:
    status = 422 if asked.errors else 200
    return page(request, f"inspecting/{name}.html", content, status=status)
