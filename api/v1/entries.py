"""Entries, registers and papers, for programs.

Entries are public facts, but whose book they are is not everybody's business: the person behind
the key needs a role in the unit, or above it. Registers and papers name persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final
from uuid import UUID

from api.pages.inspecting.reading import note_read, note_search
from api.v1 import answers
from api.v1.asking import unit_of
from api.v1.entry_document import entry_document, with_postings
from api.v1.etags import current, unchanged
from api.v1.figures import after_of
from api.v1.ids import cursor, place_in
from api.v1.operations import Answer, Asked, Operation, Parameter, Success, answer_json
from api.v1.parameters import (
    CODE,
    CURSOR,
    ENTRY,
    FROM,
    TO,
    UNIT_NEEDED,
    UNIT_OF_PATH,
    YEAR,
    YES_NO,
    choice,
    limit,
    read_code,
    read_yes_no,
)
from api.v1.problems import Flaw, Problem, Words, not_found, refused
from api.v1.schemas import Shape
from ledger.database import Connection
from ledger.events import Booked
from ledger.refusals import EntryNotLogged
from ledger.registry import REGISTRY_ID
from ledger.wire import Entry, from_bytes
from projections.feed import NEWEST, Sought, definitions_of, entries_page, entry_found
from projections.paper_codes import reversal_of
from projections.registers import Registered, top_gifts, top_payouts
from projections.replaced import replacement_of
from reports.from_entries import NoSuchPaper, receipt_of, voucher_of
from reports.receipt import make_receipt
from reports.voucher import make_voucher

BELOW: Final = Parameter(
    "below",
    Words("true: kèm mọi đơn vị bên dưới.", "true: with all units below it."),
    {**YES_NO, "default": False},
    read_yes_no,
    False,
    default=False,
)


def _word(name: str, vi: str, en: str, example: str) -> Parameter:
    return Parameter(name, Words(vi, en), CODE, read_code, example)


TYPE: Final = _word(
    "type", "Loại: donation.received/1, hoặc donation.", "A kind or family.", "donation"
)
KEY: Final = _word("key", "Khóa của dòng.", "The key of a row.", "D-1")
ACCOUNT: Final = _word("account", "Tài khoản bắt đầu bằng.", "Begin of an account.", "raised.")
FUND: Final = _word("fund", "Nguồn.", "The fund.", "general")
DEFINED: Final = {
    "funds": "fund.defined/1",
    "holdings": "holding.defined/1",
    "series": "series.continued/1",
}
REGISTERS: Final = {"gifts": top_gifts, "payouts": top_payouts}


def require_read(asked: Asked, unit_id: UUID) -> None:
    """Admit a caller who may read the book of a unit; the registry's is everybody's.

    Raises:
        Problem: not_allowed.
    """
    if unit_id != REGISTRY_ID:
        asked.desk.callers.require_now(asked.caller, "read", unit_id)


def stored_entry(asked: Asked) -> Entry:
    """Return the entry of the path.

    Raises:
        Problem: not_found.
    """
    place = place_in(asked.parameters["entry"])
    assert place is not None
    with asked.wiring.connection() as connection:
        stood = entry_found(connection, *place)
    if stood is None:
        raise not_found("Không có bút toán này.", "There is no such entry.")
    return from_bytes(stood.raw)


def found_entry(asked: Asked) -> Entry:
    """Return the entry of the path, if the caller may read it.

    Raises:
        Problem: not_found, not_allowed.
    """
    entry = stored_entry(asked)
    require_read(asked, entry.originator_id)
    return entry


def _entry(asked: Asked) -> Answer:
    entry = found_entry(asked)
    with asked.wiring.connection() as connection:
        return answer_json(with_postings(entry, _later(connection, entry)))


def _later(connection: Connection, entry: Entry) -> Iterator[Entry]:
    """Yield what undid an entry, and what stands in its place."""
    reversal = reversal_of(connection, entry) if isinstance(entry.event, Booked) else None
    if reversal is not None:
        yield reversal
        if found := replacement_of(connection, reversal):
            yield found.entry


def _entries(asked: Asked) -> Answer:
    said = asked.parameters
    unit_id = unit_of(asked, said["unit"])
    require_read(asked, unit_id)
    for name in ("type", "key", "account", "fund"):
        if said[name] and not said[name].isprintable():
            return answer_json({"entries": [], "next_cursor": None})
    what = Sought(
        unit_id=unit_id,
        below=said["below"],
        first=said["from"],
        last=said["to"],
        kind=said["type"],
        key=said["key"],
        account=said["account"],
        fund=said["fund"],
    )
    before = _position(after_of(asked))
    with asked.wiring.connection() as connection:
        found = entries_page(connection, what, before=before, limit=said["limit"] + 1)
    shown = found[: said["limit"]]
    more = len(found) > len(shown)
    document = {
        "entries": [entry_document(from_bytes(each.raw)) for each in shown],
        "next_cursor": cursor(shown[-1].position) if more else None,
    }
    return answer_json(document)


def _position(text: str | None) -> int:
    if text is None:
        return NEWEST
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    words = Words("Con trỏ không phải của danh sách này.", "The cursor is of no such list.")
    raise Problem("row_refused", words, (Flaw("cursor", "bad_cursor", words, in_body=False),))


def _definitions(asked: Asked) -> Answer:
    unit_id = unit_of(asked, asked.parameters["unit"])
    require_read(asked, unit_id)
    kind = DEFINED[asked.parameters["what"]]
    with asked.wiring.connection() as connection:
        raw = definitions_of(connection, unit_id, kind)
    newest = {_defined(entry): entry for entry in map(from_bytes, raw)}
    return answer_json({"definitions": [entry_document(each) for each in newest.values()]})


def _defined(entry: Entry) -> tuple[object, ...]:
    """Return what an entry defines: the later word counts."""
    return tuple(getattr(entry.event, name, None) for name in ("fund", "holding", "series", "year"))


def _register(asked: Asked) -> Answer:
    said = asked.parameters
    unit_id = unit_of(asked, said["unit"])
    require_read(asked, unit_id)
    with asked.wiring.connection() as connection:
        etag = current(connection)
        if same := unchanged(etag, asked):
            return same
        rows = REGISTERS[said["register"]](connection, unit_id, said["year"], said["limit"])
        note_search(connection, asked.caller.person, "/v1/registers", unit_id)
        document = {"rows": [_registered(row) for row in rows]}
        return answer_json(document, ETag=etag)


def _registered(row: Registered) -> dict[str, object]:
    return {
        "on": row.on.isoformat(),
        "unit": row.unit,
        "person": row.person,
        "what": row.what,
        "amount_vnd": row.amount_vnd,
        "key": row.key,
    }


def _paper(make: Callable[[Connection, str], bytes]) -> Callable[[Asked], Answer]:
    def handle(asked: Asked) -> Answer:
        entry = found_entry(asked)
        key = getattr(entry.event, "key", None)
        if key is None or not hasattr(entry.event, "booked_on"):
            raise not_found("Bút toán này không có chứng từ.", "This entry has no paper.")
        with asked.wiring.connection() as connection:
            try:
                pdf = make(connection, key)
                note_read(connection, asked.caller.person, "/v1/papers", [entry])
            except NoSuchPaper as none:
                words = Words(str(none), "The entry has no such paper.")
                raise Problem("no_paper", words) from none
            except EntryNotLogged as refusal:
                raise refused(refusal) from refusal
        return Answer(200, pdf, "application/pdf")

    return handle


def _receipt(connection: Connection, key: str) -> bytes:
    return make_receipt(receipt_of(connection, key))


def _voucher(connection: Connection, key: str) -> bytes:
    return make_voucher(voucher_of(connection, key))


def _printing(path: str, name: str, summary: Words, make: Callable[[Asked], Answer]) -> Operation:
    return Operation(
        method="GET",
        path=path,
        name=name,
        tag="entries",
        summary=summary,
        scope="read",
        parameters=(ENTRY,),
        successes=(Success(200, summary, media_type="application/pdf"),),
        problems=("not_found", "no_paper", "entry_not_logged", "look_not_noted"),
        handle=make,
    )


def _listing(
    path: str,
    name: str,
    summary: Words,
    model: type[Shape],
    parameters: tuple[Parameter, ...],
    handle: Callable[[Asked], Answer],
) -> Operation:
    return Operation(
        method="GET",
        path=path,
        name=name,
        tag="entries",
        summary=summary,
        scope="read",
        parameters=parameters,
        successes=(Success(200, summary, model),),
        problems=("not_found", "row_refused"),
        handle=handle,
    )


def _of_path(parameter: Parameter) -> Parameter:
    return replace(parameter, place="path", is_required=True)


ENTRIES: Final = (
    _listing(
        "/entries",
        "listEntries",
        Words("Nhật ký của một đơn vị, mới nhất trước", "List entries, the newest first"),
        answers.Entries,
        (
            *(UNIT_NEEDED, BELOW, FROM, TO, TYPE, KEY, ACCOUNT, FUND),
            *(CURSOR, limit(200, 50)),
        ),
        _entries,
    ),
    _listing(
        "/entries/{entry}",
        "showEntry",
        Words("Một bút toán và định khoản", "Show an entry and its postings"),
        answers.EntryWithPostings,
        (ENTRY,),
        _entry,
    ),
    _listing(
        "/units/{unit}/definitions/{what}",
        "listDefinitions",
        Words("Nguồn, nơi giữ tiền, sổ chứng từ", "List funds, holdings or series"),
        answers.Definitions,
        (
            UNIT_OF_PATH,
            _of_path(choice("what", Words("Loại khai báo.", "What is defined."), *DEFINED)),
        ),
        _definitions,
    ),
    replace(
        _listing(
            "/registers/{register}",
            "showRegister",
            Words(
                "Sổ ủng hộ, sổ trao: lớn nhất trước",
                "The register of gifts or payouts, largest first",
            ),
            answers.Register,
            (
                _of_path(choice("register", Words("Sổ nào.", "Which register."), *REGISTERS)),
                *(UNIT_NEEDED, YEAR, limit(500, 50)),
            ),
            _register,
        ),
        problems=("not_found", "row_refused", "look_not_noted"),
    ),
    _printing(
        "/receipts/{entry}.pdf",
        "printReceipt",
        Words("Giấy biên nhận của người ủng hộ", "The donor's receipt"),
        _paper(_receipt),
    ),
    _printing(
        "/vouchers/{entry}.pdf",
        "printVoucher",
        Words("Chứng từ kế toán", "The accounting voucher"),
        _paper(_voucher),
    ),
)
