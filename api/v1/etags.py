"""ETags of what follows from the projections: as long as nothing new was folded, and the day lasts.

Weak ones: the same figures, not the same bytes (`known_at` is the instant of the answer).
"""

from __future__ import annotations

from api.identity.acting import today
from api.v1.operations import Answer, Asked
from ledger.database import Connection, query


def current(connection: Connection) -> str:
    """Return the ETag of now: how far the projections have come, and which day it is."""
    row = connection.execute(query("positions")).fetchone()
    position = row[1] if row else 0
    return f'W/"{position}-{today():%Y%m%d}"'


def unchanged(etag: str, asked: Asked) -> Answer | None:
    """Return 304 if the asker has what would be answered; None: it must be made.

    `etag` is asked for before anything is read: what is folded in meanwhile may stand in the
    answer, but an answer without it must not bear the mark of what has it.
    """
    if etag in {each.strip() for each in asked.etag.split(",")}:
        return Answer(304, headers={"ETag": etag})
    return None
