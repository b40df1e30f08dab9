"""From the entries of a unit's year to the statement of one of its donors.

A donor is known by the id that the unit gave them, else by their name without tone marks. Two who
bear one name and have ids of their own are two: then the id must be said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import DonationCollected, EntryReversed, GoodsDonated
from ledger.names import folded
from ledger.vault import Part
from ledger.wire import Entry, from_bytes
from reports.addresses import address
from reports.check_codes import check_code
from reports.from_entries.found import Names, Pages, names, pages
from reports.from_entries.receipts import Gift, channel_of
from reports.from_entries.refused import NoSuchDonor
from reports.from_entries.wording import goods_line, paper_date
from reports.papers import paper_number
from reports.receipt import way
from reports.statement import Statement, StatementLine


class Given(NamedTuple):
    """A gift of a donor, and the bytes that it is stored as."""

    entry: Entry
    event: Gift
    raw: bytes
    private: dict[str, Any]


def statement_of(
    connection: Connection,
    unit_id: UUID,
    year: int,
    donor: str,
    *,
    check_address: str | None = None,
) -> tuple[Statement, tuple[Entry, ...]]:
    """Return what a donor gave to a unit in a year, and the entries whose private parts were read.

    Args:
        connection: with the keys of the vault, to a database whose projections know the unit.
        unit_id: whose gifts; not those of units below it.
        year: in which they count.
        donor: an id that the unit gave, else a name.
        check_address: where codes are looked up; None: as the installation is set.

    Raises:
        NoSuchDonor: nobody of this name or id gave, or several of one name did.
        Broken: the projections do not know the unit.
    """
    given = _gifts_of(_gifts(connection, unit_id, year), donor, year)
    around = pages(connection, unit_id, '"reverses":')
    called = names(connection, around, [each.event for each in given], date(year, 12, 31))
    lines = tuple(_line(each, around, called) for each in given)
    newest = given[-1]
    statement = Statement(
        issuer=called.issuer,
        year=year,
        donor=newest.private["donor"],
        donor_address=newest.private.get("contact"),
        lines=lines,
        check_address=check_address or address(),
        as_of=_as_of(given, around),
    )
    return statement, tuple(each.entry for each in given)


def _gifts(connection: Connection, unit_id: UUID, year: int) -> list[Given]:
    asked = {"unit_id": unit_id, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    found = []
    for state, part in connection.execute(query("statement_gifts"), asked):
        entry = from_bytes(bytes(state))
        assert isinstance(entry.event, Gift)
        private: Part = part
        found.append(Given(entry, entry.event, bytes(state), private.opened()))
    return found


def _gifts_of(gifts: Sequence[Given], donor: str, year: int) -> list[Given]:
    """Return the gifts of the one who is meant."""
    named = [each for each in gifts if each.private.get("donor")]
    by_id = [each for each in named if each.private.get("donor_id") == donor]
    if by_id:
        return by_id
    sought = folded(donor)
    found = [each for each in named if folded(each.private["donor"]) == sought]
    if not found:
        raise NoSuchDonor(donor, year)
    ids = {str(each.private["donor_id"]) for each in found if "donor_id" in each.private}
    if len(ids) > 1:
        raise NoSuchDonor(donor, year, tuple(sorted(ids)))
    return found


def _line(given: Given, around: Pages, called: Names) -> StatementLine:
    event = given.event
    holder = called.holders[event.holder] if isinstance(event, DonationCollected) else None
    return StatementLine(
        on=paper_date([event])[0],
        receipt=paper_number(event.receipt_number, event.booked_on.year, "BN"),
        way=way(channel_of(event), holder),
        goods=goods_line(event) if isinstance(event, GoodsDonated) else None,
        fund_name=called.funds[event.fund],
        amount_vnd=event.amount_vnd,
        check_code=check_code(given.raw),
        cancelled_on=_cancelled_on(event, around),
    )


def _cancelled_on(event: Gift, around: Pages) -> date | None:
    kept = around.reversals.get(event.key)
    if kept is None:
        return None
    assert isinstance(kept.entry.event, EntryReversed)
    return kept.entry.event.booked_on


def _as_of(given: Sequence[Given], around: Pages) -> datetime:
    """Return when the newest of the entries was recorded from which the statement is made."""
    undone = [around.reversals.get(each.event.key) for each in given]
    recorded_at = [each.entry.recorded_at for each in given]
    return max(recorded_at + [each.entry.recorded_at for each in undone if each])
