"""Everything that can be asked of a book. Commands are imperative, and may be refused.

A command carries public facts only. What is private has been sealed before (`pii`, see
`ledger/vault.py`), so that no rule can depend on who somebody is. `key` is the asker's own name
for the row: the same key with the same content is the same command, for ever.
"""

from __future__ import annotations

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


class DefineFund(Sealed, frozen=True, kw_only=True):
    """Keep money of one source or purpose apart from now on, or correct how it is described."""

    unit_id: UUID
    fund: str
    name: str
    purpose: str | None = None
    restricted: bool


class DefineHolding(Sealed, frozen=True, kw_only=True):
    """Keep money in one more place, or correct its description.

    `restated` says that the private part (name, number) differs from what the vault holds.
    """

    unit_id: UUID
    holding: str
    kind: HoldingKind
    matures_on: date | None = None
    restated: bool = False


class ContinueSeries(Sealed, frozen=True, kw_only=True):
    """Let a series of papers go on from a number used on paper before."""

    unit_id: UUID
    series: Series
    year: int
    book: str | None = None
    next_number: int


class Asked(Stated, frozen=True, kw_only=True):
    """What every command about money says.

    Commands of one unit, series and day with the same `voucher` text are lines of one voucher.
    """

    unit_id: UUID
    voucher: str | None = None


class AskedOnPaper(Asked, frozen=True, kw_only=True):
    """What every command says that makes a numbered paper.

    `replaces` is the key of a reversed row of the same kind, in whose place this one stands.
    """

    replaces: str | None = None


class BringInMoney(Asked, frozen=True, kw_only=True):
    """Open the book with money the unit holds already."""

    holding: str
    amount_vnd: int


class BringInGoods(Asked, frozen=True, kw_only=True):
    """Open the book with goods the unit holds already."""

    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None


class BringInHeld(Asked, frozen=True, kw_only=True):
    """Open the book with money a holder has collected for the unit already."""

    holder: str
    amount_vnd: int


class ReceiveDonation(AskedOnPaper, frozen=True, kw_only=True):
    """Record a gift of money; `holding` None: the channel's own."""

    channel: MoneyChannel
    holding: str | None = None
    amount_vnd: int


class ReceiveGoods(AskedOnPaper, frozen=True, kw_only=True):
    """Record a gift in kind; `amount_vnd` None: not valued."""

    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None


class CollectDonation(AskedOnPaper, frozen=True, kw_only=True):
    """Record a gift that a holder collected for the unit."""

    holder: str
    amount_vnd: int


class HandOverCollection(AskedOnPaper, frozen=True, kw_only=True):
    """Record that a holder handed money to the fund, into `into` (None: the bank)."""

    holder: str
    into: str | None = None
    amount_vnd: int


class GiveCollectionDirectly(Asked, frozen=True, kw_only=True):
    """Record that a holder gave money straight to recipients."""

    holder: str
    amount_vnd: int
    recipients: int | None = None


class PayAward(AskedOnPaper, frozen=True, kw_only=True):
    """Pay one award in money; `holding` None: the channel's own."""

    kind: PayoutKind
    recipient_kind: RecipientKind
    award_round: str | None = None
    channel: MoneyChannel
    holding: str | None = None
    amount_vnd: int


class PayAwardInGoods(AskedOnPaper, frozen=True, kw_only=True):
    """Give one award in goods; `amount_vnd` None: let the lots say."""

    kind: PayoutKind
    recipient_kind: RecipientKind
    award_round: str | None = None
    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None


class SendTransfer(AskedOnPaper, frozen=True, kw_only=True):
    """Send money to another unit."""

    to_unit_id: UUID
    channel: MoneyChannel
    amount_vnd: int


class ReceiveTransfer(Asked, frozen=True, kw_only=True):
    """Receive what another unit sent under the same key; fund and amount are the sender's."""

    from_unit_id: UUID


class MoveMoney(AskedOnPaper, frozen=True, kw_only=True):
    """Move money between two holdings of the unit."""

    from_holding: str
    to_holding: str
    amount_vnd: int


class ReceiveIncome(AskedOnPaper, frozen=True, kw_only=True):
    """Record income that is not a gift; `holding` None: the bank."""

    what: Income
    holding: str | None = None
    amount_vnd: int


class PayCost(AskedOnPaper, frozen=True, kw_only=True):
    """Record a cost that is not an award; `holding` None: the bank."""

    what: Cost
    holding: str | None = None
    amount_vnd: int


class ReverseEntry(Sealed, frozen=True, kw_only=True):
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


class AskApproval(Sealed, frozen=True, kw_only=True):
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


class GiveApproval(Sealed, frozen=True, kw_only=True):
    """Admit, as the second person, rows of which `digest` says what they are, and record them."""

    unit_id: UUID
    key: str
    given_on: date
    given_by: str
    digest: str
    commands: tuple[MoneyCommand, ...] = ()


class DeclineApproval(Sealed, frozen=True, kw_only=True):
    """Send rows back, or withdraw what one has asked oneself."""

    unit_id: UUID
    key: str
    declined_on: date
    declined_by: str


class PublishFigures(Published, frozen=True, kw_only=True):
    """Publish the figures of a year; `published_by` None: at the machine itself.

    Under the same key (`asked_under`) they are published once; None: each time anew.
    """

    unit_id: UUID
    published_by: str | None = None
    asked_under: str | None = None


class ReprintReceipt(Sealed, frozen=True, kw_only=True):
    """Print the receipt of a gift once more for the donor; `original` is found by its key."""

    unit_id: UUID
    key: str
    gift: str
    printed_on: date
    original: MoneyEvent | None = None


class GrantRole(Sealed, frozen=True, kw_only=True):
    """Let a person act for a unit and all below it, from a day to a day (None: open)."""

    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date | None = None


class EndRole(Sealed, frozen=True, kw_only=True):
    """Let the role granted from `valid_from` end with the day `valid_to`, not before it."""

    person: str
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date


class StateApprovalRule(Sealed, frozen=True, kw_only=True):
    """Say up to which amount a unit may pay without a second person, from a day on."""

    unit_id: UUID
    valid_from: date
    free_up_to_vnd: int


class StateUnitTerm(UnitTerm, frozen=True, kw_only=True):
    """Say how a unit is called and where it stands; a new `unit_id` registers a unit."""


class StatePopulation(Sealed, frozen=True, kw_only=True):
    """Say how many inhabitants a unit's area had on a day, and who says so."""

    unit_id: UUID
    on: date
    persons: int
    members: int | None = None
    source: str


class RegisterHolder(Sealed, frozen=True, kw_only=True):
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
