"""A sample can be drawn again by anybody who knows the seed, by hand if need be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from ledger.database import Connection, connect
from projections.checks import Scope
from projections.samples import draw, newest_year, rank_of
from tests.ledger.examples import PROVINCE
from tests.projections.damage import Damaged

YEAR = Scope(unit_id=PROVINCE, below=True, first=date(2022, 1, 1), last=date(2022, 12, 31))


@pytest.fixture
def connection(ledger: Damaged) -> Iterator[Connection]:
    """Lend a connection to a small ledger."""
    with connect(ledger.url) as it:
        yield it


def population(connection: Connection) -> list[tuple[Any, ...]]:
    """Return unit, version and amount of every entry about money, by day and place in the log."""
    return connection.execute(
        b"SELECT unit_id, version, abs(amount_vnd) FROM entry WHERE line = 0"
        b" AND booked_on BETWEEN '2022-01-01' AND '2022-12-31' ORDER BY booked_on, position"
    ).fetchall()


def test_the_smallest_hashes_are_drawn(connection: Connection) -> None:
    sample = draw(connection, YEAR, seed="Tết 2023", size=5, method="hash")
    by_hand = sorted(
        (sha256(f"Tết 2023\n{unit_id.hex}-{version}".encode()).hexdigest(), unit_id, version)
        for unit_id, version, _ in population(connection)
    )
    assert [
        (rank_of("Tết 2023", p.unit_id, p.version), p.unit_id, p.version) for p in sample.picked
    ] == by_hand[:5]


def test_another_seed_draws_another_sample(connection: Connection) -> None:
    one, again, other = (
        draw(connection, YEAR, seed=seed, size=5, method="hash").picked for seed in "aab"
    )
    assert one == again != other


def test_by_amount_every_step_picks_the_entry_it_falls_on(connection: Connection) -> None:
    sample = draw(connection, YEAR, seed="7", size=6, method="amount")
    assert sample.start is not None and sample.step is not None
    by_hand, upto = [], 0
    for unit_id, version, amount_vnd in population(connection):
        points = range(sample.start, sample.population_vnd + 1, sample.step)
        if any(upto < point <= upto + amount_vnd for point in points):
            by_hand.append((unit_id, version))
        upto += amount_vnd
    assert [(each.unit_id, each.version) for each in sample.picked] == by_hand[:6]


def test_an_entry_as_large_as_the_step_is_always_drawn(connection: Connection) -> None:
    for seed in "abcdef":
        sample = draw(connection, YEAR, seed=seed, size=8, method="amount")
        large = [each for each in population(connection) if each[2] >= (sample.step or 0)]
        picked = {(each.unit_id, each.version) for each in sample.picked}
        assert {(unit_id, version) for unit_id, version, _ in large} <= picked and large


def test_a_sample_larger_than_the_books_is_all_of_them(connection: Connection) -> None:
    sample = draw(connection, YEAR, seed="x", size=200, method="hash")
    assert len(sample.picked) == sample.population == len(population(connection))


def test_books_without_entries_give_an_empty_sample(connection: Connection) -> None:
    empty = Scope(unit_id=PROVINCE, below=True, first=date(1999, 1, 1), last=date(1999, 12, 31))
    sample = draw(connection, empty, seed="x", size=5, method="amount")
    assert (sample.picked, sample.population) == ((), 0)


def test_the_newest_year_is_the_one_with_gifts_or_payouts(connection: Connection) -> None:
    assert newest_year(connection, PROVINCE) == 2022
