"""`/don-vi/{code}`: one association, alone or with all below it, over any time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from api.identity.acting import today
from api.pages.figure_links import link_to_entries, link_to_holding
from api.pages.public import drawing
from api.pages.public.adding_up import Line, goods_lines, money_lines
from api.pages.public.counted import link_to_population
from api.pages.public.inhabitants import ForEach, for_each
from api.pages.public.kept import Kept, Shown, is_guest, log_size_now
from api.pages.public.naming import LEVELS, PLACES, short_name
from api.pages.public.overview import ChildRow, address_in, child_rows, hrefs_of
from api.pages.public.period import Period, period_of
from api.web.preferences import preferences_of
from api.web.texts import Language
from api.wiring import Wiring, wired
from ledger.database import Connection, query
from ledger.refusals import UnknownUnit
from projections.association import years_of
from projections.figures import Figures, Known, figures_of, known_now, unit_by_code
from projections.unit_page import (
    Held,
    Month,
    Term,
    children_on,
    funds_of,
    held_on,
    holders_named,
    months_between,
    term_on,
    terms_of,
)

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term of the unit, with the address of the unit above."""

    term: Term
    level: str
    parent_href: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What is in one place; `what` and `fund` in words, `href` opens the entries of the place."""

    kind: str
    what: str
    fund: str
    held: Held
    href: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of a unit shows.

    `term` is that of the last day of the period; `ended_on` the unit's last day, if it has one that
    is over by then; `begins_on` its first, if that is still to come.
    """

    code: str
    term: Term
    level: str
    terms: tuple[TermRow, ...]
    ended_on: date | None
    begins_on: date | None
    parent_href: str
    period: Period
    years: tuple[int, ...]
    below: bool
    other_scope: str
    has_children: bool
    figures: Figures
    hrefs: Mapping[str, str]
    money: tuple[Line, ...]
    goods: tuple[Line, ...]
    for_each: ForEach | None
    persons_href: str
    months: tuple[Month, ...]
    month_hrefs: tuple[tuple[str, str], ...]
    bars: str
    ways: str
    treemap: str
    children: tuple[ChildRow, ...]
    held: tuple[HeldRow, ...]
    log_size: int
    recorded_at: datetime | None

    @property
    def address(self) -> str:
        """Where this page is, without a question."""
        return address_in(self.period, self.code).partition("?")[0]


_kept: Final[Kept[Shown[UnitPage]]] = Kept()


@router.get("/don-vi/{code:path}", include_in_schema=False)
def unit(code: str, request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Show one unit."""
    language, on = preferences_of(request).language, today()
    said = {
        name: request.query_params.get(name, "") for name in ("nam", "ngay", "tu", "den", "duoi")
    }

    def make() -> tuple[int, Shown[UnitPage]]:
        with wiring.connection() as connection, connection.transaction():
            connection.execute(query("one_state"))
            try:
                unit_id = unit_by_code(connection, code)
            except UnknownUnit:
                raise HTTPException(404) from None
            known = known_now(connection)
            reading = _Reading(connection, unit_id, said, on, language)
            return known.log_size, Shown(reading.content(known))

    key = (wiring.url, language, on, code, tuple(said.values()))
    shown = _kept.get(key, partial(log_size_now, wiring), make, is_guest=is_guest(request))
    return shown.page(request, "public/unit.html")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Gathers what the page shows, from one state of the books."""

    connection: Connection
    unit_id: UUID
    said: Mapping[str, str]
    today: date
    language: Language

    def content(self, known: Known) -> UnitPage:
        connection, unit_id = self.connection, self.unit_id
        years = years_of(connection, [unit_id])
        period = period_of(self.said, years, self.today)
        terms = terms_of(connection, unit_id, period.until)
        term = term_on(terms, period.until)
        children = children_on(connection, unit_id, period.until)
        found = figures_of(connection, [unit_id, *(each.unit_id for each in children)], period.what)
        own, subtree = found[unit_id]
        below = self.said["duoi"] != "0" and (bool(children) or own != subtree)
        figures = subtree if below else own
        months = months_between(connection, unit_id, period.what, below=below)
        rows = child_rows(children, found, period)
        code = term.code
        return UnitPage(
            code=code,
            term=term,
            level=LEVELS[term.level],
            terms=tuple(_term_row(each, period) for each in terms),
            ended_on=_ended(terms, period.until),
            begins_on=terms[0].valid_from if terms[0].valid_from > period.until else None,
            parent_href=address_in(period, term.parent_code) if term.parent_code else "",
            period=period,
            years=tuple(sorted({each.year for each in years} | {period.year}, reverse=True)),
            below=below,
            other_scope=address_in(period, code, duoi="0" if below else "1"),
            has_children=bool(children) or own != subtree,
            figures=figures,
            hrefs=hrefs_of(code, period, below=below),
            money=money_lines(figures, code, period.what, below=below),
            goods=goods_lines(figures, code, period.what, below=below),
            for_each=for_each(connection, unit_id, subtree, period.until),
            persons_href=link_to_population(code, period.until),
            months=tuple(months),
            month_hrefs=tuple(_month_hrefs(each, code, period, below=below) for each in months),
            bars=drawing.months(months, period.year, period.until, self.language),
            ways=drawing.ways_of_unit(figures, self.language),
            treemap=drawing.parts(
                ((short_name(row.name), row.figures.raised) for row in rows), self.language
            ),
            children=tuple(rows),
            held=self._held(code, period),
            log_size=known.log_size,
            recorded_at=known.recorded_at,
        )

    def _held(self, code: str, period: Period) -> tuple[HeldRow, ...]:
        """Return what the unit's own book holds; accounts go by their codes: names are private."""
        found = held_on(self.connection, self.unit_id, period.until)
        funds = funds_of(self.connection, self.unit_id) if found else {}
        is_held = any(each.account == "held" for each in found)
        holders = holders_named(self.connection) if is_held else {}
        return tuple(
            HeldRow(
                kind=PLACES[each.account],
                what=_place(each, holders),
                fund=funds[each.fund].name,
                held=each,
                href=link_to_holding(code, each, period.until),
            )
            for each in found
        )


def _place(held: Held, holders: Mapping[str, str]) -> str:
    if held.account == "goods":
        return held.place
    if held.account == "held":
        return holders.get(held.place, "")
    return "" if held.place == held.account else held.place


def _term_row(term: Term, period: Period) -> TermRow:
    href = address_in(period, term.parent_code) if term.parent_code else ""
    return TermRow(term, LEVELS[term.level], href)


def _ended(terms: list[Term], until: date) -> date | None:
    """Return the last day of the unit if no term is in force after it."""
    last = max((term.valid_to or date.max for term in terms), default=date.max)
    return last if last < until else None


def _month_hrefs(month: Month, code: str, period: Period, *, below: bool) -> tuple[str, str]:
    """Return the addresses of what was raised and what was paid in a month of the period."""
    next_month = (month.first.replace(day=28) + timedelta(days=4)).replace(day=1)
    what = type(period.what)(
        min(next_month - timedelta(days=1), period.until), max(month.first, period.since)
    )
    return (
        link_to_entries("raised", code, what, below=below),
        link_to_entries("paid", code, what, below=below),
    )
