"""Money out and reversals take two people; what the second one admits is what the first one asked.

The commune's treasurer prepares; the account holder of the district above it admits.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.book import Book, decide
from ledger.commands import (
    BookCommand,
    DeclineApproval,
    MoneyCommand,
    PayCost,
    StateApprovalRule,
)
from ledger.refusals import (
    ApprovalContentDiffers,
    ApprovalDecided,
    ApprovalNeeded,
    InsufficientFunds,
    MayNotApprove,
    PreparerCannotApprove,
    UnknownFund,
)
from ledger.registry import Registry, evolve
from ledger.registry import decide as decide_of_registry
from ledger.registry_events import ApprovalRuleStated, RoleEnded, RoleGranted
from ledger.values import replace
from tests.ledger.examples import (
    APPROVER,
    COMMUNE,
    DISTRICT,
    FOUNDED,
    JUNE,
    MARCH,
    OCTOBER,
    PREPARER,
    PROVINCE,
    REGISTRY,
    SEPTEMBER,
    admitted,
    approval,
    donated,
    donation,
    goods_came,
    goods_payout,
    movement,
    paid,
    payout,
    proposal,
    put_forward,
    reversal,
    sent_back,
    transfer,
    undone,
)
from tests.story import given

LIVE: dict[str, Any] = {"approved_outside": False}
COST = PayCost(
    key="I-1", unit_id=COMMUNE, booked_on=SEPTEMBER, what="bank_fee", holding="cash", amount_vnd=5
)
RICH = (donated(900), donated(900, channel="bank", key="D-2"), goods_came("5", 50))


def with_rule(free_up_to_vnd: int, valid_from: date = FOUNDED, **more: Any) -> Registry:  # noqa: ANN401 - as in the event
    said = {"unit_id": COMMUNE, **more}
    stated = ApprovalRuleStated(valid_from=valid_from, free_up_to_vnd=free_up_to_vnd, **said)
    return evolve(REGISTRY, [stated])


def decided(registry: Registry, command: BookCommand) -> object:
    book: Book = given(*RICH).book()
    return decide({COMMUNE: book, DISTRICT: Book(unit_id=DISTRICT)}, registry, command)


@pytest.mark.parametrize(
    "command",
    [
        payout(5, **LIVE),
        goods_payout("1", **LIVE),
        COST,
        transfer(5, **LIVE),
        reversal(donated(900), **LIVE),
    ],
    ids=lambda command: type(command).__name__,
)
def test_one_person_alone_pays_sends_and_undoes_nothing(command: BookCommand) -> None:
    given(*RICH).when(command).refused(ApprovalNeeded)


@pytest.mark.parametrize("command", [donation(5, key="D-9"), movement(5)])
def test_one_person_alone_receives_and_moves(command: BookCommand) -> None:
    assert given(*RICH).when(command).decided()


def test_what_the_second_person_admits_is_recorded_with_the_approval() -> None:
    given(donated(900), put_forward()).when(approval(payout(5, **LIVE))).then(
        admitted(), paid(5, approved_outside=False, approval="A-1")
    )


def test_a_list_is_put_forward_with_what_it_amounts_to() -> None:
    rows = (payout(5, **LIVE), payout(7, key="P-2", **LIVE))
    given(donated(900)).when(proposal(*rows)).then(put_forward(lines=2, total_vnd=12))


def test_a_reversal_is_put_forward_with_what_it_undoes() -> None:
    gift = donated(900)
    given(gift).when(proposal(reversal(gift, **LIVE))).then(put_forward(total_vnd=900))


def test_an_admitted_reversal_bears_the_approval() -> None:
    gift = donated(900)
    given(gift, put_forward()).when(approval(reversal(gift, **LIVE))).then(
        admitted(), undone(gift, approved_outside=False, approval="A-1")
    )


@pytest.mark.parametrize(
    ("row", "refusal"),
    [(payout(901, **LIVE), InsufficientFunds), (payout(5, fund="none", **LIVE), UnknownFund)],
)
def test_what_could_not_be_recorded_waits_for_nobody(
    row: MoneyCommand, refusal: type[Exception]
) -> None:
    given(donated(900)).when(proposal(row)).refused(refusal)  # type: ignore[arg-type]


def test_a_list_is_admitted_whole_or_not_at_all() -> None:
    rows = (payout(500, **LIVE), payout(500, key="P-2", **LIVE))
    given(donated(900), put_forward()).when(approval(*rows)).refused(InsufficientFunds)


def test_rows_of_a_list_are_numbered_one_after_another() -> None:
    rows = (payout(5, **LIVE), payout(7, key="P-2", **LIVE))
    _, (_, first), (_, second) = given(donated(900), put_forward()).when(approval(*rows)).decided()
    assert (first.number, second.number) == (1, 2)  # type: ignore[union-attr]


def test_who_prepared_does_not_admit_even_as_account_holder() -> None:
    given(donated(900), put_forward(asked_by=APPROVER)).when(approval()).refused(
        PreparerCannotApprove
    )


def test_other_rows_than_were_asked_for_are_not_admitted() -> None:
    given(put_forward()).when(approval(digest="d2")).refused(ApprovalContentDiffers)


@pytest.mark.parametrize("outcome", [admitted(), sent_back()])
def test_what_was_decided_is_not_decided_again(outcome: Any) -> None:  # noqa: ANN401 - either event
    given(put_forward(), outcome).when(approval()).refused(ApprovalDecided)


def test_who_asked_may_withdraw_and_a_stranger_may_not() -> None:
    withdrawal = DeclineApproval(
        unit_id=COMMUNE, key="A-1", declined_on=OCTOBER, declined_by=PREPARER
    )
    given(put_forward()).when(withdrawal).then(sent_back(PREPARER))
    strange = replace(withdrawal, declined_by="p-khac")
    given(put_forward()).when(strange).refused(MayNotApprove)


@pytest.mark.parametrize(
    ("valid_to", "on", "may"),
    [(None, OCTOBER, True), (OCTOBER, OCTOBER, True), (SEPTEMBER, OCTOBER, False)],
)
def test_a_role_counts_on_its_days_only(valid_to: date | None, on: date, may: bool) -> None:
    role = {"person": "p-x", "role": "account_holder", "unit_id": PROVINCE}
    granted = RoleGranted(**role, valid_from=JUNE)  # type: ignore[arg-type]
    ended = RoleEnded(**role, valid_from=JUNE, valid_to=valid_to) if valid_to else None  # type: ignore[arg-type]
    registry = evolve(REGISTRY, [granted, *([ended] if ended else [])])
    books = {COMMUNE: given(put_forward()).book()}
    command = approval(given_by="p-x", on=on)
    if may:
        assert decide(books, registry, command) == ((COMMUNE, admitted(on, given_by="p-x")),)
    else:
        with pytest.raises(MayNotApprove):
            decide(books, registry, command)


@pytest.mark.parametrize("amount_vnd", [1, 5])
def test_a_dated_rule_lets_small_amounts_go_with_one_person(amount_vnd: int) -> None:
    assert decided(with_rule(5), payout(amount_vnd, **LIVE))


@pytest.mark.parametrize(
    ("registry", "command"),
    [
        (with_rule(5), payout(6, **LIVE)),
        (with_rule(5, valid_from=OCTOBER), payout(5, **LIVE)),
        (with_rule(5), goods_payout("1", **LIVE)),
        (with_rule(10_000), reversal(donated(900), **LIVE)),
        (with_rule(5, unit_id=DISTRICT, valid_from=FOUNDED), payout(6, **LIVE)),
    ],
)
def test_above_the_rule_before_its_day_unvalued_goods_and_reversals_take_two(
    registry: Registry, command: BookCommand
) -> None:
    with pytest.raises(ApprovalNeeded):
        decided(registry, command)


def test_the_nearest_rule_above_counts() -> None:
    stated = ApprovalRuleStated(unit_id=PROVINCE, valid_from=MARCH, free_up_to_vnd=1_000)
    registry = evolve(with_rule(5, unit_id=DISTRICT), [stated])
    assert decided(registry, payout(5, **LIVE))
    with pytest.raises(ApprovalNeeded):
        decided(registry, payout(6, **LIVE))


def test_the_same_rule_is_stated_once() -> None:
    command = StateApprovalRule(unit_id=COMMUNE, valid_from=FOUNDED, free_up_to_vnd=5)
    assert decide_of_registry(with_rule(5), command) == ()
    assert len(decide_of_registry(with_rule(6), command)) == 1
