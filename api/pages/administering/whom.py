"""Whose page below `/quan-tri/du-lieu-ca-nhan` it is: somebody a unit knows, or a holder.

    /{subject_id}               a person, as one unit knows them
    /noi-nhan-ho/{subject_id}   a holder, who collects for several units: for those who may see all

Both have the same pages and words.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from fastapi import HTTPException, Request

from api.identity.acting import Acting, may, may_everywhere
from api.wiring import wired
from ledger.database import Connection
from ledger.registry import REGISTRY_ID
from projections.parties import Party, party_of

HERE: Final = "/quan-tri/du-lieu-ca-nhan"
ONE: Final = HERE + "/{subject_id}"
ONE_HOLDER: Final = HERE + "/noi-nhan-ho/{subject_id}"


class Whom(NamedTuple):
    """Who is meant, as long as they are known; `address` is that of their page."""

    unit_id: UUID
    subject_id: UUID
    address: str

    @property
    def is_holder(self) -> bool:
        """Whether it is somebody who collects for units, whom the registry knows."""
        return self.unit_id == REGISTRY_ID


def person_meant(who: Acting, subject_id: UUID) -> Whom:
    """Return a person of the unit."""
    return Whom(who.unit.unit_id, subject_id, ONE.format(subject_id=subject_id))


def holder_meant(request: Request, who: Acting, subject_id: UUID) -> Whom:
    """Return a holder; for whoever may not read in all units it is as if they were not."""
    with wired(request).connection() as connection:
        if not may_everywhere(connection, who.person, "read", who.on):
            raise HTTPException(404)
    return Whom(REGISTRY_ID, subject_id, ONE_HOLDER.format(subject_id=subject_id))


def known(connection: Connection, whom: Whom) -> Party:
    """Return who is meant; for others, and once they are erased, it is as if they were not."""
    party = party_of(connection, whom.unit_id, whom.subject_id)
    if party is None:
        raise HTTPException(404)
    return party


def may_erase(connection: Connection, who: Acting, whom: Whom) -> bool:
    """Say whether a person has the role that erasing takes: in the unit, or in all units."""
    return any(
        may_everywhere(connection, who.person, action, who.on)
        if whom.is_holder
        else may(connection, who.person, action, whom.unit_id, who.on)
        for action in ("approve", "administer")
    )
