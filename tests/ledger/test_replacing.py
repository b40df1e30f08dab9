"""A correction is a new paper that names the old one: of its kind, reversed, and only once."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from ledger.approvals import digest_of
from ledger.commands import AskedOnPaper, MoneyCommand, ReceiveDonation
from ledger.draft import sealed_request
from ledger.events import DonationReceived, MoneyEvent, ReplacedPaper, Series, TransferReceived
from ledger.replacing import REPLACED_BY, AlreadyReplaced, NotReversed, OnPaper, ReplacesOtherKind
from ledger.vault import seal
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    MARCH,
    OCTOBER,
    approval,
    arrival,
    arrived,
    collected,
    collection,
    donated,
    donation,
    goods,
    goods_came,
    goods_payout,
    paid,
    payout,
    proposal,
    put_forward,
    received,
    reversal,
    sent,
    transfer,
    undone,
)
from tests.story import Given, given, inside

WRONG = donated(500)
UNDONE = given(WRONG, undone(WRONG))


def paper(series: Series, number: int = 1, **said: object) -> ReplacedPaper:
    """A paper of the row D-1, as the one that takes its place names it."""
    named: dict[str, Any] = {"key": "D-1", "line": 0, "on": MARCH, "year": 2022, **said}
    return ReplacedPaper(series=series, number=number, **named)


def right(amount_vnd: int = 550, **said: object) -> ReceiveDonation:
    """Ask to record what should have been recorded as D-1."""
    asked: dict[str, Any] = {"key": "D-2", "replaces": "D-1", **said}
    return donation(amount_vnd, **asked)


def test_a_gift_takes_the_place_of_one_that_was_reversed() -> None:
    UNDONE.when(right()).then(
        donated(550, key="D-2", number=2, receipt_number=2, replaces=(paper("PT"), paper("BN")))
    )


def test_a_gift_that_replaces_nothing_says_nothing_of_it() -> None:
    ((_, new),) = UNDONE.when(donation(5, key="D-2")).decided()
    assert isinstance(new, DonationReceived) and new.replaces == ()


def test_the_old_paper_is_named_by_its_own_date_and_line() -> None:
    wrong = donated(500, document_on=date(2022, 2, 27), voucher="lễ", line=3)
    ((_, new),) = given(wrong, undone(wrong)).when(right()).decided()
    on = date(2022, 2, 27)
    assert isinstance(new, DonationReceived)
    assert new.replaces == (paper("PT", line=3, on=on), paper("BN", on=on))


@pytest.mark.parametrize(
    "command",
    [
        goods("5", 50, key="D-2", replaces="D-1"),
        collection(5, key="D-2", replaces="D-1"),
        right(channel="bank"),
    ],
)
def test_a_gift_may_have_come_by_another_way(command: MoneyCommand) -> None:
    ((_, new),) = UNDONE.when(command).decided()
    assert isinstance(new, OnPaper) and new.replaces == (paper("PT"), paper("BN"))


def test_a_gift_that_a_holder_collected_has_its_receipt_alone() -> None:
    wrong = collected(500)
    known = given(wrong, undone(wrong))
    ((_, new),) = known.when(collection(5, key="C-2", replaces="C-1")).decided()
    assert isinstance(new, OnPaper) and new.replaces == (paper("BN", key="C-1"),)


def test_a_row_that_stands_is_not_replaced() -> None:
    assert given(WRONG).when(right()).refused(NotReversed) == {"key": "D-1"}


def test_a_row_that_was_never_recorded_is_not_replaced() -> None:
    given(donated(5, key="D-9")).when(right()).refused(NotReversed)


def test_a_row_of_another_unit_is_not_replaced() -> None:
    elsewhere = given(inside(DISTRICT, WRONG), inside(DISTRICT, undone(WRONG)))
    elsewhere.when(right()).refused(NotReversed)


def test_a_payout_does_not_take_the_place_of_a_gift() -> None:
    known = given(WRONG, undone(WRONG), donated(900, key="D-9", number=2, receipt_number=2))
    known.when(payout(5, replaces="D-1")).refused(ReplacesOtherKind)
    known.when(transfer(5, channel="cash", replaces="D-1")).refused(ReplacesOtherKind)


def test_nothing_is_replaced_twice() -> None:
    ((_, new),) = UNDONE.when(right()).decided()
    known = given(WRONG, undone(WRONG), new)
    facts = known.when(right(key="D-3")).refused(AlreadyReplaced)
    assert facts == {"key": "D-1", "by": "D-2"}


def test_a_correction_that_was_wrong_too_is_replaced_in_its_turn() -> None:
    ((_, new),) = UNDONE.when(right()).decided()
    assert isinstance(new, DonationReceived)
    known = given(WRONG, undone(WRONG), new, undone(new, key="R-2"))
    known.when(right(key="D-3")).refused(AlreadyReplaced)
    ((_, last),) = known.when(right(key="D-3", replaces="D-2")).decided()
    assert isinstance(last, DonationReceived)
    assert [each.number for each in last.replaces] == [2, 2]


def test_an_award_in_goods_takes_the_place_of_one_in_money() -> None:
    money, wrong = donated(500), paid(500)
    known = given(money, goods_came("5", 50, receipt_number=2), wrong, undone(wrong))
    ((_, new),) = known.when(goods_payout("2", replaces="P-1")).decided()
    assert isinstance(new, OnPaper) and [each.series for each in new.replaces] == ["PC"]


def test_a_transfer_sent_anew_replaces_the_paper_on_either_side() -> None:
    there, here = received(300), (sent(300), arrived(300))
    gone = (undone(here[0]), undone(here[1]), inside(DISTRICT, undone(there)))
    known = given(donated(900, channel="bank"), *here, inside(DISTRICT, there), *gone)
    ((_, anew),) = known.when(transfer(200, key="T-2", on=OCTOBER, replaces="T-1")).decided()
    both = Given((*known.history, (COMMUNE, anew)))
    ((_, came), _) = both.when(arrival(key="T-2", on=OCTOBER)).decided()
    assert isinstance(came, TransferReceived)
    assert [(each.key, each.series) for each in came.replaces] == [("T-1", "BC")]


def test_one_act_reverses_a_row_and_records_what_is_right() -> None:
    rows = (reversal(WRONG, approved_outside=False), right())
    ((_, asked),) = given(WRONG).when(proposal(*rows)).decided()
    assert (asked.lines, asked.total_vnd) == (2, 550)  # type: ignore[union-attr]
    known = given(WRONG, put_forward(lines=2, total_vnd=550))
    (_, (_, gone), (_, new)) = known.when(approval(*rows)).decided()
    assert isinstance(new, DonationReceived) and new.replaces[0].key == "D-1"
    assert gone.STORED_AS == "entry.reversed/1"


def test_a_row_is_not_replaced_before_the_same_act_has_reversed_it() -> None:
    rows = (right(), reversal(WRONG, approved_outside=False))
    given(WRONG).when(proposal(*rows)).refused(NotReversed)


def test_every_fact_that_stands_on_a_numbered_paper_can_be_replaced() -> None:
    on_paper = {kind for kind in get_args(MoneyEvent) if issubclass(kind, OnPaper)}
    assert set(REPLACED_BY) == on_paper - {TransferReceived}
    commands = {each for kinds in REPLACED_BY.values() for each in kinds}
    assert commands == set(AskedOnPaper.__subclasses__())


def test_a_list_that_waits_keeps_its_digest_when_rows_learn_a_new_word() -> None:
    rows: list[MoneyCommand] = [
        payout(5, approved_outside=False, nonce="n"),
        donation(7, nonce="n"),
        reversal(reverses="D-1", nonce="n"),
        goods_payout("2.5", nonce="n"),
    ]
    digest = digest_of([sealed_request(each, seal({}), "") for each in rows])
    assert digest == "f2f2086811f948eefd014b985772a80de0941518129917e7123b71971a5ded26"
    assert digest_of([sealed_request(right(nonce="n"), seal({}), "")]) != digest_of(
        [sealed_request(donation(550, key="D-2", nonce="n"), seal({}), "")]
    )
