"""F4: the connection breaks around the COMMIT. One event per key, and everybody is told of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.office import Office
from tests.faults.crowd import receipt_number
from tests.faults.cutting import WAYS, Door, cutting
from tests.faults.running import entries_by_key, require_clean
from tests.ledger.examples import donation
from tests.ledger.offices import ask, office_at

CLIENTS = 4


@pytest.mark.parametrize("cuts", [20, pytest.param(200, marks=pytest.mark.long)])
def test_an_answer_that_was_lost_on_its_way_is_given_again(
    founded_url: str, place: Path, cuts: int
) -> None:
    with (
        cutting(founded_url, place, cuts) as (through, door),
        office_at(through) as office,
        ThreadPoolExecutor(CLIENTS) as threads,
    ):
        clients = [threads.submit(give, office, door, number) for number in range(CLIENTS)]
        told = {key: number for client in clients for key, number in client.result(300).items()}
        assert told == {key: ask_again(office, key) for key in told}
    journal = entries_by_key(founded_url)
    assert {key: [each["receipt_number"] for each in journal[key]] for key in journal} == {
        key: [number] for key, number in told.items()
    }
    assert door.made.total() == cuts and min(door.made[way] for way in WAYS) >= cuts // 3
    assert door.kept_back == door.made["instead of the answer"]
    require_clean(founded_url)


def give(office: Office, door: Door, client: int) -> dict[str, int]:
    """Give gifts until every cut has been made; return what the receipts say."""
    told: dict[str, int] = {}
    while door.made.total() < door.cuts:
        key = f"D-{client}-{len(told)}"
        recorded = ask(office, donation(1_000, key=key), {"donor": "Nguyễn Văn Anh"})
        assert not recorded.repeated
        told[key] = receipt_number(recorded)
    return told


def ask_again(office: Office, key: str) -> int:
    """Ask for the same gift once more; return what the receipt says."""
    recorded = ask(office, donation(1_000, key=key), {"donor": "Nguyễn Văn Anh"})
    assert recorded.repeated
    return receipt_number(recorded)
