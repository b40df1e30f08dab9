"""Every fact that the registry can hold: units, populations, holders, roles, rules of approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from ledger.sealed import Sealed

Level = Literal["central", "province", "district", "commune", "branch", "board"]
BoardKind = Literal["clan", "agency", "company", "fellow_countrymen", "religious"]
HolderKind = Literal["press", "organisation", "individual"]
Role = Literal["treasurer", "accountant", "account_holder", "inspector", "administrator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTerm(Sealed):
    """What a unit is called and below whom it stands, from a day to a day (None: open)."""

    unit_id: UUID
    code: str
    name: str
    level: Level
    kind: BoardKind | None = None
    parent_id: UUID | None = None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTermStarted(UnitTerm):
    """A term began. The first registers the unit; a later one renames it or moves it."""

    STORED_AS: ClassVar[str] = "unit.term_started/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTermEnded(Sealed):
    """The term that began on `valid_from` ended with the day `valid_to`."""

    STORED_AS: ClassVar[str] = "unit.term_ended/1"
    unit_id: UUID
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTermCorrected(UnitTerm):
    """The term that began on `valid_from` was recorded wrongly; this is right."""

    STORED_AS: ClassVar[str] = "unit.term_corrected/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationStated(Sealed):
    """A source gives the inhabitants of a unit's area; said again, the later word counts."""

    STORED_AS: ClassVar[str] = "population.stated/1"
    unit_id: UUID
    on: date
    persons: int
    members: int | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRegistered(Sealed):
    """A newspaper, an organisation or a person may collect for units; said again, it corrects."""

    STORED_AS: ClassVar[str] = "holder.registered/1"
    holder: str
    kind: HolderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Sealed):
    """A person (an opaque id) has a role in a unit and all below it, from a day to a day."""

    STORED_AS: ClassVar[str] = "role.granted/1"
    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(Sealed):
    """The role granted from `valid_from` ends with the day `valid_to`; before it: never held."""

    STORED_AS: ClassVar[str] = "role.ended/1"
    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRuleStated(Sealed):
    """From a day on the unit, and all below it, pays up to this amount without a second person."""

    STORED_AS: ClassVar[str] = "approval_rule.stated/1"
    unit_id: UUID
    valid_from: date
    free_up_to_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKeyHandedOver(Sealed):
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
)
