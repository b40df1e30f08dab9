"""The numbers of the papers on which an entry stands."""

from __future__ import annotations

from ledger.events import DonationCollected, DonationReceived, GoodsDonated, Vouched
from ledger.wire import Entry
from reports.papers import paper_number


def paper_of(entry: Entry) -> str:
    """Return the number of an entry's paper as people write it; empty if it stands on none."""
    match entry.event:
        case Vouched(series=series, number=number, booked_on=on):
            return paper_number(number, on.year, series)
        case DonationCollected(receipt_number=number, booked_on=on):
            return paper_number(number, on.year, "BN")
        case _:
            return ""


def receipt_of(entry: Entry) -> str:
    """Return the number of the donor's receipt as people write it; empty if there is none."""
    event = entry.event
    if isinstance(event, DonationReceived | GoodsDonated | DonationCollected):
        return paper_number(event.receipt_number, event.booked_on.year, "BN")
    return ""
