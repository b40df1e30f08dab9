"""Every print of a donor's receipt after the first is counted, in the book of the unit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ledger.commands import ReprintReceipt
from ledger.draft import Recorded
from ledger.office import Office
from ledger.paper_events import ReceiptReprinted
from ledger.refusals import AlreadyReversed, NoReceipt, Refusal, UnknownEntry
from projections.audit import audit
from projections.runner import catch_up
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    NEXT_YEAR,
    collected,
    donated,
    donation,
    goods_came,
    paid,
    undone,
)
from tests.ledger.offices import ask, founded_office
from tests.ledger.printing import printing
from tests.secret_keys import KEYS
from tests.story import given


def reprinted(recorded: Recorded) -> ReceiptReprinted:
    """Return what was recorded of a print."""
    (entry,) = recorded.entries
    assert isinstance(entry.event, ReceiptReprinted)
    return entry.event


@pytest.mark.parametrize("gift", [donated(5), goods_came("3", 100), collected(5)])
def test_the_first_print_that_is_counted_is_the_second(gift: object) -> None:
    ((unit_id, event),) = given(gift).when(printing(gift)).decided()  # type: ignore[arg-type]
    assert unit_id == COMMUNE
    assert isinstance(event, ReceiptReprinted)
    assert (event.copy, event.receipt_number, event.year) == (2, 1, 2022)


@pytest.mark.parametrize(
    ("command", "history", "refusal"),
    [
        (printing(None), [], UnknownEntry),
        (printing(paid(5)), [donated(5), paid(5)], NoReceipt),
        (printing(donated(5)), [donated(5), undone(donated(5))], AlreadyReversed),
    ],
)
def test_only_the_receipt_of_a_gift_that_stands_is_printed_again(
    command: ReprintReceipt, history: list[object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        given(*history).when(command).decided()  # type: ignore[arg-type]


def asked_again(office: Office, key: str) -> Recorded:
    said = {"unit_id": COMMUNE, "gift": "D-1", "printed_on": NEXT_YEAR}
    return ask(office, ReprintReceipt(key=key, **said))  # type: ignore[arg-type]


def test_prints_count_on_and_a_print_asked_twice_counts_once(database_url: str) -> None:
    with founded_office(database_url) as office:
        ask(office, donation(5))
        answers = [asked_again(office, key) for key in ("P-1", "P-2", "P-1")]
    assert [reprinted(each).copy for each in answers] == [2, 3, 2]
    assert [each.repeated for each in answers] == [False, False, True]


def test_prints_asked_at_once_are_counted_one_by_one(database_url: str) -> None:
    with founded_office(database_url) as office, ThreadPoolExecutor(8) as crowd:
        ask(office, donation(5))
        answers = crowd.map(lambda at: asked_again(office, f"P-{at}"), range(8))
        assert sorted(reprinted(each).copy for each in answers) == list(range(2, 10))


def test_a_gift_of_another_unit_is_not_known_here(database_url: str) -> None:
    with founded_office(database_url) as office:
        ask(office, donation(5))
        with pytest.raises(UnknownEntry):
            said = {"key": "P-1", "gift": "D-1", "printed_on": NEXT_YEAR}
            ask(office, ReprintReceipt(unit_id=DISTRICT, **said))  # type: ignore[arg-type]


def test_the_audit_knows_prints(database_url: str) -> None:
    with founded_office(database_url) as office:
        ask(office, donation(5))
        asked_again(office, "P-1")
    catch_up(database_url)
    assert audit(database_url, KEYS).faults == []
