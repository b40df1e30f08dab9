"""`/`: the whole association at a glance, for a year or up to a day in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api.identity.acting import today
from api.pages.figure_links import link_to_entries, link_to_level
from api.pages.public import drawing
from api.pages.public.counted import link_to_population, link_to_units
from api.pages.public.inhabitants import ForEach, for_each
from api.pages.public.kept import Kept, Shown, is_guest, log_size_now
from api.pages.public.naming import LEVELS, short_name, unit_address
from api.pages.public.period import Period, period_of
from api.web.preferences import preferences_of
from api.web.texts import Language
from api.wiring import Wiring, wired
from ledger.database import Connection, query
from projections.association import LevelFlow, flows_of_levels, has_units, top_units, years_of
from projections.figures import Figures, Known, UnitFigures, described, figures_of, known_now
from projections.unit_page import Child, children_on

router = APIRouter()
LARGE: Final = (
    "raised",
    "raised_in_kind",
    "paid",
    "occurrences",
    "recipients",
    "money",
    "goods",
    "held_by_others",
    "facilitated",
    "in_transit_out",
)
IN_ROW: Final = ("raised", "paid", "money")
OF_LEVELS: Final = (
    "raised",
    "paid",
    "money",
    "raised_cash",
    "raised_bank",
    "raised_in_kind",
    "raised_press",
    "other_income",
    "paid_cash",
    "paid_bank",
    "paid_in_kind",
    "costs",
)
CHILDREN_MAX: Final = 24
"""So many of the units below stand on the first page; the unit's own page has all of them."""


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A unit right below the top, with the figures of everybody in it and their entries."""

    code: str
    name: str
    href: str
    figures: Figures
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Top:
    """A unit at the top with everything below it; `more` children stand on its own page."""

    unit: UnitFigures
    href: str
    hrefs: Mapping[str, str]
    for_each: ForEach | None
    persons_href: str
    treemap: str
    children: tuple[ChildRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level by the own books of its units."""

    title: str
    flow: LevelFlow
    hrefs: Mapping[str, str]
    units_href: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What `/` shows; without any unit only what to do first."""

    has_units: bool
    period: Period
    years: tuple[int, ...]
    log_size: int
    recorded_at: datetime | None
    tops: tuple[Top, ...]
    levels: tuple[LevelRow, ...]
    ways: str
    can_set_up: bool


_kept: Final[Kept[Shown[OverviewPage]]] = Kept()


@router.get("/", include_in_schema=False)
def overview(request: Request, wiring: Annotated[Wiring, Depends(wired)]) -> Response:
    """Show what was raised, paid and is held, for each inhabitant, and by level."""
    language = preferences_of(request).language
    on = today()
    asked_for = tuple(request.query_params.get(name, "") for name in ("nam", "ngay"))

    def make() -> tuple[int, Shown[OverviewPage]]:
        with wiring.connection() as connection, connection.transaction():
            connection.execute(query("one_state"))
            known = known_now(connection)
            return known.log_size, Shown(_content(connection, request, on, language, known))

    key = (wiring.url, language, on, asked_for)
    shown = _kept.get(key, partial(log_size_now, wiring), make, is_guest=is_guest(request))
    return shown.page(request, "public/overview.html")


def _content(
    connection: Connection,
    request: Request,
    on: date,
    language: Language,
    known: Known,
) -> OverviewPage:
    now = top_units(connection, on)
    years = years_of(connection, now)
    said = {name: request.query_params.get(name, "") for name in ("nam", "ngay")}
    period = period_of(said, years, on)
    tops = top_units(connection, period.until)
    levels = flows_of_levels(connection, period.what) if tops else []
    return OverviewPage(
        has_units=bool(now) or has_units(connection),
        period=period,
        years=tuple(sorted({each.year for each in years} | {period.year}, reverse=True)),
        log_size=known.log_size,
        recorded_at=known.recorded_at,
        tops=_tops(connection, tops, period, language),
        levels=tuple(_level(each, period) for each in levels),
        ways=drawing.ways_of_levels(levels, language),
        can_set_up="/thiet-lap" in request.app.state.served,
    )


def _level(flow: LevelFlow, period: Period) -> LevelRow:
    hrefs = {name: link_to_level(name, flow.level, period.what) for name in OF_LEVELS}
    return LevelRow(LEVELS[flow.level], flow, hrefs, link_to_units(flow.level, period.until))


def _tops(
    connection: Connection, unit_ids: Sequence[UUID], period: Period, language: Language
) -> tuple[Top, ...]:
    units = described(connection, unit_ids, period.what) if unit_ids else []
    return tuple(_top(connection, unit, period, language) for unit in units)


def _top(connection: Connection, unit: UnitFigures, period: Period, language: Language) -> Top:
    below = children_on(connection, unit.unit_id, period.until)
    found = figures_of(connection, [each.unit_id for each in below], period.what)
    rows = child_rows(below, found, period)
    largest = sorted(rows, key=lambda row: -row.figures.raised)[:CHILDREN_MAX]
    shown = [row for row in rows if row in largest]
    return Top(
        unit=unit,
        href=address_in(period, unit.code),
        hrefs=hrefs_of(unit.code, period, below=True),
        for_each=for_each(connection, unit.unit_id, unit.subtree, period.until),
        persons_href=link_to_population(unit.code, period.until),
        treemap=drawing.parts(
            ((short_name(row.name), row.figures.raised) for row in largest), language
        ),
        children=tuple(shown),
        more=len(rows) - len(shown),
    )


def child_rows(
    below: Sequence[Child], found: Mapping[UUID, tuple[Figures, Figures]], period: Period
) -> list[ChildRow]:
    """Return the units right below another with the figures of their subtrees."""
    return [
        ChildRow(
            child.code,
            child.name,
            address_in(period, child.code),
            found[child.unit_id][1],
            hrefs_of(child.code, period, IN_ROW, below=True),
        )
        for child in below
    ]


def hrefs_of(
    code: str, period: Period, names: Sequence[str] = LARGE, *, below: bool
) -> dict[str, str]:
    """Return the addresses of the entries of figures; of each that is shown large, unless named."""
    return {name: link_to_entries(name, code, period.what, below=below) for name in names}


def address_in(period: Period, code: str, **other: str) -> str:
    """Return the address of a unit's page for the same period."""
    if period.is_year:
        return unit_address(code, nam=str(period.year), **other)
    return unit_address(code, tu=period.since.isoformat(), den=period.until.isoformat(), **other)
