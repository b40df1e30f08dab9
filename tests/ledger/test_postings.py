"""Every fact becomes postings that sum to zero in each fund; what is undone is posted back.

A reversal in the year of the original lowers the original's own accounts; in a later year it is a
correction, neither raised nor paid (contract of exchange: corrections).
"""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from ledger.events import BookEvent, EntryReversed, FundDefined, MoneyBroughtIn, MoneyMoved
from ledger.postings import CORRECTED_AS, Account, Posting, postings, sums_to_zero
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    JUNE,
    MARCH,
    NEWSPAPER,
    NEXT_YEAR,
    OCTOBER,
    arrived,
    collected,
    donated,
    given_directly,
    goods_came,
    goods_went,
    handed_over,
    paid,
    received,
    sent,
    undone,
)
from tests.ledger.samples import BOOK_EVENTS, MONEY_EVENTS

STOCKS = {"cash", "bank", "savings", "collector", "goods", "held"}


def amounts(event: BookEvent) -> dict[str, int]:
    """What an event adds to each account."""
    found: Counter[str] = Counter()
    for line in postings(event):
        found[line.account] += line.amount_vnd
    return dict(found)


def occurrences(event: BookEvent) -> int:
    return sum(line.occurrences for line in postings(event))


@pytest.mark.parametrize("stem", BOOK_EVENTS)
def test_the_postings_of_every_event_sum_to_zero_in_each_fund(stem: str) -> None:
    lines = postings(BOOK_EVENTS[stem])
    for fund in {line.fund for line in lines}:
        assert sum(line.amount_vnd for line in lines if line.fund == fund) == 0


@pytest.mark.parametrize("stem", MONEY_EVENTS)
def test_every_money_row_has_postings(stem: str) -> None:
    assert len(postings(MONEY_EVENTS[stem])) >= 2


@pytest.mark.parametrize("year_later", [False, True])
@pytest.mark.parametrize("stem", MONEY_EVENTS)
def test_a_row_and_its_reversal_leave_every_stock_as_it_was(stem: str, year_later: bool) -> None:
    event = MONEY_EVENTS[stem]
    on = event.booked_on.replace(year=event.booked_on.year + year_later)
    left: Counter[tuple[str, str | None]] = Counter()
    for line in (*postings(event), *postings(undone(event, on=on))):
        if line.account in STOCKS:
            left[line.account, line.place] += line.amount_vnd
    assert not any(left.values())


@pytest.mark.parametrize("stem", MONEY_EVENTS)
def test_a_row_undone_in_its_own_year_leaves_nothing_at_all(stem: str) -> None:
    event = MONEY_EVENTS[stem]
    total = Counter(amounts(event))
    total.update(amounts(undone(event, on=event.booked_on)))
    assert not any(total.values())
    assert occurrences(event) + occurrences(undone(event, on=event.booked_on)) == 0


def test_a_definition_moves_no_money() -> None:
    assert postings(FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)) == ()


def test_a_gift_lies_in_its_holding_and_is_raised_by_its_channel() -> None:
    assert postings(donated(500, channel="bank")) == (
        Posting("bank", "general", 500, "bank"),
        Posting("raised.bank", "general", -500),
    )


def test_a_gift_taken_by_a_collector_is_raised_in_cash() -> None:
    event = donated(500, holding="thu-ho", holding_kind="collector")
    assert amounts(event) == {"collector": 500, "raised.cash": -500}


def test_money_brought_in_is_not_raised() -> None:
    event = MoneyBroughtIn(
        key="O-1", booked_on=MARCH, holding="cash", holding_kind="cash", amount_vnd=7
    )
    assert amounts(event) == {"cash": 7, "brought_in.money": -7}


def test_goods_are_raised_at_their_value_and_counted_in_their_unit() -> None:
    stock, raised = postings(goods_came("12.5", 300))
    assert (stock.place, stock.counted_in, str(stock.quantity)) == ("vở", "quyển", "12.5")
    assert (stock.amount_vnd, raised.amount_vnd) == (300, -300)


def test_goods_that_are_not_valued_are_counted_all_the_same() -> None:
    stock, _ = postings(goods_came("10", None))
    assert (stock.amount_vnd, str(stock.quantity)) == (0, "10")


