"""The journal as a list: what was recorded, when, where, and how much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.speaking import Format, print_json, say
from ledger.database import Connection, query
from ledger.keys import id_of_key
from ledger.wire import from_bytes, plain
from projections.figures import unit_by_code
from reports.numbers import whole


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the list; `unit` is a code, None for the registry's own entries."""

    position: int
    unit: str | None
    version: int
    type: str
    recorded_at: datetime
    actor: str
    facts: dict[str, Any]

    @property
    def booked_on(self) -> str:
        """The day it counts, or nothing."""
        return str(self.facts.get("booked_on", ""))


def entries(
    connection: Connection,
    *,
    code: str | None,
    first: date | None,
    last: date | None,
    kind: str | None,
    key: str | None,
) -> Iterator[Listed]:
    """Return entries, newest last.

    Args:
        connection: to a database whose projections are up to date.
        code: of one unit; None: all.
        first: the first day on which an entry counts; None: any.
        last: the last day; None: any.
        kind: the stored name, or its part before the dot (`donation`).
        key: of one row; both sides of a transfer have it.

    Raises:
        UnknownUnit: no unit has this code.
    """
    codes: dict[UUID, str] = dict(connection.execute(query("codes_of_units")).fetchall())
    sought = {
        "unit_id": unit_by_code(connection, code) if code else None,
        "kind": kind,
        "command_ids": [id_of_key(key), id_of_key(key, received=True)] if key else None,
    }
    with connection.transaction(), connection.cursor(name="journal_listing") as cursor:
        cursor.itersize = 5_000
        cursor.execute(query("journal_listing"), sought)
        for position, raw in cursor:
            entry = from_bytes(bytes(raw))
            on = getattr(entry.event, "booked_on", None)
            if (first and (on is None or on < first)) or (last and (on is None or on > last)):
                continue
            yield Listed(
                position=position,
                unit=codes.get(entry.originator_id),
                version=entry.originator_version,
                type=entry.event.STORED_AS,
                recorded_at=entry.recorded_at,
                actor=entry.actor,
                facts=plain(entry.event),
            )


def listing(found: Iterator[Listed], format_: Format) -> None:
    """Print entries."""
    if format_ is Format.JSON:
        print_json([_document(each) for each in found])
        return
    count = 0
    for each in found:
        count += 1
        if format_ is Format.JSONL:
            say(json.dumps(_document(each), ensure_ascii=False))
        else:
            amount = each.facts.get("amount_vnd")
            shown = "" if amount is None else whole(amount)
            say(
                f"{each.booked_on:<10}  {each.unit or '—':<16}  {each.type:<22}  {shown:>16}  "
                f"{each.facts.get('key', '')}"
            )
    if count == 0 and format_ is Format.TEXT:
        say("Không có bút toán nào như vậy.")


def _document(each: Listed) -> dict[str, Any]:
    return {
        **each.facts,
        "position": each.position,
        "unit": each.unit,
        "version": each.version,
        "type": each.type,
        "recorded_at": each.recorded_at.isoformat().replace("+00:00", "Z"),
        "actor": each.actor,
    }
