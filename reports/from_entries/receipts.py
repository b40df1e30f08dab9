"""From the entry of a gift to the donor's receipt.

Every gift has one (series BN): in money, in kind, and collected by somebody else for the unit. Its
number runs in the year in which the gift was booked; its date is the one on the paper written by
hand, where there is one.
"""

from __future__ import annotations

from typing import Final, assert_never

from ledger.database import Connection
from ledger.events import (
    DonationCollected,
    DonationReceived,
    GoodsDonated,
    MoneyEvent,
)
from reports.check_codes import check_code
from reports.from_entries.found import Kept, Line, Names, names, pages, recorded, with_privates
from reports.from_entries.refused import no_receipt
from reports.from_entries.wording import goods_line, paper_date
from reports.papers import Channel, Receipt

CHECK_BASE_URL: Final = "https://so-quy.example"
"""Where papers are checked, until an installation names its own address."""

Gift = DonationReceived | GoodsDonated | DonationCollected


def receipt_of(
    connection: Connection, key: str, *, check_base_url: str = CHECK_BASE_URL
) -> Receipt:
    """Return the donor's receipt of the gift with this key.

    Args:
        connection: to a database whose projections know the unit.
        key: of a gift, or of the reversal of one.
        check_base_url: where anyone can check it, without a stroke at the end.

    Raises:
        UnknownEntry: no row has the key.
        NoSuchPaper: the row is no gift.
        Broken: the projections do not know the unit.
    """
    kept = recorded(connection, key)
    event = kept.entry.event
    if not isinstance(event, Gift):
        assert isinstance(event, MoneyEvent)
        raise no_receipt(event)
    return receipt_on(connection, kept, event, check_base_url)


def receipt_on(connection: Connection, kept: Kept, event: Gift, check_base_url: str) -> Receipt:
    """Return the receipt of a gift that has been found."""
    around = pages(
        connection, kept.entry.originator_id, f'"receipt_number":{event.receipt_number},'
    )
    (line,) = with_privates(connection, around, [(kept, event)])
    return _receipt(line, names(connection, around, [event], event.booked_on), check_base_url)


def _receipt(line: Line[Gift], called: Names, check_base_url: str) -> Receipt:
    event = line.event
    on, precision = paper_date([event])
    code = check_code(line.raw)
    return Receipt(
        issuer=called.issuer,
        number=event.receipt_number,
        year=event.booked_on.year,
        on=on,
        precision=precision,
        donor=line.name("donor"),
        donor_address=line.said("contact"),
        channel=_channel(event),
        holder_name=called.holders[event.holder] if isinstance(event, DonationCollected) else None,
        fund_name=called.funds[event.fund],
        amount_vnd=event.amount_vnd,
        goods=(goods_line(event),) if isinstance(event, GoodsDonated) else (),
        paper_no=event.paper_no,
        note=line.said("note"),
        check_url=f"{check_base_url}/r/{code.replace('-', '')}",
        check_code=code,
        reversed_on=line.reversed_on,
        recorded_at=line.entry.recorded_at,
    )


def _channel(event: Gift) -> Channel:
    match event:
        case DonationReceived():
            return event.channel
        case GoodsDonated():
            return "in_kind"
        case DonationCollected():
            return "press"
    assert_never(event)
