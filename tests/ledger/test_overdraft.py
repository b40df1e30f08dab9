"""Only the end of a day counts, and every day from the one on which something leaves."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.book import propose, require_cover
from ledger.commands import BookCommand
from ledger.events import FundDefined, MoneyEvent
from ledger.refusals import InsufficientFunds, InsufficientGoods, InsufficientHeld, Refusal
from tests.ledger.examples import (
    COMMUNE,
    JUNE,
    MARCH,
    OCTOBER,
    REGISTRY,
    SEPTEMBER,
    collected,
    direct,
    donated,
    goods_came,
    goods_payout,
    goods_went,
    handed_over,
    paid,
    payout,
)
from tests.story import given


def test_a_late_award_may_not_spend_what_a_later_day_has_spent_already() -> None:
    known = given(donated(500, on=MARCH), paid(500, on=SEPTEMBER))
    facts = known.when(payout(1, on=JUNE, key="P-2")).refused(InsufficientFunds)
    assert (facts["short_vnd"], facts["on"]) == (1, SEPTEMBER)


def test_a_late_award_is_paid_when_every_later_day_can_bear_it() -> None:
    known = given(donated(500, on=MARCH), paid(400, on=SEPTEMBER))
    known.when(payout(100, on=JUNE, key="P-2")).then(paid(100, on=JUNE, key="P-2", number=2))


def test_money_of_tomorrow_does_not_pay_an_award_of_today() -> None:
    known = given(donated(500, on=SEPTEMBER))
    facts = known.when(payout(500, on=JUNE)).refused(InsufficientFunds)
    assert facts["on"] == JUNE


def test_a_gap_between_two_gifts_may_not_be_overdrawn() -> None:
    known = given(
        donated(100, on=MARCH), paid(60, on=JUNE), donated(500, on=SEPTEMBER, key="D-2", number=2)
    )
    facts = known.when(payout(41, on=MARCH, key="P-2")).refused(InsufficientFunds)
    assert (facts["short_vnd"], facts["on"]) == (1, JUNE)


def test_a_late_gift_pays_for_an_award_that_follows_it() -> None:
    known = given(donated(10, on=MARCH), donated(500, on=JUNE, key="D-2", number=2))
    known.when(payout(510)).then(paid(510))


def test_a_day_before_the_first_entry_has_nothing() -> None:
    known = given(donated(500, on=JUNE))
    known.when(payout(1, on=MARCH)).refused(InsufficientFunds)


@pytest.mark.parametrize(
    ("history", "asked", "refusal", "on"),
    [
        (
            (collected(500, on=MARCH), handed_over(400, on=SEPTEMBER)),
            direct(101, on=JUNE),
            InsufficientHeld,
            SEPTEMBER,
        ),
        (
            (goods_came("10", 100, on=SEPTEMBER),),
            goods_payout("1", on=JUNE),
            InsufficientGoods,
            JUNE,
        ),
        (
            (
                goods_came("5", 100, on=MARCH),
                goods_went(("G-1", "5", 100), on=SEPTEMBER),
                goods_came("9", 100, on=OCTOBER, key="G-2", number=2),
            ),
            goods_payout("1", on=JUNE, key="X-2"),
            InsufficientGoods,
            SEPTEMBER,
        ),
    ],
)
def test_the_same_holds_for_what_is_held_and_for_goods(
    history: tuple[MoneyEvent, ...], asked: BookCommand, refusal: type[Refusal], on: date
) -> None:
    assert given(*history).when(asked).refused(refusal)["on"] == on


def test_rows_of_one_day_decided_elsewhere_are_judged_together() -> None:
    asked = payout(500, on=MARCH)
    ((_, award),) = propose({COMMUNE: given().book()}, REGISTRY, asked).decided
    assert award == paid(500, on=MARCH)
    require_cover(given(award, donated(500, on=MARCH)).book(), award)


def test_rows_of_one_day_that_end_below_zero_are_refused_together() -> None:
    award = paid(500, on=MARCH)
    with pytest.raises(InsufficientFunds):
        require_cover(given(award, donated(499, on=MARCH)).book(), award)


@pytest.mark.parametrize("event", [donated(500), goods_came("5", 10), collected(5)])
def test_what_only_comes_in_needs_no_cover(event: MoneyEvent) -> None:
    require_cover(given(paid(1_000, on=MARCH), event).book(), event)


def test_a_definition_needs_no_cover() -> None:
    fund = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)
    require_cover(given(paid(1_000), fund).book(), fund)
