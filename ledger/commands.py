"""Everything that can be asked of a book. Commands are imperative, and may be refused.

A command carries public facts only. What is private has been sealed before (`pii`, see
`ledger/vault.py`), so that no rule can depend on who somebody is. `key` is the asker's own name
for the row: the same key with the same content is the same command, for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ledger.events import (
    Cost,
    HoldingKind,
    Income,
    MoneyChannel,
    MoneyEvent,
    PayoutKind,
    RecipientKind,
    Series,
    Stated,
)
from ledger.privacy_commands import PrivacyCommand
from ledger.publication_events import Published
from ledger.registry_events import HolderKind, Role, UnitTerm
from ledger.sealed import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineFund(Sealed):
    """Keep money of one source or purpose apart from now on, or correct how it is described."""

    unit_id: UUID
    fund: str
    name: str
    purpose: str | None = None
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineHolding(Sealed):
    """Keep money in one more place, or correct its description.

    `restated` says that the private part (name, number) differs from what the vault holds.
    """

    unit_id: UUID
    holding: str
    kind: HoldingKind
    matures_on: date | None = None
    restated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueSeries(Sealed):
    """Let a series of papers go on from a number used on paper before."""

    unit_id: UUID
    series: Series
    year: int
    book: str | None = None
    next_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Stated):
    """What every command about money says.

    Commands of one unit, series and day with the same `voucher` text are lines of one voucher.
    """

    unit_id: UUID
    voucher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BringInMoney(Asked):
    """Open the book with money the unit holds already."""

    holding: str
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BringInGoods(Asked):
    """Open the book with goods the unit holds already."""

    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BringInHeld(Asked):
    """Open the book with money a holder has collected for the unit already."""

    holder: str
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveDonation(Asked):
    """Record a gift of money; `holding` None: the channel's own."""

    channel: MoneyChannel
    holding: str | None = None
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveGoods(Asked):
    """Record a gift in kind; `amount_vnd` None: not valued."""

    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectDonation(Asked):
    """Record a gift that a holder collected for the unit."""

    holder: str
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCollection(Asked):
    """Record that a holder handed money to the fund, into `into` (None: the bank)."""

    holder: str
    into: str | None = None
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCollectionDirectly(Asked):
    """Record that a holder gave money straight to recipients."""

    holder: str
    amount_vnd: int
    recipients: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAward(Asked):
    """Pay one award in money; `holding` None: the channel's own."""

    kind: PayoutKind
    recipient_kind: RecipientKind
    award_round: str | None = None
    channel: MoneyChannel
    holding: str | None = None
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAwardInGoods(Asked):
    """Give one award in goods; `amount_vnd` None: let the lots say."""

    kind: PayoutKind
    recipient_kind: RecipientKind
    award_round: str | None = None
    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTransfer(Asked):
    """Send money to another unit."""

    to_unit_id: UUID
    channel: MoneyChannel
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTransfer(Asked):
    """Receive what another unit sent under the same key; fund and amount are the sender's."""

    from_unit_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMoney(Asked):
    """Move money between two holdings of the unit."""

    from_holding: str
    to_holding: str
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveIncome(Asked):
    """Record income that is not a gift; `holding` None: the bank."""

    what: Income
    holding: str | None = None
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCost(Asked):
    """Record a cost that is not an award; `holding` None: the bank."""

    what: Cost
    holding: str | None = None
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseEntry(Sealed):
    """Undo the row recorded under `reverses`, on both sides if it has two.

    `originals` are the recorded facts, each with the unit of its book; empty: no such row.
    `of_reversal` says that the key names a reversal.
    """

    key: str
    reverses: str
    booked_on: date
    document_on: date | None = None
    paper_no: str | None = None
    decision: str | None = None
    evidence: tuple[str, ...] = ()
    approved_outside: bool = False
    originals: tuple[tuple[UUID, MoneyEvent], ...] = ()
    of_reversal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskApproval(Sealed):
    """Put rows, or a file that `digest` stands for, before a second person.

    Rows are decided already, so that what could never be recorded waits for nobody. `lines` and
    `total_vnd` are those of a file; rows are counted.
    """

    unit_id: UUID
    key: str
    asked_on: date
    asked_by: str
    digest: str
    lines: int = 0
    total_vnd: int = 0
    commands: tuple[MoneyCommand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveApproval(Sealed):
    """Admit, as the second person, rows of which `digest` says what they are, and record them."""

    unit_id: UUID
    key: str
    given_on: date
    given_by: str
    digest: str
    commands: tuple[MoneyCommand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineApproval(Sealed):
    """Send rows back, or withdraw what one has asked oneself."""

    unit_id: UUID
    key: str
    declined_on: date
    declined_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishFigures(Published):
    """Publish the figures of a year; `published_by` None: at the machine itself."""

    unit_id: UUID
    published_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintReceipt(Sealed):
    """Print the receipt of a gift once more for the donor; `original` is found by its key."""

    unit_id: UUID
    key: str
    gift: str
    printed_on: date
    original: MoneyEvent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole(Sealed):
    """Let a person act for a unit and all below it, from a day to a day (None: open)."""

    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRole(Sealed):
    """Let the role granted from `valid_from` end with the day `valid_to`."""

    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StateApprovalRule(Sealed):
    """Say up to which amount a unit may pay without a second person, from a day on."""

    unit_id: UUID
    valid_from: date
    free_up_to_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StateUnitTerm(UnitTerm):
    """Say how a unit is called and where it stands; a new `unit_id` registers a unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePopulation(Sealed):
    """Say how many inhabitants a unit's area had on a day, and who says so."""

    unit_id: UUID
    on: date
    persons: int
    members: int | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterHolder(Sealed):
    """Let somebody collect for units, or correct who it is (`restated`: by another name)."""

    holder: str
    kind: HolderKind
    restated: bool = False


MoneyCommand = (
    BringInMoney
    | BringInGoods
    | BringInHeld
    | ReceiveDonation
    | ReceiveGoods
    | CollectDonation
    | HandOverCollection
    | GiveCollectionDirectly
    | PayAward
    | PayAwardInGoods
    | SendTransfer
    | ReceiveTransfer
    | MoveMoney
    | ReceiveIncome
    | PayCost
    | ReverseEntry
)
ApprovalCommand = AskApproval | GiveApproval | DeclineApproval
DefinitionCommand = DefineFund | DefineHolding | ContinueSeries
RowCommand = DefinitionCommand | MoneyCommand
BookCommand = RowCommand | ApprovalCommand | PublishFigures | ReprintReceipt | PrivacyCommand
RegistryCommand = (
    StateUnitTerm | StatePopulation | RegisterHolder | GrantRole | EndRole | StateApprovalRule
)
Command = BookCommand | RegistryCommand
