"""Undoing a whole import: a reversal for every row that it recorded, the last one first.

All reversals count on one day, so only its end must not be below zero; money that was paid out by
the import comes back before what came in by it leaves. What cannot be undone is named and left:
what others have spent since, reversals, and arrivals of what somebody else had sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, cast, get_args

from api.exchange.reader import Reading
from api.exchange.rows import ReversalRow
from api.exchange.scope import Scope
from api.importing import Outcome, Terms, import_rows
from api.uploads import records
from api.uploads.checking import Desk, DigestDiffers
from ledger.collector import resting
from ledger.database import query
from ledger.events import (
    CollectionHandedOver,
    DonationCollected,
    DonationReceived,
    EntryReversed,
    HeldBroughtIn,
    IncomeReceived,
    MoneyBroughtIn,
    MoneyEvent,
    TransferArrived,
    TransferReceived,
)
from ledger.keys import id_of_asking
from ledger.registry import Registry
from ledger.shelf import Shelf
from ledger.wire import Entry, from_bytes

PLAN: Final = "undo.json"
LEFT: Final = "left.json"
WISH: Final = "wish.json"
_SHOWN: Final = "hoàn tác"
_SIDES: Final = (TransferArrived, TransferReceived)
_CAME_IN: Final = (
    MoneyBroughtIn,
    HeldBroughtIn,
    DonationReceived,
    DonationCollected,
    CollectionHandedOver,
    IncomeReceived,
)


A_REVERSAL: Final = (
    "Đây là dòng hủy, không hoàn tác được: muốn có lại thì ghi dòng mới.",
    "This is a reversal and cannot be undone: to have the row again, enter a new one.",
)
AN_ARRIVAL: Final = (
    "Lần nhập này chỉ ghi ngày nhận; khoản điều chuyển do lần khác ghi.",
    "This import only recorded the arrival; the transfer was recorded by another one.",
)


@dataclass(frozen=True, slots=True)
class Left:
    """A row that cannot be undone: its key, its entry, and why, in both languages."""

    key: str
    entry: str
    why: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be undone: the reason; of each row its own key, the key it undoes, and the day."""

    reason: str
    total_vnd: int
    rows: tuple[tuple[str, str, date], ...]

    def to_json(self) -> bytes:
        """Return it as it is kept, and as the second person admits it."""
        rows = [[key, reverses, on.isoformat()] for key, reverses, on in self.rows]
        said = {"reason": self.reason, "total_vnd": self.total_vnd, "rows": rows}
        return json.dumps(said, ensure_ascii=False).encode()


def plan_from(raw: bytes) -> Plan:
    """Return a plan as it was kept."""
    said = json.loads(raw)
    rows = tuple((key, what, date.fromisoformat(on)) for key, what, on in said["rows"])
    return Plan(said["reason"], said["total_vnd"], rows)


def left_from(raw: bytes | None) -> list[Left]:
    """Return what could not be undone; nothing if that is not known any more."""
    return [Left(**each) for each in json.loads(raw)] if raw else []


def wish(reason: str, on: date) -> bytes:
    """Return what somebody said who wants to undo an import."""
    return json.dumps({"reason": reason, "on": on.isoformat()}, ensure_ascii=False).encode()


def look(desk: Desk, scope: Scope) -> None:
    """Find out what can be undone, and note it as a plan; name what cannot."""
    upload = desk.upload
    said = json.loads(desk.folders.noted(upload.upload_id, WISH) or b"{}")
    on = date.fromisoformat(said["on"])
    with resting():
        registry = Shelf(desk.journal).registry()
        entries, left = _to_undo(desk, registry)
        rows = [
            (_key(upload.upload_id, position), entry.event, max(on, entry.event.booked_on))
            for position, entry in entries
        ]
        plan = Plan(said["reason"], 0, tuple((key, event.key, day) for key, event, day in rows))
        outcome = _reverse(desk, scope, plan, actor=upload.person, instant=None)
    place = {event.key: entry for (_, event, _), (_, entry) in zip(rows, entries, strict=True)}
    done = {row.reverses for row in outcome.new if isinstance(row, ReversalRow)}
    for each in outcome.errors:
        key = plan.rows[(each.row or 1) - 1][1]
        if each.code != "already_reversed":
            left.append(Left(key, _name(registry, place[key]), each.message, each.english))
    kept = Plan(
        plan.reason,
        sum(getattr(event, "amount_vnd", None) or 0 for _, event, _ in rows if event.key in done),
        tuple(row for row in plan.rows if row[1] in done),
    ).to_json()
    desk.folders.note(upload.upload_id, PLAN, kept)
    desk.folders.note(upload.upload_id, LEFT, _left_json(left))
    digest = sha256(kept).hexdigest()
    records.step(desk.connection, "upload_undo_checked", upload.upload_id, digest=digest)


