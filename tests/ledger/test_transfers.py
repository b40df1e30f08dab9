"""A transfer leaves one book and arrives in another: same fund, same amount, same kind of holding.

In between it is in transit. Its arrival is one decision and two facts, one in each book.
"""

from __future__ import annotations

from datetime import date

from ledger.events import FundDefined
from ledger.refusals import (
    AmountNotPositive,
    FundUnknownToReceiver,
    InsufficientFunds,
    ReceivedBeforeSent,
    TransferReversed,
    TransferToSelf,
    UnitNotValid,
    UnknownEntry,
    UnknownFund,
)
from ledger.registry import evolve
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    JUNE,
    OCTOBER,
    PROVINCE,
    REGISTRY,
    SEPTEMBER,
    arrival,
    arrived,
    donated,
    received,
    sent,
    term,
    transfer,
    undone,
)
from tests.story import given, inside

IN_BANK = donated(900, channel="bank")
IN_CASH = donated(900)
SCHOLARSHIPS = FundDefined(fund="hoc-bong", name="Học bổng", restricted=True)


def test_a_transfer_leaves_the_bank_with_a_payment_order() -> None:
    given(IN_BANK).when(transfer(900)).then(sent(900, series="UNC", holding="bank"))


def test_a_transfer_in_cash_has_a_payment_voucher() -> None:
    given(IN_CASH).when(transfer(900, channel="cash")).then(
        sent(900, series="PC", holding="cash", holding_kind="cash")
    )


def test_a_transfer_arrives_in_both_books_at_once() -> None:
    given(IN_BANK, sent(900)).when(arrival()).then(
        inside(DISTRICT, received(900)), inside(COMMUNE, arrived(900))
    )


def test_cash_arrives_as_cash() -> None:
    in_cash = sent(900, series="PC", holding="cash", holding_kind="cash")
    given(IN_CASH, in_cash).when(arrival()).then(
        inside(DISTRICT, received(900, series="PT", holding="cash", holding_kind="cash")),
        inside(COMMUNE, arrived(900)),
    )


def test_a_transfer_arrives_in_the_fund_it_was_sent_from() -> None:
    known = given(
        SCHOLARSHIPS,
        inside(DISTRICT, SCHOLARSHIPS),
        donated(900, channel="bank", fund="hoc-bong"),
        sent(900, fund="hoc-bong"),
    )
    known.when(arrival()).then(
        inside(DISTRICT, received(900, fund="hoc-bong")),
        inside(COMMUNE, arrived(900, fund="hoc-bong")),
    )


def test_a_transfer_may_arrive_on_the_day_it_was_sent() -> None:
    given(IN_BANK, sent(900)).when(arrival(on=JUNE)).then(
        inside(DISTRICT, received(900, on=JUNE)), inside(COMMUNE, arrived(900, on=JUNE))
    )


def test_a_transfer_cannot_arrive_before_it_left() -> None:
    facts = (
        given(IN_BANK, sent(900)).when(arrival(on=date(2022, 6, 29))).refused(ReceivedBeforeSent)
    )
    assert facts == {"sent_on": JUNE, "received_on": date(2022, 6, 29)}


def test_what_arrived_may_be_paid_out_by_the_receiver_only_from_its_own_day_on() -> None:
    known = given(inside(DISTRICT, received(900)))
    known.when(transfer(900, on=SEPTEMBER, unit_id=DISTRICT, to_unit_id=PROVINCE, key="T-2")).then(
        inside(DISTRICT, sent(900, on=SEPTEMBER, to_unit_id=PROVINCE, key="T-2"))
    )
    early = transfer(900, on=JUNE, unit_id=DISTRICT, to_unit_id=PROVINCE, key="T-2")
    known.when(early).refused(InsufficientFunds)


def test_a_unit_does_not_send_more_than_it_holds() -> None:
    given(IN_BANK).when(transfer(901)).refused(InsufficientFunds)


def test_a_transfer_of_nothing_is_refused() -> None:
    given(IN_BANK).when(transfer(0)).refused(AmountNotPositive)


def test_a_unit_does_not_transfer_to_itself() -> None:
    facts = given(IN_BANK).when(transfer(5, to_unit_id=COMMUNE)).refused(TransferToSelf)
    assert facts == {"unit_id": COMMUNE}


def test_a_fund_that_the_receiver_does_not_have_receives_nothing() -> None:
    known = given(SCHOLARSHIPS, donated(900, channel="bank", fund="hoc-bong"))
    facts = known.when(transfer(5, fund="hoc-bong")).refused(FundUnknownToReceiver)
    assert facts == {"fund": "hoc-bong", "unit_id": DISTRICT}


def test_a_fund_that_the_sender_does_not_have_sends_nothing() -> None:
    known = given(inside(DISTRICT, SCHOLARSHIPS), IN_BANK)
    known.when(transfer(5, fund="hoc-bong")).refused(UnknownFund)


def test_a_transfer_does_not_arrive_twice() -> None:
    known = given(IN_BANK, sent(900), arrived(900), inside(DISTRICT, received(900)))
    known.when(arrival(on=OCTOBER)).refused(UnknownEntry)


def test_a_transfer_that_was_undone_does_not_arrive() -> None:
    known = given(IN_BANK, sent(900), undone(sent(900), on=SEPTEMBER))
    assert known.when(arrival()).refused(TransferReversed) == {"key": "T-1"}


def test_a_transfer_arrives_only_where_it_was_sent() -> None:
    astray = arrival(unit_id=PROVINCE)
    given(IN_BANK, sent(900)).when(astray).refused(UnknownEntry)


def test_a_transfer_that_nobody_sent_does_not_arrive() -> None:
    given(IN_BANK).when(arrival(key="T-9")).refused(UnknownEntry)


def test_a_transfer_does_not_arrive_at_a_unit_that_has_ended() -> None:
    ended = term(DISTRICT, "NA-01", "district", PROVINCE, valid_to=date(2022, 8, 31))
    known = given(IN_BANK, sent(900)).among(evolve(REGISTRY, [ended]))
    facts = known.when(arrival()).refused(UnitNotValid)
    assert facts == {"unit_id": DISTRICT, "on": SEPTEMBER}


def test_what_is_in_transit_is_remembered_until_it_arrives() -> None:
    known = given(IN_BANK, sent(900))
    assert known.book().in_transit == {"T-1": sent(900)}
    assert given(IN_BANK, sent(900), arrived(900)).book().in_transit == {}
