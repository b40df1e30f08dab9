"""`/quan-tri/du-lieu-ca-nhan/da-xem`: who looked at persons of a unit, when, where, at what.

Looks on pages, through the API, and by commands at the machine itself. No row names who was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.identity.acting import Acting, UnitNow, acting
from api.pages.administering.known_persons import HERE
from api.pages.administering.ways import with_unit
from api.pages.figure_links import link_to_entry
from api.persons.readings import AT_MACHINE
from api.web.rendering import page
from api.wiring import wired
from ledger.database import Connection, query
from projections.entries import WHOLE

router = APIRouter()
READ: Final = HERE + "/da-xem"
SHOWN: Final = 50
ENTRIES_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Look:
    """A look. `login`: it was at the machine itself, by who is known there under this name.

    `of_all`: at the whole book. `is_search`: for persons, by whatever their names are; else `more`
    entries stand beside those that `entries` lead to, or it was at what is in no book yet.
    """

    at: datetime
    who: str
    login: str
    where: str
    of_all: bool
    is_search: bool
    entries: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Looks, the newest first; `earlier` leads to those before them."""

    unit: UnitNow
    looks: list[Look]
    earlier: str


@router.get(READ)
def show_looks(
    request: Request, who: Annotated[Acting, Depends(acting("administer"))], truoc: str = ""
) -> Response:
    """Show who looked, before the instant `truoc`."""
    unit = who.unit
    with wired(request).connection() as connection:
        looks = _looks(connection, unit.unit_id, _instant(truoc))
    earlier = ""
    if len(looks) >= SHOWN:
        before = looks[-1].at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        earlier = with_unit(READ, unit.code, truoc=before)
    return page(request, "administering/looks.html", LooksPage(unit, looks, earlier))


def _looks(connection: Connection, unit_id: UUID, before: datetime) -> list[Look]:
    asked = {"unit_id": unit_id, "whole": WHOLE, "before": before, "limit": SHOWN}
    rows = connection.execute(query("readings_of_unit"), asked)
    return [
        Look(
            at=at,
            who=name or person_id,
            login=person_id.removeprefix(AT_MACHINE) if person_id.startswith(AT_MACHINE) else "",
            where=where,
            of_all=of_all,
            is_search=is_search,
            entries=[link_to_entry(unit_id, each) for each in versions[:ENTRIES_SHOWN]],
            more=len(versions[ENTRIES_SHOWN:]),
        )
        for at, person_id, name, where, of_all, is_search, versions in rows
    ]


def _instant(said: str) -> datetime:
    """Return the instant of an address; of none, or of what is none, one after all looks."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return datetime.now(UTC) + timedelta(days=1)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
