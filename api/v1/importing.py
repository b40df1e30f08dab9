"""Many rows in one request: all of them or none (atomic), or the good ones (continue).

    nothing needs a second person   → 200, recorded
    something does                  → 202, waits as apr_…

As a file on the web, an atomic list waits as a whole, so it is of one unit; of a continued one what
one person may record is recorded now, and the rest waits, one list for each unit. Rows are asked
for by the caller. Each bears a key of its own, so a row sent twice, in whatever list, is recorded
once. A row of a unit in which the caller may not enter is refused like any other.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from api.v1 import answers, rows
from api.v1.asking import codes_of
from api.v1.bodies import Import, read
from api.v1.ids import approval_in, entry_name
from api.v1.import_rows import Listed, listed
from api.v1.import_waiting import Waiting, as_lists, asked_again, needing, put_before, whole_list
from api.v1.kept import kept, other_body
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import DRY_RUN
from api.v1.problems import Flaw, Problem, Words, refused
from ledger.keys import id_of_key
from ledger.refusals import KeyUsedForOther, Refusal

BODY_BYTES_MAX: Final = 16 * 1_048_576
WAITS: Final = 202


def _import(asked: Asked) -> Answer:
    said = read(Import, asked.body)
    here = listed(asked, said.rows)
    if asked.is_dry:
        return _answer(asked, said.mode, here, _done(asked, said.mode, here))
    answer = kept(
        asked, "imports", lambda: _answer(asked, said.mode, here, _done(asked, said.mode, here))
    )
    if answer.is_repeated:
        _require_the_same(asked, here, answer)
    return _with_place(answer) if answer.status == WAITS else answer


def _done(asked: Asked, mode: str, here: Listed) -> list[Waiting]:
    """Record what may be recorded, and put before a second person what needs one.

    Raises:
        Problem: row_refused: nothing of an atomic list is recorded, or waits.
    """
    is_atomic = mode == "atomic"
    record = not asked.is_dry and not (is_atomic and here.problems)
    verdict = here.decided(asked, record=record, partial=not is_atomic)
    second = needing(verdict)
    if not second:
        _note(asked, here, verdict.refused)
        _require_none(is_atomic, here)
        return []
    if is_atomic:
        whole = here.decided(asked, record=False, admitted=second)
        _note(asked, here, whole.refused)
        _require_none(is_atomic, here)
        waiting = [whole_list(asked, here, whole.recorded)]
    else:
        _note(asked, here, {at: each for at, each in verdict.refused.items() if at not in second})
        later = here.decided(asked, record=False, admitted=second, only=second)
        _note(asked, here, later.refused)
        waiting = as_lists(asked, here, later.recorded)
    return waiting if asked.is_dry else _put_before(asked, here, waiting, is_atomic=is_atomic)


def _put_before(
    asked: Asked, here: Listed, waiting: list[Waiting], *, is_atomic: bool
) -> list[Waiting]:
    """Put lists before a second person; return those that wait, and note why the others do not."""
    taken = []
    for each in waiting:
        try:
            put_before(asked, here, each)
            taken.append(each)
        except Refusal as refusal:
            _note(asked, here, dict.fromkeys(each.rows, refusal))
    _require_none(is_atomic, here)
    return taken


def _require_the_same(asked: Asked, here: Listed, answer: Answer) -> None:
    """Admit a list under a used key if its words are those of the first time, private ones too.

    Raises:
        Problem: key_used_for_other.
    """
    assert isinstance(answer.body, bytes)
    said = json.loads(answer.body)["rows"]
    lists: dict[str, list[int]] = {}
    for each in said:
        if "approval" in each:
            lists.setdefault(each["approval"], []).append(each["row"])
    waited = {at for places in lists.values() for at in places}
    again = here.decided(asked, record=False, partial=True, admitted=waited)
    if any(isinstance(each, KeyUsedForOther) for each in again.refused.values()):
        raise other_body()
    for name, places in lists.items():
        place = approval_in(name)
        assert place is not None
        if not asked_again(asked, here, Waiting(*place, tuple(places))):
            raise other_body()


def _note(asked: Asked, here: Listed, found: dict[int, Refusal]) -> None:
    """Note the problem of each row that the ledger refuses."""
    new = {at: refusal for at, refusal in found.items() if at not in here.problems}
    names = codes_of(asked) if new else {}
    for at, refusal in new.items():
        here.problems[at] = refused(refusal, names, below=f"/rows/{at}")


def _require_none(is_atomic: bool, here: Listed) -> None:
    """Admit an atomic list of which no row is refused.

    Raises:
        Problem: row_refused, with a flaw for each row that is, up to 1,000.
    """
    if not (is_atomic and here.problems):
        return
    flaws = [
        flaw
        for at, problem in sorted(here.problems.items())
        for flaw in problem.flaws or (Flaw(f"/rows/{at}", problem.code, problem.detail),)
    ]
    words = Words(
        f"Không ghi dòng nào: {len(here.problems)} dòng bị từ chối.",
        f"Nothing is recorded: {len(here.problems)} rows are refused.",
    )
    raise Problem("row_refused", words, tuple(flaws[:1_000]))


def _answer(asked: Asked, mode: str, here: Listed, waiting: list[Waiting]) -> Answer:
    """Say what became of each row."""
    waits = {here.keys[at]: each.name for each in waiting for at in each.rows}
    done = [key for at, key in enumerate(here.keys) if at not in here.problems and key not in waits]
    found = {} if asked.is_dry else asked.wiring.journal.answered([id_of_key(key) for key in done])
    shown: list[dict[str, Any]] = []
    for at, key in enumerate(here.keys):
        one: dict[str, Any] = {"row": at, "key": key.rpartition("/")[2]}
        if at in here.problems:
            one |= {"status": "refused", "problem": here.problems[at].document(asked.language)}
        elif asked.is_dry:
            one["status"] = "would_wait" if key in waits else "would_record"
        elif key in waits:
            one |= {"status": "waiting", "approval": waits[key]}
        else:
            place = found[id_of_key(key)]
            one |= {"status": "recorded", "entry": entry_name(place.unit_id, place.version)}
        shown.append(one)
    document = {
        "mode": mode,
        "dry_run": asked.is_dry,
        **{
            status: sum(each["status"] == status for each in shown)
            for status in ("recorded", "waiting", "refused")
        },
        "approvals": [] if asked.is_dry else [each.document() for each in waiting],
        "rows": shown,
    }
    return answer_json(document, status=WAITS if waiting and not asked.is_dry else 200)


def _with_place(answer: Answer) -> Answer:
    """Say where the list waits, if there is only one."""
    assert isinstance(answer.body, bytes)
    lists = json.loads(answer.body)["approvals"]
    if len(lists) > 1:
        return answer
    return replace(answer, headers={"Location": f"/v1/approvals/{lists[0]['id']}"})


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
            "atomic: ghi tất cả hoặc không ghi gì; có khoản chi cần người thứ hai hay dòng hủy thì "
            "cả danh sách (một đơn vị) chờ duyệt. continue: ghi ngay các dòng đúng, dòng nào cần "
            "người thứ hai thì chờ. Mỗi dòng có khóa riêng.",
            "atomic: all rows or none; with a payment that needs a second person, or a reversal, "
            "the whole list (of one unit) waits. continue: the good rows are recorded now, those "
            "that need a second person wait. Each row has a key of its own.",
        ),
        scope="enter",
        parameters=(DRY_RUN,),
        body=Body(Import, _EXAMPLE, BODY_BYTES_MAX),
        successes=(
            Success(200, Words("Từng dòng ra sao.", "What became of each row."), answers.Imported),
            Success(
                WAITS,
                Words("Có dòng chờ người thứ hai duyệt.", "Some rows wait for a second person."),
                answers.ImportWaits,
            ),
        ),
        problems=("row_refused", "key_used_for_other", "in_flight", "away"),
        handle=_import,
    ),
)
