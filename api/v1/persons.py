"""Persons whom the vault knows: finding one, what is known of one, erasing one, and consents.

Whoever reads names is noted. Erasing is for ever: it takes a role of account holder or
administrator in the unit, by a rule of the ledger. Holders, who collect for several units, are no
unit's own: to see them takes a role in every unit at the top, to erase them one of those two there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from api.identity.acting import today
from api.pages.inspecting.reading import note_read, note_search
from api.persons.consenting import Wish, note_wish
from api.persons.erasing import Eraser, Erasure, entries_erased, erase, foresee
from api.persons.meant import about, keep_papers_until
from api.v1 import person_answers
from api.v1.asking import key_of, unit_of
from api.v1.bodies import ConsentWish, ErasureWish, read
from api.v1.callers import not_allowed
from api.v1.ids import entry_name, party_in, party_name, place_in, unit_name
from api.v1.kept import kept
from api.v1.operations import Answer, Asked, Body, Operation, Parameter, Success, answer_json
from api.v1.parameters import CODE, DRY_RUN, PARTY, UNIT, read_code
from api.v1.problems import Words, not_found, refused
from api.v1.recording import BY_LEDGER, named_units
from ledger.database import Connection
from ledger.events import Posted
from ledger.refusals import Refusal
from ledger.registry import REGISTRY_ID
from ledger.wire import from_bytes
from projections.association import top_units
from projections.feed import entry_found
from projections.parties import Party, holders_like, parties_like, party_of

UNIT_OR_HOLDERS: Final = replace(
    UNIT, says=Words("Mã đơn vị; bỏ trống: nơi nhận hộ.", "The unit; without it: holders.")
)
NAME: Final = Parameter(
    "name",
    Words(
        "Một từ của tên, hoặc phần đầu của từ; không cần dấu.",
        "A word of the name, or how one begins; tone marks do not matter.",
    ),
    CODE,
    read_code,
    "lan",
    is_required=True,
)


def _search(asked: Asked) -> Answer:
    code, name = asked.parameters["unit"], asked.parameters["name"]
    unit_id = unit_of(asked, code) if code else REGISTRY_ID
    with asked.wiring.connection() as connection:
        _require(asked, connection, unit_id)
        of_holders = unit_id == REGISTRY_ID
        found = (
            holders_like(connection, name)
            if of_holders
            else parties_like(connection, unit_id, name)
        )
        note_search(connection, asked.caller.person, "/v1/persons", unit_id)
    return answer_json({"persons": [_party(each) for each in found]})


def _show(asked: Asked) -> Answer:
    with asked.wiring.connection() as connection:
        party = _known(asked, connection)
        found = about(connection, party)
        entries = [each.entry for each in found]
        note_read(connection, asked.caller.person, "/v1/persons", entries)
    until = keep_papers_until(found, today())
    return answer_json(
        {
            **_party(party),
            "papers_until": until.isoformat() if until else None,
            "entries": [
                {
                    "entry": entry_name(each.entry.originator_id, each.entry.originator_version),
                    "type": each.entry.event.STORED_AS,
                    "private": each.private,
                }
                for each in found
            ],
        }
    )


def _party(party: Party) -> dict[str, Any]:
    return {
        "id": party_name(party.unit_id, party.subjects[-1]),
        "unit": None if party.unit_id == REGISTRY_ID else unit_name(party.unit_id),
        "name": party.name,
    }


def _require(asked: Asked, connection: Connection, unit_id: UUID) -> None:
    """Admit who may read in the unit; holders, whom the registry knows: in all units.

    Raises:
        Problem: not_allowed.
    """
    units = top_units(connection, today()) if unit_id == REGISTRY_ID else [unit_id]
    if not units:
        raise not_allowed()
    for each in units:
        asked.desk.callers.require_now(asked.caller, "read", each)


def _place(asked: Asked, connection: Connection) -> tuple[UUID, UUID]:
    place = party_in(asked.parameters["party"])
    assert place is not None
    _require(asked, connection, place[0])
    return place


def _known(asked: Asked, connection: Connection) -> Party:
    party = party_of(connection, *_place(asked, connection))
    if party is None:
        raise not_found("Không còn biết người này.", "Nobody like that is known.")
    return party


def _erase(asked: Asked) -> Answer:
    reason = read(ErasureWish, asked.body).reason
    wiring = asked.wiring
    with wiring.connection() as connection:
        unit_id, subject_id = _place(asked, connection)
        key = key_of(asked, f"persons/{unit_id.hex}/{subject_id.hex}/erase")
        erasure = Erasure(reason, key, asked.caller.person.person_id, today())
        eraser = Eraser(wiring.office, wiring.approvals, wiring.home)
        try:
            if asked.is_dry:
                known = _known(asked, connection)
                foresee(eraser, connection, known, erasure)
                count = len(about(connection, known))
                return answer_json({"entry": None, "entries": count})
            # Said again, it is answered as before, when nobody is known any more.
            gone = Party(unit_id, (subject_id,), {})
            party = party_of(connection, unit_id, subject_id) or gone
            recorded = erase(eraser, connection, party, erasure)
        except Refusal as refusal:
            raise refused(refusal, named_units(asked, refusal)) from refusal
    entry = recorded.entries[0]
    name = entry_name(entry.originator_id, entry.originator_version)
    answer = answer_json({"entry": name, "entries": entries_erased(recorded)})
    return replace(answer, is_repeated=recorded.repeated)


def _consent(asked: Asked) -> Answer:
    wish = read(ConsentWish, asked.body)
    place = place_in(wish.entry)
    assert place is not None
    asked.desk.callers.require_now(asked.caller, "enter", place.unit_id)
    with asked.wiring.connection() as connection:
        stood = entry_found(connection, *place)
    event = from_bytes(stood.raw).event if stood else None
    if not isinstance(event, Posted):
        raise not_found("Không có dòng này.", "There is no such row.")
    about_key = event.key
    return kept(asked, "consents", lambda: _noted(asked, wish, place.unit_id, about_key))


def _noted(asked: Asked, wish: ConsentWish, unit_id: UUID, about_key: str) -> Answer:
    said = Wish(
        unit_id=unit_id,
        key=key_of(asked, "consents"),
        about=about_key,
        consenter=wish.consenter,
        is_given=wish.wish == "given",
        who=wish.who,
        how=wish.how,
        person=asked.caller.person.person_id,
        on=today(),
    )
    try:
        recorded = note_wish(asked.wiring.office, said)
    except Refusal as refusal:
        raise refused(refusal, named_units(asked, refusal)) from refusal
    names = [entry_name(each.originator_id, each.originator_version) for each in recorded.entries]
    return answer_json({"entry": names[0] if names else None}, status=201)


PERSONS: Final = (
    Operation(
        method="GET",
        path="/persons",
        name="searchPersons",
        tag="persons",
        summary=Words("Tìm một người theo tên", "Find a person by name"),
        scope="read",
        parameters=(UNIT_OR_HOLDERS, NAME),
        successes=(Success(200, Words("Theo tên.", "By name."), person_answers.Parties),),
        problems=("not_found", "row_refused", "look_not_noted"),
        handle=_search,
    ),
    Operation(
        method="GET",
        path="/persons/{party}",
        name="showPerson",
        tag="persons",
        summary=Words("Sổ nói gì về một người", "Show what a book says of a person"),
        scope="read",
        parameters=(PARTY,),
        successes=(
            Success(200, Words("Cũ nhất trước.", "Oldest first."), person_answers.PartyKnown),
        ),
        problems=("not_found", "look_not_noted"),
        handle=_show,
    ),
    Operation(
        method="POST",
        path="/persons/{party}/erase",
        name="erasePerson",
        tag="persons",
        summary=Words("Xóa vĩnh viễn thông tin của một người", "Erase a person for ever"),
        says=Words(
            "Cần vai trò chủ tài khoản hoặc quản trị ở đơn vị; với nơi nhận hộ: ở cấp cao nhất. "
            "Số liệu không đổi.",
            "It takes the role of account holder or administrator in the unit; of holders: at the "
            "top. Figures stay.",
        ),
        scope="administer",
        parameters=(PARTY, DRY_RUN),
        body=Body(ErasureWish, {"reason": "request"}),
        successes=(Success(200, Words("Đã xóa.", "Erased."), person_answers.Forgotten),),
        problems=(
            *(*BY_LEDGER, "not_found", "unknown_person"),
            *("may_not_erase", "retention_not_over", "holder_holds"),
        ),
        handle=_erase,
    ),
    Operation(
        method="POST",
        path="/consents",
        name="noteConsent",
        tag="persons",
        summary=Words("Ghi nhận ai muốn được nêu tên", "Note whether a person may be named"),
        scope="enter",
        body=Body(
            ConsentWish,
            {
                "entry": "ent_10000000000040008000000000000003_12",
                "consenter": "donor",
                "wish": "given",
                "who": "Bà Bảy",
                "how": "giấy ký ngày 5/9",
            },
        ),
        successes=(Success(201, Words("Đã ghi.", "It is noted."), person_answers.Wish),),
        problems=(
            *(*BY_LEDGER, "not_found"),
            *("unknown_person", "consent_unfitting", "consent_not_given"),
        ),
        handle=_consent,
    ),
)
