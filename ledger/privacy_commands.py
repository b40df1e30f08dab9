"""What can be asked of a book about persons themselves: to forget one, or that one may be named."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger.events import Posted
from ledger.privacy_events import Consenter, ErasureReason
from ledger.sealed import Sealed


class HeldFor(NamedTuple):
    """A holder still holds so many đồng for a unit; more than none."""

    holder: str
    unit_id: UUID
    amount_vnd: int


class EraseSubject(Sealed, frozen=True, kw_only=True):
    """Forget who a person was, in one unit; `erased_by` None: at the machine itself.

    `subjects` are what the vault knows the person as, `recorded` the entries about them, `entries`
    counts these and all that speak of them. `waiting` are the keys of lists put before a second
    person that name the person: their rows go too.

    Of holders, who stand in the registry, `unit_id` is the registry's; `holders` are their codes,
    `collected_for` the units in whose books it stands what they hold, `held` what they still do.
    """

    unit_id: UUID
    key: str
    erased_on: date
    erased_by: str | None = None
    reason: ErasureReason
    subjects: tuple[UUID, ...] = ()
    recorded: tuple[Posted, ...] = ()
    entries: int = 0
    waiting: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    collected_for: tuple[UUID, ...] = ()
    held: tuple[HeldFor, ...] = ()


class GiveConsent(Sealed, frozen=True, kw_only=True):
    """Let whom the row `about` names be named to everybody, as far as `consenter` has a say in it.

    `recorded` is the row, `is_known` says that the vault still knows whom it names.
    """

    unit_id: UUID
    key: str
    about: str
    consenter: Consenter
    agreed_on: date
    recorded: Posted | None = None
    is_known: bool = False


class WithdrawConsent(Sealed, frozen=True, kw_only=True):
    """Let whom the row `about` names be named no more: `consenter` does not wish it any more."""

    unit_id: UUID
    key: str
    about: str
    consenter: Consenter
    withdrawn_on: date


ConsentCommand = GiveConsent | WithdrawConsent
PrivacyCommand = EraseSubject | ConsentCommand
