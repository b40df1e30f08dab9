"""What a holder collects is held: raised when handed over, facilitated when given directly."""

from __future__ import annotations

import pytest

from ledger.commands import BringInHeld, CollectDonation, GiveCollectionDirectly, HandOverCollection
from ledger.events import FundDefined, HeldBroughtIn, HoldingDefined
from ledger.refusals import (
    AmountNotPositive,
    InsufficientHeld,
    UnknownFund,
    UnknownHolder,
    UnknownHolding,
)
from tests.ledger.examples import (
    COMMUNE,
    COMPANY,
    JUNE,
    MARCH,
    NEWSPAPER,
    collected,
    collection,
    direct,
    donated,
    given_directly,
    handed_over,
    handover,
)
from tests.story import given


def test_a_gift_to_a_newspaper_has_a_receipt_for_the_donor_but_no_voucher() -> None:
    given(donated(5)).when(collection(500)).then(collected(500, receipt_number=2))


def test_held_money_that_a_unit_brings_has_no_paper() -> None:
    asked = BringInHeld(
        key="O-1", unit_id=COMMUNE, booked_on=MARCH, holder=NEWSPAPER, amount_vnd=500
    )
    brought = HeldBroughtIn(key="O-1", booked_on=MARCH, holder=NEWSPAPER, amount_vnd=500)
    given().when(asked).then(brought)
    given(brought).when(handover(500)).then(handed_over(500))


def test_collected_money_reaches_the_bank_unless_another_holding_is_named() -> None:
    known = given(collected(500))
    known.when(handover(300)).then(handed_over(300, holding="bank", series="BC"))
    known.when(handover(300, into="cash")).then(
        handed_over(300, holding="cash", holding_kind="cash", series="PT")
    )


def test_collected_money_may_reach_a_collector_or_a_savings_book() -> None:
    savings = HoldingDefined(holding="tiet-kiem", kind="savings")
    collector = HoldingDefined(holding="thu-ho", kind="collector")
    known = given(savings, collector, collected(500))
    known.when(handover(5, into="tiet-kiem")).then(
        handed_over(5, holding="tiet-kiem", holding_kind="savings", series="BC")
    )
    known.when(handover(5, into="thu-ho")).then(
        handed_over(5, holding="thu-ho", holding_kind="collector", series="PT")
    )


def test_collected_money_may_be_given_straight_to_recipients() -> None:
    given(collected(500)).when(direct(500, recipients=3)).then(given_directly(500, recipients=3))


def test_a_holder_hands_over_all_that_was_collected_and_no_more() -> None:
    known = given(collected(500), handed_over(300))
    known.when(direct(200)).then(given_directly(200))
    facts = known.when(direct(201)).refused(InsufficientHeld)
    assert facts == {"holder": NEWSPAPER, "short_vnd": 1, "asked_vnd": 201, "on": JUNE}


def test_what_was_given_directly_cannot_be_handed_over_as_well() -> None:
    known = given(collected(500), given_directly(500))
    known.when(handover(1)).refused(InsufficientHeld)


def test_what_one_holder_holds_another_cannot_hand_over() -> None:
    given(collected(500)).when(handover(1, holder=COMPANY)).refused(InsufficientHeld)


def test_money_collected_for_one_fund_may_be_handed_over_to_another() -> None:
    fund = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)
    known = given(fund, collected(500))
    known.when(handover(500, fund="hoc-bong")).then(handed_over(500, fund="hoc-bong"))


ASKED: list[CollectDonation | HandOverCollection | GiveCollectionDirectly] = [
    collection(5, holder="none"),
    handover(5, holder="none"),
    direct(5, holder="none"),
]


@pytest.mark.parametrize("asked", ASKED)
def test_nobody_unknown_collects_or_hands_over(
    asked: CollectDonation | HandOverCollection | GiveCollectionDirectly,
) -> None:
    assert given().when(asked).refused(UnknownHolder) == {"holder": "none"}


def test_nothing_is_not_collected_and_not_handed_over() -> None:
    given().when(collection(0)).refused(AmountNotPositive)
    given(collected(5)).when(handover(0)).refused(AmountNotPositive)
    given(collected(5)).when(direct(-1)).refused(AmountNotPositive)


def test_collected_money_reaches_no_unknown_fund_or_holding() -> None:
    known = given(collected(5))
    known.when(handover(5, fund="none", into="none")).refused(UnknownFund)
    known.when(handover(5, into="none")).refused(UnknownHolding)
