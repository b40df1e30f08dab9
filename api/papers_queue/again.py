"""Prints for the donor after the first: counted in the unit's book, told by a small number.

    printed before?  → ReprintReceipt → receipt.reprinted/1 → “In lần 2”

The first print leaves no trace in the book, and to look at a paper is no print of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from ledger.commands import ReprintReceipt
from ledger.database import Connection, query
from ledger.draft import request
from ledger.office import Office
from ledger.paper_events import ReceiptReprinted
from ledger.refusals import AlreadyReversed
from ledger.wire import canonical, from_bytes


def print_again(
    office: Office,
    unit_id: UUID,
    gifts: Sequence[str],
    *,
    actor: str,
    form_key: str,
    on: date,
    strictly: bool = False,
) -> dict[str, int]:
    """Count one more print of some receipts; return which print each one is.

    Args:
        office: that records it.
        unit_id: in whose book the gifts stand.
        gifts: their keys.
        actor: who prints.
        form_key: the same key is the same print.
        on: the day.
        strictly: refuse a gift that was undone. Else it is left out: its paper says so, and is
            not counted.

    Raises:
        UnknownEntry, NoReceipt: a key is of no gift of the unit; others may have been counted.
        AlreadyReversed: if asked for strictly.
    """
    asked = {
        gift: office.submit(
            request(
                ReprintReceipt(unit_id=unit_id, key=f"{form_key}:{gift}", gift=gift, printed_on=on),
                {},
                actor,
            )
        )
        for gift in gifts
    }
    counted: dict[str, int] = {}
    for gift, answer in asked.items():
        try:
            (entry,) = answer.result().entries
        except AlreadyReversed:
            if strictly:
                raise
            continue
        assert isinstance(entry.event, ReceiptReprinted)
        counted[gift] = entry.event.copy
    return counted


def prints_of(connection: Connection, unit_id: UUID, gift: str) -> int:
    """Return which print of a receipt was the last one: 1 where none was counted."""
    mark = canonical({"gift": gift})[1:-1]
    rows = connection.execute(query("reprints_of"), {"unit_id": unit_id, "mark": mark})
    found = [from_bytes(bytes(state)).event for (state,) in rows]
    copies = [each.copy for each in found if isinstance(each, ReceiptReprinted)]
    return max(copies, default=1)
