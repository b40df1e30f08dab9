"""`/quan-tri/don-vi`: one unit with its names over time, the units below it, its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.identity.acting import Acting, UnitNow, acting, may, unit_now
from api.identity.grants import Rule, rules_of
from api.pages.administering.words import LEVELS
from api.web.rendering import page
from api.web.texts import phrase
from api.wiring import wired
from ledger.database import Connection
from ledger.names import folded
from projections.unit_page import (
    Child,
    Population,
    Term,
    children_on,
    populations_of,
    terms_of,
)

router = APIRouter()
CHILDREN_MAX: Final = 100
DONE: Final = {
    "them": phrase("Đã thêm đơn vị."),
    "ten": phrase("Đã ghi tên mới."),
    "nguong": phrase("Đã ghi mức chi không cần người thứ hai duyệt."),
    "dan-so": phrase("Đã ghi dân số, hội viên."),
}


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
            populations=populations_of(connection, who.unit.unit_id),
            level_names={str(level): name for level, name in LEVELS.items()},
            done=DONE.get(request.query_params.get("xong", ""), ""),
        )
    return page(request, "administering/unit.html", content)


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
