"""What each command becomes: the rules about a row itself, one function for each kind of command.

Checked in this order, for every row: the unit existed on the day, the amount or quantity is one,
the fund, holding or holder is known, and then what is particular to the kind of row. Whether there
is enough is not asked here, but in `ledger/book.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, assert_never
from uuid import UUID

from ledger import events as fact
from ledger.asking_of_rows import (
    MONEY_SERIES,
    holding_of,
    paper_for,
    require_fund,
    require_holder,
    require_registered,
    require_row,
    said_by,
    series_of,
)
from ledger.asking_of_two import receive_transfer, reverse, send_transfer
from ledger.commands import (
    BringInGoods,
    BringInHeld,
    BringInMoney,
    CollectDonation,
    ContinueSeries,
    DefineFund,
    DefineHolding,
    DefinitionCommand,
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
    RowCommand,
    SendTransfer,
)
from ledger.goods import Stock
from ledger.money import require_amount
from ledger.refusals import (
    GoodsValueDiffers,
    HoldingOfOtherKind,
    InsufficientGoods,
    MovementToSelf,
    QuantityNotPositive,
    SeriesAlreadyUsed,
)
from ledger.replacing import replaced_papers

if TYPE_CHECKING:
    from ledger.book import Book, Decided
    from ledger.registry import Registry


def propose(  # noqa: C901, PLR0912 - the table of contents of all commands
    books: Mapping[UUID, Book], registry: Registry, command: RowCommand
) -> Decided:
    """Say what happens if `command` is obeyed, without regard to what would be left."""
    match command:
        case ReverseEntry():
            return reverse(books, registry, command)
        case ReceiveTransfer():
            return receive_transfer(books, registry, command)
        case SendTransfer():
            return send_transfer(books, registry, command)
        case _:
            pass
    book = books[command.unit_id]
    event: fact.BookEvent | None
    if isinstance(command, DefinitionCommand):
        require_registered(registry, command.unit_id)
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
    require_row(book, registry, command)
    require_amount(command.amount_vnd)
    require_fund(book, command.fund)
    holding = holding_of(book, command.holding, command.channel)
    return fact.DonationReceived(
        **said_by(command),
        **paper_for(book, command, MONEY_SERIES[command.channel, "in"]),
        receipt_number=book.numbering.next_number("BN", command.booked_on.year),
        channel=command.channel,
        holding=holding.holding,
        holding_kind=holding.kind,
        amount_vnd=command.amount_vnd,
    )


def _pay_award(book: Book, registry: Registry, command: PayAward) -> fact.PayoutPaid:
    require_row(book, registry, command)
    require_amount(command.amount_vnd)
    require_fund(book, command.fund)
    holding = holding_of(book, command.holding, command.channel)
    return fact.PayoutPaid(
        **said_by(command),
        **paper_for(book, command, MONEY_SERIES[command.channel, "out"]),
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
    require_row(book, registry, command)
    if command.quantity <= 0:
        raise QuantityNotPositive(quantity=command.quantity)
    if command.amount_vnd is not None:
        require_amount(command.amount_vnd)
    require_fund(book, command.fund)
    goods: dict[str, Any] = {
        "item": command.item,
        "counted_in": command.counted_in,
        "quantity": command.quantity,
        "amount_vnd": command.amount_vnd,
    }
    if isinstance(command, BringInGoods):
        return fact.GoodsBroughtIn(**said_by(command), **goods)
    return fact.GoodsDonated(
        **said_by(command),
        **paper_for(book, command, "NK"),
        receipt_number=book.numbering.next_number("BN", command.booked_on.year),
        **goods,
    )


def _pay_award_in_goods(
    book: Book, registry: Registry, command: PayAwardInGoods
) -> fact.GoodsPaidOut:
    require_row(book, registry, command)
    if command.quantity <= 0:
        raise QuantityNotPositive(quantity=command.quantity)
    require_fund(book, command.fund)
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
        **said_by(command),
        **paper_for(book, command, "XK"),
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
    require_row(book, registry, command)
    require_amount(command.amount_vnd)
    require_fund(book, command.fund)
    require_holder(registry, command.holder)
    said = {**said_by(command), "holder": command.holder, "amount_vnd": command.amount_vnd}
    match command:
        case CollectDonation():
            number = book.numbering.next_number("BN", command.booked_on.year)
            replaces = replaced_papers(book, command)
            return fact.DonationCollected(**said, receipt_number=number, replaces=replaces)
        case BringInHeld():
            return fact.HeldBroughtIn(**said)
        case GiveCollectionDirectly():
            return fact.CollectionGivenDirectly(**said, recipients=command.recipients)


def _hand_over(
    book: Book, registry: Registry, command: HandOverCollection
) -> fact.CollectionHandedOver:
    require_row(book, registry, command)
    require_amount(command.amount_vnd)
    require_fund(book, command.fund)
    require_holder(registry, command.holder)
    holding = holding_of(book, command.into or "bank", None)
    return fact.CollectionHandedOver(
        **said_by(command),
        **paper_for(book, command, series_of(holding.kind, "in")),
        holder=command.holder,
        holding=holding.holding,
        holding_kind=holding.kind,
        amount_vnd=command.amount_vnd,
    )


def _move(book: Book, registry: Registry, command: MoveMoney) -> fact.MoneyMoved:
    require_row(book, registry, command)
    require_amount(command.amount_vnd)
    require_fund(book, command.fund)
    source = holding_of(book, command.from_holding, None)
    target = holding_of(book, command.to_holding, None)
    if source.holding == target.holding:
        raise MovementToSelf(holding=source.holding)
    # Cash into the box has a phiếu thu; any other movement has the paper of its source.
    into_box = target.kind == "cash"
    series: fact.Series = "PT" if into_box else series_of(source.kind, "out")
    return fact.MoneyMoved(
        **said_by(command),
        **paper_for(book, command, series),
        from_holding=source.holding,
        from_kind=source.kind,
        to_holding=target.holding,
        to_kind=target.kind,
        amount_vnd=command.amount_vnd,
    )


def _other_money(
    book: Book, registry: Registry, command: BringInMoney | ReceiveIncome | PayCost
) -> fact.MoneyBroughtIn | fact.IncomeReceived | fact.CostPaid:
    require_row(book, registry, command)
    require_amount(command.amount_vnd)
    require_fund(book, command.fund)
    holding = holding_of(book, command.holding or "bank", None)
    money: dict[str, Any] = {
        "holding": holding.holding,
        "holding_kind": holding.kind,
        "amount_vnd": command.amount_vnd,
    }
    match command:
        case BringInMoney():
            return fact.MoneyBroughtIn(**said_by(command), **money)
        case ReceiveIncome():
            paper = paper_for(book, command, series_of(holding.kind, "in"))
            return fact.IncomeReceived(**said_by(command), **paper, what=command.what, **money)
        case PayCost():
            paper = paper_for(book, command, series_of(holding.kind, "out"))
            return fact.CostPaid(**said_by(command), **paper, what=command.what, **money)
