"""What each command becomes: the rules about a row itself, one function for each kind of command.

Checked in this order, for every row: the unit existed on the day, the amount or quantity is one,
the fund, holding or holder is known, and then what is particular to the kind of row. Whether there
is enough is not asked here, but in `ledger/book.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, assert_never
from uuid import UUID

from ledger import events as fact
from ledger.commands import (
    Asked,
    BookCommand,
    BringInGoods,
    BringInHeld,
    BringInMoney,
    CollectDonation,
    ContinueSeries,
    DefineFund,
    DefineHolding,
    GiveCollectionDirectly,
    HandOverCollection,
    MoveMoney,
    PayAward,
    PayAwardInGoods,
    PayCost,
    ReceiveDonation,
    ReceiveGoods,
    ReceiveIncome,
    ReceiveTransfer,
    ReverseEntry,
    SendTransfer,
)
from ledger.goods import Stock
from ledger.money import require_amount
from ledger.refusals import (
    AlreadyReversed,
    FundUnknownToReceiver,
    GoodsValueDiffers,
    HoldingOfOtherKind,
    InsufficientGoods,
    MovementToSelf,
    QuantityNotPositive,
    ReceivedBeforeSent,
    ReversalOfReversal,
    ReversedTooEarly,
    SeriesAlreadyUsed,
    TransferReversed,
    TransferToSelf,
    UnitNotValid,
    UnknownEntry,
    UnknownFund,
    UnknownHolder,
    UnknownHolding,
)

if TYPE_CHECKING:
    from datetime import date

    from ledger.book import Book, Decided
    from ledger.registry import Registry

Direction = Literal["in", "out"]
CHANNEL_KINDS: Final[Mapping[str, tuple[fact.HoldingKind, ...]]] = {
    "cash": ("cash", "collector"),
    "bank": ("bank", "savings"),
}
MONEY_SERIES: Final[Mapping[tuple[str, Direction], fact.Series]] = {
    ("cash", "in"): "PT",
    ("cash", "out"): "PC",
    ("bank", "in"): "BC",
    ("bank", "out"): "UNC",
}


def propose(  # noqa: C901, PLR0912 - the table of contents of all commands
    books: Mapping[UUID, Book], registry: Registry, command: BookCommand
) -> Decided:
    """Say what happens if `command` is obeyed, without regard to what would be left."""
    match command:
        case ReverseEntry():
            return _reverse(books, registry, command)
        case ReceiveTransfer():
            return _receive_transfer(books, registry, command)
        case SendTransfer():
            return _send_transfer(books, registry, command)
        case _:
            pass
    book = books[command.unit_id]
    event: fact.BookEvent | None
    match command:
        case DefineFund():
            event = _define_fund(book, command)
        case DefineHolding():
            event = _define_holding(book, command)
        case ContinueSeries():
            event = _continue_series(book, command)
        case ReceiveDonation():
            event = _receive_donation(book, registry, command)
        case PayAward():
            event = _pay_award(book, registry, command)
        case ReceiveGoods() | BringInGoods():
            event = _take_in_goods(book, registry, command)
        case PayAwardInGoods():
            event = _pay_award_in_goods(book, registry, command)
        case CollectDonation() | BringInHeld() | GiveCollectionDirectly():
            event = _held_by_others(book, registry, command)
        case HandOverCollection():
            event = _hand_over(book, registry, command)
        case MoveMoney():
            event = _move(book, registry, command)
        case BringInMoney() | ReceiveIncome() | PayCost():
            event = _other_money(book, registry, command)
        case _:
            assert_never(command)
    return () if event is None else ((command.unit_id, event),)


def _define_fund(book: Book, command: DefineFund) -> fact.FundDefined | None:
    defined = fact.FundDefined(
        fund=command.fund,
        name=command.name,
        purpose=command.purpose,
        restricted=command.restricted,
        nonce=command.nonce,
    )
    known = book.funds.get(command.fund)
    same = known is not None and (known.name, known.purpose, known.restricted) == (
        defined.name,
        defined.purpose,
        defined.restricted,
    )
    return None if same else defined


def _define_holding(book: Book, command: DefineHolding) -> fact.HoldingDefined | None:
    known = book.holdings.get(command.holding)
    if known is not None and known.kind != command.kind:
        raise HoldingOfOtherKind(holding=command.holding, kind=known.kind, asked=command.kind)
    if known is not None and known.matures_on == command.matures_on and not command.restated:
        return None
    return fact.HoldingDefined(
        holding=command.holding,
        kind=command.kind,
        matures_on=command.matures_on,
        pii=command.pii,
        nonce=command.nonce,
    )


def _continue_series(book: Book, command: ContinueSeries) -> fact.SeriesContinued | None:
    known = book.series.get((command.series, command.year))
    if known is not None and (known.book, known.next_number) == (command.book, command.next_number):
        return None
    reached = book.numbering.next_number(command.series, command.year)
    if command.next_number < reached:
        raise SeriesAlreadyUsed(
            series=command.series, year=command.year, asked=command.next_number, reached=reached
        )
    return fact.SeriesContinued(
        series=command.series,
        year=command.year,
        book=command.book,
        next_number=command.next_number,
        nonce=command.nonce,
    )


def _receive_donation(
    book: Book, registry: Registry, command: ReceiveDonation
) -> fact.DonationReceived:
    _require_row(book, registry, command)
    require_amount(command.amount_vnd)
    _require_fund(book, command.fund)
    holding = _holding(book, command.holding, command.channel)
    return fact.DonationReceived(
        **_said(command),
        **_paper(book, command, MONEY_SERIES[command.channel, "in"]),
        receipt_number=book.numbering.next_number("BN", command.booked_on.year),
        channel=command.channel,
        holding=holding.holding,
        holding_kind=holding.kind,
        amount_vnd=command.amount_vnd,
    )


def _pay_award(book: Book, registry: Registry, command: PayAward) -> fact.PayoutPaid:
    _require_row(book, registry, command)
    require_amount(command.amount_vnd)
    _require_fund(book, command.fund)
    holding = _holding(book, command.holding, command.channel)
    return fact.PayoutPaid(
        **_said(command),
        **_paper(book, command, MONEY_SERIES[command.channel, "out"]),
        kind=command.kind,
        recipient_kind=command.recipient_kind,
        award_round=command.award_round,
        holding=holding.holding,
        holding_kind=holding.kind,
        amount_vnd=command.amount_vnd,
    )


def _take_in_goods(
    book: Book, registry: Registry, command: ReceiveGoods | BringInGoods
) -> fact.GoodsDonated | fact.GoodsBroughtIn:
    _require_row(book, registry, command)
    if command.quantity <= 0:
        raise QuantityNotPositive(quantity=command.quantity)
    if command.amount_vnd is not None:
        require_amount(command.amount_vnd)
    _require_fund(book, command.fund)
    goods: dict[str, Any] = {
        "item": command.item,
        "counted_in": command.counted_in,
        "quantity": command.quantity,
        "amount_vnd": command.amount_vnd,
    }
    if isinstance(command, BringInGoods):
        return fact.GoodsBroughtIn(**_said(command), **goods)
    return fact.GoodsDonated(
        **_said(command),
        **_paper(book, command, "NK"),
        receipt_number=book.numbering.next_number("BN", command.booked_on.year),
        **goods,
    )


def _pay_award_in_goods(
    book: Book, registry: Registry, command: PayAwardInGoods
) -> fact.GoodsPaidOut:
    _require_row(book, registry, command)
    if command.quantity <= 0:
        raise QuantityNotPositive(quantity=command.quantity)
    _require_fund(book, command.fund)
    lots = book.stocks.get((command.item, command.counted_in), Stock()).choose(command.quantity)
    there = sum(lot.quantity for lot in lots)
    if there < command.quantity:
        raise InsufficientGoods(
            item=command.item,
            counted_in=command.counted_in,
            short=command.quantity - there,
            on=command.booked_on,
        )
    valued = [lot.amount_vnd for lot in lots if lot.amount_vnd is not None]
    value_vnd = sum(valued) if valued else None
    if command.amount_vnd is not None and command.amount_vnd != value_vnd:
        raise GoodsValueDiffers(stated_vnd=command.amount_vnd, lots_vnd=value_vnd)
    return fact.GoodsPaidOut(
        **_said(command),
        **_paper(book, command, "XK"),
        kind=command.kind,
        recipient_kind=command.recipient_kind,
        award_round=command.award_round,
        item=command.item,
        counted_in=command.counted_in,
        quantity=command.quantity,
        amount_vnd=value_vnd,
        lots=lots,
    )


def _held_by_others(
    book: Book, registry: Registry, command: CollectDonation | BringInHeld | GiveCollectionDirectly
) -> fact.DonationCollected | fact.HeldBroughtIn | fact.CollectionGivenDirectly:
    _require_row(book, registry, command)
    require_amount(command.amount_vnd)
    _require_fund(book, command.fund)
    _require_holder(registry, command.holder)
    said = {**_said(command), "holder": command.holder, "amount_vnd": command.amount_vnd}
    match command:
        case CollectDonation():
            number = book.numbering.next_number("BN", command.booked_on.year)
            return fact.DonationCollected(**said, receipt_number=number)
        case BringInHeld():
            return fact.HeldBroughtIn(**said)
        case GiveCollectionDirectly():
            return fact.CollectionGivenDirectly(**said, recipients=command.recipients)


def _hand_over(
    book: Book, registry: Registry, command: HandOverCollection
) -> fact.CollectionHandedOver:
    _require_row(book, registry, command)
    require_amount(command.amount_vnd)
    _require_fund(book, command.fund)
    _require_holder(registry, command.holder)
    holding = _holding(book, command.into or "bank", None)
    return fact.CollectionHandedOver(
        **_said(command),
        **_paper(book, command, _series(holding.kind, "in")),
        holder=command.holder,
        holding=holding.holding,
        holding_kind=holding.kind,
        amount_vnd=command.amount_vnd,
    )


def _move(book: Book, registry: Registry, command: MoveMoney) -> fact.MoneyMoved:
    _require_row(book, registry, command)
    require_amount(command.amount_vnd)
    _require_fund(book, command.fund)
    source = _holding(book, command.from_holding, None)
    target = _holding(book, command.to_holding, None)
    if source.holding == target.holding:
        raise MovementToSelf(holding=source.holding)
    # Cash into the box has a phiếu thu; any other movement has the paper of its source.
    into_box = target.kind == "cash"
    series: fact.Series = "PT" if into_box else _series(source.kind, "out")
    return fact.MoneyMoved(
        **_said(command),
        **_paper(book, command, series),
        from_holding=source.holding,
        from_kind=source.kind,
        to_holding=target.holding,
        to_kind=target.kind,
        amount_vnd=command.amount_vnd,
    )


def _other_money(
    book: Book, registry: Registry, command: BringInMoney | ReceiveIncome | PayCost
) -> fact.MoneyBroughtIn | fact.IncomeReceived | fact.CostPaid:
    _require_row(book, registry, command)
    require_amount(command.amount_vnd)
    _require_fund(book, command.fund)
    holding = _holding(book, command.holding or "bank", None)
    money: dict[str, Any] = {
        "holding": holding.holding,
        "holding_kind": holding.kind,
        "amount_vnd": command.amount_vnd,
    }
    match command:
        case BringInMoney():
            return fact.MoneyBroughtIn(**_said(command), **money)
        case ReceiveIncome():
            paper = _paper(book, command, _series(holding.kind, "in"))
            return fact.IncomeReceived(**_said(command), **paper, what=command.what, **money)
        case PayCost():
            paper = _paper(book, command, _series(holding.kind, "out"))
            return fact.CostPaid(**_said(command), **paper, what=command.what, **money)


def _send_transfer(
    books: Mapping[UUID, Book], registry: Registry, command: SendTransfer
) -> Decided:
    book = books[command.unit_id]
    _require_row(book, registry, command)
    require_amount(command.amount_vnd)
    if command.to_unit_id == command.unit_id:
        raise TransferToSelf(unit_id=command.unit_id)
    _require_fund(book, command.fund)
    if command.fund not in books[command.to_unit_id].funds:
        raise FundUnknownToReceiver(fund=command.fund, unit_id=command.to_unit_id)
    holding = _holding(book, None, command.channel)
    sent = fact.TransferSent(
        **_said(command),
        **_paper(book, command, MONEY_SERIES[command.channel, "out"]),
        to_unit_id=command.to_unit_id,
        holding=holding.holding,
        holding_kind=holding.kind,
        amount_vnd=command.amount_vnd,
    )
    return ((command.unit_id, sent),)


def _receive_transfer(
    books: Mapping[UUID, Book], registry: Registry, command: ReceiveTransfer
) -> Decided:
    book = books[command.unit_id]
    sent = books[command.from_unit_id].in_transit.get(command.key)
    if sent is None:
        raise TransferReversed(key=command.key)
    if command.booked_on < sent.booked_on:
        raise ReceivedBeforeSent(sent_on=sent.booked_on, received_on=command.booked_on)
    _require_row(book, registry, command)
    if sent.fund not in book.funds:
        raise FundUnknownToReceiver(fund=sent.fund, unit_id=command.unit_id)
    said = {**_said(command), "fund": sent.fund, "amount_vnd": sent.amount_vnd}
    arrived = fact.TransferArrived(**said, to_unit_id=command.unit_id, sent_on=sent.booked_on)
    received = fact.TransferReceived(
        **said,
        **_paper(book, command, _series(sent.holding_kind, "in")),
        from_unit_id=command.from_unit_id,
        sent_on=sent.booked_on,
        holding=sent.holding_kind,
        holding_kind=sent.holding_kind,
    )
    return ((command.unit_id, received), (command.from_unit_id, arrived))


def _reverse(books: Mapping[UUID, Book], registry: Registry, command: ReverseEntry) -> Decided:
    if command.of_reversal:
        raise ReversalOfReversal(key=command.reverses)
    if not command.originals:
        raise UnknownEntry(key=command.reverses)
    for unit_id, original in command.originals:
        if command.reverses in books[unit_id].reversed_keys:
            raise AlreadyReversed(key=command.reverses)
        if command.booked_on < original.booked_on:
            raise ReversedTooEarly(original_on=original.booked_on, on=command.booked_on)
        _require_valid(registry, unit_id, command.booked_on)
    return tuple(
        (
            unit_id,
            fact.EntryReversed(
                key=command.key,
                reverses=command.reverses,
                booked_on=command.booked_on,
                document_on=command.document_on,
                paper_no=command.paper_no,
                decision=command.decision,
                evidence=command.evidence,
                approved_outside=command.approved_outside,
                original=original,
                pii=command.pii,
                nonce=command.nonce,
            ),
        )
        for unit_id, original in command.originals
    )


def _said(command: Asked) -> dict[str, Any]:
    """Return what the row says of itself, as its event repeats it."""
    return {
        "key": command.key,
        "booked_on": command.booked_on,
        "document_on": command.document_on,
        "precision": command.precision,
        "fund": command.fund,
        "paper_no": command.paper_no,
        "decision": command.decision,
        "evidence": command.evidence,
        "approved_outside": command.approved_outside,
        "pii": command.pii,
        "nonce": command.nonce,
    }


def _paper(book: Book, command: Asked, series: fact.Series) -> dict[str, Any]:
    """Return the place of the row on its accounting voucher."""
    line = book.numbering.next_line(series, command.booked_on, command.voucher)
    return {
        "series": line.series,
        "number": line.number,
        "line": line.line,
        "voucher": command.voucher,
    }


def _series(kind: fact.HoldingKind, direction: Direction) -> fact.Series:
    channel = "cash" if kind in CHANNEL_KINDS["cash"] else "bank"
    return MONEY_SERIES[channel, direction]


def _require_row(book: Book, registry: Registry, command: Asked) -> None:
    _require_valid(registry, book.unit_id, command.booked_on)


def _require_valid(registry: Registry, unit_id: UUID, on: date) -> None:
    if not registry.is_valid(unit_id, on):
        raise UnitNotValid(unit_id=unit_id, on=on)


def _require_fund(book: Book, fund: str) -> None:
    if fund not in book.funds:
        raise UnknownFund(fund=fund, unit_id=book.unit_id)


def _require_holder(registry: Registry, holder: str) -> None:
    if holder not in registry.holders:
        raise UnknownHolder(holder=holder)


def _holding(book: Book, holding: str | None, channel: str | None) -> fact.HoldingDefined:
    """Return the named holding, or the channel's own; it must take money of the channel."""
    known = book.holdings.get(holding or channel or "")
    if known is None:
        raise UnknownHolding(holding=holding, unit_id=book.unit_id)
    if channel is not None and known.kind not in CHANNEL_KINDS[channel]:
        raise HoldingOfOtherKind(holding=known.holding, kind=known.kind, asked=channel)
    return known
