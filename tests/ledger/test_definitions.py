"""Every unit has a general fund, cash and a bank account; more is defined, and may be corrected."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.book import Book, evolve, replay
from ledger.commands import DefineFund, DefineHolding
from ledger.events import BookEvent, FundDefined, HoldingDefined
from ledger.refusals import HoldingOfOtherKind
from tests.ledger.examples import COMMUNE, donated, goods_came, goods_went, paid, undone
from tests.ledger.samples import BOOK_EVENTS
from tests.story import given

FUND = FundDefined(fund="hoc-bong", name="Học bổng", purpose="Vượt khó", restricted=True)
SAVINGS = HoldingDefined(holding="tiet-kiem", kind="savings", matures_on=date(2023, 6, 30))


def define_fund(
    name: str = "Học bổng", purpose: str | None = "Vượt khó", *, restricted: bool = True
) -> DefineFund:
    return DefineFund(
        unit_id=COMMUNE, fund="hoc-bong", name=name, purpose=purpose, restricted=restricted
    )


def test_every_unit_begins_with_a_general_fund_cash_and_a_bank_account() -> None:
    book = given().book()
    assert (list(book.funds), list(book.holdings)) == (["general"], ["cash", "bank"])
    assert not book.funds["general"].restricted


def test_a_fund_is_defined_once() -> None:
    given().when(define_fund()).then(FUND)
    given(FUND).when(define_fund()).then()


@pytest.mark.parametrize(
    ("asked", "defined"),
    [
        (
            define_fund(name="Tiếp sức"),
            FundDefined(fund="hoc-bong", name="Tiếp sức", purpose="Vượt khó", restricted=True),
        ),
        (
            define_fund(purpose=None),
            FundDefined(fund="hoc-bong", name="Học bổng", restricted=True),
        ),
        (
            define_fund(restricted=False),
            FundDefined(fund="hoc-bong", name="Học bổng", purpose="Vượt khó", restricted=False),
        ),
    ],
)
def test_a_fund_described_otherwise_is_corrected(asked: DefineFund, defined: FundDefined) -> None:
    given(FUND).when(asked).then(defined)


def test_the_general_fund_may_be_given_another_name() -> None:
    asked = DefineFund(unit_id=COMMUNE, fund="general", name="Quỹ khuyến học", restricted=False)
    named = FundDefined(fund="general", name="Quỹ khuyến học", restricted=False)
    given().when(asked).then(named)


def test_a_holding_is_defined_once() -> None:
    asked = DefineHolding(
        unit_id=COMMUNE, holding="tiet-kiem", kind="savings", matures_on=date(2023, 6, 30)
    )
    given().when(asked).then(SAVINGS)
    given(SAVINGS).when(asked).then()


def test_a_holding_by_another_name_or_day_is_a_correction() -> None:
    later = date(2024, 6, 30)
    known = given(SAVINGS)
    known.when(
        DefineHolding(unit_id=COMMUNE, holding="tiet-kiem", kind="savings", matures_on=later)
    ).then(HoldingDefined(holding="tiet-kiem", kind="savings", matures_on=later))
    known.when(
        DefineHolding(
            unit_id=COMMUNE,
            holding="tiet-kiem",
            kind="savings",
            matures_on=date(2023, 6, 30),
            restated=True,
            pii="commitment",
        )
    ).then(
        HoldingDefined(
            holding="tiet-kiem", kind="savings", matures_on=date(2023, 6, 30), pii="commitment"
        )
    )


def test_a_holding_does_not_become_another_kind() -> None:
    asked = DefineHolding(unit_id=COMMUNE, holding="tiet-kiem", kind="collector")
    facts = given(SAVINGS).when(asked).refused(HoldingOfOtherKind)
    assert facts == {"holding": "tiet-kiem", "kind": "savings", "asked": "collector"}
    cash = DefineHolding(unit_id=COMMUNE, holding="cash", kind="bank")
    given().when(cash).refused(HoldingOfOtherKind)


def test_the_book_remembers_where_a_holding_was_described_last() -> None:
    assert given(FUND, SAVINGS, FUND, SAVINGS, FUND).book().described_at == {"tiet-kiem": 4}


# What is stored is believed


@pytest.mark.parametrize("stem", BOOK_EVENTS)
def test_a_book_believes_every_stored_fact_alone(stem: str) -> None:
    event = BOOK_EVENTS[stem]
    assert replay(COMMUNE, [event]).version == 1


@pytest.mark.parametrize(
    "fact",
    [
        paid(500),
        goods_went(("G-1", "3", 100)),
        undone(goods_came("3", 100)),
        undone(goods_went(("G-1", "3", 100))),
        undone(donated(500)),
    ],
)
def test_a_book_believes_what_todays_rules_would_refuse(fact: BookEvent) -> None:
    book = evolve(evolve(Book(unit_id=COMMUNE), fact), fact)
    assert book.version == 2
