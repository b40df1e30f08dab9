"""`/cong-bo`: an account holder publishes the figures of a year; how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.exchange.errors import Fault
from api.exchange.fields import read_date, read_year
from api.identity.acting import Acting, UnitNow, acting
from api.identity.forms import Typed, typed
from api.jobs import rows
from api.jobs.rows import Job
from api.pages.figure_links import link_to_entries
from api.pages.publishing.made_beside import Wish
from api.pages.publishing.naming import Row, row_of, rows_of
from api.publishing import kept, last_day
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import Wiring, wired
from projections.association import years_of
from projections.figures import asked as figures_asked
from projections.figures import figures_of
from projections.publications import Publication, publications_of

router = APIRouter()
Wired = Annotated[Wiring, Depends(wired)]
Publisher = Annotated[Acting, Depends(acting("approve"))]
PATH: Final = "/cong-bo"
NOT_A_YEAR: Final = phrase("Hãy chọn một năm đã có bút toán.")
FAILED: Final = phrase("Chưa công bố được vì lỗi của máy. Chưa có gì mất: hãy thử lại.")
NOT_A_DAY: Final = phrase("Ngày viết như 31/12/2022, trong năm đã chọn và không sau hôm nay.")


@dataclass(frozen=True, slots=True)
class Publishing:
    """What the page shows: the year chosen and what it would publish, or how far a job has come.

    `last` is the newest publication of the year; `done` what the job published. `without_package`
    are publications of which no copy is kept.
    """

    unit: UnitNow
    years: tuple[int, ...]
    year: int
    until: str
    raised_vnd: int
    paid_vnd: int
    balance_vnd: int
    hrefs: dict[str, str]
    last: Row | None
    published: tuple[Row, ...]
    without_package: tuple[Row, ...]
    errors: dict[str, str]
    job: Job | None
    done: Row | None
    failed: str
    is_forgotten: bool

    @property
    def year_options(self) -> list[tuple[str, str]]:
        """The years to choose from."""
        return [(str(year), str(year)) for year in dict.fromkeys([self.year, *self.years])]


@router.get(PATH, response_class=HTMLResponse)
def show(request: Request, wiring: Wired, who: Publisher) -> HTMLResponse:
    """Show what can be published, or how far it has come."""
    job_id = request.query_params.get("viec", "")
    with wiring.connection() as connection:
        job = rows.own(connection, "publication", who.person.person_id, job_id)
    year = read_year(request.query_params.get("nam", "") or str(who.on.year))
    said = {} if isinstance(year, Fault) else {"nam": str(year)}
    return _page(request, wiring, who, said, {}, job, is_forgotten=bool(job_id) and job is None)


@router.post(PATH, response_model=None)
def begin(
    request: Request, wiring: Wired, who: Publisher, said: Annotated[Typed, Depends(typed)]
) -> Response:
    """Begin to publish, and lead to the page that shows how far it has come."""
    fields = {name: (said.get(name) or "").strip() for name in ("nam", "den", "lan")}
    year, until, errors = _read(fields, who.on)
    if errors:
        return _page(request, wiring, who, fields, errors, None)
    edition = int(fields["lan"]) if fields["lan"].isdecimal() and len(fields["lan"]) < 10 else None
    with wiring.connection() as connection:
        wish = Wish(
            unit=who.unit.code,
            year=year,
            until=until.isoformat() if until else None,
            edition=edition,
            language=preferences_of(request).language,
        )
        wanted = rows.Order("publication", who.unit.unit_id, who.person.person_id, wish._asdict())
        job_id = rows.order(connection, wanted)
    said_again = urlencode({"don-vi": who.unit.code, "nam": year, "viec": job_id})
    return RedirectResponse(f"{PATH}?{said_again}", status_code=303)


def _read(fields: dict[str, str], today: date) -> tuple[int, date | None, dict[str, str]]:
    """Return the year and the last day that were asked for, and what is wrong with them."""
    errors: dict[str, str] = {}
    year = read_year(fields["nam"]) if fields["nam"] else today.year
    if isinstance(year, Fault) or year > today.year:
        errors["nam"] = NOT_A_YEAR
        year = today.year
    until = read_date(fields["den"]) if fields["den"] else None
    if isinstance(until, Fault) or (until and (until.year != year or until > today)):
        errors["den"] = NOT_A_DAY
        until = None
    return year, until, errors


def _page(
    request: Request,
    wiring: Wiring,
    who: Acting,
    said: dict[str, str],
    errors: dict[str, str],
    job: Job | None,
    *,
    is_forgotten: bool = False,
) -> HTMLResponse:
    with wiring.connection() as connection:
        known = publications_of(connection, [who.unit.unit_id])
        years = [each.year for each in years_of(connection, [who.unit.unit_id])]
        asked_for = read_year(said.get("nam", ""))
        year = who.on.year if isinstance(asked_for, Fault) else asked_for
        until = last_day(year)
        _, below = figures_of(connection, [who.unit.unit_id], figures_asked(until))[
            who.unit.unit_id
        ]
        last, made = _last(known, year), _made(known, job)
        lost = [each for each in known if not kept(wiring.home, each).exists()]
        content = Publishing(
            unit=who.unit,
            years=tuple(years),
            year=year,
            until=said.get("den", ""),
            raised_vnd=below.raised,
            paid_vnd=below.paid,
            balance_vnd=below.money,
            hrefs={
                name: link_to_entries(name, who.unit.code, figures_asked(until))
                for name in ("raised", "paid", "money")
            },
            last=row_of(connection, last) if last else None,
            published=rows_of(connection, known),
            without_package=rows_of(connection, lost),
            errors=errors,
            job=job if job is not None and job.is_open else None,
            done=row_of(connection, made) if made else None,
            failed=job.result.get("why", FAILED) if job and job.state == "failed" else "",
            is_forgotten=is_forgotten,
        )
    return page(request, "publishing/publish.html", content, status=422 if errors else 200)


def _last(known: list[Publication], year: int) -> Publication | None:
    return next((each for each in known if each.event.year == year), None)


def _made(known: list[Publication], job: Job | None) -> Publication | None:
    """Return what a job published."""
    if job is None or job.state != "done":
        return None
    made = (job.result["year"], job.result["edition"])
    return next((each for each in known if (each.event.year, each.event.edition) == made), None)
