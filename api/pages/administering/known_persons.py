"""`/quan-tri/du-lieu-ca-nhan`: persons whom a unit's vault knows, found by name; and one of them.

Those who may read in all units find holders too, whom no unit alone knows. Whoever reads here is
noted. Nothing about a person stands in an address but an id that tells nobody who it is, and is
gone when they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from api.answers import sentence
from api.identity.acting import Acting, UnitNow, acting, may, may_everywhere
from api.pages.administering.ways import with_unit
from api.pages.administering.whom import HERE, ONE, Whom, known, may_erase, person_meant
from api.pages.entering.gift_form import DONOR_KINDS
from api.pages.figure_links import link_to_entry
from api.pages.inspecting.reading import note_read, note_search
from api.pages.inspecting.values import CODES
from api.pages.inspecting.wording import PRIVATE, TYPES
from api.pages.typed import Filled, Reading, Typed, key_of, new_key, typed_form
from api.persons.consenting import Wish, note_wish
from api.persons.meant import about, keep_papers_until
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.texts import Language, phrase, translate
from api.wiring import wired
from ledger.database import Connection, query
from ledger.privacy import consenters
from ledger.privacy_events import Consenter
from ledger.refusals import Refusal
from ledger.registry import REGISTRY_ID
from projections.naming import consents_of
from projections.parties import FOUND_MAX, About, Party, holders_like, parties_like

router = APIRouter()
CONSENTERS: Final[dict[str, Consenter]] = {each: each for each in get_args(Consenter)}
DONE: Final = {
    "xoa": phrase("Đã xóa thông tin của người này. Số tiền, số dư và bằng chứng giữ nguyên."),
    "dong-y": phrase("Đã ghi."),
}


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """Persons whose name fits; `is_cut`: there are more than are shown.

    `finds_holders`: the reader may read in all units, so that holders are looked for as well.
    """

    unit: UnitNow
    part: str
    found: list[Party]
    holders: list[Party]
    is_cut: bool
    finds_holders: bool
    done: str


@dataclass(frozen=True, slots=True)
class KnownRow:
    """An entry about a person; `consents` are those that stand."""

    key: str
    href: str
    title: str
    on: date | None
    amount_vnd: int | None
    consents: list[Consenter]
    is_nameable: bool


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What is known of a person. `said` are pairs of a field's name and its words.

    `address` is that of the page; `is_holder`: the registry knows them, and no unit alone.
    """

    unit: UnitNow
    address: str
    is_holder: bool
    name: str
    said: list[tuple[str, str]]
    rows: list[KnownRow]
    papers_until: date | None
    consenters: dict[str, str]
    form: Filled
    key: str
    can_consent: bool
    can_erase: bool
    done: str


@router.get(HERE)
def show_found(request: Request, who: Annotated[Acting, Depends(acting("read"))]) -> Response:
    """Show whose name fits; `cua`: the version of an entry leads to the person it is about."""
    part = request.query_params.get("tim", "").strip()
    unit_id = who.unit.unit_id
    with wired(request).connection() as connection:
        if version := request.query_params.get("cua", ""):
            return _of_entry(connection, who, version)
        finds_holders = may_everywhere(connection, who.person, "read", who.on)
        found = parties_like(connection, unit_id, part) if part else []
        holders = holders_like(connection, part) if part and finds_holders else []
        for book in (unit_id, REGISTRY_ID)[: 1 + finds_holders] if part else ():
            note_search(connection, who.person, HERE, book)
    content = PersonsPage(
        unit=who.unit,
        part=part,
        found=found,
        holders=holders,
        is_cut=FOUND_MAX in (len(found), len(holders)),
        finds_holders=finds_holders,
        done=DONE.get(request.query_params.get("xong", ""), ""),
    )
    return page(request, "administering/known_persons.html", content)


@router.get(ONE)
def show_one(
    request: Request, subject_id: UUID, who: Annotated[Acting, Depends(acting("read"))]
) -> Response:
    """Show what the unit knows of a person."""
    typed = Typed({}, preferences_of(request).language)
    return page_about(request, who, person_meant(who, subject_id), typed, {})