@pytest.mark.parametrize(
    ("holding_kind", "account"),
    [
        ("cash", "paid.cash"),
        ("collector", "paid.cash"),
        ("bank", "paid.bank"),
        ("savings", "paid.bank"),
    ],
)
def test_paid_in_cash_includes_collectors_and_paid_by_bank_savings(
    holding_kind: str, account: str
) -> None:
    event = paid(500, holding="here", holding_kind=holding_kind)
    assert amounts(event) == {holding_kind: -500, account: 500}


def test_each_award_counts_once_in_money_and_in_goods() -> None:
    assert occurrences(paid(500)) == 1
    assert occurrences(goods_went(("G-1", "2", 60), ("G-2", "1", None))) == 1


def test_collected_money_is_held_and_not_raised() -> None:
    assert postings(collected(500)) == (
        Posting("held", "general", 500, NEWSPAPER),
        Posting("memorandum", "general", -500),
    )


def test_money_handed_over_is_raised_and_no_longer_held() -> None:
    assert amounts(handed_over(300)) == {
        "bank": 300,
        "raised.press": -300,
        "held": -300,
        "memorandum": 300,
    }


def test_money_given_directly_is_facilitated_and_never_enters_the_book() -> None:
    assert amounts(given_directly(200)) == {"held": -200, "facilitated": 200}


def test_a_transfer_is_in_transit_until_it_arrives() -> None:
    total = Counter(amounts(sent(900)))
    assert total["transit.sent"] == 900
    total.update(amounts(arrived(900)))
    assert (total["transit.sent"] + total["transit.arrived"], total["bank"]) == (0, -900)


def test_both_sides_of_a_transfer_name_each_other_and_the_day_it_was_sent() -> None:
    said = [
        (line.account, line.other_unit_id, line.sent_on)
        for event in (sent(900), received(900))
        for line in postings(event)
        if line.other_unit_id
    ]
    assert said == [
        ("transfers_out", DISTRICT, JUNE),
        ("transit.sent", DISTRICT, JUNE),
        ("transfers_in", COMMUNE, JUNE),
    ]


def test_a_movement_between_holdings_is_neither_raised_nor_paid() -> None:
    event = MoneyMoved(
        key="M-1",
        booked_on=JUNE,
        series="PT",
        number=1,
        from_holding="bank",
        from_kind="bank",
        to_holding="cash",
        to_kind="cash",
        amount_vnd=40,
    )
    assert amounts(event) == {"cash": 40, "bank": -40}


def test_a_reversal_in_the_same_year_lowers_what_was_raised() -> None:
    assert amounts(undone(donated(500), on=OCTOBER)) == {"cash": -500, "raised.cash": 500}


def test_a_reversal_in_a_later_year_is_a_correction() -> None:
    assert amounts(undone(donated(500), on=NEXT_YEAR)) == {"cash": -500, "corrections.money": 500}


def test_an_award_undone_in_a_later_year_stays_counted_in_its_own() -> None:
    assert occurrences(undone(paid(500), on=OCTOBER)) == -1
    assert occurrences(undone(paid(500), on=NEXT_YEAR)) == 0


def test_goods_undone_in_a_later_year_correct_the_goods() -> None:
    reversal = undone(goods_came("10", 300), on=NEXT_YEAR)
    assert amounts(reversal) == {"goods": -300, "corrections.goods": 300}
    assert [line.quantity for line in postings(reversal)] == [-10, None]


def test_only_flows_are_corrected_and_only_into_corrections() -> None:
    assert not STOCKS & set(CORRECTED_AS)
    assert {into.split(".")[0] for into in CORRECTED_AS.values()} == {"corrections", "memorandum"}


def test_every_account_is_used_by_some_fact() -> None:
    of_reversals: list[EntryReversed] = [
        undone(event, on=event.booked_on.replace(year=event.booked_on.year + 1))
        for event in MONEY_EVENTS.values()
    ]
    used: set[str] = set()
    for event in (*BOOK_EVENTS.values(), *of_reversals, donated(1, channel="bank"), paid(1)):
        used |= set(amounts(event))
    used |= set(amounts(paid(1, channel="bank")))
    used |= set(amounts(donated(1)))
    assert used == set(get_args(Account))


def test_lines_that_balance_only_over_two_funds_do_not_balance() -> None:
    assert sums_to_zero((Posting("cash", "a", 5), Posting("raised.cash", "a", -5)))
    assert not sums_to_zero((Posting("cash", "a", 5), Posting("raised.cash", "b", -5)))
    assert not sums_to_zero((Posting("cash", "a", 5), Posting("raised.cash", "a", -4)))
