"""Rows wait for a second person in the database, names and all; one approval records them all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from ledger.approvals import Approvals
from ledger.commands import GrantRole, MoneyCommand
from ledger.database import connect
from ledger.draft import Recorded, Request, request
from ledger.events import ApprovalGiven, PayoutPaid
from ledger.office import Office
from ledger.refusals import (
    ApprovalContentDiffers,
    ApprovalDecided,
    InsufficientFunds,
    KeyUsedForOther,
    PreparerCannotApprove,
    Refusal,
    UnknownApproval,
)
from projections.approvals import admitted_under, approval
from projections.audit import audit
from projections.runner import catch_up, rebuild
from tests.ledger.examples import (
    APPROVER,
    COMMUNE,
    DISTRICT,
    FOUNDED,
    OCTOBER,
    PREPARER,
    SEPTEMBER,
    donation,
    payout,
    reversal,
)
from tests.ledger.offices import ask, founded_office, history
from tests.secret_keys import KEYS

SECOND = "p-chu-tai-khoan-2"


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """Lend an office with 900 đồng in the commune's cash, and two who may admit."""
    with founded_office(database_url) as opened:
        for person in (APPROVER, SECOND):
            ask(
                opened,
                GrantRole(
                    person=person, role="account_holder", unit_id=DISTRICT, valid_from=FOUNDED
                ),
            )
        ask(opened, donation(900))
        yield opened


@pytest.fixture
def approvals(office: Office, database_url: str) -> Approvals:
    """Lend what keeps the rows that wait."""
    return Approvals(office, database_url)


def row(command: MoneyCommand, name: str = "Nguyễn Văn A") -> Request:
    return request(command, {"recipient": name}, PREPARER)


def pay(amount_vnd: int, key: str = "P-1") -> MoneyCommand:
    return payout(amount_vnd, key=key, approved_outside=False)


def put_forward(approvals: Approvals, *rows: Request, key: str = "A-1") -> Recorded:
    return approvals.ask(COMMUNE, key, rows or (row(pay(5)),), person=PREPARER, on=SEPTEMBER)


def give(approvals: Approvals, person: str = APPROVER, on: date = OCTOBER) -> Recorded:
    return approvals.give(COMMUNE, "A-1", person=person, on=on)


def kept(url: str) -> int:
    with connect(url) as connection:
        (found,) = connection.execute("SELECT count(*) FROM proposed").fetchone() or (0,)
    return int(found)


def test_admitted_rows_are_recorded_with_their_names(
    approvals: Approvals, office: Office, database_url: str
) -> None:
    put_forward(approvals, row(pay(5)), row(pay(7, "P-2"), "Trần Thị B"))
    recorded = give(approvals)
    assert [type(each.event) for each in recorded.entries] == [ApprovalGiven, *[PayoutPaid] * 2]
    place = (recorded.entries[2].originator_id, recorded.entries[2].originator_version)
    assert "Trần Thị B".encode() in office.journal.private_parts([place])[place][1]
    assert kept(database_url) == 0


def test_what_waits_can_be_read_with_the_names(approvals: Approvals) -> None:
    put_forward(approvals)
    ((command, private),) = approvals.contents(COMMUNE, "A-1")
    assert (command.key, private) == ("P-1", {"recipient": "Nguyễn Văn A"})


def test_several_lists_are_read_at_once(approvals: Approvals) -> None:
    put_forward(approvals, row(pay(400), "Trần Thị B"))
    put_forward(approvals, row(pay(100, "P-2")), row(pay(200, "P-3")), key="A-2")
    found = approvals.contents_of([(COMMUNE, "A-1"), (COMMUNE, "A-2"), (DISTRICT, "A-1")])
    assert {key: len(rows) for (_, key), rows in found.items()} == {"A-1": 1, "A-2": 2}
    assert found[COMMUNE, "A-1"] == approvals.contents(COMMUNE, "A-1")
    assert approvals.contents_of([]) == {}


def test_a_reversal_waits_like_any_row(approvals: Approvals) -> None:
    undo = reversal(approved_outside=False, originals=())
    put_forward(approvals, request(undo, {"reason": "nhầm"}, PREPARER))
    reversed_ = give(approvals).entries[1].event
    assert (reversed_.approval, reversed_.original.amount_vnd) == ("A-1", 900)  # type: ignore[union-attr]


def test_the_same_rows_again_are_the_same_request_for_ever(
    approvals: Approvals, database_url: str
) -> None:
    first = put_forward(approvals)
    again = put_forward(approvals)
    assert (again.repeated, again.entries[0].event) == (True, first.entries[0].event)
    assert kept(database_url) == 1
    give(approvals)
    assert put_forward(approvals).repeated
    assert kept(database_url) == 0


def test_other_names_under_the_same_key_are_refused(approvals: Approvals) -> None:
    put_forward(approvals)
    with pytest.raises(KeyUsedForOther):
        put_forward(approvals, row(pay(5), "Người khác"))


