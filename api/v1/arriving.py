"""Transfers that arrive: said by the receiver, of what the sender's entry says.

The ledger knows an arrival by the key of its transfer, so it is recorded once whoever says it, and
under whatever Idempotency-Key.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from api.v1 import answers
from api.v1.asking import key_of, require_none, unit_of
from api.v1.bodies import Arrival, read
from api.v1.entries import stored_entry
from api.v1.ids import entry_name, unit_name
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import DRY_RUN, ENTRY, UNIT_NEEDED, choice
from api.v1.problems import Flaw, Words, not_found, refused
from api.v1.recording import (
    BY_LEDGER,
    DRY_ANSWER,
    RECORDED_ANSWER,
    dry_answer,
    named_units,
    recorded_answer,
)
from ledger.commands import ReceiveTransfer
from ledger.draft import Request, request
from ledger.events import TransferSent
from ledger.keys import id_of_key
from ledger.refusals import Refusal
from projections.desk import sent_from, sent_here


def _receive(asked: Asked) -> Answer:
    entry = stored_entry(asked)
    sent = entry.event
    if not isinstance(sent, TransferSent):
        raise not_found(
            "Bút toán này không phải khoản điều chuyển đi.", "This is no transfer sent."
        )
    asked.desk.callers.require_now(asked.caller, "enter", sent.to_unit_id)
    made = _request(asked, sent, entry.originator_id)
    if asked.is_dry:
        return dry_answer(asked, [made])
    with asked.desk.alone(key_of(asked, f"transfers/{asked.parameters['entry']}/arrival")):
        try:
            return recorded_answer(asked.wiring.office.ask(made))
        except Refusal as refusal:
            raise refused(refusal, named_units(asked, refusal)) from refusal


def _request(asked: Asked, sent: TransferSent, from_unit_id: UUID) -> Request:
    on = read(Arrival, asked.body).received_on
    if not 1900 <= on.year <= 2200:
        words = Words("Năm từ 1900 đến 2200.", "The day must lie in the years 1900 to 2200.")
        require_none([], [Flaw("/received_on", "bad_date", words)])
    command = ReceiveTransfer(
        unit_id=sent.to_unit_id,
        key=sent.key,
        booked_on=on,
        from_unit_id=from_unit_id,
    )
    return request(command, {}, asked.caller.person.person_id)


def _underway(asked: Asked) -> Answer:
    unit_id = unit_of(asked, asked.parameters["unit"])
    asked.desk.callers.require_now(asked.caller, "read", unit_id)
    look = sent_here if asked.parameters["way"] == "here" else sent_from
    with asked.wiring.connection() as connection:
        found = look(connection, unit_id)
    answers = asked.wiring.journal.answered([id_of_key(each.key) for each in found])
    places = [answers[id_of_key(each.key)] for each in found]
    listed = [
        {
            "id": entry_name(place.unit_id, place.version),
            "from_unit": unit_name(each.sender),
            "to_unit": unit_name(each.receiver),
            "sent_on": each.sent.booked_on.isoformat(),
            "fund": each.sent.fund,
            "amount_vnd": each.sent.amount_vnd,
        }
        for each, place in zip(found, places, strict=True)
    ]
    return answer_json({"transfers": listed})


WAY: Final = choice(
    "way",
    Words("Đang chuyển đến, hay đi.", "On the way here, or away."),
    "here",
    "away",
    default="here",
)

ARRIVALS: Final = (
    Operation(
        method="GET",
        path="/transfers",
        name="listTransfers",
        tag="paying",
        summary=Words("Tiền đang trên đường chuyển", "List transfers that are on the way"),
        scope="read",
        parameters=(UNIT_NEEDED, WAY),
        successes=(Success(200, Words("Mới nhất trước.", "Newest first."), answers.Transfers),),
        problems=("not_found",),
        handle=_underway,
    ),
    Operation(
        method="POST",
        path="/transfers/{entry}/arrival",
        name="receiveTransfer",
        tag="paying",
        summary=Words("Ghi khoản điều chuyển đã đến", "Record that a transfer has arrived"),
        scope="enter",
        parameters=(ENTRY, DRY_RUN),
        body=Body(Arrival, {"received_on": "2022-10-02"}),
        successes=(RECORDED_ANSWER, DRY_ANSWER),
        problems=(*BY_LEDGER, "not_found"),
        handle=_receive,
    ),
)
