"""Who is named in what is published: donors who wish it, as the book says so on the day it is made.

Recipients, who may be children, are never named: the list of awards has no column for them. Of
donors who gave no consent the private part is not even opened.
"""

from __future__ import annotations

from typing import Final

from ledger.database import Connection, query
from projections.naming import MASKED, shown_names
from projections.published_entries import Scope, Told

DONOR: Final = "donor"


class Names:
    """The donors who are named."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        """Look up whose consent stands; `connection` has the keys of the vault."""
        self._connection = connection
        asked = {"units": list(scope.members), "consenter": DONOR}
        self._named = set(connection.execute(query("publication_named"), asked).fetchall())

    def shown(self, gift: Told) -> str:
        """Return how the register of gifts names a donor."""
        entry = gift.entry
        if (gift.unit_id, getattr(entry.event, "key", "")) not in self._named:
            return MASKED
        place = (entry.originator_id, entry.originator_version)
        return shown_names(self._connection, [entry]).get(place, MASKED)
