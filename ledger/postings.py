"""Event → postings: what a fact does to the accounts of its unit.

A posting adds a signed number of đồng to one account of one fund. What the unit has is positive
(debit); where it came from is negative (credit), so that the postings of an event sum to zero in
each fund. Every figure anyone sees is a sum of postings.

    what is there        cash bank savings collector goods
    where it came from   brought_in.* raised.* other_income transfers_in
    where it went        paid.* costs transfers_out
    undone in a          corrections.* : a reversal in a later year than the original is
    later year                           neither raised nor paid
    beside the books     held (by a holder for the unit), facilitated, transit.* ; memorandum
                         is the other side of these
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple, assert_never, cast
from uuid import UUID

from ledger.events import (
    MONEY_KINDS,
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    BookEvent,
    CollectionGivenDirectly,
    CollectionHandedOver,
    CostPaid,
    DonationCollected,
    DonationReceived,
    EntryReversed,
    FundDefined,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    HeldBroughtIn,
    HoldingDefined,
    IncomeReceived,
    MoneyBroughtIn,
    MoneyEvent,
    MoneyMoved,
    PayoutPaid,
    SeriesContinued,
    TransferArrived,
    TransferReceived,
    TransferSent,
)
from ledger.paper_events import ReceiptReprinted
from ledger.privacy_events import ConsentGiven, ConsentWithdrawn, SubjectErased
from ledger.publication_events import FiguresPublished

Account = Literal[
    "cash",
    "bank",
    "savings",
    "collector",
    "goods",
    "brought_in.money",
    "brought_in.goods",
    "raised.cash",
    "raised.bank",
    "raised.in_kind",
    "raised.press",
    "other_income",
    "paid.cash",
    "paid.bank",
    "paid.in_kind",
    "costs",
    "transfers_in",
    "transfers_out",
    "corrections.money",
    "corrections.goods",
    "corrections.transfers_in",
    "corrections.transfers_out",
    "held",
    "facilitated",
    "transit.sent",
    "transit.arrived",
    "memorandum",
]

CORRECTED_AS: Final[dict[Account, Account]] = {
    "brought_in.money": "corrections.money",
    "brought_in.goods": "corrections.goods",
    "raised.cash": "corrections.money",
    "raised.bank": "corrections.money",
    "raised.press": "corrections.money",
    "raised.in_kind": "corrections.goods",
    "other_income": "corrections.money",
    "paid.cash": "corrections.money",
    "paid.bank": "corrections.money",
    "paid.in_kind": "corrections.goods",
    "costs": "corrections.money",
    "transfers_in": "corrections.transfers_in",
    "transfers_out": "corrections.transfers_out",
    "facilitated": "memorandum",
}
"""Where a flow goes when it is undone in a later year (docs/exchange.md: corrections)."""


class Posting(NamedTuple):
    """One line of double entry.

    `amount_vnd` is signed. `place` is the holding, the holder, or the item of goods; `counted_in`
    and `quantity` (signed) belong to goods. `occurrences` counts awards: +1, and −1 when undone.
    `other_unit_id` and `sent_on` say, on transfers, with whom and since when.
    """

    account: Account
    fund: str
    amount_vnd: int
    place: str | None = None
    counted_in: str | None = None
    quantity: Decimal | None = None
    occurrences: int = 0
    other_unit_id: UUID | None = None
    sent_on: date | None = None


_last: tuple[BookEvent | None, tuple[Posting, ...]] = (None, ())
"""The event asked about last and its lines: whoever adds it up, checks or writes it asks again."""


def postings(event: BookEvent) -> tuple[Posting, ...]:
    """Return what `event` does to the accounts; they sum to zero in each fund.

    Definitions, approvals, publications and what is said of persons move no money and return an
    empty tuple.
    """
    global _last  # noqa: PLW0603 - read and replaced as a whole, so that threads may share it
    known, lines = _last
    if known is not event:
        lines = _postings(event)
        _last = event, lines
    return lines


def _postings(event: BookEvent) -> tuple[Posting, ...]:
    if type(event) in MONEY_KINDS:  # nearly always
        return _money(cast("MoneyEvent", event))
    match event:
        case FundDefined() | HoldingDefined() | SeriesContinued():
            return ()
        case ApprovalAsked() | ApprovalGiven() | ApprovalDeclined() | FiguresPublished():
            return ()
        case ReceiptReprinted() | SubjectErased() | ConsentGiven() | ConsentWithdrawn():
            return ()
        case EntryReversed():
            later_year = event.booked_on.year > event.original.booked_on.year
            return tuple(_undone(line, later_year) for line in _money(event.original))
        case _:
            return _money(event)


def sums_to_zero(lines: tuple[Posting, ...]) -> bool:
    """Say whether `lines` balance in every fund."""
    if len(lines) == 2:  # nearly always
        one, other = lines
        return one.amount_vnd == -other.amount_vnd and one.fund == other.fund
    by_fund: dict[str, int] = {}
    for line in lines:
        by_fund[line.fund] = by_fund.get(line.fund, 0) + line.amount_vnd
    return not any(by_fund.values())


def _undone(line: Posting, later_year: bool) -> Posting:
    return line._replace(
        account=CORRECTED_AS.get(line.account, line.account) if later_year else line.account,
        amount_vnd=-line.amount_vnd,
        quantity=None if line.quantity is None else -line.quantity,
        occurrences=0 if later_year else -line.occurrences,
    )


def _money(event: MoneyEvent) -> tuple[Posting, ...]:  # noqa: C901, PLR0911, PLR0912 - the table of facts
    match event:
        case DonationReceived():
            raised: Account = "raised.cash" if event.channel == "cash" else "raised.bank"
            return _into_holding(event, raised)
        case PayoutPaid():
            in_cash = event.holding_kind in ("cash", "collector")
            paid: Account = "paid.cash" if in_cash else "paid.bank"
            return _out_of_holding(event, paid, occurrences=1)
        case MoneyBroughtIn():
            return _into_holding(event, "brought_in.money")
        case IncomeReceived():
            return _into_holding(event, "other_income")
        case CostPaid():
            return _out_of_holding(event, "costs")
        case GoodsDonated():
            return _goods_in(event, "raised.in_kind")
        case GoodsBroughtIn():
            return _goods_in(event, "brought_in.goods")
        case GoodsPaidOut():
            return _goods_out(event)
        case DonationCollected() | HeldBroughtIn():
            return _held(event, event.amount_vnd)
        case CollectionHandedOver():
            return (*_into_holding(event, "raised.press"), *_held(event, -event.amount_vnd))
        case CollectionGivenDirectly():
            return (
                Posting("held", event.fund, -event.amount_vnd, event.holder),
                Posting("facilitated", event.fund, event.amount_vnd, event.holder),
            )
        case MoneyMoved():
            return (
                Posting(event.to_kind, event.fund, event.amount_vnd, event.to_holding),
                Posting(event.from_kind, event.fund, -event.amount_vnd, event.from_holding),
            )
        case TransferSent() | TransferArrived() | TransferReceived():
            return _transfer(event)
        case _:
            assert_never(event)


def _into_holding(
    event: DonationReceived | MoneyBroughtIn | IncomeReceived | CollectionHandedOver,
    source: Account,
) -> tuple[Posting, ...]:
    return (
        Posting(event.holding_kind, event.fund, event.amount_vnd, event.holding),
        Posting(source, event.fund, -event.amount_vnd),
    )


def _out_of_holding(
    event: PayoutPaid | CostPaid, use: Account, *, occurrences: int = 0
) -> tuple[Posting, ...]:
    return (
        Posting(event.holding_kind, event.fund, -event.amount_vnd, event.holding),
        Posting(use, event.fund, event.amount_vnd, occurrences=occurrences),
    )


def _goods_in(event: GoodsDonated | GoodsBroughtIn, source: Account) -> tuple[Posting, ...]:
    value_vnd = event.amount_vnd or 0
    return (
        Posting("goods", event.fund, value_vnd, event.item, event.counted_in, event.quantity),
        Posting(source, event.fund, -value_vnd),
    )


def _goods_out(event: GoodsPaidOut) -> tuple[Posting, ...]:
    value_vnd = event.amount_vnd or 0
    return (
        Posting("goods", event.fund, -value_vnd, event.item, event.counted_in, -event.quantity),
        Posting("paid.in_kind", event.fund, value_vnd, occurrences=1),
    )


def _held(
    event: DonationCollected | HeldBroughtIn | CollectionHandedOver, amount_vnd: int
) -> tuple[Posting, ...]:
    return (
        Posting("held", event.fund, amount_vnd, event.holder),
        Posting("memorandum", event.fund, -amount_vnd),
    )


def _transfer(event: TransferSent | TransferArrived | TransferReceived) -> tuple[Posting, ...]:
    fund, amount_vnd = event.fund, event.amount_vnd
    match event:
        case TransferSent(to_unit_id=other):
            on = event.booked_on
            return (
                Posting(event.holding_kind, fund, -amount_vnd, event.holding),
                Posting("transfers_out", fund, amount_vnd, other_unit_id=other, sent_on=on),
                Posting("transit.sent", fund, amount_vnd, other_unit_id=other, sent_on=on),
                Posting("memorandum", fund, -amount_vnd),
            )
        case TransferArrived(to_unit_id=other, sent_on=on):
            return (
                Posting("transit.arrived", fund, -amount_vnd, other_unit_id=other, sent_on=on),
                Posting("memorandum", fund, amount_vnd),
            )
        case TransferReceived(from_unit_id=other, sent_on=on):
            return (
                Posting(event.holding_kind, fund, amount_vnd, event.holding),
                Posting("transfers_in", fund, -amount_vnd, other_unit_id=other, sent_on=on),
            )
