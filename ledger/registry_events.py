"""Every fact that the registry can hold: units, populations, holders, roles, rules of approval."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from ledger.privacy_events import SubjectErased
from ledger.sealed import Sealed

Level = Literal["central", "province", "district", "commune", "branch", "board"]
BoardKind = Literal["clan", "agency", "company", "fellow_countrymen", "religious"]
HolderKind = Literal["press", "organisation", "individual"]
Role = Literal["treasurer", "accountant", "account_holder", "inspector", "administrator"]


class UnitTerm(Sealed, frozen=True, kw_only=True):
    """What a unit is called and below whom it stands, from a day to a day (None: open)."""

    unit_id: UUID
    code: str
    name: str
    level: Level
    kind: BoardKind | None = None
    parent_id: UUID | None = None
    valid_from: date
    valid_to: date | None = None


class UnitTermStarted(UnitTerm, frozen=True, kw_only=True):
    """A term began. The first registers the unit; a later one renames it or moves it."""

    STORED_AS: ClassVar[str] = "unit.term_started/1"


class UnitTermEnded(Sealed, frozen=True, kw_only=True):
    """The term that began on `valid_from` ended with the day `valid_to`."""

    STORED_AS: ClassVar[str] = "unit.term_ended/1"
    unit_id: UUID
    valid_from: date
    valid_to: date


class UnitTermCorrected(UnitTerm, frozen=True, kw_only=True):
    """The term that began on `valid_from` was recorded wrongly; this is right."""

    STORED_AS: ClassVar[str] = "unit.term_corrected/1"


class PopulationStated(Sealed, frozen=True, kw_only=True):
    """A source gives the inhabitants of a unit's area; said again, the later word counts."""

    STORED_AS: ClassVar[str] = "population.stated/1"
    unit_id: UUID
    on: date
    persons: int
    members: int | None = None
    source: str


class HolderRegistered(Sealed, frozen=True, kw_only=True):
    """A newspaper, an organisation or a person may collect for units; said again, it corrects."""

    STORED_AS: ClassVar[str] = "holder.registered/1"
    holder: str
    kind: HolderKind


class RoleGranted(Sealed, frozen=True, kw_only=True):
    """A person (an opaque id) has a role in a unit and all below it, from a day to a day."""

    STORED_AS: ClassVar[str] = "role.granted/1"
    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date | None = None


class RoleEnded(Sealed, frozen=True, kw_only=True):
    """The role granted from `valid_from` ends with the day `valid_to`.

    Books from before that was refused may have a day before it: then it was never held.
    """

    STORED_AS: ClassVar[str] = "role.ended/1"
    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date


class ApprovalRuleStated(Sealed, frozen=True, kw_only=True):
    """From a day on the unit, and all below it, pays up to this amount without a second person."""

    STORED_AS: ClassVar[str] = "approval_rule.stated/1"
    unit_id: UUID
    valid_from: date
    free_up_to_vnd: int


class LogKeyHandedOver(Sealed, frozen=True, kw_only=True):
    """The key that signs the log gave way to another; `note` says so, signed by both.

    `origin` is the name of the log, the keys are public (signed-note vkeys), `log_size` counts the
    entries up to which the old key has signed.
    """

    STORED_AS: ClassVar[str] = "log.key_handed_over/1"
    origin: str
    old_key: str
    new_key: str
    log_size: int
    note: str


RegistryEvent = (
    UnitTermStarted
    | UnitTermEnded
    | UnitTermCorrected
    | PopulationStated
    | HolderRegistered
    | RoleGranted
    | RoleEnded
    | ApprovalRuleStated
    | LogKeyHandedOver
    | SubjectErased
)
"""`SubjectErased`: of a holder, whose words lie beside the registry."""
