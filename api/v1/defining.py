"""Definitions: units, populations, holders, funds, places where money is kept, numbers of papers.

They repeat without harm: what is known already is answered with `entry: null`. Units and their
populations are an administrator's; the rest belongs to whoever enters rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from api.exchange.requests import Rewriter
from api.exchange.rows import UnitRow
from api.identity.acting import Action
from api.v1 import answers, rows
from api.v1.asking import UnitIds, row_of, unit_of
from api.v1.callers import not_allowed
from api.v1.deciding import decided
from api.v1.entry_document import entry_document
from api.v1.forms import Form
from api.v1.kept import kept
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import DRY_RUN, UNIT_NEEDED
from api.v1.problems import Words, refused
from api.v1.recording import BY_LEDGER, DRY_ANSWER, named_units
from ledger.draft import Request
from ledger.events import HoldingDefined
from ledger.refusals import EvidenceMissing, Refusal
from ledger.registry import REGISTRY_ID
from ledger.vault import Private
from ledger.wire import from_bytes
from projections.feed import definitions_of, holder_registered_at, units_page

DEFINED: Final = Success(
    201,
    Words("Đã khai báo; entry là null nếu đã có.", "Defined; entry is null if it was known."),
    answers.Defined,
    {"entry": {**answers.RECORDED, "type": "fund.defined/1"}},
)


def _no_files(name: str) -> bytes:
    raise EvidenceMissing(name=name)


class _WithNew(Mapping[str, UUID]):
    """Known units, and a new one under its code."""

    def __init__(self, known: Mapping[str, UUID], code: str) -> None:
        self._known = known
        self._new = {} if code in known else {code: uuid4()}

    def __getitem__(self, code: str) -> UUID:
        return self._new[code] if code in self._new else self._known[code]

    def __iter__(self) -> Any:  # noqa: ANN401 - an iterator
        return iter(self._new)

    def __len__(self) -> int:
        return len(self._new)


Make = Callable[[Asked, Rewriter, Any], Request]


def _defining(
    path: str, name: str, form: Form, summary: Words, action: Action, make: Make
) -> Operation:
    needs_unit = form is rows.HOLDER

    def handle(asked: Asked) -> Answer:
        row = row_of(form, "", asked.body)
        _require(asked, action, form, row)
        units: Mapping[str, UUID] = UnitIds(asked.desk)
        if form is rows.UNIT:
            units = _WithNew(units, row.code)
        rewriter = Rewriter(units, _no_files, asked.caller.person.person_id)
        try:
            made = make(asked, rewriter, row)
        except Refusal as refusal:
            raise refused(refusal) from refusal
        if asked.is_dry:
            return dry_definition(asked, made)
        return kept(asked, path, lambda: define(asked, made))

    return Operation(
        method="POST",
        path=f"/{path}",
        name=name,
        tag="defining",
        summary=summary,
        scope=action if action != "read" else "enter",
        parameters=(UNIT_NEEDED, DRY_RUN) if needs_unit else (DRY_RUN,),
        body=Body(form, rows.EXAMPLES[form.title]),
        successes=(DEFINED, DRY_ANSWER),
        problems=(*BY_LEDGER, "not_found"),
        handle=handle,
    )


def _require(asked: Asked, action: Action, form: Form, row: Any) -> None:  # noqa: ANN401 - any row
    """Admit a caller with the role in every unit that the row is about.

    A first unit, below nobody, is nobody's to define here. Whoever puts a unit below another one
    than before needs the role there too.
    """
    if form is rows.HOLDER:
        where = [unit_of(asked, asked.parameters["unit"])]
    elif form is rows.UNIT:
        where = _of_term(asked, row)
    else:
        where = [unit_of(asked, row.unit)]
    if not where:
        raise not_allowed()
    for unit_id in where:
        asked.desk.callers.require_now(asked.caller, action, unit_id)


def _of_term(asked: Asked, row: UnitRow) -> list[UUID]:
    known = asked.desk.unit_id(row.code)
    parent = unit_of(asked, row.parent) if row.parent else None
    if known is None:
        return [parent] if parent else []
    with asked.wiring.connection() as connection:
        stands = units_page(connection, row.valid_from, unit_id=known, limit=1)
    moved = parent is not None and not (stands and stands[0].parent_id == parent)
    return [known, parent] if parent is not None and moved else [known]


def define(asked: Asked, made: Request) -> Answer:
    """Tell the ledger a definition; what was known already is answered with no entry.

    Raises:
        Problem: what the ledger refuses.
    """
    try:
        recorded = asked.wiring.office.ask(made)
    except Refusal as refusal:
        raise refused(refusal, named_units(asked, refusal)) from refusal
    entry = entry_document(recorded.entries[0]) if recorded.entries else None
    return answer_json({"entry": entry}, status=201)


def dry_definition(asked: Asked, made: Request) -> Answer:
    """Return the answer that a definition would be recorded, or was known.

    Raises:
        Problem: what the ledger would refuse.
    """
    verdict = decided(asked.wiring.journal, [made], record=False, partial=True)
    for refusal in verdict.refused.values():
        raise refused(refusal, named_units(asked, refusal))
    return answer_json({"dry_run": True, "would_record": len(verdict.recorded)})


def _of_unit(_asked: Asked, rewriter: Rewriter, row: Any) -> Request:  # noqa: ANN401 - as others
    return rewriter.unit_term(row)


def _of_population(_asked: Asked, rewriter: Rewriter, row: Any) -> Request:  # noqa: ANN401
    return rewriter.population(row)


def _of_fund(_asked: Asked, rewriter: Rewriter, row: Any) -> Request:  # noqa: ANN401
    return rewriter.fund(row)


def _of_series(_asked: Asked, rewriter: Rewriter, row: Any) -> Request:  # noqa: ANN401
    return rewriter.series(row)


def _of_holder(asked: Asked, rewriter: Rewriter, row: Any) -> Request:  # noqa: ANN401
    with asked.wiring.connection() as connection:
        version = holder_registered_at(connection, row.code)
    known = _private(asked, REGISTRY_ID, version) if version else None
    return rewriter.holder(row, known.get("name", "") if known is not None else None)


def _of_holding(asked: Asked, rewriter: Rewriter, row: Any) -> Request:  # noqa: ANN401
    unit_id = rewriter.unit(row.unit)
    known: Private | None = None
    with asked.wiring.connection() as connection:
        for raw in definitions_of(connection, unit_id, HoldingDefined.STORED_AS):
            entry = from_bytes(raw)
            if getattr(entry.event, "holding", None) == row.holding:
                known = _private(asked, unit_id, entry.originator_version)
    return rewriter.holding(row, known)


def _private(asked: Asked, unit_id: UUID, version: int) -> Private:
    found = asked.wiring.journal.private_parts([(unit_id, version)])
    return found[unit_id, version].opened() if found else {}


DEFINITIONS: Final = (
    _defining(
        "units",
        "defineUnit",
        rows.UNIT,
        Words(
            "Khai báo đơn vị, hoặc tên và cấp trên mới", "Define a unit, or its new name, parent"
        ),
        "administer",
        _of_unit,
    ),
    _defining(
        "populations",
        "statePopulation",
        rows.POPULATION,
        Words("Ghi dân số", "State a population"),
        "administer",
        _of_population,
    ),
    _defining(
        "holders",
        "registerHolder",
        rows.HOLDER,
        Words("Đăng ký nơi nhận hộ", "Register who collects for units"),
        "enter",
        _of_holder,
    ),
    _defining(
        "funds", "defineFund", rows.FUND, Words("Lập nguồn", "Define a fund"), "enter", _of_fund
    ),
    _defining(
        "holdings",
        "defineHolding",
        rows.HOLDING,
        Words("Mở nơi giữ tiền", "Define a place where money is kept"),
        "enter",
        _of_holding,
    ),
    _defining(
        "series",
        "continueSeries",
        rows.SERIES,
        Words("Đánh số tiếp theo sổ giấy", "Let numbers go on from a paper book"),
        "enter",
        _of_series,
    ),
)
