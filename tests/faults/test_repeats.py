"""F7: each command comes one to five times, out of order, from many clients at once.

One of two contents of a key wins; everybody who brought it gets the same answer, and everybody who
brought the other is refused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from random import Random

from ledger.office import Office
from ledger.refusals import KeyUsedForOther
from tests.faults.crowd import receipt_number
from tests.faults.running import entries_by_key, require_clean
from tests.ledger.examples import donation
from tests.ledger.offices import ask, founded_office

CLIENTS = 16
KEYS = 300
AMOUNTS_VND = (1_000, 2_000)


def deliveries() -> list[tuple[str, int]]:
    """Each key one to five times, every fifth key with two contents, shuffled."""
    dice = Random(7)
    found = [
        (f"D-{number}", AMOUNTS_VND[number % 5 == 0 and dice.random() < 0.5])
        for number in range(KEYS)
        for _ in range(dice.randint(1, 5))
    ]
    dice.shuffle(found)
    return found


def test_every_key_is_recorded_once_however_often_and_in_whatever_order_it_comes(
    database_url: str,
) -> None:
    answers: dict[tuple[str, int], set[int | None]] = defaultdict(set)
    with founded_office(database_url) as office, ThreadPoolExecutor(CLIENTS) as threads:
        given = deliveries()
        for delivery, answer in zip(
            given, threads.map(lambda each: delivered(office, *each), given), strict=True
        ):
            answers[delivery].add(answer)
    journal = entries_by_key(database_url)
    recorded = {
        (key, each["amount_vnd"]): {each["receipt_number"]}
        for key, entries in journal.items()
        for each in entries
    }
    refused = {delivery: {None} for delivery in answers.keys() - recorded.keys()}
    assert len(journal) == KEYS == len(recorded)
    assert answers == {**recorded, **refused}
    assert len(refused) > KEYS / 20 and Counter(given).total() > 2 * KEYS
    require_clean(database_url)


def delivered(office: Office, key: str, amount_vnd: int) -> int | None:
    """Bring a command; return the number of the receipt, or None when the key says otherwise."""
    try:
        return receipt_number(ask(office, donation(amount_vnd, key=key), {"donor": key}))
    except KeyUsedForOther:
        return None
