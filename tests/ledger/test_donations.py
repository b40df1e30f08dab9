"""A gift of money is raised by its channel, on its day, into a holding that takes such money."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.commands import BringInMoney
from ledger.events import FundDefined, HoldingDefined, MoneyBroughtIn
from ledger.money import AMOUNT_MAX_VND
from ledger.refusals import (
    AmountNotPositive,
    AmountTooLarge,
    HoldingOfOtherKind,
    UnitNotValid,
    UnknownFund,
    UnknownHolding,
)
from ledger.registry import Registry
from tests.ledger.examples import COMMUNE, MARCH, donated, donation
from tests.story import given

COLLECTOR = HoldingDefined(holding="thu-ho", kind="collector")
SAVINGS = HoldingDefined(holding="tiet-kiem", kind="savings")
SCHOLARSHIPS = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)


def test_a_gift_in_cash_has_a_receipt_voucher_and_a_receipt_for_the_donor() -> None:
    given().when(donation(500_000)).then(
        donated(500_000, series="PT", number=1, receipt_number=1, holding="cash")
    )


def test_a_gift_by_bank_has_a_credit_advice() -> None:
    given().when(donation(500_000, channel="bank")).then(
        donated(500_000, channel="bank", series="BC", holding="bank")
    )


def test_a_second_gift_has_the_next_numbers() -> None:
    given(donated(500_000)).when(donation(100_000, key="D-2")).then(
        donated(100_000, key="D-2", number=2, receipt_number=2)
    )


def test_receipts_of_donors_are_counted_over_all_channels() -> None:
    given(donated(500_000)).when(donation(100_000, channel="bank", key="D-2")).then(
        donated(100_000, channel="bank", key="D-2", number=1, receipt_number=2)
    )


def test_the_entry_repeats_what_the_row_says_of_itself() -> None:
    said: dict[str, Any] = {
        "document_on": date(2022, 2, 27),
        "precision": "month",
        "paper_no": "0000123",
        "decision": "12/QĐ-HKH",
        "evidence": ("hash",),
        "approved_outside": True,
        "pii": "commitment",
    }
    given().when(donation(500_000, **said)).then(donated(500_000, **said))


@pytest.mark.parametrize("amount_vnd", [1, AMOUNT_MAX_VND])
def test_the_smallest_and_the_largest_gift_are_recorded(amount_vnd: int) -> None:
    given().when(donation(amount_vnd)).then(donated(amount_vnd))


@pytest.mark.parametrize("amount_vnd", [0, -26_000])
def test_a_gift_of_nothing_is_refused(amount_vnd: int) -> None:
    given().when(donation(amount_vnd)).refused(AmountNotPositive)


def test_a_gift_that_no_reader_keeps_exactly_is_refused() -> None:
    given().when(donation(AMOUNT_MAX_VND + 1)).refused(AmountTooLarge)


def test_a_gift_before_the_unit_was_founded_is_refused() -> None:
    facts = given().when(donation(500, on=date(2000, 10, 1))).refused(UnitNotValid)
    assert facts == {"unit_id": COMMUNE, "on": date(2000, 10, 1)}


def test_a_gift_to_a_unit_that_nobody_registered_is_refused() -> None:
    given().among(Registry()).when(donation(500)).refused(UnitNotValid)


def test_a_gift_into_an_unknown_fund_is_refused() -> None:
    facts = given().when(donation(500, fund="hoc-bong")).refused(UnknownFund)
    assert facts == {"fund": "hoc-bong", "unit_id": COMMUNE}


def test_a_gift_goes_into_the_fund_that_it_names() -> None:
    asked = donation(500, fund="hoc-bong")
    given(SCHOLARSHIPS).when(asked).then(donated(500, fund="hoc-bong"))


def test_a_gift_into_an_unknown_holding_is_refused() -> None:
    facts = given().when(donation(500, holding="ket-sat")).refused(UnknownHolding)
    assert facts == {"holding": "ket-sat", "unit_id": COMMUNE}


def test_cash_may_stay_with_a_collector() -> None:
    given(COLLECTOR).when(donation(500, holding="thu-ho")).then(
        donated(500, holding="thu-ho", holding_kind="collector")
    )


def test_a_transfer_by_bank_may_reach_a_savings_book() -> None:
    given(SAVINGS).when(donation(500, channel="bank", holding="tiet-kiem")).then(
        donated(500, channel="bank", holding="tiet-kiem", holding_kind="savings")
    )


def test_cash_does_not_go_straight_into_a_bank_account() -> None:
    facts = given().when(donation(500, holding="bank")).refused(HoldingOfOtherKind)
    assert facts == {"holding": "bank", "kind": "bank", "asked": "cash"}


def test_money_by_bank_does_not_go_into_the_cash_box() -> None:
    asked = donation(500, channel="bank", holding="cash")
    given().when(asked).refused(HoldingOfOtherKind)


def test_the_day_is_looked_at_before_the_amount_and_the_amount_before_the_fund() -> None:
    too_early = date(2000, 10, 1)
    given().when(donation(0, on=too_early, fund="none", holding="none")).refused(UnitNotValid)
    given().when(donation(0, fund="none", holding="none")).refused(AmountNotPositive)
    given().when(donation(5, fund="none", holding="none")).refused(UnknownFund)


def test_money_that_a_unit_brings_has_no_paper_and_is_not_raised() -> None:
    asked = BringInMoney(
        key="O-1", unit_id=COMMUNE, booked_on=MARCH, holding="cash", amount_vnd=70_000
    )
    given().when(asked).then(
        MoneyBroughtIn(
            key="O-1", booked_on=MARCH, holding="cash", holding_kind="cash", amount_vnd=70_000
        )
    )
