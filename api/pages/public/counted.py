"""What stands behind counts: `/cac-don-vi`, the units of a level; `/dan-so`, inhabitants.

A unit counts for the level of its last term that had begun by the day, also after it ended, as in
the table by level on `/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from api.exchange.errors import Fault
from api.exchange.fields import read_date
from api.identity.acting import today
from api.pages.public.naming import LEVELS, unit_address
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.refusals import UnknownUnit
from projections.figures import unit_by_code
from projections.unit_page import (
    Population,
    UnitOfLevel,
    count_of_level,
    populations_of,
    term_on,
    terms_of,
    units_of_level,
)

router = APIRouter()
LISTED: Final = 100
Wired = Annotated[Wiring, Depends(wired)]


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the list with the addresses of its page and of the unit above."""

    unit: UnitOfLevel
    href: str
    above_href: str


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """`public/units.html`: the units of a level on a day, by code; `first` is one page of it."""

    title: str
    on: date
    count: int
    rows: tuple[Row, ...]
    first: str
    later: str


@dataclass(frozen=True, slots=True)
class PopulationPage:
    """`public/population.html`: what was said of a unit's inhabitants; `used` counts on the day."""

    name: str
    href: str
    on: date
    rows: tuple[Population, ...]
    used: Population | None


@router.get("/cac-don-vi", include_in_schema=False)
def units(request: Request, wiring: Wired) -> Response:
    """List the units of a level on a day."""
    said = request.query_params
    level, on = said.get("cap", ""), _day(said)
    if level not in LEVELS:
        raise HTTPException(404)
    with wiring.connection() as connection:
        found = units_of_level(connection, level, on, after=said.get("sau", ""), limit=LISTED + 1)
        count = count_of_level(connection, level, on)
    shown = found[:LISTED]
    more = len(found) > len(shown)
    content = UnitsPage(
        title=LEVELS[level],
        on=on,
        count=count,
        rows=tuple(_row(each, on) for each in shown),
        first=link_to_units(level, on) if said.get("sau") else "",
        later=link_to_units(level, on, after=shown[-1].code) if more else "",
    )
    return page(request, "public/units.html", content)


@router.get("/dan-so", include_in_schema=False)
def population(request: Request, wiring: Wired) -> Response:
    """Show what was said of a unit's inhabitants, by whom, and which of it counts on a day."""
    said = request.query_params
    code, on = said.get("don-vi", ""), _day(said)
    with wiring.connection() as connection:
        try:
            unit_id = unit_by_code(connection, code)
        except UnknownUnit:
            raise HTTPException(404) from None
        term = term_on(terms_of(connection, unit_id, on), on)
        rows = populations_of(connection, unit_id)
    content = PopulationPage(
        name=term.name,
        href=unit_address(term.code),
        on=on,
        rows=tuple(rows),
        used=next((each for each in rows if each.stated_on <= on), None),
    )
    return page(request, "public/population.html", content)


def link_to_units(level: str, on: date, *, after: str = "") -> str:
    """Return the address of the units of a level on a day, those after one of them.

    >>> link_to_units("commune", date(2022, 12, 31))
    '/cac-don-vi?cap=commune&ngay=2022-12-31'
    """
    said = {"cap": level, "ngay": on.isoformat(), **({"sau": after} if after else {})}
    return f"/cac-don-vi?{urlencode(said)}"


def link_to_population(unit: str, on: date) -> str:
    """Return the address of what was said of a unit's inhabitants by a day.

    >>> link_to_population("NA", date(2022, 12, 31))
    '/dan-so?don-vi=NA&ngay=2022-12-31'
    """
    return f"/dan-so?{urlencode({'don-vi': unit, 'ngay': on.isoformat()})}"


def _row(unit: UnitOfLevel, on: date) -> Row:
    asked = {"nam": str(on.year)} if (on.month, on.day) == (12, 31) else {"den": on.isoformat()}
    above = unit_address(unit.above_code, **asked) if unit.above_code else ""
    return Row(unit, unit_address(unit.code, **asked), above)


def _day(said: Mapping[str, str]) -> date:
    """Return the day that an address asks for, else today."""
    read = read_date(said["ngay"]) if said.get("ngay") else today()
    if isinstance(read, Fault):
        raise HTTPException(404)
    return read
