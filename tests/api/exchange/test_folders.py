"""A folder is read whole: every file that can be read is read, and all errors are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.exchange.errors import Code
from api.exchange.reader import read
from tests.api.exchange.given import DONATION, UNITS, csv_of, folder, only_error, reading


def test_errors_of_all_files_are_told_in_the_order_of_the_files(tmp_path: Path) -> None:
    bad = csv_of({**DONATION, "amount_vnd": "0"})
    read_ = reading(tmp_path, donations=bad, units="code\n", holders="", zzz="a")
    assert [error.file for error in read_.errors] == [
        "zzz.csv", *["units.csv"] * 4, "holders.csv", "donations.csv",
    ]  # fmt: skip


def test_an_unknown_csv_file_is_named(tmp_path: Path) -> None:
    error = only_error(tmp_path, units=UNITS, donation=csv_of(DONATION))
    assert (error.code, error.file, error.value) == (
        Code.UNKNOWN_FILE, "donation.csv", "donation",
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["anh.jpg", "ghi.txt", "qd.pdf", ".units.csv", "._units.csv", "~$units.csv", "so.xlsx"]
)
def test_files_that_are_not_csv_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\x00")
    (tmp_path / "quet").mkdir()
    assert reading(tmp_path, units=UNITS).errors == []


def test_a_file_name_may_be_in_upper_case(tmp_path: Path) -> None:
    (tmp_path / "Units.CSV").write_text(UNITS)
    assert read(tmp_path).shown_names == {"units": "Units.CSV"}


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "Units.csv").write_text(UNITS)
    error = only_error(tmp_path, units=UNITS)
    assert (error.code, error.file) == (Code.DUPLICATE_FILE, "units.csv")


def test_a_folder_without_a_known_file_is_refused(tmp_path: Path) -> None:
    assert [error.code for error in read(tmp_path).errors] == [Code.NOTHING_TO_READ]


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert [error.code for error in read(tmp_path / "khong").errors] == [Code.PATH_NOT_FOUND]


def test_a_single_csv_file_is_no_folder(tmp_path: Path) -> None:
    file = folder(tmp_path, units=UNITS) / "units.csv"
    assert [error.code for error in read(file).errors] == [Code.NOT_AN_EXCHANGE_PATH]


def test_progress_counts_the_bytes_of_all_files_and_comes_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    place = folder(
        tmp_path,
        units=UNITS,
        donations=csv_of(*({**DONATION, "key": f"d{at}"} for at in range(2_000))),
    )
    read(place, on_progress=lambda done, total: seen.append((done, total)))
    total = sum(path.stat().st_size for path in place.iterdir())
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {total} == {seen[-1][0]}
