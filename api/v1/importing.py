"""Many rows in one request: all of them or none (atomic), or the good ones (continue).

Rows are asked for now, by the caller: what needs a second person is refused here. Each row bears a
key of its own, so a row sent twice, in whatever list, is recorded once. Rows may be of several
units; a row of a unit in which the caller may not enter is refused like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from api.v1 import answers, rows
from api.v1.asking import UnitIds, codes_of, live_request, require_none
from api.v1.bodies import BulkRow, Import, read
from api.v1.deciding import decided
from api.v1.ids import entry_name
from api.v1.kept import kept, other_body
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import DRY_RUN
from api.v1.problems import Flaw, Problem, Words, refused
from ledger.bulk import Verdict
from ledger.commands import Asked as MoneyAsked
from ledger.draft import Request
from ledger.keys import id_of_key
from ledger.refusals import KeyUsedForOther, Refusal, UnknownEntry

BODY_BYTES_MAX: Final = 16 * 1_048_576


@dataclass(slots=True)
class _List:
    """The rows of a body on their way: a request for each, or why there is none."""

    keys: list[str] = field(default_factory=list)
    made: list[Request | Refusal] = field(default_factory=list)
    problems: dict[int, Problem] = field(default_factory=dict)


def _import(asked: Asked) -> Answer:
    said = read(Import, asked.body)
    mode, here = said.mode, _made(asked, said.rows)
    if asked.is_dry:
        return _answer(asked, mode, here, decided_rows(asked, here, mode, record=False))

    def record() -> Answer:
        recording = not (mode == "atomic" and here.problems)
        return _answer(asked, mode, here, decided_rows(asked, here, mode, record=recording))

    answer = kept(asked, "imports", record)
    if answer.is_repeated:
        again = decided_rows(asked, here, mode, record=False)
        if any(isinstance(each, KeyUsedForOther) for each in again.refused.values()):
            raise other_body()
    return answer


def decided_rows(asked: Asked, here: _List, mode: str, *, record: bool) -> Verdict:
    """Decide the rows, and record them."""
    return decided(asked.wiring.journal, here.made, record=record, partial=mode == "continue")


def _answer(asked: Asked, mode: str, here: _List, verdict: Verdict) -> Answer:
    """Say what became of each row; of an atomic list with a refused row, nothing did.

    Raises:
        Problem: row_refused, when nothing of an atomic list is recorded.
    """
    names: dict[UUID, str] = {}
    for at, refusal in verdict.refused.items():
        if at not in here.problems:
            names = names or codes_of(asked)
            here.problems[at] = refused(refusal, names, below=f"/rows/{at}")
    if mode == "atomic" and here.problems:
        raise _nothing_recorded(here.problems)
    done = verdict.recorded | verdict.already_recorded
    ids = [id_of_key(here.keys[at]) for at in sorted(done)]
    answers = {} if asked.is_dry else asked.wiring.journal.answered(ids)
    shown: list[dict[str, Any]] = []
    for at, key in enumerate(here.keys):
        one: dict[str, Any] = {"row": at, "key": key.rpartition("/")[2]}
        if at in here.problems:
            one |= {"status": "refused", "problem": here.problems[at].document(asked.language)}
        elif asked.is_dry:
            one["status"] = "would_record"
        else:
            answer = answers[id_of_key(key)]
            one |= {"status": "recorded", "entry": entry_name(answer.unit_id, answer.version)}
        shown.append(one)
    return answer_json(
        {
            "mode": mode,
            "dry_run": asked.is_dry,
            "recorded": 0 if asked.is_dry else len(done - here.problems.keys()),
            "refused": len(here.problems),
            "rows": shown,
        }
    )


def _nothing_recorded(problems: dict[int, Problem]) -> Problem:
    flaws = [
        flaw
        for at, problem in sorted(problems.items())
        for flaw in problem.flaws or (Flaw(f"/rows/{at}", problem.code, problem.detail),)
    ]
    words = Words(
        f"Không ghi dòng nào: {len(problems)} dòng bị từ chối.",
        f"Nothing is recorded: {len(problems)} rows are refused.",
    )
    return Problem("row_refused", words, tuple(flaws[:1_000]))


def _made(asked: Asked, said: list[BulkRow]) -> _List:
    """Return a request for each row.

    Raises:
        Problem: bad_request: a row is not formed as its schema says.
    """
    here = _List()
    units = UnitIds(asked.desk)
    form_flaws: list[Flaw] = []
    for at, each in enumerate(said):
        key = f"{asked.caller.person.person_id}/rows/{each.row.key}"
        here.keys.append(key)
        below = f"/rows/{at}/row"
        row, form, content = rows.IN_BULK[each.table].row(each.row.said, {}, below=below)
        form_flaws += form
        if content:
            here.problems[at] = Problem("row_refused", content[0].detail, tuple(content))
        if row is None:
            here.made.append(UnknownEntry(key=key))
            continue
        row.key = key
        try:
            made = live_request(asked, row, each.row.said, units)
            asked.desk.callers.require_now(asked.caller, "enter", _unit_of(made))
            here.made.append(made)
        except Refusal as refusal:
            here.problems[at] = refused(refusal, below=below)
            here.made.append(refusal)
        except Problem as problem:  # no role in the unit
            here.problems[at] = problem
            here.made.append(UnknownEntry(key=key))
    require_none(form_flaws, [])
    return here


def _unit_of(made: Request) -> UUID:
    assert isinstance(made.command, MoneyAsked)
    return made.command.unit_id


_EXAMPLE: Final = {
    "mode": "atomic",
    "rows": [{"table": "donations", "row": {"key": "D-1", **rows.EXAMPLES["Gift"]}}],
}

IMPORTS: Final = (
    Operation(
        method="POST",
        path="/imports",
        name="importRows",
        tag="recording",
        summary=Words("Ghi nhiều dòng một lần", "Record many rows at once"),
        says=Words(
            "atomic: ghi tất cả hoặc không ghi gì; continue: ghi các dòng đúng. Mỗi dòng có khóa "
            "riêng; khoản chi và hủy cần người thứ hai thì bị từ chối ở đây.",
            "atomic: all rows or none; continue: the good ones. Each row has a key of its own; "
            "what needs a second person is refused here.",
        ),
        scope="enter",
        parameters=(DRY_RUN,),
        body=Body(Import, _EXAMPLE, BODY_BYTES_MAX),
        successes=(
            Success(200, Words("Từng dòng ra sao.", "What became of each row."), answers.Imported),
        ),
        problems=("row_refused", "key_used_for_other", "in_flight", "away"),
        handle=_import,
    ),
)
