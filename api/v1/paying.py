"""Rows that need a second person: payouts, costs, transfers to other units, reversals.

    within what the unit pays without a second person (one line)   → 201, recorded
    otherwise, and every list                                      → 202, waits as apr_…

The rule is the ledger's: what is asked directly and needs a second person is refused there. The
same key is answered the same for ever: first it is looked up whether it was recorded, or put before
a second person, and only what was neither is decided anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, cast
from uuid import UUID

from api.identity.acting import today
from api.v1 import answers, rows
from api.v1.asking import UnitIds, key_of, live_request, require_none, unit_of
from api.v1.bodies import Lines, lines_of
from api.v1.bodies import read as read_body
from api.v1.forms import Form
from api.v1.ids import approval_name, place_in, unit_name
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import DRY_RUN
from api.v1.problems import Flaw, Problem, Words, not_found, refused
from api.v1.recording import (
    BY_LEDGER,
    DRY_ANSWER,
    RECORDED_ANSWER,
    dry_answer,
    named_units,
    recorded_answer,
)
from ledger import values
from ledger.commands import Asked as MoneyAsked
from ledger.commands import Command, ReverseEntry
from ledger.draft import Recorded, Request
from ledger.keys import id_of_asking, id_of_key
from ledger.refusals import ApprovalNeeded, KeyUsedForOther, Refusal
from ledger.registry import REGISTRY_ID
from ledger.repeats import are_the_same

WAITS: Final = Success(
    202,
    Words("Đã lập, chờ người thứ hai duyệt.", "Waits for a second person."),
    answers.Waits,
    {
        "approval": {
            "id": approval_name(UUID("10000000-0000-4000-8000-000000000003"), "p/payouts/1"),
            "unit": "unit_10000000000040008000000000000003",
            "lines": 1,
        }
    },
)


def _paying(path: str, name: str, form: Form, summary: Words) -> Operation:
    """Return the operation that asks for a row of a form under /v1/`path`, or for a list."""

    def handle(asked: Asked) -> Answer:
        return _ask(asked, path, form)

    return Operation(
        method="POST",
        path=f"/{path}",
        name=name,
        tag="paying",
        summary=summary,
        says=Words(
            "Một dòng trong mức tự chi thì ghi ngay (201); nhiều dòng, hoặc quá mức, thì chờ "
            "người thứ hai duyệt (202). Các dòng cùng một đơn vị.",
            "One line within what the unit may pay alone is recorded (201); a list, or more, waits "
            "for a second person (202). All lines are of one unit.",
        ),
        scope="enter",
        parameters=(DRY_RUN,),
        body=Body(lines_of(form), {"lines": [rows.EXAMPLES[form.title]]}),
        successes=(RECORDED_ANSWER, WAITS, DRY_ANSWER),
        problems=(*BY_LEDGER, "not_found"),
        handle=handle,
    )


def _ask(asked: Asked, resource: str, form: Form) -> Answer:
    key = key_of(asked, resource)
    lines, read = _rows(asked, form, key)
    unit_id = _unit_of_all(asked, read)
    asked.desk.callers.require_now(asked.caller, "enter", unit_id)
    units = UnitIds(asked.desk)
    made: list[Request] = []
    for at, (row, said) in enumerate(zip(read, lines, strict=True)):
        try:
            made.append(live_request(asked, row, said, units))
        except Refusal as refusal:
            raise refused(refusal, below=f"/lines/{at}") from refusal
    if asked.is_dry:
        return dry_answer(asked, [as_if_admitted(each) for each in made])
    with asked.desk.alone(key):
        return _answer(asked, unit_id, key, made)


def _answer(asked: Asked, unit_id: UUID, key: str, made: list[Request]) -> Answer:
    known = asked.wiring.journal.answered([id_of_asking(key), id_of_key(key)])
    try:
        if id_of_key(key) in known and id_of_asking(key) not in known:
            return recorded_answer(asked.wiring.office.ask(made[0]))
        if len(made) == 1 and id_of_asking(key) not in known:
            try:
                return recorded_answer(asked.wiring.office.ask(made[0]))
            except ApprovalNeeded:
                pass
        return _waiting_answer(asked, unit_id, key, made)
    except Refusal as refusal:
        problem = refused(refusal, named_units(asked, refusal), below="/lines/0")
        if len(made) > 1:
            problem = Problem(problem.code, problem.detail)
        raise problem from refusal


def _waiting_answer(asked: Asked, unit_id: UUID, key: str, made: list[Request]) -> Answer:
    person = asked.caller.person.person_id
    _require_the_same(asked, key, made)
    recorded: Recorded = asked.wiring.approvals.ask(unit_id, key, made, person=person, on=today())
    name = approval_name(unit_id, key)
    document = {"approval": {"id": name, "unit": unit_name(unit_id), "lines": len(made)}}
    answer = answer_json(document, status=202, Location=f"/v1/approvals/{name}")
    return replace(answer, is_repeated=recorded.repeated)


def _require_the_same(asked: Asked, key: str, made: list[Request]) -> None:
    """Admit rows under a key of which the same, or none, were recorded with an approval.

    Raises:
        KeyUsedForOther: others were.
    """
    answers = asked.wiring.journal.answered([id_of_key(each.command.key) for each in made])  # type: ignore[union-attr]
    pairs = [(each, answers[each.command_id]) for each in made if each.command_id in answers]
    if not all(are_the_same(asked.wiring.journal, pairs)):
        raise KeyUsedForOther(key=key)


def _rows(asked: Asked, form: Form, key: str) -> tuple[list[Any], list[Any]]:
    """Return the lines of the body, and the row of each; the first bears the key itself."""
    lines = read_body(Lines, asked.body).lines
    read: list[Any] = []
    form_flaws: list[Flaw] = []
    content_flaws: list[Flaw] = []
    for at, line in enumerate(lines):
        line_key = key if at == 0 else f"{key}/{at + 1}"
        row, form_flaws_here, refused_here = form.row(line, {"key": line_key}, below=f"/lines/{at}")
        read.append(row)
        form_flaws += form_flaws_here
        content_flaws += refused_here
    require_none(form_flaws, content_flaws)
    return lines, read


def _unit_of_all(asked: Asked, read: list[Any]) -> UUID:
    """Return the one unit whose book the rows touch.

    Raises:
        Problem: not_found, row_refused.
    """
    found = [unit_of_row(asked, row) for row in read]
    for at, each in enumerate(found):
        if each != found[0]:
            words = Words("Các dòng phải thuộc cùng một đơn vị.", "All lines must be of one unit.")
            require_none([], [Flaw(f"/lines/{at}", "other_unit", words)])
    return found[0]


def unit_of_row(asked: Asked, row: Any) -> UUID:  # noqa: ANN401 - any row of `rows`
    """Return the unit in whose book a row is asked for.

    Raises:
        Problem: not_found: no such unit, or no such entry to reverse.
    """
    if not hasattr(row, "reverses"):
        return unit_of(asked, getattr(row, "unit", None) or row.from_unit)
    place = place_in(row.reverses)
    if place is None or place.unit_id == REGISTRY_ID:
        raise not_found("Không có bút toán này.", "There is no such entry.")
    return place.unit_id


def as_if_admitted(made: Request) -> Request:
    """Return a request as it will be asked once a second person has admitted it."""
    assert isinstance(made.command, MoneyAsked | ReverseEntry)
    return made._replace(
        command=cast("Command", values.replace(made.command, approved_outside=True))
    )


PAYINGS: Final = (
    _paying(
        "payouts",
        "askPayouts",
        rows.PAYOUT,
        Words("Chi học bổng, khen thưởng, hỗ trợ", "Pay scholarships, rewards, aid"),
    ),
    _paying("costs", "askCosts", rows.COST_ROW, Words("Chi khác", "Pay costs")),
    _paying(
        "transfers",
        "askTransfers",
        rows.TRANSFER,
        Words("Điều chuyển cho đơn vị khác", "Send money to another unit"),
    ),
    _paying(
        "reversals",
        "askReversals",
        rows.REVERSAL,
        Words("Hủy bút toán đã ghi", "Reverse recorded entries"),
    ),
)