def undo(desk: Desk, scope: Scope, instant: datetime) -> None:
    """Record the plan that a second person admitted; if anything is refused now, look again.

    Raises:
        DigestDiffers: the plan is not the one that was admitted.
    """
    upload = desk.upload
    raw = desk.folders.noted(upload.upload_id, PLAN) or b""
    asked = desk.journal.entries_of([id_of_asking(upload.approval_key or "")])
    digests = {getattr(entry.event, "digest", None) for entry in asked.values()}
    if digests != {sha256(raw).hexdigest()} or upload.decided_by is None:
        raise DigestDiffers(upload.upload_id)
    plan = plan_from(raw)
    with resting():
        outcome = _reverse(desk, scope, plan, actor=upload.decided_by, instant=instant)
    if outcome.errors:
        look(desk, scope)
        return
    left = left_from(desk.folders.noted(upload.upload_id, LEFT))
    told = [[each.entry, each.why, each.why_en] for each in left[:100]]
    counts = {"undone": len(plan.rows), "left": told}
    records.step(desk.connection, "upload_undone", upload.upload_id, counts=counts)
    desk.folders.delete(upload.upload_id)


def _to_undo(desk: Desk, registry: Registry) -> tuple[list[tuple[int, Any]], list[Left]]:
    """Return the entries to be undone, the newest first, each key once; and what is left."""
    chosen: dict[str, tuple[int, Entry]] = {}
    left: list[Left] = []
    arrivals: dict[str, Entry] = {}
    for position, entry in _recorded(desk):
        event = entry.event
        if isinstance(event, EntryReversed):
            if event.original.key not in chosen:
                left.append(Left(event.key, _name(registry, entry), *A_REVERSAL))
        elif isinstance(event, _SIDES):
            arrivals.setdefault(event.key, entry)
        elif isinstance(event, get_args(MoneyEvent)):
            chosen[cast("Any", event).key] = (position, entry)
    for key, entry in arrivals.items():
        if key not in chosen:
            left.append(Left(key, _name(registry, entry), *AN_ARRIVAL))
    shelf = Shelf(desk.journal)
    open_ones = [
        (position, entry)
        for position, entry in chosen.values()
        if cast("Any", entry.event).key not in shelf.book(entry.originator_id).reversed_keys
    ]
    return sorted(open_ones, key=_turn), left


def _turn(recorded: tuple[int, Entry]) -> tuple[bool, int, int]:
    """Return when a row is undone: what went out first, then what came in, the least first.

    Where there is not enough for all, the last are left: so those are few.
    """
    position, entry = recorded
    came = isinstance(entry.event, _CAME_IN)
    return came, entry.event.amount_vnd if isinstance(entry.event, _CAME_IN) else 0, -position


def _recorded(desk: Desk) -> Iterator[tuple[int, Entry]]:
    """Yield what the import appended, the newest first."""
    upload = desk.upload
    sought = {"after": upload.after_position, "upto": upload.upto_position}
    instants = set(upload.instants)
    with desk.connection.transaction(), desk.connection.cursor(name="undo") as stream:
        stream.itersize = 2_000
        for position, state in stream.execute(query("log_between"), sought):
            entry = from_bytes(bytes(state))
            if entry.recorded_at in instants and entry.actor == upload.recorded_by:
                yield position, entry


def _reverse(
    desk: Desk, scope: Scope, plan: Plan, *, actor: str, instant: datetime | None
) -> Outcome:
    rows = [
        ReversalRow(
            row=number,
            key=key,
            reverses=reverses,
            on=on,
            reason=plan.reason,
            goods_order=None,
            voucher=None,
            paper_no=None,
            document_on=None,
            precision=None,
            decision=None,
            evidence=None,
        )
        for number, (key, reverses, on) in enumerate(plan.rows, 1)
    ]
    look_only = instant is None
    terms = Terms(look_only, look_only, actor=actor, only=scope, recorded_at=instant)
    reading = Reading(reversals=rows, shown_names={"reversals": _SHOWN})
    return import_rows(desk.journal, reading, desk.path, terms, desk.on_progress)


def _key(upload_id: str, position: int) -> str:
    return f"hoan-tac-{upload_id}-{position}"


def _name(registry: Registry, entry: Entry) -> str:
    return f"{registry.terms[entry.originator_id][-1].code}-{entry.originator_version}"


def _left_json(left: list[Left]) -> bytes:
    return json.dumps([asdict(each) for each in left], ensure_ascii=False).encode()
