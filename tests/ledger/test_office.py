"""The office gives the same answer to the same command for ever, and no answer on stale books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ledger.commands import ContinueSeries, DefineFund
from ledger.database import connect
from ledger.events import EntryReversed, TransferArrived, TransferReceived
from ledger.office import Office
from ledger.refusals import (
    AlreadyReversed,
    EventTooLarge,
    InsufficientFunds,
    KeyUsedForOther,
    ReversalOfReversal,
    UnknownEntry,
)
from ledger.wire import Entry
from ledger.writer import Closing
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    arrival,
    collection,
    donation,
    payout,
    reversal,
    transfer,
)
from tests.ledger.offices import ask, asked, founded_office, history, office_at

ANH = {"donor": "Nguyễn Văn Anh"}
BINH = {"donor": "Trần Thị Bình"}


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with founded_office(database_url) as opened:
        yield opened


def stored(office: Office, entry: Entry) -> Entry:
    """The entry as the journal has it now."""
    return office.journal.entry(entry.originator_id, entry.originator_version)


def erase(url: str) -> None:
    with connect(url) as connection:
        connection.execute("DELETE FROM vault")


# The same command


def test_an_answer_is_what_the_journal_holds(office: Office) -> None:
    (entry,) = ask(office, donation(500), ANH).entries
    assert stored(office, entry) == entry
    assert (entry.originator_id, entry.originator_version) == (COMMUNE, 1)


def test_the_same_command_is_answered_the_same_and_recorded_once(office: Office) -> None:
    first = ask(office, donation(500), ANH)
    again = ask(office, donation(500), ANH)
    assert (again.entries, again.repeated) == (first.entries, True)
    assert len(history(office, COMMUNE)) == 1


def test_the_same_command_is_answered_the_same_after_a_restart(database_url: str) -> None:
    with founded_office(database_url) as before:
        first = ask(before, donation(500), ANH)
    with office_at(database_url) as after:
        again = ask(after, donation(500), ANH)
    assert (again.entries, again.repeated) == (first.entries, True)


def test_the_same_command_is_answered_although_today_it_would_be_refused(office: Office) -> None:
    ask(office, donation(500))
    first = ask(office, payout(500))
    assert ask(office, payout(500)).entries == first.entries


def test_an_arrival_asked_again_is_answered_with_the_first_of_its_facts(office: Office) -> None:
    ask(office, donation(900, channel="bank"))
    ask(office, transfer(900))
    first, again = ask(office, arrival()), ask(office, arrival())
    assert [type(each.event) for each in first.entries] == [TransferReceived, TransferArrived]
    assert again.entries == first.entries[:1]


def test_a_key_is_not_used_for_other_public_content(office: Office) -> None:
    ask(office, donation(500), ANH)
    with pytest.raises(KeyUsedForOther) as caught:
        ask(office, donation(501), ANH)
    assert caught.value.facts == {"key": "D-1"}


def test_a_key_is_not_used_for_another_kind_of_row(office: Office) -> None:
    ask(office, donation(500))
    with pytest.raises(KeyUsedForOther):
        ask(office, collection(500, key="D-1"))


def test_a_key_is_not_used_for_another_person(office: Office) -> None:
    ask(office, donation(500), ANH)
    with pytest.raises(KeyUsedForOther):
        ask(office, donation(500), BINH)


def test_a_key_about_nobody_is_not_used_for_somebody_nor_the_other_way_round(
    office: Office,
) -> None:
    ask(office, donation(500))
    ask(office, donation(500, key="D-2"), ANH)
    with pytest.raises(KeyUsedForOther):
        ask(office, donation(500), ANH)
    with pytest.raises(KeyUsedForOther):
        ask(office, donation(500, key="D-2"))


def test_a_key_used_for_other_is_said_before_any_other_refusal(office: Office) -> None:
    ask(office, donation(500))
    with pytest.raises(KeyUsedForOther):
        ask(office, payout(10**9, key="D-1"))


def test_once_a_person_is_erased_the_public_content_alone_decides(
    office: Office, database_url: str
) -> None:
    first = ask(office, donation(500), ANH)
    erase(database_url)
    assert ask(office, donation(500), BINH).entries == first.entries
    with pytest.raises(KeyUsedForOther):
        ask(office, donation(501), ANH)


def test_no_name_returns_into_the_vault_after_an_erasure(office: Office, database_url: str) -> None:
    (entry,) = ask(office, donation(500), ANH).entries
    erase(database_url)
    ask(office, donation(500), ANH)
    place = (entry.originator_id, entry.originator_version)
    assert office.journal.private_parts([place]) == {}


def test_a_refusal_is_not_kept_under_the_key(office: Office) -> None:
    with pytest.raises(InsufficientFunds):
        ask(office, payout(500))
    ask(office, donation(500))
    assert not ask(office, payout(500)).repeated


def test_definitions_said_again_record_nothing(office: Office) -> None:
    fund = DefineFund(unit_id=COMMUNE, fund="hoc-bong", name="Học bổng", restricted=True)
    assert len(ask(office, fund).entries) == 1
    assert ask(office, fund).entries == ()


# What is recorded


def test_no_name_stands_in_an_entry(office: Office, database_url: str) -> None:
    ask(office, donation(500), ANH)
    with connect(database_url) as connection:
        states = connection.execute("SELECT state FROM journal_events").fetchall()
    assert not any("Nguyễn Văn Anh".encode() in bytes(state) for (state,) in states)


def test_entry_answer_and_private_part_are_recorded_together(
    office: Office, database_url: str
) -> None:
    ask(office, donation(500), ANH)
    with connect(database_url) as connection:
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM journal_events WHERE topic = 'donation.received/1'),"
            " (SELECT count(*) FROM command_log), (SELECT count(*) FROM vault)"
        ).fetchone()
    assert counts == (1, 1, 1)


def test_what_is_refused_leaves_nothing_behind(office: Office) -> None:
    with pytest.raises(EventTooLarge):
        ask(office, donation(500, decision="x" * 70_000), ANH)
    ask(office, donation(500, key="D-2"), ANH)
    assert [getattr(each, "number", None) for each in history(office, COMMUNE)] == [1]


def test_every_entry_bears_the_instant_and_the_actor(database_url: str) -> None:
    instants = iter([datetime(2022, 3, 1, tzinfo=UTC) + timedelta(hours=at) for at in (2, 1, 5)])
    with founded_office(database_url):
        pass
    with office_at(database_url, lambda: next(instants)) as office:
        answers = [ask(office, donation(5, key=f"D-{at}")) for at in range(3)]
    hours = [answer.entries[0].recorded_at.hour for answer in answers]
    assert hours == [2, 2, 5]  # a clock that goes back does not take the book with it
    assert answers[0].entries[0].actor == "thu-quy"


def test_a_transfer_that_arrived_is_undone_in_both_books(office: Office) -> None:
    ask(office, donation(900, channel="bank"))
    ask(office, transfer(900))
    ask(office, arrival())
    undone = ask(office, reversal(reverses="T-1")).entries
    assert [each.originator_id for each in undone] == [COMMUNE, DISTRICT, COMMUNE]
    assert [each.event.original for each in undone if isinstance(each.event, EntryReversed)] == [
        history(office, COMMUNE)[1],
        history(office, DISTRICT)[0],
        history(office, COMMUNE)[2],
    ]


def test_what_was_never_recorded_or_is_a_reversal_is_not_undone(office: Office) -> None:
    ask(office, donation(500))
    ask(office, reversal(reverses="D-1"))
    with pytest.raises(UnknownEntry):
        ask(office, reversal(reverses="D-9", key="R-2"))
    with pytest.raises(ReversalOfReversal):
        ask(office, reversal(reverses="R-1", key="R-2"))
    with pytest.raises(AlreadyReversed):
        ask(office, reversal(reverses="D-1", key="R-2"))


def test_a_closed_office_takes_nothing_more(database_url: str) -> None:
    with founded_office(database_url) as office:
        pass
    with pytest.raises(Closing):
        office.submit(asked(donation(500)))


def test_a_series_goes_on_across_a_restart(database_url: str) -> None:
    with founded_office(database_url) as before:
        ask(before, ContinueSeries(unit_id=COMMUNE, series="PT", year=2022, next_number=418))
        ask(before, donation(5))
    with office_at(database_url) as after:
        (entry,) = ask(after, donation(5, key="D-2")).entries
    assert getattr(entry.event, "number", None) == 419
