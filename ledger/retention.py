"""How long the names on accounting papers are kept: from when the law lets them be destroyed.

Source: Law on Accounting 88/2015/QH13 art. 41 para. 5 (in force since 1 January 2017): at least ten
years for vouchers that the books are made from, five for other papers. Decree 174/2016/NĐ-CP
art. 12, 13 and 15: the years run from the end of the accounting year. Papers of a handover between
units are kept like vouchers, and with them what a unit's books begin with. What was booked before
falls under the same rule when it is to be destroyed today.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.events import (
    CollectionGivenDirectly,
    DonationCollected,
    EntryReversed,
    TransferArrived,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.events import Posted


class RetentionRule(NamedTuple):
    """What the law says from a day on, in whole years after the accounting year."""

    since: date
    vouchers_years: int
    other_papers_years: int


RULES: Final = (RetentionRule(date(2017, 1, 1), vouchers_years=10, other_papers_years=5),)
"""The newest last."""

BESIDE_THE_BOOKS: Final = (DonationCollected, CollectionGivenDirectly, TransferArrived)
"""What no book of the unit is made from: only what others hold, gave or sent is told."""


def retain_until(events: Iterable[Posted], on: date) -> date | None:
    """Return the last day on which papers of some entries must be kept; None: of no entries.

    Args:
        events: what was recorded.
        on: the day on which they would be destroyed, by whose law it goes.

    >>> retain_until([], date(2026, 1, 1)) is None
    True
    """
    begun = [rule for rule in RULES if rule.since <= on] or RULES[:1]
    days = [_last_day(event, begun[-1]) for event in events]
    return max(days, default=None)


def _last_day(event: Posted, rule: RetentionRule) -> date:
    about = event.original if isinstance(event, EntryReversed) else event
    is_other = isinstance(about, BESIDE_THE_BOOKS)
    years = rule.other_papers_years if is_other else rule.vouchers_years
    return date(event.booked_on.year + years, 12, 31)
