"""Every fact that the book of a unit can hold.

Facts are past tense and immutable. `STORED_AS` is the name in the journal: never renamed, never
used again for something else. Nothing here tells who a person is: names and free text lie in the
vault, and an entry carries only a commitment to them (`pii`), or a `nonce` where there is nothing.

Dates are business days. Amounts are whole đồng of one entry, 1 … 2^53 − 1. A quantity is an exact
decimal in the goods' own unit of count. Where a field is None it is left out of the stored bytes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal, get_args
from uuid import UUID

from ledger.paper_events import ReceiptReprinted
from ledger.privacy_events import PrivacyEvent
from ledger.publication_events import FiguresPublished
from ledger.registry_events import RegistryEvent
from ledger.sealed import Sealed
from ledger.values import Struct

Precision = Literal["day", "month", "quarter", "year"]
HoldingKind = Literal["cash", "bank", "savings", "collector"]
Series = Literal["PT", "PC", "BC", "UNC", "NK", "XK", "BN"]
MoneyChannel = Literal["cash", "bank"]
PayoutKind = Literal["scholarship", "reward", "aid"]
RecipientKind = Literal["pupil", "student", "teacher", "adult", "collective"]
Income = Literal["interest", "membership_fee", "state_budget", "other_income"]
Cost = Literal["management_cost", "bank_fee", "other_cost"]


class FundDefined(Sealed, frozen=True, kw_only=True):
    """The unit keeps this money apart; said again, it corrects name, purpose or restriction."""

    STORED_AS: ClassVar[str] = "fund.defined/1"
    fund: str
    name: str
    purpose: str | None = None
    restricted: bool


class HoldingDefined(Sealed, frozen=True, kw_only=True):
    """The unit keeps money in this place; said again, it corrects. Name and number are private."""

    STORED_AS: ClassVar[str] = "holding.defined/1"
    holding: str
    kind: HoldingKind
    matures_on: date | None = None


class SeriesContinued(Sealed, frozen=True, kw_only=True):
    """The unit's papers of this series and year go on from `next_number`."""

    STORED_AS: ClassVar[str] = "series.continued/1"
    series: Series
    year: int
    book: str | None = None
    next_number: int


class ApprovalAsked(Sealed, frozen=True, kw_only=True):
    """A person put rows, or a file, before a second one.

    `digest` is SHA-256 (hex) of all that the rows say, or of the bytes of the file.
    """

    STORED_AS: ClassVar[str] = "approval.asked/1"
    key: str
    asked_on: date
    asked_by: str
    of: Literal["rows", "file"]
    digest: str
    lines: int
    total_vnd: int


class ApprovalGiven(Sealed, frozen=True, kw_only=True):
    """A second person admitted the rows, which follow in the journal."""

    STORED_AS: ClassVar[str] = "approval.given/1"
    key: str
    given_on: date
    given_by: str


class ApprovalDeclined(Sealed, frozen=True, kw_only=True):
    """The rows were sent back, or withdrawn by the one who asked; why is private."""

    STORED_AS: ClassVar[str] = "approval.declined/1"
    key: str
    declined_on: date
    declined_by: str


class Stated(Sealed, frozen=True, kw_only=True):
    """What is said of every money row.

    `booked_on` is the day on which it counts, `document_on` the date on the paper where that is
    another, `precision` how exactly the day is known. `paper_no` is the number of a receipt written
    by hand, `decision` names the decision behind it, `evidence` holds salted hashes of files.
    `approved_outside` marks history that was decided elsewhere and imported.
    """

    key: str
    booked_on: date
    document_on: date | None = None
    precision: Precision = "day"
    fund: str = "general"
    paper_no: str | None = None
    decision: str | None = None
    evidence: tuple[str, ...] = ()
    approved_outside: bool = False


class Booked(Stated, frozen=True, kw_only=True):
    """A money row in a book; `approval` is the key under which a second person admitted it."""

    approval: str | None = None


class ReplacedPaper(Struct, frozen=True, kw_only=True):
    """A paper of a reversed row, whose place another takes; stored with its fields in this order.

    `key` is the row's, `on` the date on the paper, `line` its line there (0: all of the paper).
    """

    key: str
    line: int
    number: int
    on: date
    series: Series
    year: int


class Vouched(Booked, frozen=True, kw_only=True):
    """A money row that stands on an accounting voucher, as one of its lines (from 1).

    `voucher` is the asker's own name for a paper of several lines; like a key it names no person.
    `replaces` are the papers of the one row that was wrong, if this one stands in its place.
    """

    series: Series
    number: int
    line: int = 1
    voucher: str | None = None
    replaces: tuple[ReplacedPaper, ...] = ()


class MoneyBroughtIn(Booked, frozen=True, kw_only=True):
    """The unit held this money when it joined. Never raised."""

    STORED_AS: ClassVar[str] = "opening.money/1"
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int


class GoodsBroughtIn(Booked, frozen=True, kw_only=True):
    """The unit held these goods when it joined; `amount_vnd` None: not valued."""

    STORED_AS: ClassVar[str] = "opening.goods/1"
    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None


class HeldBroughtIn(Booked, frozen=True, kw_only=True):
    """A holder held this money for the unit when it joined."""

    STORED_AS: ClassVar[str] = "opening.held/1"
    holder: str
    amount_vnd: int


