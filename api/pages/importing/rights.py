"""Who may see an upload, and what they may do with it: by its unit, not by that of the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from api.identity.acting import Person, may, signed_in, today
from api.identity.refusing import NotAllowed
from api.identity.sessions import Session
from api.uploads import records
from api.uploads.records import Upload
from api.wiring import wired
from ledger.database import Connection


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do for a unit today."""

    person: Person
    on: date
    enters: bool
    administers: bool
    approves: bool
    inspects: bool

    @property
    def may_send(self) -> bool:
        """Say whether the person may bring in files."""
        return self.enters or self.administers

    @property
    def may_see(self) -> bool:
        """Say whether the person may see what was brought in; it names donors and recipients."""
        return self.may_send or self.approves or self.inspects


@dataclass(frozen=True, slots=True)
class At:
    """A person before an upload that they may see."""

    rights: Rights
    upload: Upload


def rights_of(connection: Connection, person: Person, unit_id: UUID, on: date) -> Rights:
    """Return what a person may do for a unit on a day."""
    return Rights(
        person,
        on,
        enters=may(connection, person, "enter", unit_id, on),
        administers=may(connection, person, "administer", unit_id, on),
        approves=may(connection, person, "approve", unit_id, on),
        inspects=may(connection, person, "inspect", unit_id, on),
    )


def at_upload(
    request: Request, upload_id: str, session: Annotated[Session, Depends(signed_in)]
) -> At:
    """Return who stands before the upload that an address names.

    Raises:
        NotAllowed: there is no such upload, or it is none of the person's.
    """
    on = today()
    with wired(request).connection() as connection:
        upload = records.find(connection, upload_id)
        if upload is None:
            raise NotAllowed("enter")
        rights = rights_of(connection, session.person, upload.unit_id, on)
    if not rights.may_see:
        raise NotAllowed("enter")
    return At(rights, upload)
