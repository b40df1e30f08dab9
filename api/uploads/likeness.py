"""Rows that may stand in the books already under another key: a warning, never a refusal.

Alike are gifts of one unit, day, amount and donor, and awards of one unit, day, amount and
recipient, names compared without tone marks. Those who are not named are never compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from api.exchange.rows import DonationRow, PayoutRow, Row
from api.uploads.report import WARNED_MAX, Likeness
from ledger.database import Connection, query
from ledger.vault import Vault, person


class _Compared(NamedTuple):
    """What is compared of a row."""

    row: DonationRow | PayoutRow
    like: tuple[UUID, object, int, str]


def likenesses(
    connection: Connection,
    vault: Vault,
    rows: Iterable[Row],
    unit_ids: Mapping[str, UUID],
    shown_names: Mapping[str, str],
) -> list[Likeness]:
    """Return the rows of which the like stands in the books, or before them in the same file.

    Args:
        connection: to the registers of gifts and payouts.
        vault: knows persons again.
        rows: those that would be recorded.
        unit_ids: the id of each known unit code; a unit that is new has no books yet.
        shown_names: what people call the file of each table.
    """
    found = []
    for kind, name in ((DonationRow, "gifts_alike"), (PayoutRow, "payouts_alike")):
        compared = [
            _Compared(row, like)
            for row in rows
            if isinstance(row, kind) and (like := _like(row, unit_ids)) is not None
        ]
        shown = shown_names.get(kind.FILE, kind.FILE)
        found += _in_file(compared, shown)
        found += _in_books(connection, vault, name, compared, shown)
    return sorted(found, key=lambda each: (each.file, each.row))[:WARNED_MAX]


def _like(
    row: DonationRow | PayoutRow, unit_ids: Mapping[str, UUID]
) -> tuple[UUID, object, int, str] | None:
    unit_id = unit_ids.get(row.unit)
    if unit_id is None or row.amount_vnd is None:
        return None
    if isinstance(row, DonationRow):
        on = row.received_on
        said: dict[str, str | int | None] = {"donor_id": row.donor_id, "donor": row.donor}
    else:
        on = row.paid_on
        said = {
            "recipient_id": row.recipient_id,
            "recipient": row.recipient,
            "birth_year": row.birth_year,
        }
    who = person({name: value for name, value in said.items() if value is not None})
    return (unit_id, on, row.amount_vnd, who) if who else None


def _in_file(compared: Sequence[_Compared], shown: str) -> list[Likeness]:
    first: dict[tuple[UUID, object, int, str], int] = {}
    found = []
    for row, like in compared:
        before = first.setdefault(like, row.row)
        if before != row.row:
            found.append(Likeness(shown, row.row, _text(row), str(before), ""))
    return found


def _in_books(
    connection: Connection,
    vault: Vault,
    name: str,
    compared: Sequence[_Compared],
    shown: str,
) -> list[Likeness]:
    sought = {
        "places": list(range(len(compared))),
        "units": [each.like[0] for each in compared],
        "days": [each.like[1] for each in compared],
        "amounts": [each.like[2] for each in compared],
        "lookups": [vault.lookup(each.like[0], each.like[3]) for each in compared],
        "keys": [each.row.key for each in compared],
    }
    found = []
    for place, code, version in connection.execute(query(name), sought):
        row = compared[place].row
        href = f"/chung-tu/{code}-{version}"
        found.append(Likeness(shown, row.row, _text(row), f"{code}-{version}", href))
    return found


def _text(row: DonationRow | PayoutRow) -> str:
    name = row.donor if isinstance(row, DonationRow) else row.recipient
    return name or ""
