"""A mistake is reversed, not edited: once, not before its own day, and never into a shortage.

The original stays in the book; a reversal of a transfer undoes both sides; numbers stay given.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.events import BookEvent, GoodsPaidOut, MoneyEvent
from ledger.refusals import (
    AlreadyReversed,
    InsufficientFunds,
    InsufficientGoods,
    InsufficientHeld,
    Refusal,
    ReversalOfReversal,
    ReversedTooEarly,
    UnitNotValid,
    UnknownEntry,
)
from ledger.registry import evolve
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    JUNE,
    MARCH,
    NEXT_YEAR,
    OCTOBER,
    REGISTRY,
    SEPTEMBER,
    arrived,
    collected,
    donated,
    given_directly,
    goods_came,
    goods_payout,
    goods_went,
    handed_over,
    paid,
    payout,
    received,
    reversal,
    sent,
    term,
    transfer,
    undone,
)
from tests.story import Given, given, inside

IN_BANK = donated(900, channel="bank")


def test_a_gift_recorded_by_mistake_is_undone() -> None:
    given(donated(500)).when(reversal(donated(500))).then(undone(donated(500)))


def test_a_reversal_says_who_decided_it_and_on_which_paper() -> None:
    said: dict[str, Any] = {
        "document_on": SEPTEMBER,
        "paper_no": "7",
        "decision": "3/BB",
        "evidence": ("hash",),
        "approved_outside": True,
        "pii": "commitment",
    }
    given(donated(500)).when(reversal(donated(500), **said)).then(undone(donated(500), **said))


def test_what_was_undone_can_no_longer_be_spent() -> None:
    known = given(donated(500), undone(donated(500), on=JUNE))
    known.when(payout(1)).refused(InsufficientFunds)


def test_money_of_an_award_that_was_undone_can_be_spent_again() -> None:
    known = given(donated(500), paid(500, on=JUNE), undone(paid(500, on=JUNE), on=JUNE))
    known.when(payout(500, key="P-2")).then(paid(500, key="P-2", number=2))


def test_a_gift_that_has_been_spent_cannot_be_undone() -> None:
    known = given(donated(500), paid(200))
    facts = known.when(reversal(donated(500))).refused(InsufficientFunds)
    assert (facts["short_vnd"], facts["on"]) == (200, OCTOBER)


def test_a_gift_spent_after_the_day_of_the_reversal_cannot_be_undone_either() -> None:
    known = given(donated(500), paid(200, on=OCTOBER))
    facts = known.when(reversal(donated(500), on=JUNE)).refused(InsufficientFunds)
    assert facts["on"] == OCTOBER


def test_nothing_is_undone_twice() -> None:
    known = given(donated(500), undone(donated(500), on=JUNE))
    facts = known.when(reversal(donated(500), key="R-2")).refused(AlreadyReversed)
    assert facts == {"key": "D-1"}


def test_a_reversal_is_not_undone() -> None:
    known = given(donated(500), undone(donated(500)))
    facts = known.when(reversal(reverses="R-1", of_reversal=True)).refused(ReversalOfReversal)
    assert facts == {"key": "R-1"}


def test_what_was_never_recorded_cannot_be_undone() -> None:
    assert given().when(reversal(reverses="D-9")).refused(UnknownEntry) == {"key": "D-9"}


def test_nothing_is_undone_before_its_own_day() -> None:
    early = date(2022, 2, 28)
    facts = given(donated(500)).when(reversal(donated(500), on=early)).refused(ReversedTooEarly)
    assert facts == {"original_on": MARCH, "on": early}


def test_a_gift_may_be_undone_on_its_own_day() -> None:
    given(donated(500)).when(reversal(donated(500), on=MARCH)).then(undone(donated(500), on=MARCH))


def test_a_gift_may_be_undone_in_a_later_year() -> None:
    given(donated(500)).when(reversal(donated(500), on=NEXT_YEAR)).then(
        undone(donated(500), on=NEXT_YEAR)
    )


def test_a_unit_that_has_ended_undoes_nothing() -> None:
    ended = term(COMMUNE, "NA-01-01", "commune", DISTRICT, valid_to=SEPTEMBER)
    known = given(donated(500)).among(evolve(REGISTRY, [ended]))
    known.when(reversal(donated(500), on=OCTOBER)).refused(UnitNotValid)


@pytest.mark.parametrize(
    ("history", "original", "refusal"),
    [
        ((collected(500), handed_over(1)), collected(500), InsufficientHeld),
        (
            (goods_came("5", 50), goods_went(("G-1", "1", 10))),
            goods_came("5", 50),
            InsufficientGoods,
        ),
        (
            (collected(500), handed_over(500), paid(1, channel="bank")),
            handed_over(500),
            InsufficientFunds,
        ),
    ],
)
def test_no_reversal_leaves_a_holder_the_goods_or_a_holding_below_zero(
    history: tuple[MoneyEvent, ...], original: MoneyEvent, refusal: type[Refusal]
) -> None:
    given(*history).when(reversal(original)).refused(refusal)


def test_what_a_holder_gave_by_mistake_is_held_again() -> None:
    known = given(collected(500), given_directly(500))
    known.when(reversal(given_directly(500))).then(undone(given_directly(500)))
    held = given(collected(500), given_directly(500), undone(given_directly(500))).book().held
    assert held["bao-nghe-an"].balances == (500, 0, 500)


def test_goods_given_by_mistake_come_back_at_the_value_they_left_with() -> None:
    gave = goods_went(("G-1", "1", 33))
    known = given(goods_came("3", 100), gave, undone(gave, on=SEPTEMBER))
    known.when(goods_payout("3", key="X-2")).then(
        goods_went(("G-1", "3", 100), key="X-2", number=2)
    )


def test_goods_that_came_by_mistake_are_no_longer_there() -> None:
    known = given(goods_came("3", 100), undone(goods_came("3", 100), on=JUNE))
    known.when(goods_payout("1")).refused(InsufficientGoods)


def test_goods_recorded_again_on_the_day_of_their_reversal_keep_what_left_in_mind() -> None:
    wrong, gave = goods_came("100", 1_000), goods_went(("G-1", "50", 500), on=JUNE)
    known = given(
        wrong, gave, undone(wrong), goods_came("90", 900, on=OCTOBER, key="G-2", number=2)
    )
    known.when(goods_payout("40", on=OCTOBER, key="X-2")).then(
        goods_went(("G-2", "40", 400), on=OCTOBER, key="X-2", number=2)
    )


def test_goods_that_came_back_after_their_lot_was_undone_can_be_given() -> None:
    first, second = goods_came("4", 400), goods_came("10", 1_000, on=JUNE, key="G-2", number=2)
    gave = goods_went(("G-1", "4", 400), on=JUNE)
    known = given(first, second, gave, undone(first), undone(gave, key="R-2"))
    known.when(goods_payout("10", on=OCTOBER, key="X-2")).then(
        goods_went(("G-2", "10", 1_000), on=OCTOBER, key="X-2", number=2)
    )


def test_no_award_in_goods_has_a_value_below_nothing() -> None:
    dear, cheap = goods_came("10", 10_000), goods_came("10", 10, on=JUNE, key="G-2", number=2)
    gave = goods_went(("G-1", "5", 5_000), on=JUNE)
    known = given(dear, cheap, gave, undone(dear))
    ((_, award),) = known.when(goods_payout("5", on=OCTOBER, key="X-2")).decided()
    assert isinstance(award, GoodsPaidOut)
    assert (award.amount_vnd or 0) >= 0


def test_numbers_given_to_papers_stay_given() -> None:
    known = given(donated(500), undone(donated(500)))
    known.when(reversal(donated(500), key="R-2")).refused(AlreadyReversed)
    assert known.book().numbering.next_number("PT", 2022) == 2


# Transfers


def transferred(*more: BookEvent) -> Given:
    return given(IN_BANK, sent(900), arrived(900), inside(DISTRICT, received(900)), *more)


BOTH_SIDES: tuple[tuple[object, MoneyEvent], ...] = (
    (COMMUNE, sent(900)),
    (DISTRICT, received(900)),
    (COMMUNE, arrived(900)),
)


def test_a_transfer_in_transit_is_undone_in_the_senders_book() -> None:
    known = given(IN_BANK, sent(900))
    known.when(reversal(sent(900))).then(undone(sent(900)))


def test_a_transfer_that_arrived_is_undone_on_both_sides() -> None:
    transferred().when(reversal(originals=BOTH_SIDES, reverses="T-1")).then(
        undone(sent(900)), inside(DISTRICT, undone(received(900))), undone(arrived(900))
    )


def test_a_transfer_that_the_receiver_has_spent_cannot_be_undone() -> None:
    spent = paid(1, channel="bank", key="P-2")
    known = given(
        IN_BANK, sent(900), arrived(900), inside(DISTRICT, received(900)), inside(DISTRICT, spent)
    )
    known.when(reversal(originals=BOTH_SIDES, reverses="T-1")).refused(InsufficientFunds)


def test_a_transfer_is_not_undone_before_it_arrived() -> None:
    asked = reversal(originals=BOTH_SIDES, reverses="T-1", on=JUNE)
    transferred().when(asked).refused(ReversedTooEarly)


def test_after_its_reversal_the_sender_may_spend_the_money_again() -> None:
    known = transferred(undone(sent(900)), undone(arrived(900)))
    known.when(transfer(900, on=OCTOBER, key="T-2")).then(
        sent(900, on=OCTOBER, key="T-2", number=2)
    )
