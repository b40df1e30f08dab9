"""The receipts of random worlds add up to the figure raised, of every unit and year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from ledger.database import Connection, connect, query
from ledger.log import sums
from projections.figures import asked, figures_of, unit_by_code
from projections.published_entries import (
    Gift,
    Leaf,
    Period,
    leaf_of,
    leaves_of,
    scope_of,
    told,
    undone_in,
)
from tests.api.books import Books, collected, gift, gift_of_goods, handover, holder, reversal, unit
from tests.api.test_worlds import Recorded, few_worlds
from tests.api.worlds import NAMES, World, worlds


def stood(connection: Connection) -> tuple[int, int]:
    """Return where the log ends: position and size."""
    row = connection.execute(query("publication_stands")).fetchone()
    assert row is not None
    return row


def period(connection: Connection, code: str, year: int) -> Period:
    unit_id = unit_by_code(connection, code)
    return Period(unit_id, date(year, 1, 1), date(year, 12, 31), *stood(connection))


def raised(connection: Connection, what: Period) -> int:
    """Return what the leaves make of the figure."""
    with connection.transaction():
        scope = scope_of(connection, what)
        total = sums.root_of(each.summed for each in leaves_of(connection, scope, "raised"))
        return total.sum_vnd - undone_in(connection, scope).elsewhere_vnd


@few_worlds
@given(worlds())
def test_the_leaves_of_every_unit_and_year_make_the_figure(
    shared_database_url: str, tmp_path_factory: pytest.TempPathFactory, world: World
) -> None:
    recorded = Recorded(shared_database_url, tmp_path_factory.mktemp("world"), world)
    with connect(shared_database_url) as connection:
        for name in NAMES:
            for year in (2021, 2022, 2023):
                what = period(connection, recorded.books.name + name, year)
                _, subtree = figures_of(connection, [what.unit_id], asked(what.until))[what.unit_id]
                assert raised(connection, what) == subtree.raised


def leaves(books: Books, of: str = "X") -> list[tuple[str, int]]:
    """Return key and net amount of what makes the figure raised in 2022."""
    books.catch_up()
    with connect(books.url) as connection, connection.transaction():
        scope = scope_of(connection, period(connection, books.name + of, 2022))
        found = [(key_of(each), each.net_vnd) for each in leaves_of(connection, scope, "raised")]
    return [(key.removeprefix(books.name), net_vnd) for key, net_vnd in found]


def key_of(leaf: Leaf) -> str:
    event = leaf.told.entry.event
    assert isinstance(event, Gift)
    return event.key


def test_leaves_stand_in_the_order_of_the_log_and_count_what_is_left(books: Books) -> None:
    books.accepted(gift("d2", 20, of="Z", on="2022-12-31"), gift("d1", 10), gift("d3", 7))
    books.accepted(reversal("r1", "d1"), gift_of_goods("d4", 2))
    assert leaves(books) == [("d1", 0), ("d3", 7), ("d2", 20), ("d4", 0)]


def test_a_reversal_in_a_later_year_leaves_the_figure_of_the_year(books: Books) -> None:
    books.accepted(gift("d1", 10), reversal("r1", "d1", "2023-02-01"))
    assert leaves(books) == [("d1", 10)]


def test_what_a_newspaper_collected_counts_when_it_is_handed_over(books: Books) -> None:
    books.accepted(holder(), collected("c1", 30), handover("h1", 20))
    assert leaves(books) == [("h1", 20)]


def test_a_gift_undone_after_its_unit_moved_counts_where_it_was_given(books: Books) -> None:
    books.accepted(
        unit("W", "X", "district"),
        unit("V", "Y", valid_to="2022-06-30"),
        unit("V", "W", valid_from="2022-07-01"),
    )
    books.accepted(gift("d1", 10, of="V"), reversal("r1", "d1"))
    assert (leaves(books, "Y"), leaves(books, "W"), leaves(books)) == (
        [("d1", 10)],
        [],
        [("d1", 0)],
    )
    with connect(books.url) as connection:
        assert raised(connection, period(connection, books.name + "W", 2022)) == -10


def test_what_is_recorded_later_changes_nothing_of_what_stood_before(books: Books) -> None:
    books.accepted(unit("V", "Y"), gift("d1", 10, of="V"))
    books.catch_up()
    with connect(books.url) as connection:
        before = period(connection, books.name + "Y", 2022)
    moved = unit("V", "Y", valid_to="2022-01-31"), unit("V", "X", valid_from="2022-02-01")
    books.accepted(gift("d2", 5, of="V"), reversal("r1", "d1"), *moved)
    books.catch_up()
    with connect(books.url) as connection, connection.transaction():
        scope = scope_of(connection, before)
        undone = undone_in(connection, scope)
        nets = [leaf_of(each, undone) for each in told(connection, scope)]
    assert [each.net_vnd for each in nets if each] == [10]
