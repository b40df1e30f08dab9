"""The rules of one unit's book.

    decide : books × registry × command → events, or a refusal     what may happen
    evolve : book × event               → book                     what then is true

Neither reads a clock, a database or a random number, so a year of history replays to the same
balances on any machine. Rules live only in `decide`; `evolve` believes what it is told, because a
stored event is a fact even if today's rules would refuse it.

`decide` is `propose` (every rule about the row itself) followed by `require_cover` (nothing below
zero at the end of any day). Rows of one day that were decided elsewhere are proposed together and
covered together, because only the end of the day counts.

Money out and reversals need a second person (`ledger/approving.py`): they are put before one, and
recorded with the approval or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from uuid import UUID

from ledger import approving, asking, privacy, publishing, reprinting
from ledger.approving import Proposal
from ledger.closings import Closings
from ledger.commands import (
    AskApproval,
    DeclineApproval,
    GiveApproval,
    PublishFigures,
    ReprintReceipt,
)
from ledger.events import (
    MONEY_KINDS,
    ApprovalAsked,
    ApprovalDeclined,
    ApprovalGiven,
    Booked,
    BookEvent,
    EntryReversed,
    FundDefined,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    HoldingDefined,
    LotTaken,
    MoneyEvent,
    Posted,
    SeriesContinued,
    TransferArrived,
    TransferSent,
    Vouched,
)
from ledger.goods import Stock, from_millionths
from ledger.money import require_room
from ledger.numbering import Numbering, PaperLine
from ledger.paper_events import ReceiptReprinted
from ledger.postings import Posting, postings
from ledger.privacy_commands import EraseSubject, GiveConsent, WithdrawConsent
from ledger.privacy_events import Consenter, ConsentGiven, ConsentWithdrawn, SubjectErased
from ledger.publication_events import FiguresPublished
from ledger.publishing import LastPublished
from ledger.refusals import InsufficientFunds, InsufficientGoods, InsufficientHeld
from ledger.values import Struct, field, replace

if TYPE_CHECKING:
    from ledger.commands import BookCommand, MoneyCommand
    from ledger.registry import Registry

GENERAL: Final = "general"
OWN_HOLDINGS: Final[Mapping[str, HoldingDefined]] = {
    "cash": HoldingDefined(holding="cash", kind="cash"),
    "bank": HoldingDefined(holding="bank", kind="bank"),
}
OWN_FUNDS: Final[Mapping[str, FundDefined]] = {
    GENERAL: FundDefined(fund=GENERAL, name="Quỹ chung", restricted=False)
}
UNUSED: Final = Closings()
HOLDING_ACCOUNTS: Final = frozenset({"cash", "bank", "savings", "collector"})

Decided = tuple[tuple[UUID, BookEvent], ...]
"""New facts, oldest first, each with the unit in whose book it belongs."""


class Book(Struct, frozen=True, kw_only=True):
    """What the rules need to remember of one unit, and nothing more.

    `version` counts the facts; `described_at` is the version at which each holding was last
    described (its name lies in the vault there). `in_transit` holds what was sent and has not
    arrived, `reversed_keys` what has been undone, by its key, `replaced` the key of the row that
    stands in the place of one that was undone, `proposals` what a second person was asked,
    `publications` the newest one of each year, `copies` how often a receipt was printed, where
    that is more than once, `consents` who wishes that the person of a row is named, `turnover_vnd`
    what all amounts ever written add up to, whichever way they went.
    """

    unit_id: UUID
    version: int = 0
    funds: Mapping[str, FundDefined] = field(default_factory=lambda: OWN_FUNDS)
    holdings: Mapping[str, HoldingDefined] = field(default_factory=lambda: OWN_HOLDINGS)
    described_at: Mapping[str, int] = field(default_factory=dict)
    series: Mapping[tuple[str, int], SeriesContinued] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    money: Mapping[tuple[str, str], Closings] = field(default_factory=dict)
    held: Mapping[str, Closings] = field(default_factory=dict)
    stocks: Mapping[tuple[str, str], Stock] = field(default_factory=dict)
    in_transit: Mapping[str, TransferSent] = field(default_factory=dict)
    reversed_keys: Mapping[str, MoneyEvent] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    publications: Mapping[int, LastPublished] = field(default_factory=dict)
    copies: Mapping[str, int] = field(default_factory=dict)
    consents: Mapping[str, frozenset[Consenter]] = field(default_factory=dict)
    turnover_vnd: int = 0


class Outcome(NamedTuple):
    """New facts, and the books after them."""

    decided: Decided
    books: Mapping[UUID, Book]


def decide(books: Mapping[UUID, Book], registry: Registry, command: BookCommand) -> Decided:
    """Say what happens if `command` is obeyed.

    Args:
        books: the book of every unit that the command touches.
        registry: the units and holders as they stand.
        command: what is asked.

    Returns:
        The new facts, oldest first; none when what is defined is defined so already.

    Raises:
        Refusal: first what `propose` refuses, then what `require_cover` refuses.
    """
    decided, after = propose(books, registry, command)
    require_all_cover(decided, after)
    return decided


def propose(  # noqa: PLR0911 - the table of commands
    books: Mapping[UUID, Book], registry: Registry, command: BookCommand
) -> Outcome:
    """Say what happens if `command` is obeyed, without regard to what would be left.

    Raises:
        Refusal: of what a second person is asked, see `ledger/approving.py`; of all other
            commands, see `ledger/asking.py`, one function for each kind; at last `BookFull`.
    """
    match command:
        case AskApproval():
            rows = _admitted(books, registry, command.commands, command.key)
            require_all_cover(*rows)
            asked = approving.ask(books[command.unit_id], registry, command, rows.decided)
            return _evolved(books, ((command.unit_id, asked),))
        case GiveApproval():
            given = approving.give(books[command.unit_id], registry, command)
            first = _evolved(books, ((command.unit_id, given),))
            decided, after = _admitted(first.books, registry, command.commands, command.key)
            return Outcome(first.decided + decided, after)
        case DeclineApproval():
            declined = approving.decline(books[command.unit_id], registry, command)
            return _evolved(books, ((command.unit_id, declined),))
        case PublishFigures():
            published = publishing.publish(books[command.unit_id], registry, command)
            return _evolved(books, ((command.unit_id, published),) if published else ())
        case ReprintReceipt():
            reprinted = reprinting.reprint(books[command.unit_id], registry, command)
            return _evolved(books, ((command.unit_id, reprinted),))
        case EraseSubject() | GiveConsent() | WithdrawConsent():
            said = privacy.decide(books[command.unit_id], registry, command)
            return _evolved(books, ((command.unit_id, said),) if said else ())
        case _:
            approving.require_second_person(registry, command)
            return _evolved(books, asking.propose(books, registry, command))


def _admitted(
    books: Mapping[UUID, Book], registry: Registry, commands: Iterable[MoneyCommand], key: str
) -> Outcome:
    """Propose commands one after another, as admitted under the approval `key`."""
    decided: Decided = ()
    for command in commands:
        for unit_id, event in asking.propose(books, registry, command):
            assert isinstance(event, Booked | EntryReversed)
            proposed = _evolved(books, ((unit_id, replace(event, approval=key)),))
            decided, books = decided + proposed.decided, proposed.books
    return Outcome(decided, books)


def _evolved(books: Mapping[UUID, Book], decided: Decided) -> Outcome:
    after = dict(books)
    for unit_id, event in decided:
        after[unit_id] = evolve(after[unit_id], event)
        require_room(after[unit_id].turnover_vnd)
    return Outcome(decided, after)


def require_all_cover(decided: Decided, after: Mapping[UUID, Book]) -> None:
    """Admit books to which all of `decided` has been added; see `require_cover`."""
    for unit_id, event in decided:
        require_cover(after[unit_id], event)


def require_cover(book: Book, event: BookEvent) -> None:
    """Admit a book to which `event` has been added: no day from its own on ends below zero.

    Raises:
        InsufficientFunds: a holding of a fund.
        InsufficientHeld: what a holder holds for the unit.
        InsufficientGoods: an item of goods in its unit of count.
    """
    for line in postings(event):
        if line.amount_vnd < 0 or (line.quantity is not None and line.quantity < 0):
            _require_line_cover(book, cast("Posted", event), line)


def _require_line_cover(book: Book, event: Posted, line: Posting) -> None:
    on, place = event.booked_on, line.place or ""
    if line.account in HOLDING_ACCOUNTS:
        closings = book.money[line.fund, place]
        lowest = closings.lowest_from(on)
        if lowest is not None and lowest < 0:
            raise InsufficientFunds(
                fund=line.fund,
                holding=place,
                short_vnd=-lowest,
                asked_vnd=-line.amount_vnd,
                on=closings.first_below_zero(on),
            )
    elif line.account == "held":
        closings = book.held[place]
        lowest = closings.lowest_from(on)
        if lowest is not None and lowest < 0:
            raise InsufficientHeld(
                holder=place,
                short_vnd=-lowest,
                asked_vnd=-line.amount_vnd,
                on=closings.first_below_zero(on),
            )
    elif line.account == "goods":
        stock = book.stocks[place, line.counted_in or ""].closings
        least = stock.lowest_from(on)
        if least is not None and least < 0:
            raise InsufficientGoods(
                item=place,
                counted_in=line.counted_in,
                short=from_millionths(-least),
                on=stock.first_below_zero(on),
            )


def evolve(book: Book, event: BookEvent) -> Book:  # noqa: C901, PLR0911 - the table of facts
    """Return the book after `event`. Total: every stored event is accepted."""
    version = book.version + 1
    if type(event) in MONEY_KINDS:  # nearly always
        return _evolve_money(book, cast("MoneyEvent", event), version)
    match event:
        case FundDefined():
            return replace(book, version=version, funds={**book.funds, event.fund: event})
        case HoldingDefined():
            return replace(
                book,
                version=version,
                holdings={**book.holdings, event.holding: event},
                described_at={**book.described_at, event.holding: version},
            )
        case SeriesContinued(series=series, year=year):
            return replace(
                book,
                version=version,
                series={**book.series, (series, year): event},
                numbering=book.numbering.continued(series, year, event.next_number),
            )
        case ApprovalAsked() | ApprovalGiven() | ApprovalDeclined():
            proposals = approving.proposals_after(book.proposals, event)
            return replace(book, version=version, proposals=proposals)
        case FiguresPublished(year=year):
            newest = {**book.publications, year: LastPublished(version, event)}
            return replace(book, version=version, publications=newest)
        case ReceiptReprinted():
            return replace(book, version=version, copies={**book.copies, event.gift: event.copy})
        case ConsentGiven() | ConsentWithdrawn():
            consents = privacy.consents_after(book.consents, event)
            return replace(book, version=version, consents=consents)
        case SubjectErased():
            return replace(book, version=version)
        case EntryReversed():
            return _evolve_reversal(replace(book, version=version), event)
        case _:
            return _evolve_money(book, event, version)


def replay(unit_id: UUID, history: Iterable[BookEvent]) -> Book:
    """Return the book of `unit_id` that `history`, oldest first, adds up to."""
    book = Book(unit_id=unit_id)
    for event in history:
        book = evolve(book, event)
    return book


def _evolve_money(book: Book, event: MoneyEvent, version: int) -> Book:
    money, held = _after_postings(book, event)
    replaces = getattr(event, "replaces", ())
    return replace(
        book,
        version=version,
        numbering=_numbering_after(book.numbering, event),
        money=money,
        held=held,
        stocks=_stocks_after(book, event),
        in_transit=_in_transit_after(book, event),
        turnover_vnd=book.turnover_vnd + (event.amount_vnd or 0),
        replaced={**book.replaced, replaces[0].key: event.key} if replaces else book.replaced,
    )


def _after_postings(
    book: Book, event: Posted
) -> tuple[Mapping[tuple[str, str], Closings], Mapping[str, Closings]]:
    """Return the closings of money and of what is held, after the postings of `event`."""
    money, held, on = book.money, book.held, event.booked_on
    for line in postings(event):
        if line.account in HOLDING_ACCOUNTS:
            place = (line.fund, line.place or "")
            money = {**money, place: money.get(place, UNUSED).add(on, line.amount_vnd)}
        elif line.account == "held":
            holder = line.place or ""
            held = {**held, holder: held.get(holder, UNUSED).add(on, line.amount_vnd)}
    return money, held


def _numbering_after(numbering: Numbering, event: MoneyEvent) -> Numbering:
    paper, voucher = None, None
    if isinstance(event, Vouched):
        paper, voucher = PaperLine(event.series, event.number, event.line), event.voucher
    receipt_number: int | None = getattr(event, "receipt_number", None)
    return numbering.after(event.booked_on, paper, voucher, receipt_number)


def _stocks_after(book: Book, event: MoneyEvent) -> Mapping[tuple[str, str], Stock]:
    match event:
        case GoodsDonated() | GoodsBroughtIn():
            place = (event.item, event.counted_in)
            stock = book.stocks.get(place, Stock())
            put = stock.put(event.key, event.booked_on, event.quantity, event.amount_vnd)
            return {**book.stocks, place: put}
        case GoodsPaidOut():
            place = (event.item, event.counted_in)
            stock = book.stocks.get(place, Stock())
            return {**book.stocks, place: stock.take(event.booked_on, event.lots)}
        case _:
            return book.stocks


def _in_transit_after(book: Book, event: MoneyEvent) -> Mapping[str, TransferSent]:
    match event:
        case TransferSent():
            return {**book.in_transit, event.key: event}
        case TransferArrived():
            return {key: sent for key, sent in book.in_transit.items() if key != event.key}
        case _:
            return book.in_transit


def _evolve_reversal(book: Book, event: EntryReversed) -> Book:
    money, held = _after_postings(book, event)
    original, stocks, in_transit = event.original, book.stocks, book.in_transit
    match original:
        case GoodsDonated() | GoodsBroughtIn():
            place = (original.item, original.counted_in)
            undone = LotTaken(
                lot=original.key, quantity=original.quantity, amount_vnd=original.amount_vnd
            )
            withdrawn = stocks.get(place, Stock()).withdraw(event.booked_on, undone)
            stocks = {**stocks, place: withdrawn}
        case GoodsPaidOut():
            place = (original.item, original.counted_in)
            stock = stocks.get(place, Stock())
            stocks = {**stocks, place: stock.put_back(event.booked_on, original.lots)}
        case TransferSent():
            in_transit = {key: sent for key, sent in in_transit.items() if key != original.key}
        case _:
            pass
    return replace(
        book,
        money=money,
        held=held,
        stocks=stocks,
        in_transit=in_transit,
        turnover_vnd=book.turnover_vnd + (original.amount_vnd or 0),
        reversed_keys={event.reverses: original, **book.reversed_keys},  # sent, before arrived
    )
