"""Who is named in what is published: donors who wish it, as the book says so on the day it is made.

Recipients, who may be children, are never named: the list of awards has no column for them. Of
donors who gave no consent the private part is not even opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from ledger.database import Connection
from projections.naming import MASKED, names_for_all
from projections.published_entries import Gift, Told

AT_A_TIME: Final = 1_000


def with_donors(connection: Connection, entries: Iterable[Told]) -> Iterator[tuple[Told, str]]:
    """Yield entries, each with what the register of gifts shows as its donor.

    Args:
        connection: it has the keys of the vault.
        entries: of any kind; consents are looked up for many of them at once.
    """
    following = iter(entries)
    while some := list(islice(following, AT_A_TIME)):
        gifts = [each.entry for each in some if isinstance(each.entry.event, Gift)]
        names = names_for_all(connection, gifts)
        for each in some:
            yield each, names.get((each.unit_id, each.entry.originator_version), MASKED)
