"""Whatever a few units ask, in whatever order and on whatever days, the books stay true.

Money is neither made nor lost, nothing is below zero at the end of any day, papers are numbered
without a gap, nothing is undone twice, replay gives the same books, and every no is a `Refusal`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import cast
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ledger import commands as ask
from ledger.book import HOLDING_ACCOUNTS, Book, decide, evolve, replay
from ledger.events import (
    Booked,
    BookEvent,
    EntryReversed,
    GoodsPaidOut,
    MoneyEvent,
    SeriesContinued,
    Vouched,
)
from ledger.goods import to_millionths
from ledger.postings import Posting, postings
from ledger.refusals import Refusal
from ledger.values import replace
from tests.ledger.examples import REGISTRY
from tests.ledger.random_commands import (
    UNITS,
    arrivals,
    continuations,
    days,
    incoming,
    openings,
    outgoing,
    transfers,
)

picks = st.integers(0, 1_000)
FROM_OUTSIDE = {
    "brought_in.money",
    "raised.cash",
    "raised.bank",
    "raised.press",
    "other_income",
    "paid.cash",
    "paid.bank",
    "costs",
    "corrections.money",
}


class Books(RuleBasedStateMachine):
    """Three units with two funds and four holdings each, and everything they may ask."""

    def __init__(self) -> None:
        """Begin with funds and holdings, and nothing in them."""
        super().__init__()
        self.books = {unit_id: Book(unit_id=unit_id) for unit_id in UNITS}
        self.history: dict[UUID, list[BookEvent]] = {unit_id: [] for unit_id in UNITS}
        self.keys: list[str] = []
        for unit_id in UNITS:
            fund = ask.DefineFund(unit_id=unit_id, fund="hoc-bong", name="HB", restricted=True)
            savings = ask.DefineHolding(unit_id=unit_id, holding="tiet-kiem", kind="savings")
            collector = ask.DefineHolding(unit_id=unit_id, holding="thu-ho", kind="collector")
            for command in (fund, savings, collector):
                self.obey(command)
            for opening in openings(unit_id):
                self.obey_row(opening)

    def obey(self, command: ask.BookCommand) -> None:
        """Do what is asked, or be refused; nothing else may come of it."""
        try:
            decided = decide(self.books, REGISTRY, command)
        except Refusal:
            return
        for unit_id, event in decided:
            self.books[unit_id] = evolve(self.books[unit_id], event)
            self.history[unit_id].append(event)

    def events(self) -> Iterator[tuple[UUID, BookEvent]]:
        """Return every fact with the unit of its book."""
        return ((unit_id, each) for unit_id in UNITS for each in self.history[unit_id])

    def lines(self, unit_id: UUID) -> Iterator[Posting]:
        """Return every posting of one book."""
        return (line for event in self.history[unit_id] for line in postings(event))

    def recorded(self, key: str) -> tuple[tuple[UUID, MoneyEvent], ...]:
        """Return the money rows under a key: both sides of a transfer."""
        found = [each for each in self.events() if getattr(each[1], "key", None) == key]
        of_money = [each for each in found if isinstance(each[1], Booked)]
        return cast("tuple[tuple[UUID, MoneyEvent], ...]", tuple(of_money))

    def obey_row(self, command: ask.Asked) -> None:
        """Do what is asked under a new key, or be refused."""
        self.keys.append(f"row-{len(self.keys)}")
        self.obey(cast("ask.MoneyCommand", replace(command, key=self.keys[-1])))

    @rule(command=incoming)
    def something_comes_in(self, command: ask.Asked) -> None:
        """Money or goods reach a unit, or those who collect for it."""
        self.obey_row(command)

    @rule(command=outgoing)
    def something_goes_out(self, command: ask.Asked) -> None:
        """A unit, or those who collect for it, would use what is there."""
        self.obey_row(command)

    @rule(command=transfers)
    def a_transfer(self, command: ask.SendTransfer) -> None:
        """A unit would send money to another."""
        self.obey_row(command)

    @rule(command=arrivals, pick=picks)
    def an_arrival(self, command: ask.ReceiveTransfer, pick: int) -> None:
        """A unit asks for something that was sent, perhaps, and perhaps to it."""
        waiting = [key for book in self.books.values() for key in book.in_transit]
        if waiting:
            key = waiting[pick % len(waiting)]
            sender = next(each for each in UNITS if key in self.books[each].in_transit)
            to_unit_id = self.books[sender].in_transit[key].to_unit_id
            right = pick % 5 > 0
            receiver = to_unit_id if right else command.unit_id
            self.obey(replace(command, key=key, from_unit_id=sender, unit_id=receiver))

    @rule(on=days, pick=picks)
    def a_reversal(self, on: date, pick: int) -> None:
        """Somebody asks to undo some row, recorded or not, undone or not."""
        if self.keys:
            key = self.keys[pick % len(self.keys)]
            originals = self.recorded(key)
            name = f"undo-{key}-{len(self.history)}"
            self.obey(ask.ReverseEntry(key=name, reverses=key, booked_on=on, originals=originals))

    @rule(command=continuations)
    def a_series(self, command: ask.ContinueSeries) -> None:
        """A unit goes on with numbers used on paper before."""
        if command.next_number % 4 == 0:
            self.obey(command)

    def teardown(self) -> None:
        """Whoever reads the same history has the same books."""
        for unit_id in UNITS:
            assert replay(unit_id, self.history[unit_id]) == self.books[unit_id]

    @invariant()
    def postings_sum_to_zero_in_each_fund(self) -> None:
        """Double entry, counted over whole books."""
        for unit_id in UNITS:
            sums: Counter[str] = Counter()
            for line in self.lines(unit_id):
                sums[line.fund] += line.amount_vnd
            assert not any(sums.values())

    @invariant()
    def nothing_is_below_zero_at_the_end_of_any_day(self) -> None:
        """Neither money nor what is held nor goods."""
        for book in self.books.values():
            closings = [*book.money.values(), *book.held.values()]
            closings += [stock.closings for stock in book.stocks.values()]
            assert all(balance >= 0 for each in closings for balance in each.balances)

    @invariant()
    def what_is_there_is_the_sum_of_postings(self) -> None:
        """Money in each holding of each fund, and money held by each holder."""
        for unit_id, book in self.books.items():
            sums: Counter[tuple[str, ...]] = Counter()
            for line in self.lines(unit_id):
                if line.account in HOLDING_ACCOUNTS:
                    sums[line.fund, line.place or ""] += line.amount_vnd
                elif line.account == "held":
                    sums[(line.place or "",)] += line.amount_vnd
            there: dict[tuple[str, ...], int] = {
                **{place: each.balances[-1] for place, each in book.money.items()},
                **{(holder,): each.balances[-1] for holder, each in book.held.items()},
            }
            assert there == dict(sums)

    @invariant()
    def all_goods_in_stock_can_be_given(self) -> None:
        """What the lots hold is what came less what went, and never worth less than nothing."""
        for unit_id, book in self.books.items():
            sums: Counter[str] = Counter()
            for line in self.lines(unit_id):
                if line.account == "goods" and line.quantity is not None:
                    sums[line.place or ""] += to_millionths(line.quantity)
            for (item, _), stock in book.stocks.items():
                left = sum(to_millionths(lot.left) for lot in stock.lots)
                assert left == stock.closings.balances[-1] == sums[item]

    @invariant()
    def no_amount_is_below_one_dong(self) -> None:
        """But the value of goods given, whose share of a lot may be rounded down to nothing."""
        for _, event in self.events():
            amount_vnd = getattr(event, "amount_vnd", None)
            least_vnd = 0 if isinstance(event, GoodsPaidOut) else 1
            assert amount_vnd is None or amount_vnd >= least_vnd

    @invariant()
    def papers_are_numbered_without_a_gap(self) -> None:
        """For each unit, series and year; and lines within each paper."""
        for unit_id in UNITS:
            reached: dict[tuple[str, int], int] = {}
            lines: dict[tuple[str, int, int], int] = {}
            for event in self.history[unit_id]:
                if isinstance(event, SeriesContinued):
                    reached[event.series, event.year] = event.next_number - 1
                if not isinstance(event, Booked):
                    continue
                year = event.booked_on.year
                if isinstance(event, Vouched):
                    paper = (event.series, year, event.number)
                    assert event.line == lines.get(paper, 0) + 1
                    lines[paper] = event.line
                    if event.line == 1:
                        assert event.number == reached.get((event.series, year), 0) + 1
                        reached[event.series, year] = event.number
                receipt_number = getattr(event, "receipt_number", None)
                if receipt_number is not None:
                    assert receipt_number == reached.get(("BN", year), 0) + 1
                    reached["BN", year] = receipt_number

    @invariant()
    def nothing_is_undone_twice(self) -> None:
        """Each fact of each book at most once."""
        undone = Counter(
            (unit_id, event.original.STORED_AS, event.reverses)
            for unit_id, event in self.events()
            if isinstance(event, EntryReversed)
        )
        assert max(undone.values(), default=0) <= 1

    @invariant()
    def what_is_in_transit_is_what_left_and_did_not_arrive(self) -> None:
        """Over all units together."""
        in_transit = sum(
            sent.amount_vnd for book in self.books.values() for sent in book.in_transit.values()
        )
        posted = sum(
            line.amount_vnd
            for unit_id in UNITS
            for line in self.lines(unit_id)
            if line.account in ("transit.sent", "transit.arrived")
        )
        assert in_transit == posted

    @invariant()
    def what_arrives_is_what_was_sent(self) -> None:
        """Transfers make no money: what is in holdings and in transit came from outside."""
        accounts = (*HOLDING_ACCOUNTS, "transit.sent", "transit.arrived")
        there, from_outside = 0, 0
        for unit_id in UNITS:
            for line in self.lines(unit_id):
                if line.account in accounts:
                    there += line.amount_vnd
                elif line.account in FROM_OUTSIDE:
                    from_outside -= line.amount_vnd
        assert there == from_outside


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=30, stateful_step_count=40)
