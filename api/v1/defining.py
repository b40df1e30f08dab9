"""Definitions: units, populations, holders, funds, places where money is kept, numbers of papers.

They repeat without harm: what is known already is answered with `entry: null`. Units and their
populations are an administrator's; the rest belongs to whoever enters rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from api.defined_units import units_standing_still
from api.exchange.requests import Rewriter
from api.exchange.rows import UnitRow
from api.identity.acting import Action
from api.v1 import answers, rows
from api.v1.asking import UnitIds, row_of, unit_of
from api.v1.callers import not_allowed
from api.v1.deciding import decided
from api.v1.entry_document import entry_document
from api.v1.forms import Form
from api.v1.ids import id_in
from api.v1.kept import kept
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import DRY_RUN, UNIT_NEEDED
from api.v1.problems import Flaw, Problem, Words, refused
from api.v1.recording import BY_LEDGER, DRY_ANSWER, named_units
from ledger.draft import Request
from ledger.events import HoldingDefined
from ledger.refusals import EvidenceMissing, Refusal
from ledger.registry import REGISTRY_ID, Registry
from ledger.vault import Private
from ledger.wire import from_bytes
from projections.feed import definitions_of, holder_registered_at, units_page
from projections.runner import catch_up

DEFINED: Final = Success(
    201,
    Words("Đã khai báo; entry là null nếu đã có.", "Defined; entry is null if it was known."),
    answers.Defined,
    {"entry": {**answers.RECORDED, "type": "fund.defined/1"}},
)


def _no_files(name: str) -> bytes:
    raise EvidenceMissing(name=name)


class _WithNew(Mapping[str, UUID]):
    """Known units, and the one that is defined under its code."""

    def __init__(self, known: Mapping[str, UUID], code: str, unit_id: UUID) -> None:
        self._known = known
        self._new = {code: unit_id}

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

    def answered(asked: Asked, row: Any, units: Mapping[str, UUID]) -> Answer:  # noqa: ANN401
        rewriter = Rewriter(units, _no_files, asked.caller.person.person_id)
        try:
            made = make(asked, rewriter, row)
        except Refusal as refusal:
            raise refused(refusal) from refusal
        if asked.is_dry:
            return dry_definition(asked, made)
        return kept(asked, path, lambda: define(asked, made))

    def handle(asked: Asked) -> Answer:
        row = row_of(form, "", asked.body)
        if form is not rows.UNIT:
            _require(asked, action, form, row)
            return answered(asked, row, UnitIds(asked.desk))
        with units_standing_still(asked.wiring) as registry:
            _require_term(asked, registry, row)
            unit_id = registry.codes.get(row.code) or uuid4()
            return answered(asked, row, _WithNew(UnitIds(asked.desk), row.code, unit_id))

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
    """Admit a caller with the role in the unit that the row is about."""
    where = asked.parameters["unit"] if form is rows.HOLDER else row.unit
    asked.desk.callers.require_now(asked.caller, action, unit_of(asked, where))


def _require_term(asked: Asked, registry: Registry, row: UnitRow) -> None:
    """Admit a caller who administers every unit that a term is about.

    A first unit, below nobody, is nobody's to define here, nor to make of one that stands below
    another. Whoever puts a unit below another one than before needs the role there too.

    Raises:
        Problem: row_refused, not_found, not_allowed; in this order.
    """
    if id_in(row.code, "unit") is not None:
        words = Words("Mã không được viết như unit_….", "A code must not look like unit_….")
        raise Problem("row_refused", words, (Flaw("/code", "bad_code", words),))
    known = registry.codes.get(row.code)
    if known is not None and asked.desk.unit_id(row.code) is None:
        catch_up(asked.wiring.url)
    for unit_id in _of_term(asked, registry, known, row):
        asked.desk.callers.require_now(asked.caller, "administer", unit_id)


def _of_term(asked: Asked, registry: Registry, known: UUID | None, row: UnitRow) -> list[UUID]:
    parent = unit_of(asked, row.parent) if row.parent else None
    terms = registry.terms[known] if known else ()
    if parent is None and (known is None or any(each.parent_id for each in terms)):
        raise not_allowed()
    if known is None or parent is None:
        return [each for each in (known, parent) if each]
    with asked.wiring.connection() as connection:
        stands = units_page(connection, row.valid_from, unit_id=known, limit=1)
    return [known] if stands and stands[0].parent_id == parent else [known, parent]


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
