"""The feed: every new entry as a CloudEvent, in the order of the log, from any position.

    GET /v1/events?unit=NA&after=0     one JSON object a line; `position` of the last is the next
                                       `after`; the answer waits up to `wait` seconds for a line

What is told are public facts: the entry as it is stored, byte for byte, is `data`. The registry's
entries (units, populations, holders, roles) are told to everybody.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from api.v1 import answers
from api.v1.asking import unit_of
from api.v1.ids import entry_name, unit_name
from api.v1.operations import Answer, Asked, NotSo, Operation, Parameter, Success
from api.v1.parameters import POSITION, UNIT_NEEDED, limit, whole
from api.v1.problems import Words
from ledger.wire import KINDS, Entry, from_bytes
from projections.feed import Stood, entries_forward

NDJSON: Final = "application/x-ndjson"
SOURCE: Final = "/v1/events"
LOOK_AGAIN_S: Final = 0.2
WAIT_S_MAX: Final = 30
TYPES: Final = {f"vn.soquy.{name.replace('/', '.v')}": name for name in sorted(KINDS)}
"""Stored names by CloudEvents type: vn.soquy.donation.received.v1 is donation.received/1."""
_TYPE_OF: Final = {name: each for each, name in TYPES.items()}


def cloud_event(stood: Stood) -> bytes:
    """Return an entry as one CloudEvent (structured, JSON), on one line."""
    entry = from_bytes(stood.raw)
    said = {
        "specversion": "1.0",
        "id": entry_name(entry.originator_id, entry.originator_version),
        "source": SOURCE,
        "type": _TYPE_OF[entry.event.STORED_AS],
        "subject": unit_name(_subject(entry)),
        "time": entry.recorded_at.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "position": stood.position,
    }
    return json.dumps(said).encode()[:-1] + b', "data": ' + stood.raw + b"}"


def _subject(entry: Entry) -> UUID:
    """Return the unit that an entry is about."""
    about: UUID = getattr(entry.event, "unit_id", None) or entry.originator_id
    return about


async def _events(asked: Asked) -> Answer:
    said = asked.parameters
    unit_id = await run_in_threadpool(unit_of, asked, said["unit"])
    await asked.desk.callers.require(asked.caller, "read", unit_id)
    give_up_at = time.monotonic() + said["wait"]

    def look() -> list[Stood]:
        with asked.wiring.connection() as connection:
            return entries_forward(connection, unit_id, said["after"], said["types"], said["limit"])

    while not (found := await run_in_threadpool(look)) and time.monotonic() < give_up_at:
        await asyncio.sleep(LOOK_AGAIN_S)
    return Answer(200, b"".join(cloud_event(each) + b"\n" for each in found), NDJSON)


def read_types(text: str) -> Sequence[str]:
    """Read types separated by commas, as the stored names that they stand for."""
    names = text.split(",")
    if all(each in TYPES for each in names):
        return [TYPES[each] for each in names]
    raise NotSo(Words("Loại sự kiện không có trong danh sách.", "There is no such type of events."))


EVENTS: Final = (
    Operation(
        method="GET",
        path="/events",
        name="listEvents",
        tag="events",
        summary=Words("Các bút toán mới, theo thứ tự ghi", "Follow new entries, in their order"),
        says=Words(
            "Mỗi dòng một CloudEvent; `position` của dòng cuối là `after` của lần sau.",
            "One CloudEvent a line; the `position` of the last is the next `after`.",
        ),
        scope="read",
        parameters=(
            UNIT_NEEDED,
            Parameter(
                "after",
                Words("Sau vị trí này; 0: từ đầu.", "After this position; 0: from the beginning."),
                {**POSITION, "default": 0},
                whole(0, 2**53 - 1),
                0,
                default=0,
            ),
            Parameter(
                "types",
                Words("Chỉ các loại này, cách nhau bằng dấu phẩy.", "Only these, by commas."),
                {"type": "array", "items": {"type": "string", "enum": list(TYPES)}, "minItems": 1},
                read_types,
                "vn.soquy.donation.received.v1",
            ),
            Parameter(
                "wait",
                Words("Đợi tối đa bao nhiêu giây.", "Wait up to so many seconds for a line."),
                {"type": "integer", "minimum": 0, "maximum": WAIT_S_MAX, "default": 0},
                whole(0, WAIT_S_MAX),
                0,
                default=0,
            ),
            limit(1_000, 100),
        ),
        successes=(
            Success(200, Words("Các sự kiện.", "The events."), answers.CloudEvent, None, NDJSON),
        ),
        problems=("not_found",),
        handle=_events,
    ),
)
