"""What waits for a second person: seeing it, admitting it, sending it back.

Who prepared cannot admit; that, and who may at all, is the ledger's rule, so no way leads around.
Said again, a decision is answered as the first time: each person decides once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from api.exchange.errors import Fault
from api.exchange.fields import read_note
from api.identity.acting import today
from api.pages.inspecting.reading import note_search
from api.v1 import answers
from api.v1.asking import require_none, unit_of
from api.v1.bodies import Decline, Nothing, read
from api.v1.figures import after_of
from api.v1.ids import approval_in, approval_name, cursor, entry_name, unit_name
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import APPROVAL, CURSOR, UNIT_NEEDED, choice, limit
from api.v1.problems import Flaw, Problem, Words, not_found, refused
from api.v1.recording import named_units
from ledger.commands import MoneyCommand
from ledger.events import ApprovalAsked
from ledger.keys import id_of_asking
from ledger.refusals import Refusal, UnknownApproval
from ledger.values import asdict
from projections.approvals import NEWEST, Approval, approval, approvals

STATE: Final = choice(
    "state", Words("Chỉ trạng thái này.", "Only this state."), "waiting", "given", "declined"
)


def _list(asked: Asked) -> Answer:
    said = asked.parameters
    unit_id = unit_of(asked, said["unit"])
    asked.desk.callers.require_now(asked.caller, "read", unit_id)
    after = after_of(asked)
    before = int(after) if after and after.isdigit() and len(after) < 19 else NEWEST
    with asked.wiring.connection() as connection:
        found = approvals(
            connection,
            unit_id,
            today(),
            state=said["state"],
            limit=said["limit"] + 1,
            before=before,
        )
    shown = found[: said["limit"]]
    more = len(found) > len(shown)
    return answer_json(
        {
            "approvals": [_document(each) for each in shown],
            "next_cursor": cursor(shown[-1].position) if more else None,
        }
    )


def _place(asked: Asked) -> tuple[UUID, str]:
    place = approval_in(asked.parameters["approval"])
    if place is None or "\0" in place[1]:
        raise _none()
    return place


def _show(asked: Asked) -> Answer:
    unit_id, key = _place(asked)
    try:
        contents = asked.wiring.approvals.contents(unit_id, key)
    except UnknownApproval as unknown:
        raise _none() from unknown
    asked.desk.callers.require_now(asked.caller, "read", unit_id)
    with asked.wiring.connection() as connection:
        note_search(connection, asked.caller.person, "/v1/approvals", unit_id)
    rows = [
        {
            "command": type(each.command).__name__,
            "facts": _facts(each.command),
            "private": each.private,
        }
        for each in contents
    ]
    return answer_json({"approval": _document(_found(asked, unit_id, key)), "rows": rows})


def _found(asked: Asked, unit_id: UUID, key: str) -> Approval:
    """Return what is known of an approval; what is not folded yet has just been asked."""
    with asked.wiring.connection() as connection:
        found = approval(connection, unit_id, key)
    if found is not None:
        return found
    entry = asked.wiring.journal.entries_of([id_of_asking(key)])[id_of_asking(key)]
    event = cast("ApprovalAsked", entry.event)
    said = (event.of, event.asked_by, event.asked_on, entry.recorded_at, event.lines)
    return Approval(0, unit_id, "", key, *said, event.total_vnd, "waiting", None, None)


def _deciding(word: Literal["give", "decline"]) -> Callable[[Asked], Answer]:
    def handle(asked: Asked) -> Answer:
        unit_id, key = _place(asked)
        reason = _reason(asked, word)
        person, on = asked.caller.person.person_id, today()
        waiting = asked.wiring.approvals
        try:
            if word == "give":
                recorded = waiting.give(unit_id, key, person=person, on=on)
            else:
                recorded = waiting.decline(unit_id, key, person=person, on=on, reason=reason)
        except UnknownApproval as unknown:
            raise _none() from unknown
        except Refusal as refusal:
            problem = refused(refusal, named_units(asked, refusal))
            raise Problem(problem.code, problem.detail) from refusal
        entry = recorded.entries[0]
        answer = answer_json(
            {
                "approval": approval_name(unit_id, key),
                "state": "given" if word == "give" else "declined",
                "entry": entry_name(entry.originator_id, entry.originator_version),
            }
        )
        return replace(answer, is_repeated=recorded.repeated)

    return handle


def _reason(asked: Asked, word: Literal["give", "decline"]) -> str:
    """Return the reason in the body; empty: there is none.

    Raises:
        Problem: bad_request, row_refused; in this order.
    """
    if word == "give":
        read(Nothing, asked.body)
        return ""
    reason = read(Decline, asked.body).reason or ""
    if isinstance(value := read_note(reason or " "), Fault):
        words = Words("Lý do có ký tự không nhìn thấy.", "The reason holds hidden characters.")
        require_none([], [Flaw("/reason", str(value.code), words)])
    return reason


def _facts(command: MoneyCommand) -> dict[str, Any]:
    """Return what a row that waits says, without marks and seals."""
    left_out = {"pii", "nonce", "evidence", "originals", "of_reversal"}
    return {
        name: value if isinstance(value, str | int) else str(value)
        for name, value in asdict(command).items()
        if name not in left_out and value is not None
    }


def _document(found: Approval) -> dict[str, Any]:
    return {
        "id": approval_name(found.unit_id, found.key),
        "unit": unit_name(found.unit_id),
        "of": found.of,
        "asked_by": found.asked_by,
        "asked_on": found.asked_on.isoformat(),
        "asked_at": _instant(found.asked_at),
        "lines": found.lines,
        "total_vnd": found.total_vnd,
        "state": found.state,
        "decided_by": found.decided_by,
        "decided_at": _instant(found.decided_at) if found.decided_at else None,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _none() -> Problem:
    return not_found("Không có danh sách chờ duyệt này.", "Nothing waits, or waited, by this name.")


def _decision(word: Literal["give", "decline"], summary: Words, body: Body) -> Operation:
    return Operation(
        method="POST",
        path=f"/approvals/{{approval}}/{word}",
        name=f"{word}Approval",
        tag="paying",
        summary=summary,
        scope="enter" if word == "decline" else "approve",
        parameters=(APPROVAL,),
        body=body,
        successes=(Success(200, summary, answers.Decided),),
        problems=("not_found", "row_refused", "key_used_for_other", "preparer_cannot_approve"),
        handle=_deciding(word),
    )


APPROVALS: Final = (
    Operation(
        method="GET",
        path="/approvals",
        name="listApprovals",
        tag="paying",
        summary=Words("Những gì chờ, hoặc đã, được duyệt", "List what waits, or waited"),
        scope="read",
        parameters=(UNIT_NEEDED, STATE, CURSOR, limit(200, 50)),
        successes=(Success(200, Words("Mới nhất trước.", "Newest first."), answers.Approvals),),
        problems=("not_found", "row_refused"),
        handle=_list,
    ),
    Operation(
        method="GET",
        path="/approvals/{approval}",
        name="showApproval",
        tag="paying",
        summary=Words("Một danh sách chờ duyệt và các dòng", "Show what waits, with its rows"),
        scope="read",
        parameters=(APPROVAL,),
        successes=(
            Success(200, Words("Các dòng đang chờ.", "The rows."), answers.ApprovalWithRows),
        ),
        problems=("not_found", "look_not_noted"),
        handle=_show,
    ),
    _decision("give", Words("Duyệt", "Approve"), Body(Nothing, {})),
    _decision(
        "decline",
        Words("Trả lại, hoặc tự rút", "Send back, or withdraw"),
        Body(Decline, {"reason": "Sai tên người nhận"}),
    ),
)
