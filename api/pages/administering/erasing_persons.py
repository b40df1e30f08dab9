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
from api.pages.administering.known_persons import HERE, ONE, known
from api.pages.administering.ways import with_unit
from api.pages.inspecting.reading import note_read
from api.pages.inspecting.values import CODES
from api.pages.typed import Filled, Reading, Typed, key_of, new_key, typed_form
from api.persons.erasing import Eraser, Erasure, erase, persons_of
from api.persons.meant import about, keep_papers_until
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import phrase, translate
from api.wiring import wired
from ledger.privacy_events import ErasureReason
from ledger.refusals import Refusal
from projections.parties import Party

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
    """What would be erased, before it is: from so many entries, with lists that wait."""

    unit: UnitNow
    subject_id: UUID
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
    typed = Typed({"ly-do": "request"}, preferences_of(request).language)
    return _page(request, who, subject_id, typed, {})


@router.post(f"{ONE}/xoa")
def erase_person(
    request: Request,
    subject_id: UUID,
    who: Annotated[Acting, Depends(acting("read"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Erase a person; whether the reader may is a rule of the ledger."""
    reading = Reading(typed)
    reason = reading.choice("ly-do", REASONS)
    if typed.text("chac") != "1":
        reading.fail("chac", NOT_SURE)
    wiring = wired(request)
    if reason is not None and not reading.errors:
        erasure = Erasure(reason, key_of(typed), who.person.person_id, who.on)
        eraser = Eraser(wiring.office, wiring.approvals, wiring.home)
        party = Party(who.unit.unit_id, (subject_id,), {})
        try:
            with wiring.connection() as connection:
                erase(eraser, connection, party, erasure)
        except Refusal as refusal:
            names = {who.unit.unit_id: who.unit.code}
            reading.fail("", sentence(refusal, language=typed.language, names=names))
    if reading.errors:
        return _page(request, who, subject_id, typed, reading.errors)
    return RedirectResponse(with_unit(HERE, who.unit.code, xong="xoa"), status_code=303)


def _page(
    request: Request, who: Acting, subject_id: UUID, typed: Typed, errors: dict[str, str]
) -> Response:
    with wired(request).connection() as connection:
        party = known(connection, who, subject_id)
        found = about(connection, party)
        note_read(connection, who.person, HERE, [each.entry for each in found])
    content = ErasePage(
        unit=who.unit,
        subject_id=subject_id,
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
