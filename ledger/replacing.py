"""The rule of corrections: a new paper names the one in whose place it stands.

A paper never changes. What was wrong is reversed, and the row that is right says which row it
replaces; its entry repeats the numbers of that row's papers, so that it can be read and printed
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ledger import commands as ask
from ledger import events as fact
from ledger.refusals import Refusal

if TYPE_CHECKING:
    from ledger.book import Book

OnPaper = fact.Vouched | fact.DonationCollected
"""Every fact of which a numbered paper tells."""

_GIFTS: Final = (ask.ReceiveDonation, ask.ReceiveGoods, ask.CollectDonation)
_AWARDS: Final = (ask.PayAward, ask.PayAwardInGoods)
REPLACED_BY: Final[Mapping[type[fact.MoneyEvent], tuple[type[ask.AskedOnPaper], ...]]] = {
    fact.DonationReceived: _GIFTS,
    fact.GoodsDonated: _GIFTS,
    fact.DonationCollected: _GIFTS,
    fact.CollectionHandedOver: (ask.HandOverCollection,),
    fact.PayoutPaid: _AWARDS,
    fact.GoodsPaidOut: _AWARDS,
    fact.TransferSent: (ask.SendTransfer,),
    fact.MoneyMoved: (ask.MoveMoney,),
    fact.IncomeReceived: (ask.ReceiveIncome,),
    fact.CostPaid: (ask.PayCost,),
}
"""What can take the place of a fact. A gift in cash may in truth have come by bank, so that the new
voucher is of another series; but a gift never takes the place of a payout."""


class NotReversed(Refusal):
    """No row of the unit with this key was reversed, so there is nothing to replace."""

    code = "not_reversed"


class ReplacesOtherKind(Refusal):
    """A row takes the place of one of its own kind: a gift that of a gift."""

    code = "replaces_other_kind"


class AlreadyReplaced(Refusal):
    """Another row stands in the place of the one that was reversed."""

    code = "already_replaced"


def replaced_papers(book: Book, command: ask.AskedOnPaper) -> tuple[fact.ReplacedPaper, ...]:
    """Return the papers in whose place that of `command` stands; none where it replaces nothing.

    Raises:
        NotReversed: no row of this book under that key was reversed.
        ReplacesOtherKind: the row was of another kind.
        AlreadyReplaced: another row stands in its place.
    """
    key = command.replaces
    if key is None:
        return ()
    original = book.reversed_keys.get(key)
    if original is None:
        raise NotReversed(key=key)
    if not isinstance(command, REPLACED_BY.get(type(original), ())):
        raise ReplacesOtherKind(key=key)
    if key in book.replaced:
        raise AlreadyReplaced(key=key, by=book.replaced[key])
    return papers_of(original)


def papers_of(original: fact.MoneyEvent) -> tuple[fact.ReplacedPaper, ...]:
    """Return the numbered papers of a fact: its voucher, then the donor's receipt."""
    numbers: list[tuple[fact.Series, int, int]] = []
    if isinstance(original, fact.Vouched):
        line = 0 if original.voucher is None else original.line
        numbers.append((original.series, original.number, line))
    if isinstance(original, fact.DonationReceived | fact.GoodsDonated | fact.DonationCollected):
        numbers.append(("BN", original.receipt_number, 0))
    return tuple(
        fact.ReplacedPaper(
            key=original.key,
            line=line,
            number=number,
            on=original.document_on or original.booked_on,
            series=series,
            year=original.booked_on.year,
        )
        for series, number, line in numbers
    )
