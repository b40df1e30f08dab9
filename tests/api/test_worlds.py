"""The figures of random worlds are what the contract says, row by row: on any day, by any tree.

The oracle reads the same files and adds them up without the ledger; see `tests/api/oracle.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from hypothesis import HealthCheck, given, settings

from api.balances import balances
from api.exchange.export import export_exchange
from api.importing import Outcome
from ledger.database import connect
from ledger.office import now
from projections.figures import Tree, asked
from tests.api.books import Books, FileRow, write
from tests.api.oracle import Oracle
from tests.api.oracle import differences as figures_that_differ
from tests.api.worlds import NAMES, World, worlds
from tests.databases import copy_of
from tests.new_homes import record
from tests.secret_keys import KEYS

ASKED: tuple[tuple[str, str | None], ...] = (
    *((day, None) for day in ("2021-12-31", "2022-02-15", "2022-06-30", "2022-07-01")),
    *((day, None) for day in ("2022-12-31", "2023-01-01", "2023-12-31")),
    *(("2022-12-31", "2022-07-01"), ("2023-03-10", "2022-02-15"), ("2022-06-30", "2022-06-30")),
)
few_worlds = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
many_worlds = settings(few_worlds, max_examples=12)


class Recorded:
    """A world in the books, and its files without the rows that were refused."""

    def __init__(self, url: str, place: Path, world: World) -> None:
        """Record both parts of the world under a name of its own."""
        self.books = Books(url, place, f"{uuid4().hex}-")
        self.first = self._record(world.first)
        self.before_second = now()
        self.second = self._record(world.second)
        self.books.catch_up()

    def _record(self, rows: list[FileRow]) -> Path:
        outcome = self.books.record(*rows, partial=True)
        folder = self.books.imports[-1]
        return write(folder.with_name(f"{folder.name}-accepted"), accepted(folder, outcome))


def differences(
    url: str, oracle: Oracle, tree: Tree = "as_was", known_at: datetime | None = None
) -> list[str]:
    """Return what differs from the oracle on all the days that are asked for."""
    found = []
    with connect(url) as connection:
        for as_of, since in ASKED if tree == "as_was" and known_at is None else ASKED[-3:]:
            what = asked(date.fromisoformat(as_of), _day(since), tree)
            document = balances(connection, what, known_at=known_at)
            expected = oracle.figures(as_of, since, as_is=tree == "as_is")
            ours = [each for each in document["units"] if each["unit"] in expected]
            assert len(ours) == len(NAMES)
            wrong = figures_that_differ(expected, ours)
            found += [f"{since or ''}–{as_of} {tree}: {each}" for each in wrong]
    return found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def accepted(folder: Path, outcome: Outcome) -> Iterator[FileRow]:
    """Yield the rows of a folder that were not refused."""
    refused = {(each.file, each.row) for each in outcome.errors}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for at, cells in enumerate(csv.DictReader(lines), 2):
                if (path.name, at) not in refused:
                    yield path.stem, cells


@many_worlds
@given(world=worlds())
def test_every_figure_of_every_unit_is_the_sum_of_its_rows(
    database_url: str, tmp_path: Path, world: World
) -> None:
    recorded = Recorded(database_url, tmp_path, world)
    oracle = Oracle(recorded.first, recorded.second)
    assert oracle.lowest() == 0
    assert differences(database_url, oracle) == []
    assert differences(database_url, oracle, "as_is") == []


@few_worlds
@given(world=worlds())
def test_what_is_learned_later_does_not_change_what_was_known(
    database_url: str, tmp_path: Path, world: World
) -> None:
    recorded = Recorded(database_url, tmp_path, world)
    known = Oracle(recorded.first)
    assert differences(database_url, known, known_at=recorded.before_second) == []


@few_worlds
@given(world=worlds())
def test_what_was_recorded_is_never_recorded_again_and_what_was_refused_stays_so(
    database_url: str, tmp_path: Path, world: World
) -> None:
    books = Recorded(database_url, tmp_path, world).books
    size = books.size()
    assert books.record_files(books.imports[1], partial=True).recorded == 0
    assert books.size() == size


@few_worlds
@given(world=worlds())
def test_an_exported_world_has_the_same_figures_elsewhere(
    postgres_url: str, migrated_database_name: str, tmp_path: Path, world: World
) -> None:
    with (
        copy_of(migrated_database_name, postgres_url) as here,
        copy_of(migrated_database_name, postgres_url) as elsewhere,
    ):
        recorded = Recorded(here, tmp_path, world)
        export_exchange(here, KEYS, tmp_path / f"{recorded.books.name}out")
        record(elsewhere, tmp_path / f"{recorded.books.name}out")
        assert differences(elsewhere, Oracle(recorded.first, recorded.second)) == []
