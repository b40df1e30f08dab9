"""What touches two books: transfers, and reversals, which may undo one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from ledger import events as fact
from ledger.asking_of_rows import (
    MONEY_SERIES,
    holding_of,
    paper_for,
    require_fund,
    require_row,
    require_valid,
    said_by,
    series_of,
)
from ledger.money import require_amount
from ledger.refusals import (
    AlreadyReversed,
    FundUnknownToReceiver,
    ReceivedBeforeSent,
    ReversalOfReversal,
    ReversedTooEarly,
    TransferReversed,
    TransferToSelf,
    UnknownEntry,
)
from ledger.replacing import papers_of

if TYPE_CHECKING:
    from ledger.book import Book, Decided
    from ledger.commands import ReceiveTransfer, ReverseEntry, SendTransfer
    from ledger.registry import Registry


def send_transfer(books: Mapping[UUID, Book], registry: Registry, command: SendTransfer) -> Decided:
    """Let money leave for another unit, in the same fund."""
    book = books[command.unit_id]
    require_row(book, registry, command)
    require_amount(command.amount_vnd)
    if command.to_unit_id == command.unit_id:
        raise TransferToSelf(unit_id=command.unit_id)
    require_fund(book, command.fund)
    if command.fund not in books[command.to_unit_id].funds:
        raise FundUnknownToReceiver(fund=command.fund, unit_id=command.to_unit_id)
    holding = holding_of(book, None, command.channel)
    sent = fact.TransferSent(
        **said_by(command),
        **paper_for(book, command, MONEY_SERIES[command.channel, "out"]),
        to_unit_id=command.to_unit_id,
        holding=holding.holding,
        holding_kind=holding.kind,
        amount_vnd=command.amount_vnd,
    )
    return ((command.unit_id, sent),)


def receive_transfer(
    books: Mapping[UUID, Book], registry: Registry, command: ReceiveTransfer
) -> Decided:
    """Let money arrive that was sent under the same key; both books say so."""
    book = books[command.unit_id]
    sender = books[command.from_unit_id]
    sent = sender.in_transit.get(command.key)
    if command.key in sender.reversed_keys:
        raise TransferReversed(key=command.key)
    if sent is None or sent.to_unit_id != command.unit_id:
        raise UnknownEntry(key=command.key)
    if command.booked_on < sent.booked_on:
        raise ReceivedBeforeSent(sent_on=sent.booked_on, received_on=command.booked_on)
    require_row(book, registry, command)
    if sent.fund not in book.funds:
        raise FundUnknownToReceiver(fund=sent.fund, unit_id=command.unit_id)
    said = {**said_by(command), "fund": sent.fund, "amount_vnd": sent.amount_vnd}
    paper = paper_for(book, command, series_of(sent.holding_kind, "in"))
    if sent.replaces and sent.replaces[0].key in book.reversed_keys:
        paper["replaces"] = papers_of(book.reversed_keys[sent.replaces[0].key])
    arrived = fact.TransferArrived(**said, to_unit_id=command.unit_id, sent_on=sent.booked_on)
    received = fact.TransferReceived(
        **said,
        **paper,
        from_unit_id=command.from_unit_id,
        sent_on=sent.booked_on,
        holding=sent.holding_kind,
        holding_kind=sent.holding_kind,
    )
    return ((command.unit_id, received), (command.from_unit_id, arrived))


def reverse(books: Mapping[UUID, Book], registry: Registry, command: ReverseEntry) -> Decided:
    """Undo what was recorded, in every book where it was."""
    if command.of_reversal:
        raise ReversalOfReversal(key=command.reverses)
    if not command.originals:
        raise UnknownEntry(key=command.reverses)
    for unit_id, original in command.originals:
        if command.reverses in books[unit_id].reversed_keys:
            raise AlreadyReversed(key=command.reverses)
        if command.booked_on < original.booked_on:
            raise ReversedTooEarly(original_on=original.booked_on, on=command.booked_on)
        require_valid(registry, unit_id, command.booked_on)
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
