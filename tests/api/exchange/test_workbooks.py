"""A workbook gives the rows that a folder of the same cells gives, and harms nobody.

Numbers and days come as a spreadsheet keeps them. A formula counts by the value that was saved
with it; without one it is an error, never an empty cell. A file made to exhaust the machine ends
in a sentence.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from api.exchange import spreadsheet
from api.exchange.errors import Code, RowError, sentence
from api.exchange.reader import read
from api.exchange.spreadsheet import sheets_of
from api.exchange.workbook import CELL_MAX_CHARS
from tests.api.exchange.given import DONATION, csv_of, raw_workbook, reading, workbook

HEADINGS: list[object] = list(DONATION)
DAY = datetime.date(2022, 6, 30)


def row_xml(changed: Mapping[str, str]) -> str:
    """Return a row of one donation as XML; `changed` has whole cells by their columns."""
    cells = [changed.get(name, f'<c t="str"><v>{cell}</v></c>') for name, cell in DONATION.items()]
    return f"<row>{''.join(cells)}</row>"


HEADING_XML = row_xml({name: f'<c t="str"><v>{name}</v></c>' for name in DONATION})


def only_error_of(path: Path) -> RowError:
    """Return the only error of a workbook that gives no rows."""
    read_ = read(path)
    (error,) = read_.errors
    assert not any(getattr(read_, name) for name in read_.shown_names)
    return error


def donation_with(place: Path, **cells: object) -> Path:
    """Return a workbook of one donation with some cells changed or added."""
    row: dict[str, object] = {**DONATION, **cells}
    return workbook(place, donations=[list(row), list(row.values())])


def test_a_workbook_reads_as_a_folder_of_the_same_cells(tmp_path: Path) -> None:
    rows = [{**DONATION, "key": f"d{at}", "donor": "Lê Hoa"} for at in range(1_200)]
    path = workbook(tmp_path, donations=[list(rows[0]), *(list(row.values()) for row in rows)])
    from_folder = reading(tmp_path, donations=csv_of(*rows))
    from_workbook = read(path)
    assert from_workbook.errors == []
    assert from_workbook.donations == from_folder.donations
    assert [row.row for row in from_workbook.donations] == list(range(2, 1_202))


def test_days_and_amounts_may_be_real_days_and_numbers(tmp_path: Path) -> None:
    path = donation_with(tmp_path, received_on=DAY, amount_vnd=26_000)
    (row,) = read(path).donations
    assert (row.received_on, row.amount_vnd) == (DAY, 26_000)


def test_a_number_in_a_text_column_has_no_decimals(tmp_path: Path) -> None:
    path = donation_with(tmp_path, key=17, voucher=42, contact=912_345_678, note=1.5)
    (row,) = read(path).donations
    assert (row.key, row.voucher, row.contact, row.note) == ("17", "42", "912345678", "1.5")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (26.5, Code.BAD_AMOUNT),
        (26.125, Code.BAD_AMOUNT),
        (0, Code.AMOUNT_NOT_POSITIVE),
        (-26_000, Code.AMOUNT_NOT_POSITIVE),
        (2.0**53, Code.AMOUNT_TOO_LARGE),
        (1e300, Code.AMOUNT_TOO_LARGE),
        (True, Code.BAD_AMOUNT),
        ("26,000", Code.BAD_AMOUNT),
        (DAY, Code.BAD_AMOUNT),
    ],
)
def test_a_number_that_is_no_amount_is_refused(tmp_path: Path, cell: object, code: Code) -> None:
    assert only_error_of(donation_with(tmp_path, amount_vnd=cell)).code is code


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [(2.5, "2.5"), (1.125, "1.125"), (0.1 + 0.2, "0.3"), (1_000, "1000"), ("2,5", "2.5")],
)
def test_a_quantity_is_what_the_spreadsheet_shows(
    tmp_path: Path, cell: object, quantity: str
) -> None:
    path = donation_with(
        tmp_path, channel="in_kind", amount_vnd=None, item="Gạo", quantity=cell, counted_in="tấn"
    )
    assert read(path).donations[0].quantity == Decimal(quantity)


def test_a_number_is_read_to_the_fifteen_digits_that_people_see(tmp_path: Path) -> None:
    sum_of_floats = "<c><f>SUM(A1:A9)</f><v>0.30000000000000004</v></c>"
    names = ("key", "unit", "on", "item", "quantity", "counted_in")
    heading = "".join(f'<c t="str"><v>{name}</v></c>' for name in names)
    cells = "".join(f'<c t="str"><v>{cell}</v></c>' for cell in ("o1", "NA", "2022-01-01", "Gạo"))
    last = '<c t="str"><v>tấn</v></c>'
    path = raw_workbook(
        tmp_path, f"<row>{heading}</row><row>{cells}{sum_of_floats}{last}</row>", name="openings"
    )
    assert str(read(path).openings[0].quantity) == "0.3"


def test_a_day_with_an_hour_is_no_day(tmp_path: Path) -> None:
    moment = datetime.datetime(2022, 6, 30, 10, 5)  # noqa: DTZ001 - a spreadsheet knows no zones
    error = only_error_of(donation_with(tmp_path, received_on=moment))
    assert (error.code, error.value) == (Code.BAD_DATE, "2022-06-30 10:05:00")


def test_yes_and_no_may_be_ticked(tmp_path: Path) -> None:
    headings = ["unit", "fund", "name", "restricted"]
    path = workbook(tmp_path, funds=[headings, ["NA", "F1", "Nguồn A", True]])
    assert read(path).funds[0].restricted is True


def test_rows_and_columns_are_counted_from_the_corner_of_the_sheet(tmp_path: Path) -> None:
    bad = [None, None, *{**DONATION, "amount_vnd": 26.5}.values()]
    path = workbook(tmp_path, donations=[[], [], [None, None, *HEADINGS], [], bad])
    assert only_error_of(path).row == 5


def test_a_formula_counts_by_its_saved_value(tmp_path: Path) -> None:
    amount = '<c r="E2"><f>SUM(B1:B3)</f><v>26000</v></c>'
    (row,) = read(raw_workbook(tmp_path, HEADING_XML + row_xml({"amount_vnd": amount}))).donations
    assert row.amount_vnd == 26_000


def test_a_formula_of_a_sheet_that_begins_further_right_is_found(tmp_path: Path) -> None:
    cells: list[object] = [None, None, *{**DONATION, "unit": "=A1"}.values()]
    error = only_error_of(workbook(tmp_path, donations=[[None, None, *HEADINGS], cells]))
    assert (error.code, error.column) == (Code.FORMULA_WITHOUT_VALUE, "unit")


@pytest.mark.parametrize("column", ["key", "donor", "amount_vnd", "note"])
def test_a_formula_without_a_value_is_an_error_in_any_column(tmp_path: Path, column: str) -> None:
    path = donation_with(tmp_path, **{"donor": "Hoa", "note": "x", column: "=1+1"})
    error = only_error_of(path)
    assert (error.code, error.row, error.column) == (Code.FORMULA_WITHOUT_VALUE, 2, column)


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='C2'><f>A1</f></c>",
        "<c><f>A1</f></c>",
        '<c r="C2"><f>A1</f><v/></c>',
        '<c r="C2"><f>A1</f><v></v></c>',
        '<c r="C2" t="str"><f>A1</f></c>',
        '<c r="C2"><f t="shared" si="0"/></c>',
        '<c r="C2"><f ca="1">A1&gt;2</f></c>',
        "<c r='C3'><f><![CDATA[A1]]></f></c>",
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="C2">'
        "<x:f>A1</x:f></x:c>",
        '<c r="C2" t="e"><v>#N/A</v></c>',
        '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    ],
)
def test_every_way_to_leave_out_the_value_of_a_formula_is_seen(tmp_path: Path, cell: str) -> None:
    read_ = read(raw_workbook(tmp_path, HEADING_XML + row_xml({"received_on": cell})))
    (error,) = read_.errors
    assert (error.code, error.row, error.column) == (
        Code.FORMULA_WITHOUT_VALUE, 2, "received_on",
    )  # fmt: skip


def test_a_row_of_formulas_without_values_is_not_blank(tmp_path: Path) -> None:
    rows = HEADING_XML + row_xml({}) + "<row><c/><c><f>A1</f></c></row>"
    read_ = read(raw_workbook(tmp_path, rows))
    assert (3, "unit", Code.FORMULA_WITHOUT_VALUE) in [
        (error.row, error.column, error.code) for error in read_.errors
    ]
    assert len(read_.donations) == 1


def test_a_formula_in_the_headings_is_an_error(tmp_path: Path) -> None:
    heading = HEADING_XML.replace("</row>", "<c><f>A1</f></c></row>")
    error = only_error_of(raw_workbook(tmp_path, heading))
    assert (error.code, error.row) == (Code.FORMULA_WITHOUT_VALUE, 1)


def test_a_formula_of_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    heading = HEADING_XML.replace("</row>", '<c t="str"><v>note</v></c></row>')
    note = '<c t="str"><f>IF(A1="","",A1)</f><v></v></c></row>'
    path = raw_workbook(tmp_path, heading + row_xml({}).replace("</row>", note))
    assert read(path).donations[0].note is None


def test_sheets_are_known_by_the_names_of_the_files(tmp_path: Path) -> None:
    holders: list[list[object]] = [["code", "name", "kind"], ["BAO", "Báo Nghệ An", "báo chí"]]
    read_ = read(workbook(tmp_path, Holders=holders, donations=[HEADINGS]))
    assert (read_.errors, len(read_.holders)) == ([], 1)
    assert read_.shown_names == {"holders": "Holders", "donations": "donations"}


def test_a_sheet_of_wrong_headings_does_not_hide_the_next(tmp_path: Path) -> None:
    holders: list[list[object]] = [["code", "name", "kind"], ["BAO", "Báo Nghệ An", "press"]]
    path = workbook(tmp_path, donations=[["key"], *[["d"]] * 1_500], holders=holders)
    assert [row.code for row in read(path).holders] == ["BAO"]


def test_a_text_that_is_too_long_is_cut_before_it_is_passed_on(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path, '<row><c t="s"><v>0</v></c></row>', strings="x" * 100_000)
    (batch,) = (batch for sheet in sheets_of(path, lambda *_: None) for batch in sheet.batches)
    assert batch.records == [["x" * CELL_MAX_CHARS]]


def test_a_sheet_of_another_name_is_an_error_unless_it_is_empty(tmp_path: Path) -> None:
    path = workbook(tmp_path, Sheet1=[["x"]] * 1_500, Sheet2=[], donations=[HEADINGS])
    error = only_error_of(path)
    assert (error.code, error.file) == (Code.UNKNOWN_SHEET, "Sheet1")


def test_a_chart_is_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "bieu-do.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("donations").write_row(0, 0, HEADINGS)
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=donations!$A$1:$A$2"})
        made.add_chartsheet("Biểu đồ").set_chart(chart)
    assert read(path).errors == []


def test_errors_of_all_sheets_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, holders=[["code"], ["B"]], funds=[["unit"], ["NA"]])
    assert {error.file for error in read(path).errors} == {"holders", "funds"}


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, **{"donations": [HEADINGS], "Donations ": [HEADINGS]})
    assert only_error_of(path).code is Code.DUPLICATE_FILE


def test_a_workbook_of_empty_sheets_has_nothing_to_read(tmp_path: Path) -> None:
    assert only_error_of(workbook(tmp_path, donations=[])).code is Code.NOTHING_TO_READ


def test_progress_counts_sheets(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = workbook(tmp_path, donations=[HEADINGS], Sheet2=[])
    read(path, on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize("content", [b"", b"key,unit\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 500])
def test_a_file_that_only_says_it_is_a_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gia.xlsx"
    path.write_bytes(content)
    assert only_error_of(path).code is Code.NOT_A_WORKBOOK


def test_a_workbook_cut_short_or_changed_is_refused(tmp_path: Path) -> None:
    path = donation_with(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert only_error_of(path).code is Code.NOT_A_WORKBOOK
    path.write_bytes(content.replace(b"PK\x01\x02", b"PK\x01\x03", 1))
    assert only_error_of(path).code is Code.NOT_A_WORKBOOK


@pytest.mark.parametrize("sheet_data", ["<row><c></row>", '<row r="x"><c><f>A1</f></c></row>'])
def test_a_sheet_of_broken_xml_is_refused(tmp_path: Path, sheet_data: str) -> None:
    assert only_error_of(raw_workbook(tmp_path, sheet_data)).code is Code.NOT_A_WORKBOOK


def test_a_sheet_that_declares_entities_is_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    path = raw_workbook(tmp_path, "<row><c><f>A1</f></c></row>", before=laughs)
    assert only_error_of(path).code is Code.NOT_A_WORKBOOK


def test_a_bomb_of_zeros_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = donation_with(tmp_path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(310):
            part.write(b"0" * 2**20)
    assert path.stat().st_size < 2 * 2**20
    error = only_error_of(path)
    assert (error.code, error.facts["limit"]) == (Code.WORKBOOK_TOO_LARGE, "300 MB khi mở nén")


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path, "<row></row>" * 100_000)
    honest = path.read_bytes()
    entry = honest.rindex(b"PK\x01\x02")
    path.write_bytes(honest[: entry + 24] + b"\x10\x00\x00\x00" + honest[entry + 28 :])
    assert only_error_of(path).code is Code.NOT_A_WORKBOOK


def test_two_cells_at_the_ends_of_the_sheet_do_not_fill_the_memory(tmp_path: Path) -> None:
    first, last = (f'<row><c r="{place}"><v>1</v></c></row>' for place in ("A1", "XFD1048576"))
    error = only_error_of(raw_workbook(tmp_path, first + last))
    assert (error.code, error.facts["limit"]) == (Code.WORKBOOK_TOO_LARGE, "1536 MB bộ nhớ")


@pytest.mark.parametrize("cell", ["<v>1</v>", "<f>A1</f>"])
def test_a_sheet_too_wide_is_refused(tmp_path: Path, cell: str) -> None:
    error = only_error_of(raw_workbook(tmp_path, f'<row r="1"><c r="GT1">{cell}</c></row>'))
    assert (error.code, error.facts["limit"]) == (
        Code.WORKBOOK_TOO_LARGE, "200 cột một trang tính",
    )  # fmt: skip


def test_one_long_text_in_many_cells_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MEMORY_MAX_BYTES", 300 * 2**20)
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    path = raw_workbook(tmp_path, cells * 20, strings="x" * 1_000_000)
    assert only_error_of(path).facts["limit"] == "300 MB bộ nhớ"


def test_a_part_larger_than_the_memory_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MEMORY_MAX_BYTES", 100 * 2**20)
    path = raw_workbook(tmp_path, "<row></row>" * 8_000_000)
    assert only_error_of(path).facts["limit"] == "100 MB bộ nhớ"


def test_a_workbook_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "PROCESSOR_MAX_S", 1)
    path = raw_workbook(tmp_path, "<row><c><v>1</v></c><c><f>1</f></c></row>" * 1_000_000)
    error = only_error_of(path)
    assert sentence(error).startswith("Tệp Excel vượt giới hạn 1 giây xử lý:")


def test_a_workbook_on_disk_above_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "to.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 2**20 + 1)
    assert only_error_of(path).facts["limit"] == "50 MB một tệp"