@router.post(f"{ONE}/dong-y")
def note_consent(
    request: Request,
    subject_id: UUID,
    who: Annotated[Acting, Depends(acting("enter"))],
    typed: Annotated[Typed, Depends(typed_form)],
) -> Response:
    """Note whether the person may be named, and whose wish that is."""
    reading, whom = Reading(typed), person_meant(who, subject_id)
    with wired(request).connection() as connection:
        found = about(connection, known(connection, whom))
        rows = {row.key: row.key for row in _rows(connection, found)}
    row = reading.choice("khoan", rows)
    consenter = reading.choice("ai", CONSENTERS)
    is_given = reading.choice("muon", {"co": True, "khong": False})
    said_by, how = reading.line("nguoi", required=True), reading.line("cach", required=True)
    if row and consenter and not reading.errors:
        wish = Wish(
            unit_id=who.unit.unit_id,
            key=key_of(typed),
            about=row,
            consenter=consenter,
            is_given=bool(is_given),
            who=str(said_by),
            how=str(how),
            person=who.person.person_id,
            on=who.on,
        )
        try:
            note_wish(wired(request).office, wish)
        except Refusal as refusal:
            reading.fail("", sentence(refusal, language=typed.language))
    if reading.errors:
        return page_about(request, who, whom, typed, reading.errors)
    address = with_unit(whom.address, who.unit.code, xong="dong-y")
    return RedirectResponse(address, status_code=303)


def _of_entry(connection: Connection, who: Acting, version: str) -> Response:
    if not (version.isascii() and version.isdigit() and len(version) < 19):
        raise HTTPException(404)
    sought = {"unit_id": who.unit.unit_id, "version": int(version)}
    row = connection.execute(query("party_of_entry"), sought).fetchone()
    if row is None:
        raise HTTPException(404)
    return RedirectResponse(with_unit(f"{HERE}/{row[0]}", who.unit.code), status_code=303)


def _rows(connection: Connection, found: list[About]) -> list[KnownRow]:
    keys = [(each.entry.originator_id, getattr(each.entry.event, "key", "")) for each in found]
    standing = consents_of(connection, keys)
    return [
        KnownRow(
            key=key[1],
            href=link_to_entry(each.entry.originator_id, each.entry.originator_version),
            title=TYPES[each.entry.event.STORED_AS],
            on=getattr(each.entry.event, "booked_on", None),
            amount_vnd=getattr(each.entry.event, "amount_vnd", None),
            consents=sorted(standing.get(key, ())),
            is_nameable=bool(consenters(_posted(each))),
        )
        for key, each in zip(keys, found, strict=True)
    ]


def _posted(each: About) -> Any:  # noqa: ANN401 - any fact
    return each.entry.event


def page_about(
    request: Request, who: Acting, whom: Whom, typed: Typed, errors: dict[str, str]
) -> Response:
    """Return the page about a person; it is noted who reads it."""
    with wired(request).connection() as connection:
        party = known(connection, whom)
        found = about(connection, party)
        note_read(connection, who.person, HERE, [each.entry for each in found])
        rows = _rows(connection, found)
        fitting = {each for about_one in found for each in consenters(_posted(about_one))}
        can_consent = may(connection, who.person, "enter", who.unit.unit_id, who.on)
        can_erase = may_erase(connection, who, whom)
    content = KnownPage(
        unit=who.unit,
        address=whom.address,
        is_holder=whom.is_holder,
        name=party.name,
        said=[
            (PRIVATE.get(name, name), _words(said, typed.language))
            for name, said in party.private.items()
        ],
        rows=rows,
        papers_until=keep_papers_until(found, who.on),
        consenters={each: CODES["consenter"][each] for each in CONSENTERS if each in fitting},
        form=Filled(typed, errors),
        key=new_key(),
        can_consent=can_consent and not whom.is_holder,
        can_erase=can_erase,
        done=DONE.get(request.query_params.get("xong", ""), ""),
    )
    status = 422 if errors else 200
    return page(request, "administering/known_person.html", content, status=status)


def _words(said: object, language: Language) -> str:
    if isinstance(said, str) and said in DONOR_KINDS:
        return translate(language, DONOR_KINDS[said])
    return "; ".join(map(str, said)) if isinstance(said, list) else str(said)
