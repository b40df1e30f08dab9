"""What a form asks while somebody types: who gave before, and an amount in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.exchange.errors import Fault
from api.exchange.fields import read_amount
from api.identity.acting import Acting, acting
from api.pages.entering.gift_form import DONOR_KINDS
from api.pages.inspecting.reading import note_search
from api.pages.typed import Typed, typed_query
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.names import folded
from projections.desk import Donor, donors

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Donors to choose from; each with the name as it is matched without tone marks."""

    donors: tuple[tuple[Donor, str], ...]


@dataclass(frozen=True, slots=True)
class InWords:
    """An amount to be said in words; None: what was typed is not one (yet)."""

    amount_vnd: int | None


@router.get("/phieu-thu/goi-y", response_class=HTMLResponse)
def suggest_donors(
    request: Request,
    asked: Annotated[Typed, Depends(typed_query)],
    who: Annotated[Acting, Depends(acting("enter"))],
    wiring: Annotated[Wiring, Depends(wired)],
) -> HTMLResponse:
    """Return the donors of the unit whose names go on as was typed (any field `ten-…`)."""
    with wiring.connection() as connection:
        found = donors(connection, who.unit.unit_id, _typed_into(asked, "ten-"))
        if found:
            note_search(connection, who.person, "/phieu-thu/goi-y", who.unit.unit_id)
    kinds = [each._replace(kind=each.kind if each.kind in DONOR_KINDS else None) for each in found]
    suggested = Suggested(tuple((each, folded(each.name)) for each in kinds))
    return page(request, "entering/donors.html", suggested)


@router.get(
    "/phieu-thu/bang-chu",
    response_class=HTMLResponse,
    dependencies=[Depends(acting("enter"))],
)
def say_in_words(request: Request, asked: Annotated[Typed, Depends(typed_query)]) -> HTMLResponse:
    """Return the amount that was typed (any field `so-tien…`) as a voucher says it."""
    amount = read_amount(_typed_into(asked, "so-tien"))
    return page(
        request, "entering/words.html", InWords(None if isinstance(amount, Fault) else amount)
    )


def _typed_into(asked: Typed, prefix: str) -> str:
    """Return the text of the one field that a page sends with such a name."""
    return next((asked.text(name) for name in asked.values if name.startswith(prefix)), "")