class DonationReceived(Vouched, frozen=True, kw_only=True):
    """A gift of money reached the unit. `receipt_number` counts the donor's receipts (BN)."""

    STORED_AS: ClassVar[str] = "donation.received/1"
    channel: MoneyChannel
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int
    receipt_number: int


class GoodsDonated(Vouched, frozen=True, kw_only=True):
    """A gift in kind reached the unit; `amount_vnd` None: not valued, which is not zero."""

    STORED_AS: ClassVar[str] = "donation.goods/1"
    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None
    receipt_number: int


class DonationCollected(Booked, frozen=True, kw_only=True):
    """A holder collected a gift for the unit. Held, not raised, until it is handed over."""

    STORED_AS: ClassVar[str] = "donation.collected/1"
    holder: str
    amount_vnd: int
    receipt_number: int
    replaces: tuple[ReplacedPaper, ...] = ()


class CollectionHandedOver(Vouched, frozen=True, kw_only=True):
    """A holder handed collected money to the fund: now it is raised."""

    STORED_AS: ClassVar[str] = "handover.to_fund/1"
    holder: str
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int


class CollectionGivenDirectly(Booked, frozen=True, kw_only=True):
    """A holder gave collected money straight to recipients: facilitated, never in the book."""

    STORED_AS: ClassVar[str] = "handover.direct/1"
    holder: str
    amount_vnd: int
    recipients: int | None = None


class Awarded(Vouched, frozen=True, kw_only=True):
    """What every payout says about the award."""

    kind: PayoutKind
    recipient_kind: RecipientKind
    award_round: str | None = None


class PayoutPaid(Awarded, frozen=True, kw_only=True):
    """The unit paid one award in money to one recipient."""

    STORED_AS: ClassVar[str] = "payout.paid/1"
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int


class LotTaken(Struct, frozen=True, kw_only=True):
    """What leaves one lot; stored as it stands, so the fields keep the order of their names."""

    amount_vnd: int | None = None
    lot: str
    quantity: Decimal


class GoodsPaidOut(Awarded, frozen=True, kw_only=True):
    """The unit gave goods to one recipient, at the value of their lots, first in first out."""

    STORED_AS: ClassVar[str] = "payout.goods/1"
    item: str
    counted_in: str
    quantity: Decimal
    amount_vnd: int | None = None
    lots: tuple[LotTaken, ...]


class TransferSent(Vouched, frozen=True, kw_only=True):
    """Money left for another unit; in transit until it arrives."""

    STORED_AS: ClassVar[str] = "transfer.sent/1"
    to_unit_id: UUID
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int


class TransferArrived(Booked, frozen=True, kw_only=True):
    """Said in the sender's book: what was sent on `sent_on` is no longer in transit."""

    STORED_AS: ClassVar[str] = "transfer.arrived/1"
    to_unit_id: UUID
    sent_on: date
    amount_vnd: int


class TransferReceived(Vouched, frozen=True, kw_only=True):
    """Said in the receiver's book: money sent on `sent_on` by another unit arrived."""

    STORED_AS: ClassVar[str] = "transfer.received/1"
    from_unit_id: UUID
    sent_on: date
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int


class MoneyMoved(Vouched, frozen=True, kw_only=True):
    """Money went from one holding of the unit to another: neither raised nor paid."""

    STORED_AS: ClassVar[str] = "money.moved/1"
    from_holding: str
    from_kind: HoldingKind
    to_holding: str
    to_kind: HoldingKind
    amount_vnd: int


class IncomeReceived(Vouched, frozen=True, kw_only=True):
    """Money came in that is not a gift: interest, fees, budget."""

    STORED_AS: ClassVar[str] = "income.received/1"
    what: Income
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int


class CostPaid(Vouched, frozen=True, kw_only=True):
    """Money went out that is not an award: management, fees."""

    STORED_AS: ClassVar[str] = "cost.paid/1"
    what: Cost
    holding: str
    holding_kind: HoldingKind
    amount_vnd: int


class EntryReversed(Sealed, frozen=True, kw_only=True):
    """The entry `original`, recorded under the key `reverses`, is undone from `booked_on` on.

    The original stays: both are shown, and every figure sums both.
    """

    STORED_AS: ClassVar[str] = "entry.reversed/1"
    key: str
    reverses: str
    booked_on: date
    document_on: date | None = None
    paper_no: str | None = None
    decision: str | None = None
    evidence: tuple[str, ...] = ()
    approved_outside: bool = False
    approval: str | None = None
    original: MoneyEvent


MoneyEvent = (
    MoneyBroughtIn
    | GoodsBroughtIn
    | HeldBroughtIn
    | DonationReceived
    | GoodsDonated
    | DonationCollected
    | CollectionHandedOver
    | CollectionGivenDirectly
    | PayoutPaid
    | GoodsPaidOut
    | TransferSent
    | TransferArrived
    | TransferReceived
    | MoneyMoved
    | IncomeReceived
    | CostPaid
)
Definition = FundDefined | HoldingDefined | SeriesContinued
Approval = ApprovalAsked | ApprovalGiven | ApprovalDeclined
Posted = MoneyEvent | EntryReversed
MONEY_KINDS: Final = frozenset(get_args(MoneyEvent))
"""What moves money or goods."""
BookEvent = Definition | Approval | FiguresPublished | ReceiptReprinted | PrivacyEvent | Posted
Event = BookEvent | RegistryEvent
