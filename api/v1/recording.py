"""Rows that one person records alone: gifts, handovers, incomes, movements, what a unit brings in.

    body → row → request → the office → 201 with the entry; said again, the same, as a hit

Nothing here waits for a thread once the caller and the unit are known: a gift costs the loop some
hundred microseconds, and the office writes those that wait together.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from api.v1 import answers, rows
from api.v1.asking import UnitIds, codes_of, key_of, live_request, row_of
from api.v1.deciding import decided
from api.v1.entry_document import entry_document
from api.v1.forms import Form
from api.v1.ids import entry_name
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import DRY_RUN
from api.v1.problems import Words, refused
from ledger.draft import Recorded, Request
from ledger.refusals import Refusal

RECORDED_ANSWER = Success(
    201,
    Words("Đã ghi sổ.", "Recorded."),
    answers.RecordedEntry,
    example={"entry": answers.RECORDED},
)
DRY_ANSWER = Success(
    200, Words("Chạy thử: ghi được.", "Dry run: it would be recorded."), answers.DryRun, answers.DRY
)
BY_LEDGER = ("row_refused", "key_used_for_other", "in_flight", "away")


def recording(path: str, name: str, form: Form, summary: Words) -> Operation:
    """Return the operation that records rows of a form under /v1/`path`."""

    async def handle(asked: Asked) -> Answer:
        return await _record(asked, path, form)

    return Operation(
        method="POST",
        path=f"/{path}",
        name=name,
        tag="recording",
        summary=summary,
        scope="enter",
        parameters=(DRY_RUN,),
        body=Body(form, rows.EXAMPLES[form.title]),
        successes=(RECORDED_ANSWER, DRY_ANSWER),
        problems=BY_LEDGER,
        handle=handle,
    )


async def _record(asked: Asked, resource: str, form: Form) -> Answer:
    key = key_of(asked, resource)
    row = row_of(form, key, asked.body)
    unit_id = await asked.desk.unit_id_soon(row.unit)
    if unit_id is not None:
        await asked.desk.callers.require(asked.caller, "enter", unit_id)
    try:
        made = live_request(asked, row, asked.body, UnitIds(asked.desk))
    except Refusal as refusal:
        raise refused(refusal) from refusal
    if asked.is_dry:
        return await run_in_threadpool(dry_answer, asked, [made])
    with asked.desk.alone(key):
        return recorded_answer(await answer_of(asked, made))


async def answer_of(asked: Asked, made: Request) -> Recorded:
    """Return what the office answers to a request.

    Raises:
        Problem: what the ledger refuses.
    """
    try:
        return await asked.desk.mailbox().ask(made)
    except Refusal as refusal:
        names = await run_in_threadpool(named_units, asked, refusal)
        raise refused(refusal, names) from refusal


def named_units(asked: Asked, refusal: Refusal) -> dict[UUID, str]:
    """Return the codes of units, if a refusal speaks of any."""
    speaks = any(isinstance(each, UUID) for each in refusal.facts.values())
    return codes_of(asked) if speaks else {}


def recorded_answer(recorded: Recorded) -> Answer:
    """Return the answer with the entry, first said or said again."""
    entry = recorded.entries[0]
    place = entry_name(entry.originator_id, entry.originator_version)
    answer = answer_json(
        {"entry": entry_document(entry)}, status=201, Location=f"/v1/entries/{place}"
    )
    return replace(answer, is_repeated=recorded.repeated)


def dry_answer(asked: Asked, made: list[Request]) -> Answer:
    """Return the answer that the ledger would record some requests.

    Raises:
        Problem: what it would refuse, the first.
    """
    verdict = decided(asked.wiring.journal, made, record=False, partial=True)
    for at in sorted(verdict.refused):
        names = named_units(asked, verdict.refused[at])
        below = f"/lines/{at}" if len(made) > 1 else ""
        raise refused(verdict.refused[at], names, below=below)
    return answer_json({"dry_run": True, "would_record": len(verdict.recorded)})


RECORDINGS = (
    recording(
        "donations",
        "recordGift",
        rows.DONATION,
        Words("Ghi một khoản ủng hộ", "Record a gift: money, goods, or held by somebody"),
    ),
    recording(
        "handovers",
        "recordHandover",
        rows.HANDOVER,
        Words("Ghi nơi nhận hộ bàn giao", "Record what a holder handed over, or gave directly"),
    ),
    recording(
        "incomes",
        "recordIncome",
        rows.INCOME_ROW,
        Words("Ghi một khoản thu khác", "Record income that is no gift"),
    ),
    recording(
        "movements",
        "recordMovement",
        rows.MOVEMENT,
        Words("Ghi chuyển giữa các nơi giữ tiền", "Record money moved between holdings"),
    ),
    recording(
        "openings",
        "recordOpening",
        rows.OPENING,
        Words("Ghi số dư, hiện vật mang sang", "Record what a unit brings in when it joins"),
    ),
)
