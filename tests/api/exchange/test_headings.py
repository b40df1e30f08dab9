"""Columns stand in any order, by English or Vietnamese names; every wrong heading is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.exchange.errors import Code
from tests.api.exchange.given import DONATION, csv_of, only_error, reading


@pytest.mark.parametrize(
    "headings",
    [
        "key,unit,received_on,channel,amount_vnd",
        "KEY, Unit ,Received_On,CHANNEL,amount vnd",
        "khóa,đơn vị,ngày nhận,hình thức,số tiền",
        "Khoá,Mã đơn vị,Ngày thu,Hình thức ủng hộ,Số tiền (đồng)",
        "khoa,don vi,ngay,hinh thuc,so tien",
        "KHÓA,ĐƠN VỊ,NGÀY,HÌNH THỨC,SỐ TIỀN",
    ],
)
def test_headings_are_known_in_english_and_in_vietnamese(tmp_path: Path, headings: str) -> None:
    read = reading(tmp_path, donations=f"{headings}\nd1,NA,30/06/2022,tiền mặt,26.000\n")
    assert read.errors == []
    assert (read.donations[0].channel, read.donations[0].amount_vnd) == ("cash", 26_000)


def test_columns_stand_in_any_order(tmp_path: Path) -> None:
    turned = dict(reversed(DONATION.items()))
    here = reading(tmp_path, donations=csv_of(turned)).donations
    assert here == reading(tmp_path, donations=csv_of(DONATION)).donations


def test_every_unknown_column_is_named(tmp_path: Path) -> None:
    text = csv_of({**DONATION, "STT": "1", "amount": "26"})
    errors = reading(tmp_path, donations=text).errors
    assert [(error.code, error.row, error.column) for error in errors] == [
        (Code.UNKNOWN_COLUMN, 1, "STT"), (Code.UNKNOWN_COLUMN, 1, "amount"),
    ]  # fmt: skip


def test_a_column_of_another_unit_of_measure_is_unknown(tmp_path: Path) -> None:
    text = csv_of(DONATION).replace("amount_vnd", "Số tiền (nghìn đồng)")
    codes = {error.code for error in reading(tmp_path, donations=text).errors}
    assert codes == {Code.UNKNOWN_COLUMN, Code.MISSING_COLUMN}


def test_a_column_said_twice_is_refused_with_both_names(tmp_path: Path) -> None:
    error = only_error(tmp_path, donations=csv_of({**DONATION, "Số tiền": "26000"}))
    assert (error.code, error.column) == (Code.DUPLICATE_COLUMN, "amount_vnd")
    assert (error.facts["first"], error.value) == ("amount_vnd", "Số tiền")


@pytest.mark.parametrize("name", ["key", "unit", "received_on", "channel", "amount_vnd"])
def test_a_missing_column_is_named(tmp_path: Path, name: str) -> None:
    row = {column: cell for column, cell in DONATION.items() if column != name}
    error = only_error(tmp_path, donations=csv_of(row))
    assert (error.code, error.row, error.column) == (Code.MISSING_COLUMN, 1, name)


def test_a_wrong_heading_keeps_only_its_own_file_from_being_read(tmp_path: Path) -> None:
    read = reading(
        tmp_path, donations=csv_of({**DONATION, "x": "1"}), holders="code,name,kind\nB,Báo,press\n"
    )
    assert (read.donations, [row.code for row in read.holders]) == ([], ["B"])


def test_a_file_of_another_separator_is_refused_by_its_headings(tmp_path: Path) -> None:
    codes = {
        error.code for error in reading(tmp_path, holders="code\tname\tkind\nB\tBáo\tpress").errors
    }
    assert codes == {Code.UNKNOWN_COLUMN, Code.MISSING_COLUMN}
