"""Publications, for programs: what was published, publishing, and the proof of a total.

What was published is everybody's. Publishing takes as long as making the package does, which is
then found on the page of the publication (`/cong-khai/tai/…`). The entry bears the caller's key, so
that who died before answering finishes that publication when they are asked again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from api import total_proofs as files
from api.home import keys_folder
from api.publishing import Asked as Wish
from api.publishing import publish
from api.speaking import Refused
from api.v1 import publication_answers as answers
from api.v1.asking import key_of, unit_of
from api.v1.bodies import PublicationWish, read
from api.v1.entries import require_read
from api.v1.figures import after_of
from api.v1.ids import cursor, entry_name, place_in, unit_name
from api.v1.kept import kept
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import CURSOR, ENTRY, UNIT, limit
from api.v1.problems import Problem, Words, not_found, refused
from api.v1.recording import BY_LEDGER, named_units
from api.v1.whole import alone
from ledger.database import Connection, query
from ledger.log import total_proofs
from ledger.publication_events import FiguresPublished
from ledger.refusals import EntryNotLogged, Refusal
from ledger.wire import from_bytes
from projections.feed import entry_found
from projections.publications import (
    NEWEST,
    Publication,
    newest,
    publications_of,
    shown,
    tree_of,
)

ONE: Final = replace(
    ENTRY,
    name="publication",
    says=Words("Lần công bố: mã của bút toán.", "The publication: the id of its entry."),
)
OF_TOTAL: Final = replace(ONE, place="query", is_required=True)


def _publications(asked: Asked) -> Answer:
    said = asked.parameters
    before, most = _position(after_of(asked)), said["limit"]
    with asked.wiring.connection() as connection:
        if said["unit"]:
            whole = publications_of(connection, [unit_of(asked, said["unit"])])
            found = [each for each in whole if each.position < before][: most + 1]
        else:
            found = newest(connection, most + 1, before)
        listed = [_document(connection, each) for each in found[:most]]
    more = len(found) > most
    return answer_json(
        {
            "publications": listed,
            "next_cursor": cursor(str(found[most - 1].position)) if more else None,
        }
    )


def _publication(asked: Asked) -> Answer:
    with asked.wiring.connection() as connection:
        return answer_json(_document(connection, _found(connection, asked)))


def _total_proof(asked: Asked) -> Answer:
    place = place_in(asked.parameters["entry"])
    assert place is not None
    with asked.wiring.connection() as connection:
        gift, published = entry_found(connection, *place), _found(connection, asked)
        if gift is None:
            raise not_found("Không có bút toán này.", "There is no such entry.")
        require_read(asked, place.unit_id)
        tree = tree_of(from_bytes(gift.raw).event.STORED_AS)
        found = shown(connection, published, tree, gift.position) if tree else None
        if found is None:
            raise not_found("Tổng này không có khoản đó.", "The gift is not in this total.")
        try:
            said = files.files_of(connection, gift.raw, found)
        except EntryNotLogged as early:
            raise refused(early) from early
    total = total_proofs.verify(gift.raw, found.proof, published.raw)
    return answer_json(
        {
            "publication": _name(published),
            "tree": total.tree,
            "counted": total.counted,
            "net_vnd": total.net_vnd,
            "total_vnd": total.total_vnd,
            "size": total.size,
            "entry": said[files.ENTRY].decode(),
            "proof": said[files.TOTAL].decode(),
            "publication_entry": said[files.PUBLICATION].decode(),
            "entry_proof": said[files.PROOF].decode(),
            "publication_proof": said[files.PUBLICATION_PROOF].decode(),
        }
    )


def _publish(asked: Asked) -> Answer:
    wish = read(PublicationWish, asked.body)
    unit_id = unit_of(asked, wish.unit)
    asked.desk.callers.require_now(asked.caller, "approve", unit_id)

    def do() -> Answer:
        with asked.wiring.connection() as connection:
            row = connection.execute(query("publication_unit_code"), {"unit_id": unit_id})
            (code,) = row.fetchone() or (wish.unit,)
        until = wish.until if "until" in wish.model_fields_set else None
        person, key = asked.caller.person.person_id, key_of(asked, "publications")
        said = Wish(code, wish.year, until, person, key)
        return answer_json({"publication": _made(asked, said)}, status=201)

    return kept(asked, "publications", lambda: alone("publish", do))


def _made(asked: Asked, wish: Wish) -> dict[str, Any]:
    wiring = asked.wiring
    with TemporaryDirectory(prefix=".cong-bo-", dir=wiring.home) as place:
        try:
            done = publish(
                wiring.url,
                wiring.office,
                keys_folder(),
                wiring.home,
                wish,
                Path(place, "goi"),
                _unheard,
            )
        except Refusal as refusal:
            raise refused(refusal, named_units(asked, refusal)) from refusal
        except Refused as no:
            raise Problem("busy", Words(str(no), str(no))) from no
    with wiring.connection() as connection:
        return _document(connection, done.published)


def _unheard(_done: int, _whole: int) -> None:
    """Nobody asked how far it is."""


def _found(connection: Connection, asked: Asked) -> Publication:
    """Return the publication of the path or the query.

    Raises:
        Problem: not_found.
    """
    place = place_in(asked.parameters["publication"])
    assert place is not None
    stood = entry_found(connection, *place)
    entry = from_bytes(stood.raw) if stood else None
    if stood is None or entry is None or not isinstance(entry.event, FiguresPublished):
        raise not_found("Không có lần công bố này.", "There is no such publication.")
    return Publication(stood.position, entry, stood.raw)


def _document(connection: Connection, published: Publication) -> dict[str, Any]:
    event, unit_id = published.event, published.unit_id
    row = connection.execute(query("publication_unit_code"), {"unit_id": unit_id}).fetchone()
    at = published.entry.recorded_at.isoformat().replace("+00:00", "Z")
    return {
        "id": _name(published),
        "unit": unit_name(unit_id),
        "code": row[0] if row else "",
        "year": event.year,
        "edition": event.edition,
        "former": entry_name(unit_id, event.former) if event.former else None,
        "until": event.until.isoformat(),
        "published_on": event.published_on.isoformat(),
        "recorded_at": at,
        **{
            name: getattr(event, name)
            for name in (
                *("log_size", "digest", "raised_vnd", "raised_root", "raised_total_vnd"),
                *("raised_leaves", "undone_elsewhere_vnd", "not_valued", "collected_root"),
                *("collected_total_vnd", "collected_leaves"),
            )
        },
    }


def _name(published: Publication) -> str:
    return entry_name(published.unit_id, published.entry.originator_version)


def _position(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 18 else NEWEST


PUBLICATIONS: Final = (
    Operation(
        method="GET",
        path="/publications",
        name="listPublications",
        tag="publications",
        summary=Words("Các lần công bố, mới nhất trước", "Publications, newest first"),
        scope="read",
        parameters=(UNIT, CURSOR, limit(200, 50)),
        successes=(Success(200, Words("Một trang.", "A page."), answers.Publications),),
        problems=("not_found", "row_refused"),
        handle=_publications,
    ),
    Operation(
        method="GET",
        path="/publications/{publication}",
        name="getPublication",
        tag="publications",
        summary=Words("Một lần công bố", "One publication"),
        scope="read",
        parameters=(ONE,),
        successes=(
            Success(
                200,
                Words("Lần công bố.", "The publication."),
                answers.Publication,
                answers.PUBLICATION,
            ),
        ),
        handle=_publication,
    ),
    Operation(
        method="GET",
        path="/entries/{entry}/total-proof",
        name="getTotalProof",
        tag="publications",
        summary=Words(
            "Bằng chứng khoản ủng hộ nằm trong tổng đã công bố",
            "The proof that a gift is inside a published total",
        ),
        scope="read",
        parameters=(ENTRY, OF_TOTAL),
        successes=(Success(200, Words("Bằng chứng.", "The proof."), answers.TotalProof),),
        problems=("entry_not_logged",),
        handle=_total_proof,
    ),
    Operation(
        method="POST",
        path="/publications",
        name="publishFigures",
        tag="publications",
        summary=Words("Công bố số liệu một năm", "Publish the figures of a year"),
        says=Words(
            "Chờ gói lập xong. Công bố lại là lần mới.",
            "Answers when the package is made. Again is a new edition.",
        ),
        scope="approve",
        body=Body(PublicationWish, {"unit": "NA", "year": 2022, "until": "2022-12-31"}),
        successes=(Success(201, Words("Đã công bố.", "Published."), answers.Published),),
        problems=(*BY_LEDGER, "busy", "not_found"),
        handle=_publish,
    ),
)
