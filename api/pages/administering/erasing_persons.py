"""`/quan-tri/du-lieu-ca-nhan/…/xoa`: forgetting a person, seen and said a second time first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.answers import sentence
from api.identity.acting import Acting, UnitNow, acting
from api.pages.administering.ways import with_unit
from api.pages.administering.whom import HERE, ONE, Whom, known, person_meant
from api.pages.inspecting.reading import note_read
from api.pages.inspecting.values import CODES
from api.pages.typed import Filled, Reading, Typed, key_of, new_key, typed_form
from api.persons.erasing import Eraser, Erasure, erase, foresee, persons_of
from api.persons.meant import about, codes_of, keep_papers_until
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase, translate
from api.wiring import Wiring, wired
from ledger.database import Connection
from ledger.privacy_events import ErasureReason
from ledger.refusals import Refusal
from projections.parties import Party, party_of

router = APIRouter()
REASONS: Final[dict[str, ErasureReason]] = {
    "request": "request",
    "consent_withdrawn": "consent_withdrawn",
    "court": "court",
    "mistaken": "mistaken",
    "retention_over": "retention_over",
}
NOT_SURE: Final = phrase("Hãy đánh dấu vào ô này nếu chắc chắn muốn xóa.")


@dataclass(frozen=True, slots=True)
class ErasePage:
    """What would be erased, before it is: from so many entries, with lists that wait.

    `address` is that of the person's page; `refused`: why nothing would be, for whatever reason.
    """

    unit: UnitNow
    address: str
    is_holder: bool
    refused: str
    name: str
    entries: int
    waiting: int
    papers_until: date | None
    reasons: list[tuple[str, str]]
    form: Filled
    key: str


@router.get(f"{ONE}/xoa")
def show_erasing(
    request: Request, subject_id: UUID, who: Annotated[Acting, Depends(acting("read"))]
) -> Response:
    """Show what would be erased."""
    return preview(request, who, person_meant(who, subject_id))


@router.post(f"{ONE}/xoa")
def erase_person(
    request: Request,
    subject_id: UUID,
    who: Annotated[Acting, Depends(acting("read"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Erase a person; whether the reader may is a rule of the ledger."""
    return erased(request, who, person_meant(who, subject_id), typed)


def preview(request: Request, who: Acting, whom: Whom) -> Response:
    """Return the page that says what would be erased, or why nothing would be."""
    typed = Typed({"ly-do": "request"}, preferences_of(request).language)
    return _page(request, who, whom, typed, {})


def erased(request: Request, who: Acting, whom: Whom, typed: Typed) -> Response:
    """Erase somebody, and lead back to where others are found; else say what is wrong."""
    reading = Reading(typed)
    reason = reading.choice("ly-do", REASONS)
    if typed.text("chac") != "1":
        reading.fail("chac", NOT_SURE)
    wiring = wired(request)
    if reason is not None and not reading.errors:
        erasure = Erasure(reason, key_of(typed), who.person.person_id, who.on)
        with wiring.connection() as connection:
            # Sent again, it is answered as before, when nobody is known any more.
            gone = Party(whom.unit_id, (whom.subject_id,), {})
            party = party_of(connection, whom.unit_id, whom.subject_id) or gone
            try:
                erase(eraser_of(wiring), connection, party, erasure)
            except Refusal as refusal:
                reading.fail("", _sentence(connection, refusal, typed))
    if reading.errors:
        return _page(request, who, whom, typed, reading.errors)
    return RedirectResponse(with_unit(HERE, who.unit.code, xong="xoa"), status_code=303)


def eraser_of(wiring: Wiring) -> Eraser:
    """Return what it takes to forget somebody."""
    return Eraser(wiring.office, wiring.approvals, wiring.home)


def _refused(
    wiring: Wiring, connection: Connection, who: Acting, party: Party, typed: Typed
) -> str:
    """Return why the person cannot be erased for whatever reason; nothing: they can."""
    asked = Erasure("request", new_key(), who.person.person_id, who.on)
    try:
        foresee(eraser_of(wiring), connection, party, asked)
    except Refusal as refusal:
        return _sentence(connection, refusal, typed)
    return ""


def _sentence(connection: Connection, refusal: Refusal, typed: Typed) -> str:
    units = [each for each in refusal.facts.values() if isinstance(each, UUID)]
    return sentence(refusal, language=typed.language, names=codes_of(connection, units))


def _page(
    request: Request, who: Acting, whom: Whom, typed: Typed, errors: dict[str, str]
) -> Response:
    with wired(request).connection() as connection:
        party = known(connection, whom)
        found = about(connection, party)
        note_read(connection, who.person, HERE, [each.entry for each in found])
        refused = _refused(wired(request), connection, who, party, typed)
    content = ErasePage(
        unit=who.unit,
        address=whom.address,
        is_holder=whom.is_holder,
        refused=refused,
        name=party.name,
        entries=len(found),
        waiting=len(wired(request).approvals.naming(party.unit_id, persons_of(found))),
        papers_until=keep_papers_until(found, who.on),
        reasons=[(each, translate(typed.language, CODES["reason"][each])) for each in REASONS],
        form=Filled(typed, errors),
        key=key_of(typed) if typed.values.get("khoa") else new_key(),
    )
    status = 422 if errors else 200
    return page(request, "administering/erase_person.html", content, status=status)
