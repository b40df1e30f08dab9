"""`/quan-tri/du-lieu-ca-nhan/da-xem`: who looked at persons of a unit, when, where, at what.

Whoever administers all units sees there, on the page of a unit at the top, also who looked at
holders, whom the registry knows.

Looks on pages, through the API, and by commands at the machine itself. No row names who was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.identity.acting import Acting, UnitNow, acting, may_everywhere
from api.pages.administering.ways import with_unit
from api.pages.administering.whom import HERE
from api.pages.figure_links import link_to_entry
from api.persons.readings import AT_MACHINE
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import wired
from ledger.database import Connection, query
from ledger.registry import REGISTRY_ID
from projections.association import top_units
from projections.entries import WHOLE

router = APIRouter()
READ: Final = HERE + "/da-xem"
SHOWN: Final = 50
ENTRIES_SHOWN: Final = 5
PLACES: Final = {
    HERE: phrase("Thông tin cá nhân"),
    "/so": phrase("Sổ nhật ký"),
    "/chung-tu": phrase("Xem bút toán"),
    "/duyet": phrase("Chờ duyệt"),
    "/kiem-tra": phrase("Kiểm tra"),
    "/kiem-tra/ho-so": phrase("Hồ sơ bằng chứng"),
    "/in/giay": phrase("In chứng từ"),
    "/in/bang-ke": phrase("Bảng kê của một người ủng hộ"),
    "/phieu-thu": phrase("Lập phiếu thu"),
    "/phieu-chi": phrase("Lập phiếu chi"),
    "/dieu-chuyen": phrase("Điều chuyển"),
    "/nhap-excel": phrase("Nhập từ Excel"),
    "/v1": phrase("Phần mềm khác"),
}
"""What people call the places where names are looked at."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look. `login`: it was at the machine itself, by who is known there under this name.

    `place` is what `where` is called, a text to translate; empty where it has no other name.

    `of_all`: at the whole book; `of_holders`: at holders. `is_search`: for persons, by whatever
    their names are; else `more` entries stand beside those that `entries` lead to, or it was at
    what is in no book yet.
    """

    at: datetime
    who: str
    login: str
    where: str
    place: str
    of_all: bool
    of_holders: bool
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
        looks = _looks(connection, unit.unit_id, _holders(connection, who), _instant(truoc))
    earlier = ""
    if len(looks) >= SHOWN:
        before = looks[-1].at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        earlier = with_unit(READ, unit.code, truoc=before)
    return page(request, "administering/looks.html", LooksPage(unit, looks, earlier))


def _holders(connection: Connection, who: Acting) -> list[UUID]:
    """Return the book of the holders, if looks at them are shown here; else none."""
    is_top = who.unit.unit_id in top_units(connection, who.on)
    shown = is_top and may_everywhere(connection, who.person, "administer", who.on)
    return [REGISTRY_ID] if shown else []


def _looks(
    connection: Connection, unit_id: UUID, holders: list[UUID], before: datetime
) -> list[Look]:
    asked = {
        "books": [unit_id, WHOLE, *holders],
        "holders": holders,
        "whole": WHOLE,
        "before": before,
        "limit": SHOWN,
    }
    rows = connection.execute(query("readings_of_unit"), asked)
    return [
        Look(
            at=at,
            who=name or person_id,
            login=person_id.removeprefix(AT_MACHINE) if person_id.startswith(AT_MACHINE) else "",
            where=where,
            place=place_of(where),
            of_all=of_all,
            of_holders=of_holders,
            is_search=is_search,
            entries=[link_to_entry(UUID(book), int(it)) for book, it in places[:ENTRIES_SHOWN]],
            more=len(places[ENTRIES_SHOWN:]),
        )
        for at, person_id, name, where, of_all, of_holders, is_search, places in rows
    ]


def place_of(where: str) -> str:
    """Return what people call the place of a look; the nearest place above it has the name.

    >>> place_of("/kiem-tra/ho-so"), place_of("/kiem-tra/mau"), place_of("soquy bundle")
    ('Hồ sơ bằng chứng', 'Kiểm tra', '')
    """
    while where and where not in PLACES:
        where = where.rpartition("/")[0]
    return PLACES.get(where, "")


def _instant(said: str) -> datetime:
    """Return the instant of an address; of none, or of what is none, one after all looks."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return datetime.now(UTC) + timedelta(days=1)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
