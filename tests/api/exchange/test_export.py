"""What was imported comes out again as exchange files, and gives the same figures elsewhere.

A *home* is a database of its own. The *copy* is an empty home into which the export of another was
imported. Everything that the files can say is kept, but for what the ledger does not know: the
files that are evidence, and vouchers of rows that stand on none. The folder `every_column` has
every column and every kind of row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest

from api.exchange.export import export_exchange
from api.exchange.reader import Reading, read
from api.exchange.recorded import ERASED
from api.exchange.tables import TABLES, Table
from api.importing import Outcome, import_files
from api.sample import write_sample
from ledger.database import connect
from ledger.journal import Journal
from projections import runner
from projections.figures import Tree, all_units, asked, described
from projections.per_capita import per_capita
from tests.api.exchange.given import csv_of, folder

EVERY_COLUMN = Path(__file__).parents[2] / "golden" / "every_column"
NOT_IN_THE_LEDGER = {
    ("openings", "voucher"),
    ("reversals", "voucher"),
    ("reversals", "precision"),
}
DAYS = (
    date(2021, 12, 31),
    date(2022, 6, 30),
    date(2022, 9, 7),
    date(2022, 12, 31),
    date(2023, 12, 31),
)
TREES: tuple[Tree, ...] = ("as_was", "as_is")
UNIT = {"code": "NA", "name": "Tỉnh", "level": "province", "parent": "", "valid_from": "2000-01-01"}
OTHER_UNIT = {**UNIT, "code": "HY"}
CASH = {"unit": "NA", "received_on": "2022-03-01", "channel": "cash", "amount_vnd": "100000"}
BOOKS = {
    "unit": "NA",
    "channel": "in_kind",
    "item": "Vở",
    "quantity": "10",
    "counted_in": "quyển",
}
AWARD_OF_BOOKS = {
    "unit": "NA",
    "recipient_kind": "pupil",
    "kind": "aid",
    "paid_from": "in_kind",
    "amount_vnd": "",
    "item": "Vở",
    "counted_in": "quyển",
}

NewHome = Callable[[], str]


class Copied(NamedTuple):
    """A home, its export, the copy, and the export of the copy."""

    home: str
    export: Path
    copy: str
    second_export: Path


@contextmanager
def homes(postgres_url: str, migrated_database_name: str) -> Iterator[NewHome]:
    """Give new homes, and drop them in the end."""
    with connect(postgres_url) as connection, ExitStack() as at_the_end:

        def new_home() -> str:
            name = f"home_{uuid4().hex}"
            made = f"CREATE DATABASE {name} TEMPLATE {migrated_database_name}"
            connection.execute(made.encode())
            drop = f"DROP DATABASE {name} WITH (FORCE)"
            at_the_end.callback(lambda: connection.execute(drop.encode()))
            return postgres_url.replace("/postgres", f"/{name}")

        yield new_home


@pytest.fixture
def new_home(postgres_url: str, migrated_database_name: str) -> Iterator[NewHome]:
    with homes(postgres_url, migrated_database_name) as new:
        yield new


@pytest.fixture(scope="module", params=["every column", "sample year"])
def copied(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_url: str,
    migrated_database_name: str,
) -> Iterator[Copied]:
    source = EVERY_COLUMN
    if request.param == "sample year":
        source = tmp_path_factory.mktemp("sample")
        write_sample(source, scale=0.002)
    exports = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    with homes(postgres_url, migrated_database_name) as new:
        home, copy = new(), new()
        record(home, source)
        export_exchange(home, exports[0])
        record(copy, exports[0])
        export_exchange(copy, exports[1])
        yield Copied(home, exports[0], copy, exports[1])


def record(url: str, *folders: Path) -> Outcome:
    """Import folders one after another; return what the last one came to."""
    journal = Journal(url)
    try:
        for each in folders:
            outcome = import_files(journal, each)
    finally:
        journal.close()
    runner.catch_up(url)
    return outcome


def exported(url: str, place: Path) -> Reading:
    """Return what is read of an export."""
    export_exchange(url, place)
    return read(place)


def figures(url: str, on: date, tree: Tree) -> dict[str, tuple[object, ...]]:
    """Return what every unit is called, and its figures, on a day."""
    with connect(url) as connection:
        found = described(connection, all_units(connection), asked(on, tree=tree))
    return {each.code: (each.name, each.level, each.own, each.subtree) for each in found}


def rows_of(reading: Reading, table: Table[Any]) -> list[Any]:
    """Return the rows of a table by their key, without the evidence beside them."""
    rows = sorted(getattr(reading, table.name), key=attrgetter(*table.natural_key))
    for row in rows:
        if table.is_money:
            row.evidence = None
    return rows


@pytest.mark.parametrize("table", TABLES, ids=attrgetter("name"))
def test_the_folder_of_every_column_has_every_column(table: Table[Any]) -> None:
    rows = getattr(read(EVERY_COLUMN), table.name)
    said = {name for name in table.row_type.__slots__ if any(getattr(r, name) for r in rows)}
    unsaid = {(table.name, name) for name in table.row_type.__slots__ if name not in said}
    assert unsaid <= NOT_IN_THE_LEDGER


@pytest.mark.parametrize("table", TABLES, ids=attrgetter("name"))
def test_what_came_in_goes_out(table: Table[Any], new_home: NewHome, tmp_path: Path) -> None:
    home = new_home()
    record(home, EVERY_COLUMN)
    assert rows_of(exported(home, tmp_path), table) == rows_of(read(EVERY_COLUMN), table)