@pytest.mark.parametrize("twice", [("P-1", "P-1"), ("D-1", "P-2")])
def test_a_row_that_is_there_twice_or_was_recorded_waits_for_nobody(
    approvals: Approvals, twice: tuple[str, str]
) -> None:
    with pytest.raises(KeyUsedForOther):
        put_forward(approvals, *(row(pay(5, key)) for key in twice))


def test_what_is_refused_leaves_nothing_behind(approvals: Approvals, database_url: str) -> None:
    with pytest.raises(InsufficientFunds):
        put_forward(approvals, row(pay(901)))
    assert kept(database_url) == 0


def test_rows_that_were_changed_while_they_waited_are_not_admitted(
    approvals: Approvals, database_url: str
) -> None:
    put_forward(approvals)
    with connect(database_url) as connection:
        connection.execute("UPDATE proposed SET rows = set_byte(rows, 40, get_byte(rows, 40) # 1)")
    with pytest.raises(ApprovalContentDiffers):
        give(approvals)


def test_rows_that_were_lost_are_not_admitted(approvals: Approvals, database_url: str) -> None:
    put_forward(approvals)
    with connect(database_url) as connection:
        connection.execute("DELETE FROM proposed")
    with pytest.raises(ApprovalContentDiffers):
        give(approvals)


def test_the_one_who_asked_does_not_admit(approvals: Approvals) -> None:
    put_forward(approvals)
    with pytest.raises(PreparerCannotApprove):
        give(approvals, PREPARER)


def test_money_spent_meanwhile_keeps_the_rows_waiting(approvals: Approvals, office: Office) -> None:
    put_forward(approvals, row(pay(900)))
    ask(office, payout(1, key="P-9"))
    with pytest.raises(InsufficientFunds):
        give(approvals)
    assert len(approvals.contents(COMMUNE, "A-1")) == 1


def test_two_who_admit_at_once_record_once(approvals: Approvals, office: Office) -> None:
    put_forward(approvals)

    def work(person: str) -> Recorded | Refusal:
        try:
            return give(approvals, person)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(work, [APPROVER, SECOND] * 8))
    assert sum(isinstance(each, PayoutPaid) for each in history(office, COMMUNE)) == 1
    given = [each for each in answers if isinstance(each, Recorded)]
    assert len({each.entries[0] for each in given}) == 1
    assert sum(not each.repeated for each in given) == 1
    assert {type(each) for each in answers if isinstance(each, Refusal)} == {ApprovalDecided}


def test_other_rows_under_the_key_of_a_declined_list_are_refused(approvals: Approvals) -> None:
    put_forward(approvals, row(pay(3)), row(pay(4, "P-2")))
    approvals.decline(COMMUNE, "A-1", person=APPROVER, on=OCTOBER)
    assert put_forward(approvals, row(pay(3)), row(pay(4, "P-2"))).repeated
    for others in (  # as many, and as much money, are still others
        (row(pay(4)), row(pay(3, "P-2"))),
        (row(pay(3)), row(pay(4, "P-3"))),
        (row(pay(3)),),
    ):
        with pytest.raises(KeyUsedForOther):
            put_forward(approvals, *others)


def test_what_was_declined_is_gone(approvals: Approvals, database_url: str) -> None:
    put_forward(approvals)
    approvals.decline(COMMUNE, "A-1", person=APPROVER, on=OCTOBER, reason="thiếu quyết định")
    assert kept(database_url) == 0
    with pytest.raises(ApprovalDecided):
        give(approvals)


@pytest.mark.parametrize("unit_id", [COMMUNE, DISTRICT])
def test_a_key_under_which_nothing_was_asked_is_unknown(approvals: Approvals, unit_id: Any) -> None:  # noqa: ANN401 - a unit's id
    put_forward(approvals, key="A-2" if unit_id == COMMUNE else "A-1")
    with pytest.raises(UnknownApproval):
        approvals.give(unit_id, "A-1", person=APPROVER, on=OCTOBER)


def test_a_file_is_admitted_by_its_digest(approvals: Approvals) -> None:
    said: dict[str, Any] = {"digest": "f" * 64, "lines": 3, "total_vnd": 70, "on": SEPTEMBER}
    approvals.ask_file(COMMUNE, "A-1", person=PREPARER, **said)
    with pytest.raises(KeyUsedForOther):
        approvals.ask_file(COMMUNE, "A-1", person=PREPARER, **{**said, "digest": "e" * 64})
    assert [type(each.event) for each in give(approvals).entries] == [ApprovalGiven]


def test_who_asked_and_who_admitted_is_projected_and_audited(
    approvals: Approvals, database_url: str
) -> None:
    put_forward(approvals)
    recorded = give(approvals)
    for project in (catch_up, rebuild):
        project(database_url)
        with connect(database_url) as connection:
            found = approval(connection, COMMUNE, "A-1")
            assert found is not None
            assert (found.state, found.asked_by, found.decided_by) == ("given", PREPARER, APPROVER)
            place = (COMMUNE, recorded.entries[1].originator_version)
            assert admitted_under(connection, "A-1") == [place]
    assert audit(database_url, KEYS).faults == []
