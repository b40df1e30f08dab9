"""Whose wish it is that the person of a gift or an award is named to everybody."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from api.persons.erasing import AT_THE_MACHINE
from ledger.draft import Recorded, request
from ledger.office import Office
from ledger.privacy_commands import ConsentCommand, GiveConsent, WithdrawConsent
from ledger.privacy_events import Consenter


class Wish(NamedTuple):
    """What somebody wishes about the row `about`: to be named, or not any more.

    `who` said so and `how` (on paper, by telephone …) are for the vault; `person` None: nobody is
    signed in.
    """

    unit_id: UUID
    key: str
    about: str
    consenter: Consenter
    is_given: bool
    who: str
    how: str
    person: str | None
    on: date


def note_wish(office: Office, wish: Wish) -> Recorded:
    """Note a wish; nothing is recorded where it stands already.

    Raises:
        ConsentUnfitting, UnknownPerson: of a consent. ConsentNotGiven: of its withdrawal.
        KeyUsedForOther: the key was used for another wish.
    """
    said = {name: word for name, word in (("who", wish.who), ("how", wish.how)) if word}
    return office.ask(request(_command(wish), said, wish.person or AT_THE_MACHINE))


def _command(wish: Wish) -> ConsentCommand:
    if wish.is_given:
        return GiveConsent(
            unit_id=wish.unit_id,
            key=wish.key,
            about=wish.about,
            consenter=wish.consenter,
            agreed_on=wish.on,
        )
    return WithdrawConsent(
        unit_id=wish.unit_id,
        key=wish.key,
        about=wish.about,
        consenter=wish.consenter,
        withdrawn_on=wish.on,
    )
