"""Moving between holdings is neither raising nor paying, and neither are other income and costs."""

from __future__ import annotations

import pytest

from ledger.commands import PayCost, ReceiveIncome
from ledger.events import (
    CostPaid,
    FundDefined,
    HoldingDefined,
    HoldingKind,
    IncomeReceived,
    MoneyBroughtIn,
    MoneyMoved,
    Series,
)
from ledger.refusals import (
    AmountNotPositive,
    InsufficientFunds,
    MovementToSelf,
    UnknownFund,
    UnknownHolding,
)
from tests.ledger.examples import COMMUNE, JUNE, MARCH, donated, movement
from tests.story import given

IN_BANK = donated(900, channel="bank")
PLACES: dict[str, HoldingKind] = {
    "cash": "cash",
    "bank": "bank",
    "tiet-kiem": "savings",
    "thu-ho": "collector",
}
SAVINGS = HoldingDefined(holding="tiet-kiem", kind="savings")
COLLECTOR = HoldingDefined(holding="thu-ho", kind="collector")


def moved(amount_vnd: int, source: str, target: str, series: Series) -> MoneyMoved:
    return MoneyMoved(
        key="M-1",
        booked_on=JUNE,
        series=series,
        number=1,
        from_holding=source,
        from_kind=PLACES[source],
        to_holding=target,
        to_kind=PLACES[target],
        amount_vnd=amount_vnd,
    )


@pytest.mark.parametrize(
    ("source", "target", "series"),
    [
        ("bank", "cash", "PT"),
        ("thu-ho", "cash", "PT"),
        ("cash", "bank", "PC"),
        ("thu-ho", "bank", "PC"),
        ("cash", "thu-ho", "PC"),
        ("bank", "tiet-kiem", "UNC"),
        ("tiet-kiem", "bank", "UNC"),
    ],
)
def test_cash_into_the_box_has_a_receipt_anything_else_the_paper_of_its_source(
    source: str, target: str, series: Series
) -> None:
    there = MoneyBroughtIn(
        key="O-1", booked_on=MARCH, holding=source, holding_kind=PLACES[source], amount_vnd=900
    )
    known = given(SAVINGS, COLLECTOR, there)
    known.when(movement(900, source, target)).then(moved(900, source, target, series))


def test_no_more_moves_than_is_there() -> None:
    given(IN_BANK).when(movement(901)).refused(InsufficientFunds)


def test_money_does_not_move_to_where_it_is() -> None:
    facts = given(IN_BANK).when(movement(5, "bank", "bank")).refused(MovementToSelf)
    assert facts == {"holding": "bank"}


def test_money_does_not_move_from_or_to_an_unknown_holding() -> None:
    known = given(IN_BANK)
    known.when(movement(5, "none", "cash")).refused(UnknownHolding)
    known.when(movement(5, "bank", "none")).refused(UnknownHolding)


def test_money_of_an_unknown_fund_does_not_move() -> None:
    given(IN_BANK).when(movement(5, fund="none")).refused(UnknownFund)


def test_a_movement_of_nothing_is_refused() -> None:
    given(IN_BANK).when(movement(0)).refused(AmountNotPositive)


def test_money_moves_within_one_fund_only() -> None:
    fund = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)
    known = given(fund, IN_BANK)
    known.when(movement(5, fund="hoc-bong")).refused(InsufficientFunds)


def income(amount_vnd: int, holding: str | None = None) -> ReceiveIncome:
    return ReceiveIncome(
        key="I-1",
        unit_id=COMMUNE,
        booked_on=MARCH,
        what="interest",
        holding=holding,
        amount_vnd=amount_vnd,
    )


def cost(amount_vnd: int, holding: str | None = None) -> PayCost:
    return PayCost(
        key="I-2",
        unit_id=COMMUNE,
        booked_on=JUNE,
        approved_outside=True,
        what="bank_fee",
        holding=holding,
        amount_vnd=amount_vnd,
    )


@pytest.mark.parametrize(
    ("holding", "place", "series"),
    [(None, "bank", "BC"), ("cash", "cash", "PT"), ("tiet-kiem", "tiet-kiem", "BC")],
)
def test_income_reaches_the_bank_unless_another_holding_is_named(
    holding: str | None, place: str, series: Series
) -> None:
    given(SAVINGS).when(income(70, holding)).then(
        IncomeReceived(
            key="I-1",
            booked_on=MARCH,
            series=series,
            number=1,
            what="interest",
            holding=place,
            holding_kind=PLACES[place],
            amount_vnd=70,
        )
    )


@pytest.mark.parametrize(("holding", "series"), [(None, "UNC"), ("cash", "PC")])
def test_a_cost_is_paid_from_the_bank_unless_another_holding_is_named(
    holding: str | None, series: Series
) -> None:
    place: HoldingKind = "bank" if holding is None else "cash"
    there = (IN_BANK, donated(900, key="D-2"))
    given(*there).when(cost(900, holding)).then(
        CostPaid(
            key="I-2",
            booked_on=JUNE,
            approved_outside=True,
            series=series,
            number=1,
            what="bank_fee",
            holding=place,
            holding_kind=place,
            amount_vnd=900,
        )
    )


def test_a_cost_is_not_paid_from_what_is_not_there() -> None:
    given(IN_BANK).when(cost(901)).refused(InsufficientFunds)


def test_no_income_and_no_cost_is_nothing() -> None:
    given().when(income(0)).refused(AmountNotPositive)
    given(IN_BANK).when(cost(-5)).refused(AmountNotPositive)
