"""Each figure is the sum of the postings that are shown for it, whatever the tree and the instant.

Checked on ledgers written by chance: communes move between districts, transfers stay inside or
leave, gifts are undone in a later year, rows come late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args

import pytest

from ledger.database import Connection, connect
from projections.composition import COMPOSITIONS, OPENINGS
from projections.entries import (
    Found,
    Sought,
    added_by,
    every,
    page_of,
    passed_of,
    seen,
    total_of,
)
from projections.figures import Asked, Figures, Tree, all_units, asked, figures_of
from tests.databases import copy_of
from tests.ledger.examples import COMMUNE, PROVINCE
from tests.projections.sittings import record_by_chance

PERIODS = [
    asked(as_of, first, tree)
    for as_of, first in (
        (date(2022, 8, 15), date(2021, 9, 1)),
        (date(2022, 12, 31), None),
        (date(2024, 5, 31), None),
    )
    for tree in get_args(Tree)
]
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Ledger:
    """A ledger written by chance, and when."""

    url: str
    instants: list[datetime]


@pytest.fixture(scope="module", params=[4, 6])
def ledger(
    request: pytest.FixtureRequest, postgres_url: str, migrated_database_name: str
) -> Iterator[Ledger]:
    """Lend a ledger written by chance."""
    with copy_of(migrated_database_name, postgres_url) as url:
        yield Ledger(url, record_by_chance(url, request.param))


def sought_for(figure: str, what: Asked, *, below: bool, **more: object) -> Sought:
    """Ask for the postings of a figure, as its link does."""
    name = OPENINGS.get(figure, figure)
    last = what.before if figure in OPENINGS else what.as_of
    first = date.min if COMPOSITIONS[name].is_stock else what.first
    said = {"unit_id": COMMUNE, "tree": what.tree, "first": first, "last": last, **more}
    return Sought(figure=name, below=below, **said)  # type: ignore[arg-type]


def added_up(connection: Connection, sought: Sought) -> int:
    """Add up a figure from what is shown for it."""
    passed = added_by(passed_of(connection, sought), sought.composition)
    return total_of(connection, sought, at_most=None).amount + passed


def differences(connection: Connection, what: Asked, known_at: datetime | None) -> list[object]:
    """Return the figures that are not the sum of their postings."""
    found: list[object] = []
    for unit_id in all_units(connection):
        with seen(connection, unit_id, known_at):
            figures = figures_of(connection, [unit_id], what)[unit_id]
            for below, shown in zip((False, True), figures, strict=True):
                for figure in COMPOSITIONS.keys() - {"recipients"}:
                    sought = sought_for(figure, what, below=below, unit_id=unit_id)
                    said, sum_of_rows = getattr(shown, figure), added_up(connection, sought)
                    if said != sum_of_rows:
                        found.append((unit_id, below, figure, said, sum_of_rows))
    return found


def test_every_figure_is_the_sum_of_its_postings(ledger: Ledger) -> None:
    with connect(ledger.url) as connection:
        assert [each for what in PERIODS for each in differences(connection, what, None)] == []


@pytest.mark.parametrize("sitting", [1, 3, 6])
def test_so_it_was_at_any_instant(ledger: Ledger, sitting: int) -> None:
    known_at = ledger.instants[sitting] - A_MOMENT * (sitting % 2)
    with connect(ledger.url) as connection:
        for what in PERIODS[-4:-2]:
            assert differences(connection, what, known_at) == []


def test_every_field_and_sum_of_the_figures_has_a_composition() -> None:
    sums = {name for name in dir(Figures) if isinstance(getattr(Figures, name), property)}
    assert COMPOSITIONS.keys() == {*Figures._fields, *sums}


def test_what_was_left_out_of_a_figure_can_be_asked_for(ledger: Ledger) -> None:
    what = asked(date(2024, 5, 31), date(2021, 1, 1))
    with connect(ledger.url) as connection:
        counted, left_out = (
            total_of(
                connection,
                sought_for("transfers_out", what, below=True, unit_id=PROVINCE, eliminated=out),
            )
            for out in (False, True)
        )
        sent = Sought(unit_id=PROVINCE, below=True, account="transfers_out")
        assert left_out.count > 0
        assert total_of(connection, sent).amount == counted.amount + left_out.amount


def test_pages_follow_each_other_without_a_gap_or_a_repeat(ledger: Ledger) -> None:
    sought = Sought(unit_id=PROVINCE, below=True, figure="raised")
    with connect(ledger.url) as connection:
        one_by_one = [each.place for each in every(connection, sought, at_once=3)]
        at_once = [each.place for each in page_of(connection, sought, limit=10_000).found]
    assert one_by_one == at_once == sorted(set(at_once), reverse=True)
    assert len(at_once) > 6


def test_many_units_are_searched_otherwise_with_the_same_answer(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = asked(date(2024, 5, 31), date(2021, 9, 1))
    kinds = [sought_for(name, what, below=True, unit_id=PROVINCE) for name in COMPOSITIONS]
    with connect(ledger.url) as connection:
        few = [(list(every(connection, one)), total_of(connection, one)) for one in kinds]
        monkeypatch.setattr("projections.entries.FEW_UNITS", 0)
        many = [(list(every(connection, one)), total_of(connection, one)) for one in kinds]
    assert few == many


def test_without_a_figure_every_entry_is_found_once(ledger: Ledger) -> None:
    with connect(ledger.url) as connection:
        found = list(every(connection, Sought(unit_id=PROVINCE, below=True)))
        (entries,) = connection.execute("SELECT count(DISTINCT position) FROM entry").fetchone()  # type: ignore[misc]
    assert len(found) == len({each.place.position for each in found}) == entries


def test_a_type_and_a_fund_narrow_the_search(ledger: Ledger) -> None:
    with connect(ledger.url) as connection:
        undone = Sought(unit_id=PROVINCE, below=True, type="entry.reversed/1", fund="general")
        found = list(every(connection, undone))
    assert {each.entry.event.STORED_AS for each in found} == {"entry.reversed/1"}
    assert {each.fund for each in found} == {"general"}


@pytest.mark.parametrize("few", [0, 200])
def test_entries_of_a_type_are_found_by_any_way(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("projections.entries.FEW_UNITS", few)
    with connect(ledger.url) as connection:
        everything = {each.place.position: each for each in found_below(connection)}
        types = {each.entry.event.STORED_AS for each in everything.values()}
        assert len(types) > 6
        for each in types:
            found = [one.place.position for one in found_below(connection, type=each)]
            of_type = {at for at, one in everything.items() if each == one.entry.event.STORED_AS}
            assert (set(found), len(found)) == (of_type, len(of_type)), each
            sought = Sought(unit_id=PROVINCE, below=True, type=each)
            assert total_of(connection, sought).count == len(of_type)


def found_below(connection: Connection, **narrowed: str) -> list[Found]:
    return list(every(connection, Sought(unit_id=PROVINCE, below=True, **narrowed), at_once=7))  # type: ignore[arg-type]


def test_no_more_is_added_up_than_was_asked_for(ledger: Ledger) -> None:
    with connect(ledger.url) as connection:
        total = total_of(connection, Sought(unit_id=PROVINCE, below=True), at_most=5)
    assert (total.count, total.is_whole) == (6, False)
