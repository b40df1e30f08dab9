"""The rule of printing a donor's receipt once more: every print after the first is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.asking_of_rows import require_registered
from ledger.events import DonationCollected, DonationReceived, GoodsDonated
from ledger.paper_events import ReceiptReprinted
from ledger.refusals import AlreadyReversed, NoReceipt, UnknownEntry

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.commands import ReprintReceipt
    from ledger.registry import Registry


def reprint(book: Book, registry: Registry, command: ReprintReceipt) -> ReceiptReprinted:
    """Count a print.

    Raises:
        UnknownUnit: the unit is not registered.
        UnknownEntry: the unit's book has no row with the key.
        NoReceipt: the row is no gift.
        AlreadyReversed: the gift was undone. Its paper says so, and is not handed out again.
    """
    require_registered(registry, command.unit_id)
    gift = command.original
    if gift is None:
        raise UnknownEntry(key=command.gift)
    if not isinstance(gift, DonationReceived | GoodsDonated | DonationCollected):
        raise NoReceipt(key=command.gift)
    if command.gift in book.reversed_keys:
        raise AlreadyReversed(key=command.gift)
    return ReceiptReprinted(
        key=command.key,
        gift=command.gift,
        receipt_number=gift.receipt_number,
        year=gift.booked_on.year,
        copy=book.copies.get(command.gift, 1) + 1,
        printed_on=command.printed_on,
        nonce=command.nonce,
    )
