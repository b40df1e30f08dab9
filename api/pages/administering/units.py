"""`/quan-tri/don-vi`: one unit with its names over time, the units below it, its rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.identity.acting import Acting, UnitNow, acting, may, unit_now
from api.pages.administering.words import LEVELS
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import wired
from ledger.database import Connection, query
from projections.names import folded
from projections.unit_page import Child, Term, children_on, terms_of

router = APIRouter()
CHILDREN_MAX: Final = 100
DONE: Final = {
    "them": phrase("Đã thêm đơn vị."),
    "ten": phrase("Đã ghi tên mới."),
    "nguong": phrase("Đã ghi mức chi không cần người thứ hai duyệt."),
    "dan-so": phrase("Đã ghi dân số, hội viên."),
}


class Rule(NamedTuple):
    """From a day on, what a unit (or one above it) pays without a second person."""

    unit_id: UUID
    code: str
    name: str
    valid_from: date
    free_up_to_vnd: int


class Population(NamedTuple):
    """What a source said of a unit's inhabitants and members on a day."""

    on: date
    persons: int
    members: int | None
    source: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit; `above`: the unit right above it, if this person administers that one too."""

    unit: UnitNow
    above: UnitNow | None
    terms: list[Term]
    children: list[Child]
    part: str
    is_cut: bool
    rules: list[Rule]
    populations: list[Population]
    level_names: dict[str, str]
    done: str


@router.get("/quan-tri/don-vi")
def show(request: Request, who: Annotated[Acting, Depends(acting("administer"))]) -> Response:
    """Show a unit."""
    part = request.query_params.get("tim", "").strip()
    with wired(request).connection() as connection:
        terms = terms_of(connection, who.unit.unit_id, who.on)
        children = _children(connection, who, part)
        content = UnitPage(
            unit=who.unit,
            above=_above(connection, who, terms),
            terms=terms,
            children=children[:CHILDREN_MAX],
            part=part,
            is_cut=len(children) > CHILDREN_MAX,
            rules=rules_of(connection, who.unit.unit_id, who.on),
            populations=_populations(connection, who.unit.unit_id),
            level_names={str(level): name for level, name in LEVELS.items()},
            done=DONE.get(request.query_params.get("xong", ""), ""),
        )
    return page(request, "administering/unit.html", content)


def rules_of(connection: Connection, unit_id: UUID, on: date) -> list[Rule]:
    """Return the rules that a unit and those above it have stated, its own and the latest first."""
    rows = connection.execute(query("approval_rules_of"), {"unit_id": unit_id, "on": on})
    return [Rule(*row) for row in rows]


def _children(connection: Connection, who: Acting, part: str) -> list[Child]:
    sought = folded(part)
    return [
        child
        for child in children_on(connection, who.unit.unit_id, who.on)
        if sought in folded(f"{child.code} {child.name}")
    ]


def _above(connection: Connection, who: Acting, terms: list[Term]) -> UnitNow | None:
    code = terms[-1].parent_code if terms else None
    above = unit_now(connection, code, who.on) if code else None
    if above is None or not may(connection, who.person, "administer", above.unit_id, who.on):
        return None
    return above


def _populations(connection: Connection, unit_id: UUID) -> list[Population]:
    rows = connection.execute(query("populations_of"), {"unit_id": unit_id})
    return [Population(*row) for row in rows]
