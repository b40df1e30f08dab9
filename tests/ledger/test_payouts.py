"""A unit pays awards in money from what a holding of a fund has, never more."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events import FundDefined, HoldingDefined
from ledger.refusals import (
    AmountNotPositive,
    HoldingOfOtherKind,
    InsufficientFunds,
    UnknownFund,
    UnknownHolding,
)
from tests.ledger.examples import MARCH, SEPTEMBER, donated, paid, payout
from tests.story import given

SCHOLARSHIPS = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)
SAVINGS = HoldingDefined(holding="tiet-kiem", kind="savings")


def test_a_fund_may_pay_out_its_last_dong() -> None:
    given(donated(500_000)).when(payout(500_000)).then(paid(500_000))


def test_a_fund_never_pays_more_than_it_holds() -> None:
    facts = given(donated(500_000)).when(payout(500_001)).refused(InsufficientFunds)
    assert facts == {
        "fund": "general",
        "holding": "cash",
        "short_vnd": 1,
        "asked_vnd": 500_001,
        "on": SEPTEMBER,
    }


def test_a_fund_that_never_held_anything_pays_nothing() -> None:
    given().when(payout(1)).refused(InsufficientFunds)


def test_what_was_paid_before_is_gone() -> None:
    known = given(donated(500_000), paid(300_000))
    known.when(payout(200_001, key="P-2")).refused(InsufficientFunds)


def test_money_in_the_bank_does_not_cover_what_is_paid_in_cash() -> None:
    known = given(donated(500_000, channel="bank"))
    known.when(payout(1)).refused(InsufficientFunds)


def test_money_of_another_fund_does_not_cover_an_award() -> None:
    known = given(SCHOLARSHIPS, donated(500_000))
    facts = known.when(payout(1, fund="hoc-bong")).refused(InsufficientFunds)
    assert facts["fund"] == "hoc-bong"


def test_a_restricted_fund_pays_its_own_money() -> None:
    known = given(SCHOLARSHIPS, donated(500_000, fund="hoc-bong"))
    known.when(payout(500_000, fund="hoc-bong")).then(paid(500_000, fund="hoc-bong"))


def test_an_award_by_bank_has_a_payment_order() -> None:
    known = given(donated(500_000, channel="bank"))
    known.when(payout(500, channel="bank")).then(
        paid(500, channel="bank", series="UNC", holding="bank")
    )


def test_an_award_may_be_paid_from_a_savings_book() -> None:
    saved = donated(500, channel="bank", holding="tiet-kiem", holding_kind="savings")
    given(SAVINGS, saved).when(payout(500, channel="bank", holding="tiet-kiem")).then(
        paid(500, channel="bank", holding="tiet-kiem", holding_kind="savings")
    )


def test_cash_is_not_paid_from_a_bank_account() -> None:
    asked = payout(500, holding="bank")
    given(donated(500, channel="bank")).when(asked).refused(HoldingOfOtherKind)


def test_an_award_says_what_it_is_and_for_whom_and_in_which_round() -> None:
    said: dict[str, Any] = {"kind": "aid", "recipient_kind": "teacher", "award_round": "2022/1"}
    given(donated(500)).when(payout(500, **said)).then(paid(500, **said))


@pytest.mark.parametrize("amount_vnd", [0, -1])
def test_an_award_of_nothing_is_refused(amount_vnd: int) -> None:
    given(donated(500)).when(payout(amount_vnd)).refused(AmountNotPositive)


def test_an_award_from_an_unknown_fund_or_holding_is_refused() -> None:
    given(donated(500)).when(payout(5, fund="none", holding="none")).refused(UnknownFund)
    given(donated(500)).when(payout(5, holding="none")).refused(UnknownHolding)


def test_a_gift_of_the_same_day_covers_an_award_of_that_day() -> None:
    given(donated(500, on=MARCH)).when(payout(500, on=MARCH)).then(paid(500, on=MARCH))
