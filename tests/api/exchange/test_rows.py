"""A row is whole or it is left out, and then everything that is wrong with it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from api.exchange.assembly import read_rows
from api.exchange.errors import Code
from api.exchange.rows import DonationRow, UnitRow
from api.exchange.sources import Batch, Source
from api.exchange.tables import HOLDERS
from tests.api.exchange.given import (
    DONATION,
    GOODS,
    HANDOVER,
    OPENING,
    PAYOUT,
    csv_of,
    only_error,
    reading,
)

PRESS = {**DONATION, "channel": "press", "holder": "BAO"}
IN_KIND = {**DONATION, **GOODS, "amount_vnd": ""}
OPENING_GOODS = {**OPENING, "item": "Vở", "quantity": "20", "counted_in": "quyển"}
PAYOUT_GOODS = {
    **PAYOUT, "paid_from": "in_kind", "amount_vnd": "", "item": "Vở", "quantity": "5",
    "counted_in": "quyển",
}  # fmt: skip


def test_a_full_row_keeps_every_cell_under_its_name(tmp_path: Path) -> None:
    text = csv_of(
        {
            **DONATION, **GOODS, "fund": "general", "donor": "Bà Hoa", "donor_id": "P7",
            "donor_kind": "cá nhân", "contact": "0912345678", "note": "ghi", "voucher": "1/6",
            "paper_no": "0042", "document_on": "29/06/2022", "precision": "tháng",
            "decision": "15/QĐ-HKH ngày 01/06/2022, HKH Nghệ An", "evidence": "a.jpg;b.pdf",
        }
    )  # fmt: skip
    assert reading(tmp_path, donations=text).donations == [
        DonationRow(
            2, "d1", "NA", date(2022, 6, 30), "in_kind", "general", "Bà Hoa", "P7", "person",
            "0912345678", 26_000, "Vở", Decimal(20), "quyển", None, None, "ghi", None, "1/6",
            "0042", date(2022, 6, 29), "month", "15/QĐ-HKH ngày 01/06/2022, HKH Nghệ An",
            ("a.jpg", "b.pdf"),
        )
    ]  # fmt: skip


def test_the_column_class_is_the_field_class_name(tmp_path: Path) -> None:
    (row,) = reading(
        tmp_path, payouts=csv_of({**PAYOUT, "class": "5A", "school": "TH Lê Lợi"})
    ).payouts
    assert (row.class_name, row.school) == ("5A", "TH Lê Lợi")


def test_a_root_has_no_parent(tmp_path: Path) -> None:
    text = "code,name,level,parent,valid_from\nNA,Hội Khuyến học Nghệ An,tỉnh,,2000-01-01\n"
    assert reading(tmp_path, units=text).units == [
        UnitRow(2, "NA", "Hội Khuyến học Nghệ An", "province", None, date(2000, 1, 1), None, None)
    ]


def test_every_wrong_cell_of_a_row_is_told_in_the_order_of_the_columns(tmp_path: Path) -> None:
    wrong = {
        "key": "", "unit": "NA", "received_on": "30/2/2022", "channel": "press",
        "amount_vnd": "26,000", "item": "Vở",
    }  # fmt: skip
    read = reading(tmp_path, donations=csv_of(wrong))
    assert [(error.column, error.code) for error in read.errors] == [
        ("key", Code.MISSING_VALUE),
        ("received_on", Code.BAD_DATE),
        ("amount_vnd", Code.BAD_AMOUNT),
        ("item", Code.VALUE_NOT_EXPECTED),
        ("holder", Code.MISSING_VALUE),
    ]
    assert read.donations == []


def test_a_wrong_row_leaves_the_others_in(tmp_path: Path) -> None:
    rows = [{**DONATION, "key": key} for key in ("d1", "", "d3")]
    read = reading(tmp_path, donations=csv_of(*rows))
    assert [row.key for row in read.donations] == ["d1", "d3"]
    assert [error.row for error in read.errors] == [3]


def test_the_same_fault_is_told_for_each_row_that_has_it(tmp_path: Path) -> None:
    rows = [{**DONATION, "key": f"d{at}", "received_on": "sai"} for at in range(3)]
    read = reading(tmp_path, donations=csv_of(*rows))
    assert [error.row for error in read.errors] == [2, 3, 4]


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("donations", DONATION),
        ("donations", {**DONATION, "channel": "bank", "holding": "BIDV"}),
        ("donations", PRESS),
        ("donations", IN_KIND),
        ("donations", {**IN_KIND, "amount_vnd": "200000"}),
        ("payouts", PAYOUT),
        ("payouts", PAYOUT_GOODS),
        ("payouts", {**PAYOUT_GOODS, "amount_vnd": "50000"}),
        ("handovers", {**HANDOVER, "into": "cash"}),
        ("handovers", {**HANDOVER, "how": "direct", "recipients": "0", "fund": "F1"}),
        ("openings", {**OPENING, "holding": "bank"}),
        ("openings", {**OPENING, "holder": "BAO"}),
        ("openings", OPENING_GOODS),
        ("openings", {**OPENING_GOODS, "amount_vnd": ""}),
    ],
)
def test_a_row_that_fits_its_kind_is_kept(
    tmp_path: Path, file: str, row: Mapping[str, str]
) -> None:
    read = reading(tmp_path, **{file: csv_of(row)})
    assert (read.errors, len(getattr(read, file))) == ([], 1)


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("donations", {**DONATION, "amount_vnd": ""}, "amount_vnd"),
        ("donations", {**DONATION, "channel": "bank", "amount_vnd": ""}, "amount_vnd"),
        ("donations", {**PRESS, "amount_vnd": ""}, "amount_vnd"),
        ("donations", {**PRESS, "holder": ""}, "holder"),
        ("donations", {**IN_KIND, "item": ""}, "item"),
        ("donations", {**IN_KIND, "quantity": ""}, "quantity"),
        ("donations", {**IN_KIND, "counted_in": ""}, "counted_in"),
        ("payouts", {**PAYOUT, "amount_vnd": ""}, "amount_vnd"),
        ("payouts", {**PAYOUT_GOODS, "item": ""}, "item"),
        ("payouts", {**PAYOUT_GOODS, "quantity": ""}, "quantity"),
        ("payouts", {**PAYOUT_GOODS, "counted_in": ""}, "counted_in"),
        ("openings", {**OPENING, "amount_vnd": ""}, "amount_vnd"),
        ("openings", {**OPENING_GOODS, "quantity": ""}, "quantity"),
        ("openings", {**OPENING_GOODS, "counted_in": ""}, "counted_in"),
        ("handovers", {**HANDOVER, "amount_vnd": ""}, "amount_vnd"),
    ],
)
def test_a_row_without_what_its_kind_needs_names_the_column(
    tmp_path: Path, file: str, row: Mapping[str, str], column: str
) -> None:
    error = only_error(tmp_path, **{file: csv_of(row)})
    assert (error.code, error.column, error.row) == (Code.MISSING_VALUE, column, 2)


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("donations", {**DONATION, "holder": "BAO"}, "holder"),
        ("donations", {**DONATION, "item": "Vở"}, "item"),
        ("donations", {**PRESS, "holding": "bank"}, "holding"),
        ("donations", {**PRESS, "quantity": "2"}, "quantity"),
        ("donations", {**IN_KIND, "holder": "BAO"}, "holder"),
        ("donations", {**IN_KIND, "holding": "cash"}, "holding"),
        ("payouts", {**PAYOUT, "counted_in": "quyển"}, "counted_in"),
        ("payouts", {**PAYOUT_GOODS, "holding": "cash"}, "holding"),
        ("handovers", {**HANDOVER, "recipients": "3"}, "recipients"),
        ("handovers", {**HANDOVER, "how": "direct", "into": "bank"}, "into"),
        ("openings", {**OPENING, "counted_in": "quyển"}, "counted_in"),
        ("openings", {**OPENING_GOODS, "holder": "BAO"}, "holder"),
        ("openings", {**OPENING, "holder": "BAO", "holding": "cash"}, "holding"),
    ],
)
def test_a_cell_that_says_another_kind_than_the_row_is_refused(
    tmp_path: Path, file: str, row: Mapping[str, str], column: str
) -> None:
    error = only_error(tmp_path, **{file: csv_of(row)})
    assert (error.code, error.column, error.row) == (Code.VALUE_NOT_EXPECTED, column, 2)


def test_only_boards_have_a_kind(tmp_path: Path) -> None:
    headings = "code,name,level,parent,valid_from,kind\n"
    rows = "B,Ban họ Lê,board,NA,2000-01-01,dòng họ\nX,Xã A,commune,NA,2000-01-01,clan\n"
    read = reading(tmp_path, units=headings + rows)
    assert [unit.kind for unit in read.units] == ["clan"]
    assert [(error.row, error.column) for error in read.errors] == [(3, "kind")]


def test_a_wrong_cell_is_not_also_missing(tmp_path: Path) -> None:
    error = only_error(tmp_path, donations=csv_of({**IN_KIND, "quantity": "1.000"}))
    assert (error.code, error.column) == (Code.BAD_QUANTITY, "quantity")


def test_a_wrong_cell_where_none_belongs_is_told_once(tmp_path: Path) -> None:
    error = only_error(tmp_path, donations=csv_of({**DONATION, "quantity": "1.000"}))
    assert (error.code, error.column) == (Code.BAD_QUANTITY, "quantity")


def test_a_reference_row_said_twice_alike_is_no_contradiction(tmp_path: Path) -> None:
    read = reading(tmp_path, holders="code,name,kind\nB,Báo,press\nB,Báo,press\n")
    assert (read.errors, len(read.holders)) == ([], 2)


def test_a_reference_row_that_contradicts_an_earlier_one_is_refused(tmp_path: Path) -> None:
    read = reading(tmp_path, holders="code,name,kind\nB,Báo,press\nB,Báo khác,press\n")
    (error,) = read.errors
    assert (error.code, error.row, error.facts["first_row"]) == (Code.DUPLICATE_ROW, 3, 2)
    assert [row.name for row in read.holders] == ["Báo"]


def test_two_intervals_of_one_unit_are_two_rows(tmp_path: Path) -> None:
    text = (
        "code,name,level,parent,valid_from,valid_to\n"
        "H,Huyện A,district,NA,2000-01-01,2021-12-31\nH,Thị xã A,district,NA,2022-01-01,\n"
    )
    read = reading(tmp_path, units=text)
    assert (read.errors, len(read.units)) == ([], 2)


def test_a_key_of_a_money_row_may_come_twice_for_the_ledger_to_judge(tmp_path: Path) -> None:
    read = reading(tmp_path, donations=csv_of(DONATION, {**DONATION, "amount_vnd": "27000"}))
    assert (read.errors, len(read.donations)) == ([], 2)


def test_many_rows_read_the_same_as_few(tmp_path: Path) -> None:
    rows = [
        {**DONATION, "key": f"d{at}", "donor": f"Hộ số {at} " if at % 2 else "", "note": "chung"}
        for at in range(36_000)
    ]
    read = reading(tmp_path, donations=csv_of(*rows))
    assert [(row.key, row.donor, row.note) for row in read.donations] == [
        (f"d{at}", f"Hộ số {at}" if at % 2 else None, "chung") for at in range(36_000)
    ]


def test_a_wrong_name_among_many_is_found(tmp_path: Path) -> None:
    rows = [{**DONATION, "key": f"d{at}", "donor": f"Hộ {at}"} for at in range(36_000)]
    rows[33_500]["donor"] = "Hộ\u202e69"
    rows[34_000]["key"] = " "
    rows[35_000]["donor"] = "Ho\u0302\u0323"
    read = reading(tmp_path, donations=csv_of(*rows))
    assert [(error.row, error.code) for error in read.errors] == [
        (33_502, Code.BAD_TEXT), (34_002, Code.MISSING_VALUE),
    ]  # fmt: skip
    assert read.donations[34_998].donor == "Hộ"


def test_a_formula_without_a_value_among_many_rows_is_found() -> None:
    records: list[list[str | None]] = [[f"B{at}", f"Báo {at}", "press"] for at in range(36_000)]
    records[35_000][1] = None
    batches = [
        Batch(range(at + 2, at + 502), records[at : at + 500]) for at in range(0, 36_000, 500)
    ]
    heading = Batch([1], [["code", "name", "kind"]])
    rows, errors = read_rows(HOLDERS, Source("holders", iter([heading, *batches])))
    assert [(error.row, error.code) for error in errors] == [(35_002, Code.FORMULA_WITHOUT_VALUE)]
    assert all(row.code == f"B{row.row - 2}" for row in rows)
