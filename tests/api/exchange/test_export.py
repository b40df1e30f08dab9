"""What was imported comes out again as exchange files, and gives the same figures elsewhere.

A *home* is a database of its own. The *copy* is an empty home into which the export of another was
imported. Everything that the files can say is kept, but for what the ledger does not know: the
files that are evidence, and vouchers of rows that stand on none. The folder `every_column` has
every column and every kind of row.
"""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.exchange.definitions import ERASED
from api.exchange.export import export_exchange
from api.exchange.reader import Reading, read
from api.exchange.rows import PayoutRow
from api.exchange.tables import TABLES, Table
from api.sample import write_sample
from ledger.commands import ReceiveDonation
from ledger.database import connect
from ledger.draft import request
from ledger.journal import Journal
from ledger.office import Office
from projections.figures import Tree, all_units, asked, described, unit_by_code
from projections.per_capita import per_capita
from tests.api.exchange.given import csv_of, folder
from tests.new_homes import EVERY_COLUMN, NewHome, new_homes, record
from tests.secret_keys import KEYS

NOT_SAID = {
    ("openings", "voucher"),
    ("openings", "goods_order"),
    ("donations", "goods_order"),
    ("payouts", "goods_order"),
    ("reversals", "goods_order"),
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


class Copied(NamedTuple):
    """A home, its export, the copy, and the export of the copy."""

    home: str
    export: Path
    copy: str
    second_export: Path


@pytest.fixture(scope="module")
def new_home(postgres_url: str, migrated_database_name: str) -> Iterator[NewHome]:
    with new_homes(postgres_url, migrated_database_name) as new:
        yield new


@pytest.fixture(scope="module")
def every_column(new_home: NewHome, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    return copy_of(EVERY_COLUMN, new_home, tmp_path_factory)


@pytest.fixture(scope="module")
def sample(new_home: NewHome, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    source = tmp_path_factory.mktemp("sample")
    write_sample(source, scale=0.002)
    return copy_of(source, new_home, tmp_path_factory)


@pytest.fixture(params=["every_column", "sample"])
def copied(request: pytest.FixtureRequest) -> Copied:
    found: Copied = request.getfixturevalue(request.param)
    return found


def copy_of(source: Path, new_home: NewHome, places: pytest.TempPathFactory) -> Copied:
    """Record a folder, export it, record the export elsewhere, and export that."""
    copied = Copied(new_home(), places.mktemp("first"), new_home(), places.mktemp("second"))
    record(copied.home, source)
    export_exchange(copied.home, KEYS, copied.export)
    record(copied.copy, copied.export)
    export_exchange(copied.copy, KEYS, copied.second_export)
    return copied


def exported(url: str, place: Path) -> Reading:
    """Return what is read of an export."""
    export_exchange(url, KEYS, place)
    return read(place)


def figures(url: str, on: date, tree: Tree) -> dict[str, tuple[object, ...]]:
    """Return what every unit is called, and its figures, on a day."""
    with connect(url) as connection:
        found = described(connection, all_units(connection), asked(on, tree=tree))
    return {each.code: (each.name, each.level, each.own, each.subtree) for each in found}


def rows_of(reading: Reading, table: Table[Any]) -> list[Any]:
    """Return the rows of a table by their key, without what only the ledger or the files know."""
    rows = sorted(getattr(reading, table.name), key=attrgetter(*table.natural_key))
    for row in rows:
        if table.is_money:
            row.evidence = None
        if isinstance(row, PayoutRow) and row.paid_from == "in_kind":
            row.amount_vnd = None
    return rows


def for_each_inhabitant(url: str) -> list[object]:
    """Return both figures for each inhabitant of every unit, of two years."""
    with connect(url) as connection:
        codes = [
            (each.unit_id, each.code)
            for each in described(connection, all_units(connection), asked(DAYS[-1]))
        ]
        return [per_capita(connection, *each, year) for each in codes for year in (2022, 2023)]


def place(parent: Path, name: str) -> Path:
    """Make a folder."""
    made = parent / name
    made.mkdir()
    return made


@pytest.mark.parametrize("table", TABLES, ids=attrgetter("name"))
def test_the_folder_of_every_column_has_every_column(table: Table[Any]) -> None:
    rows = getattr(read(EVERY_COLUMN), table.name)
    said = {name for name in table.row_type.__slots__ if any(getattr(r, name) for r in rows)}
    unsaid = {(table.name, name) for name in table.row_type.__slots__ if name not in said}
    assert unsaid <= NOT_SAID


@pytest.mark.parametrize("table", TABLES, ids=attrgetter("name"))
def test_what_came_in_goes_out(table: Table[Any], every_column: Copied) -> None:
    assert rows_of(read(every_column.export), table) == rows_of(read(EVERY_COLUMN), table)


@pytest.mark.parametrize("tree", TREES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_copy_has_the_same_figures(day: date, tree: Tree, copied: Copied) -> None:
    assert figures(copied.copy, day, tree) == figures(copied.home, day, tree)


def test_the_copy_has_the_same_figures_for_each_inhabitant(copied: Copied) -> None:
    assert for_each_inhabitant(copied.copy) == for_each_inhabitant(copied.home)


def test_the_export_of_the_copy_is_the_same_byte_for_byte(copied: Copied) -> None:
    names = sorted(each.name for each in copied.export.iterdir())
    same, *others = filecmp.cmpfiles(copied.export, copied.second_export, names, shallow=False)
    assert (same, others) == (names, [[], []])


def test_only_files_with_rows_are_written(new_home: NewHome, tmp_path: Path) -> None:
    home = new_home()
    record(home, folder(place(tmp_path, "in"), units=csv_of(UNIT)))
    (tmp_path / "payouts.csv").write_text("an older export", encoding="utf-8")
    assert export_exchange(home, KEYS, tmp_path) == {"units": 1}
    assert not (tmp_path / "payouts.csv").exists()


def test_what_was_corrected_is_said_as_it_is_now(new_home: NewHome, tmp_path: Path) -> None:
    home, holder = new_home(), {"code": "BAO", "name": "Báo", "kind": "press"}
    series = {"unit": "NA", "year": "2022", "series": "PT", "next_number": "5"}
    first = {"units": csv_of(UNIT), "holders": csv_of(holder), "series": csv_of(series)}
    later = {
        "units": csv_of({**UNIT, "name": "Tỉnh Nghệ An", "valid_to": "2024-12-31"}),
        "holders": csv_of({**holder, "name": "Báo Nghệ An"}),
        "series": csv_of({**series, "next_number": "90"}),
    }
    record(home, folder(place(tmp_path, "1"), **first), folder(place(tmp_path, "2"), **later))
    assert exported(home, place(tmp_path, "out")) == read(tmp_path / "2")


def test_a_transfer_that_arrived_later_is_one_row(new_home: NewHome, tmp_path: Path) -> None:
    home, sent = new_home(), {"key": "t", "from_unit": "NA", "to_unit": "HY", "amount_vnd": "5"}
    sent |= {"sent_on": "2022-03-02", "received_on": "", "paid_from": "cash"}
    gift, arrived = {**CASH, "key": "d"}, {**sent, "received_on": "2022-04-01"}
    given = {"units": csv_of(UNIT, OTHER_UNIT), "donations": csv_of(gift)}
    record(home, folder(place(tmp_path, "1"), **given, transfers=csv_of(sent)))
    record(home, folder(place(tmp_path, "2"), transfers=csv_of(arrived)))
    expected = read(tmp_path / "2").transfers
    assert exported(home, place(tmp_path, "out")).transfers == expected


def test_vouchers_of_two_books_with_one_name_are_told_apart(
    new_home: NewHome, tmp_path: Path
) -> None:
    home, copy = new_home(), new_home()
    lines = [{**CASH, "key": key, "voucher": "PT-1"} for key in ("a1", "a2")]
    others = [{**each, "key": f"b{each['key']}", "unit": "HY"} for each in lines]
    units = csv_of(UNIT, OTHER_UNIT)
    record(home, folder(place(tmp_path, "1"), units=units, donations=csv_of(*lines)))
    record(home, folder(place(tmp_path, "2"), donations=csv_of(*others)))
    rows = exported(home, place(tmp_path, "out")).donations
    vouchers = {row.key: row.voucher for row in rows}
    assert vouchers == {"ba1": "PT-1", "ba2": "PT-1", "a1": "PT-1 (2)", "a2": "PT-1 (2)"}
    assert record(copy, tmp_path / "out").errors == []


def test_a_correction_comes_out_as_a_row_and_in_again_as_the_same(
    new_home: NewHome, tmp_path: Path
) -> None:
    home, wrong = new_home(), {**CASH, "key": "d1"}
    undone = {"key": "r1", "reverses": "d1", "on": "2022-03-02", "reason": "Ghi nhầm"}
    given = {"units": csv_of(UNIT), "donations": csv_of(wrong), "reversals": csv_of(undone)}
    record(home, folder(place(tmp_path, "in"), **given))
    replacing(home, key="d2", replaces="d1")
    rows = exported(home, place(tmp_path, "out")).donations
    assert [(row.key, row.amount_vnd) for row in rows] == [("d1", 100_000), ("d2", 90_000)]
    again = record(home, tmp_path / "out")
    assert (again.errors, again.recorded) == ([], 0)


def replacing(home: str, **said: Any) -> None:  # noqa: ANN401 - of a command
    """Record a gift that takes the place of another, as a page does."""
    with closing(Journal(home, KEYS)) as journal, closing(Office(journal)) as office:
        with connect(home) as connection:
            unit_id = unit_by_code(connection, "NA")
        command = ReceiveDonation(
            unit_id=unit_id,
            booked_on=date(2022, 3, 2),
            channel="cash",
            holding="cash",
            amount_vnd=90_000,
            **said,
        )
        office.ask(request(command, {}, "thu-quy"))


def test_of_the_erased_the_private_cells_are_empty(new_home: NewHome, tmp_path: Path) -> None:
    home = new_home()
    record(home, EVERY_COLUMN)
    with connect(home) as connection:
        connection.execute(b"DELETE FROM vault")
    rows = exported(home, tmp_path)
    private = attrgetter("donor", "donor_id", "donor_kind", "contact", "note")
    assert {private(row) for row in rows.donations} == {(None,) * 5}
    assert {row.reason for row in rows.reversals} == {row.name for row in rows.holders} == {ERASED}


def goods_recorded_late(home: str, places: Path) -> None:
    """Record goods in an order that is not that of days: on a day before, and undone on the day."""
    lots = [{**BOOKS, "key": "A", "received_on": "2022-01-01", "amount_vnd": "100001"}]
    lots += [{**BOOKS, "key": "B", "received_on": "2022-01-05", "amount_vnd": "200000"}]
    cash = {**CASH, "key": "C", "received_on": "2022-01-05"}
    out = [{**AWARD_OF_BOOKS, "key": "P", "paid_on": "2022-01-06", "quantity": "7"}]
    wrong = {"key": "R", "reverses": "P", "on": "2022-01-06", "reason": "Nhầm"}
    late = {**AWARD_OF_BOOKS, "key": "L", "paid_on": "2022-01-02", "quantity": "5"}
    again = {**AWARD_OF_BOOKS, "key": "Q", "paid_on": "2022-01-06", "quantity": "14"}
    record(
        home,
        folder(place(places, "1"), units=csv_of(UNIT), donations=csv_of(lots[1], cash)),
        folder(place(places, "2"), payouts=csv_of(*out)),
        folder(place(places, "3"), donations=csv_of(lots[0])),
        folder(place(places, "4"), payouts=csv_of(late)),
        folder(place(places, "5"), reversals=csv_of(wrong)),
        folder(place(places, "6"), payouts=csv_of(again)),
    )


def test_goods_recorded_late_are_worth_the_same_in_the_copy(
    new_home: NewHome, tmp_path: Path
) -> None:
    home, copy = new_home(), new_home()
    goods_recorded_late(home, tmp_path)
    export_exchange(home, KEYS, place(tmp_path, "out"))
    assert record(copy, tmp_path / "out").recorded == 8
    days = [date(2022, 1, day) for day in range(1, 8)]
    assert [figures(copy, day, "as_was") for day in days] == [
        figures(home, day, "as_was") for day in days
    ]


def test_a_share_of_a_lot_that_comes_to_nothing_is_left_to_the_lots(
    new_home: NewHome, tmp_path: Path
) -> None:
    home, copy = new_home(), new_home()
    lot = {**BOOKS, "key": "D", "received_on": "2022-01-05", "amount_vnd": "7"}
    out = {**AWARD_OF_BOOKS, "key": "P", "paid_on": "2022-01-06", "quantity": "1"}
    record(home, folder(tmp_path, units=csv_of(UNIT), donations=csv_of(lot), payouts=csv_of(out)))
    export_exchange(home, KEYS, place(tmp_path, "out"))
    assert record(copy, tmp_path / "out").recorded == 3
    assert record(home, tmp_path / "out").already_recorded == 3


def test_goods_recorded_in_the_order_of_days_have_no_order_of_their_own(sample: Copied) -> None:
    rows = read(sample.export)
    told: list[Any] = [*rows.openings, *rows.donations, *rows.payouts, *rows.reversals]
    assert {row.goods_order for row in told} == {None}
