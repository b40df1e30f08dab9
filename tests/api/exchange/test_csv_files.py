"""A CSV file is UTF-8, separated by comma or semicolon, quoted as in RFC 4180; nothing is guessed.

Rows are counted as a spreadsheet shows them: the heading is row 1, a record is one row however
many lines it takes.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from api.exchange.errors import Code
from tests.api.exchange.given import DONATION, UNITS, csv_of, folder, only_error, reading

TWO = csv_of({**DONATION, "donor": "Lê Thị Hoa"}, {**DONATION, "key": "d2", "donor": "Ẩn danh"})


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        "\ufeff" + TWO,
        TWO.replace("\n", "\r\n"),
        TWO.replace(",", ";"),
        TWO.replace('"', ""),
        TWO.rstrip("\n"),
        unicodedata.normalize("NFD", TWO),
        TWO.replace('"Lê Thị Hoa"', '"  Lê Thị Hoa\u00a0"'),
        "\n \n" + TWO,
    ],
    ids=["plain", "BOM", "CRLF", "semicolons", "bare", "no end", "NFD", "spaces", "blank lines"],
)
def test_the_same_rows_come_from_every_dialect(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, donations=text)
    assert read.errors == []
    assert [(row.key, row.donor) for row in read.donations] == [
        ("d1", "Lê Thị Hoa"), ("d2", "Ẩn danh"),
    ]  # fmt: skip


def test_commas_quotes_and_line_breaks_may_stand_in_quotes(tmp_path: Path) -> None:
    text = csv_of({**DONATION, "note": 'Lớp 5A, ""Về đích""\nđợt 2'})
    assert reading(tmp_path, donations=text).donations[0].note == 'Lớp 5A, "Về đích"\nđợt 2'


def test_a_record_of_several_lines_is_one_row(tmp_path: Path) -> None:
    long = {**DONATION, "note": "một\nhai\nba"}
    text = csv_of(long, {**DONATION, "key": "d2", "received_on": "hôm qua"})
    assert only_error(tmp_path, donations=text).row == 3


def test_blank_rows_are_no_rows_but_are_counted(tmp_path: Path) -> None:
    heading, first, second = TWO.splitlines(keepends=True)
    text = f"{heading}\n{first},,,,,\n , ,,,,\n{second.replace('26000', '26,000')}"
    read = reading(tmp_path, donations=text)
    assert [row.row for row in read.donations] == [3]
    assert [error.row for error in read.errors] == [6]


def test_blank_lines_above_the_headings_are_counted(tmp_path: Path) -> None:
    text = "\n\n" + csv_of({**DONATION, "key": ""})
    assert only_error(tmp_path, donations=text).row == 4


def test_rows_are_counted_over_all_batches(tmp_path: Path) -> None:
    rows = [{**DONATION, "key": f"d{at}"} for at in range(2, 3_000)]
    rows[2_500]["amount_vnd"] = "0"
    read = reading(tmp_path, donations=csv_of(*rows))
    assert all(row.key == f"d{row.row}" for row in read.donations)
    assert [error.row for error in read.errors] == [2_502]


def test_a_leading_equals_sign_is_text(tmp_path: Path) -> None:
    text = csv_of({**DONATION, "donor": "=SUM(A1)", "voucher": "-12", "note": "@quỹ"})
    (row,) = reading(tmp_path, donations=text).donations
    assert (row.donor, row.voucher, row.note) == ("=SUM(A1)", "-12", "@quỹ")


def test_cells_left_out_at_the_end_of_a_row_are_empty(tmp_path: Path) -> None:
    text = csv_of(DONATION).replace("\n", ",note,voucher\n", 1)
    (row,) = reading(tmp_path, donations=text).donations
    assert (row.note, row.voucher) == (None, None)


def test_a_file_of_another_encoding_names_the_line(tmp_path: Path) -> None:
    text = TWO.encode().replace("Ẩn danh".encode(), "Ẩn danh".encode("cp1258", "replace"))
    text = text.replace(b"?n danh", b"\xc2n danh")
    error = only_error(tmp_path, donations=text)
    assert (error.code, error.file, error.facts["line"]) == (Code.NOT_UTF8, "donations.csv", 3)


def test_a_file_of_utf_16_is_refused(tmp_path: Path) -> None:
    assert only_error(tmp_path, donations=TWO.encode("utf-16")).code is Code.NOT_UTF8


def test_a_wrong_byte_far_below_leaves_no_rows(tmp_path: Path) -> None:
    rows = [{**DONATION, "key": f"d{at}"} for at in range(2_000)]
    read = reading(tmp_path, donations=csv_of(*rows).encode() + b"\xff")
    assert (read.donations, [error.code for error in read.errors]) == ([], [Code.NOT_UTF8])


@pytest.mark.parametrize("end", ['"d3","NA', '"d3"x,"NA"\n'])
def test_a_quote_that_does_not_close_names_the_row_and_leaves_no_rows(
    tmp_path: Path, end: str
) -> None:
    read = reading(tmp_path, donations=TWO + end)
    (error,) = read.errors
    assert (error.code, error.row, read.donations) == (Code.BAD_QUOTING, 4, [])


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", "\r\n"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    assert only_error(tmp_path, units=text).code is Code.EMPTY_FILE


def test_a_file_of_headings_alone_has_no_rows_and_no_errors(tmp_path: Path) -> None:
    read = reading(tmp_path, units=UNITS)
    assert (read.units, read.errors, read.shown_names) == ([], [], {"units": "units.csv"})


def test_a_cell_beyond_the_headings_is_named(tmp_path: Path) -> None:
    text = "code;name;kind\nBAO;Báo Nghệ An;press;;x\n"
    error = only_error(tmp_path, holders=text)
    assert (error.code, error.row, error.column, error.value) == (Code.EXTRA_CELL, 2, None, "x")


def test_a_column_without_a_heading_may_be_there_if_it_is_empty(tmp_path: Path) -> None:
    text = "code,name,,kind,\nBAO,Báo Nghệ An, ,press,\n"
    assert reading(tmp_path, holders=text).holders[0].kind == "press"


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: os.symlink("khong", path)])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "funds.csv")
    assert only_error(folder(tmp_path)).code is Code.UNREADABLE_FILE
