"""What cannot be recorded is refused with its place and a sentence, and nothing is recorded."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from api.uploads import folders
from tests.api.books import FileRow, fund, holder, unit
from tests.api.exchange.given import raw_workbook
from tests.api.pages.entering.commune import CODE, Commune
from tests.api.pages.importing.sending import (
    LIST,
    Sender,
    files_of,
    gift,
    sender,
    text_of,
    workbook_of,
)

BOMB_BYTES = 400 * 2**20


def bomb() -> bytes:
    """Return a workbook of less than a megabyte that unfolds to 400."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * BOMB_BYTES)
    return made.getvalue()


def test_a_wrong_cell_is_named_with_sheet_row_and_column(treasurer: Sender, key: str) -> None:
    page = treasurer.done(treasurer.bring(files_of(gift(f"{key}1"), gift(f"{key}2", "26,000"))))
    assert "1 dòng sai" in page and "chưa ghi được dòng nào" in page
    assert "donations.csv, dòng 3, cột “số tiền” Số tiền “26,000” không hợp lệ" in page
    assert "Ghi 1 dòng vào sổ" not in page and "Có chỗ sai, chưa ghi" in page


def test_a_file_that_is_not_utf8_is_refused_with_its_line(treasurer: Sender, key: str) -> None:
    ((name, content),) = files_of(gift(f"{key}1")).items()
    page = treasurer.done(treasurer.bring({name: content + b"\nH\xe9i"}))
    assert "Dòng 3 của tệp không phải là UTF-8" in page and "Tệp chưa đọc được" in page


def test_a_formula_without_a_value_is_refused_at_its_cell(treasurer: Sender, key: str) -> None:
    made = workbook_of(
        donations=[
            ["key", "unit", "received_on", "channel", "amount_vnd"],
            [f"{key}1", CODE, "2026-11-02", "cash", "=1+1"],
        ]
    )
    without = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(without, "w") as new:
        for each in old.namelist():
            new.writestr(each, old.read(each).replace(b"</f><v>0</v>", b"</f>"))
    page = treasurer.done(treasurer.bring({"thu.xlsx": without.getvalue()}))
    assert "donations, dòng 2, cột “số tiền” Ô này là công thức chưa có giá trị" in page


def test_a_file_that_is_no_workbook_is_refused(treasurer: Sender, key: str) -> None:
    page = treasurer.done(treasurer.bring({"thu.xlsx": f"not a workbook {key}".encode()}))
    assert "Không đọc được “thu.xlsx” như một tệp Excel" in page


def test_a_workbook_that_unfolds_to_too_much_is_refused_with_the_limit(treasurer: Sender) -> None:
    page = treasurer.done(treasurer.bring({"thu.xlsx": bomb()}))
    assert "Tệp Excel vượt giới hạn 300 MB khi mở nén" in page


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Chưa chọn tệp nào"),
        ({"so.xls": b"x"}, "Không nhận tệp “so.xls”"),
        ({"a.xlsx": b"x", "units.csv": b"x"}, "không gửi lẫn cả hai"),
        ({"anh.jpg": b"x"}, "Chỉ có minh chứng"),
        ({"donations.csv": b""}, "không có nội dung"),
        ({"donations.csv": b" " * (folders.FILE_MAX_BYTES + 1)}, "mỗi tệp nhiều nhất 20 MB"),
    ],
    ids=["none", "old", "both", "scans", "empty", "large"],
)
def test_what_is_not_taken_is_said_beside_the_field(
    treasurer: Sender, files: dict[str, bytes], said: str
) -> None:
    answer = treasurer.send(files)
    assert answer.status_code == 422 and 'id="f-tep-error"' in answer.text
    assert said in text_of(answer.text)


def test_more_bytes_than_a_request_may_have_are_refused_with_the_limit(treasurer: Sender) -> None:
    part = b" " * (17 * 1_000_000)
    answer = treasurer.send({"donations.csv": part, "payouts.csv": part})
    assert answer.status_code == 413 and "32 MB" in answer.text


def test_a_unit_outside_the_scope_is_refused_at_its_place(treasurer: Sender, key: str) -> None:
    page = treasurer.done(treasurer.bring(files_of(gift(f"{key}1", unit="NA.02"))))
    assert "donations.csv, dòng 2, cột “đơn vị” “NA.02” ngoài phạm vi" in page


@pytest.mark.parametrize("row", [unit("XA", CODE), holder("BAO-X")], ids=["unit", "holder"])
def test_units_and_holders_are_defined_by_administrators_only(
    treasurer: Sender, row: FileRow
) -> None:
    page = treasurer.done(treasurer.bring(files_of(row)))
    assert "Chỉ người quản trị được thêm hay sửa danh mục này" in page


def test_a_fund_of_the_own_unit_may_be_defined(treasurer: Sender, key: str) -> None:
    href = treasurer.bring(files_of(fund(CODE, f"{key}quy"), gift(f"{key}1", fund=f"{key}quy")))
    assert "Đã ghi sổ" in treasurer.press(href, "ghi")


def test_a_treasurer_of_another_unit_sees_nothing_of_it(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    stranger = sender(commune, "lan").browser
    answers = [stranger.get(f"{href}{end}") for end in ("", "/tien-do", "/sua.xlsx")]
    assert {each.status_code for each in answers} == {403}
    assert stranger.get(LIST).status_code == 403


def test_a_workbook_with_a_broken_sheet_is_refused(
    treasurer: Sender, tmp_path_factory: pytest.TempPathFactory
) -> None:
    broken = raw_workbook(tmp_path_factory.mktemp("tho"), "<row><c></row>").read_bytes()
    assert "Không đọc được “tho.xlsx”" in treasurer.done(treasurer.bring({"tho.xlsx": broken}))


def test_a_file_name_never_leads_out_of_its_folder(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    ((_, content),) = files_of(gift(f"{key}1")).items()
    href = treasurer.bring({"../../donations.csv": content})
    kept = commune.site.wiring.home / "uploads" / href.rpartition("/")[2] / "files"
    assert [each.name for each in kept.iterdir()] == ["donations.csv"]
