"""Everything that can be wrong with an exchange file, and what it says to the reader.

A fault of the data is a value, collected and shown with the others; it is never raised. Each code
has one sentence in Vietnamese that says what is wrong and what to do (in English:
`errors_in_english`). Codes are stable: outside programs rely on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

VALUE_MAX_CHARS: Final = 80
"""An error quotes at most so much of a cell."""


class Code(StrEnum):
    """What is wrong: first with the whole, then with one file, one row, one cell."""

    PATH_NOT_FOUND = "path_not_found"
    NOT_AN_EXCHANGE_PATH = "not_an_exchange_path"
    NOTHING_TO_READ = "nothing_to_read"
    NOT_A_WORKBOOK = "not_a_workbook"
    WORKBOOK_TOO_LARGE = "workbook_too_large"
    UNKNOWN_FILE = "unknown_file"
    UNKNOWN_SHEET = "unknown_sheet"
    DUPLICATE_FILE = "duplicate_file"
    UNREADABLE_FILE = "unreadable_file"
    EMPTY_FILE = "empty_file"
    NOT_UTF8 = "not_utf8"
    BAD_QUOTING = "bad_quoting"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    MISSING_COLUMN = "missing_column"
    DUPLICATE_ROW = "duplicate_row"
    EXTRA_CELL = "extra_cell"
    MISSING_VALUE = "missing_value"
    VALUE_NOT_EXPECTED = "value_not_expected"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    BAD_DATE = "bad_date"
    BAD_AMOUNT = "bad_amount"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    AMOUNT_TOO_LARGE = "amount_too_large"
    BAD_QUANTITY = "bad_quantity"
    BAD_NUMBER = "bad_number"
    BAD_CHOICE = "bad_choice"
    BAD_TEXT = "bad_text"
    TEXT_TOO_LONG = "text_too_long"
    BAD_FILE_NAME = "bad_file_name"
    OUTSIDE_SCOPE = "outside_scope"
    NOT_YOURS_TO_DEFINE = "not_yours_to_define"


Fact = str | int


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """What is wrong with one cell, wherever the cell stands."""

    code: Code
    value: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong, and where.

    Attributes:
        file: the file or sheet as the reader of the message knows it, `donations.csv`.
        row: the row as a spreadsheet counts it, the heading being row 1; None: the whole file.
        column: the English name of the column; None: the whole row.
        code: stable; see `Code`.
        value: what was found, at most `VALUE_MAX_CHARS` characters of it.
        facts: what the sentence needs besides; JSON values.
    """

    file: str
    row: int | None
    column: str | None
    code: Code
    value: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


SENTENCES: Final[Mapping[Code, str]] = {
    Code.PATH_NOT_FOUND: "Không tìm thấy “{value}”: xem lại đường dẫn.",
    Code.NOT_AN_EXCHANGE_PATH: (
        "“{value}” không phải là thư mục cũng không phải là tệp .xlsx: hãy chọn một thư mục chứa "
        "các tệp CSV hoặc một tệp .xlsx."
    ),
    Code.NOTHING_TO_READ: (
        "Trong “{value}” không có tệp CSV hay trang tính nào mang tên quy định: cần ít nhất một "
        "trong các tên {known}."
    ),
    Code.NOT_A_WORKBOOK: (
        "Không đọc được “{value}” như một tệp Excel: hãy mở bằng Excel, bỏ mật khẩu nếu có, rồi "
        "lưu lại dạng .xlsx."
    ),
    Code.WORKBOOK_TOO_LARGE: (
        "Tệp Excel vượt giới hạn {limit}: hãy bỏ các dòng, cột trống đã định dạng, chia nhỏ tệp, "
        "hoặc dùng thư mục CSV."
    ),
    Code.UNKNOWN_FILE: (
        "Không có loại tệp tên “{value}”: đổi tên tệp, hoặc bỏ tệp khỏi thư mục. Các tên quy "
        "định: {known}."
    ),
    Code.UNKNOWN_SHEET: (
        "Không có loại trang tính tên “{value}”: đổi tên, hoặc bỏ trang tính này. Các tên quy "
        "định: {known}."
    ),
    Code.DUPLICATE_FILE: "Có hai tệp hoặc trang tính cùng là “{table}”: chỉ giữ lại một.",
    Code.UNREADABLE_FILE: "Không mở được tệp này: xem lại quyền đọc tệp.",
    Code.EMPTY_FILE: "Tệp không có dòng nào: dòng đầu tiên phải là tên các cột.",
    Code.NOT_UTF8: (
        "Dòng {line} của tệp không phải là UTF-8: trong Excel hãy chọn Lưu thành (Save As) kiểu "
        "“CSV UTF-8”; phông TCVN3 hay VNI phải đổi sang Unicode trước."
    ),
    Code.BAD_QUOTING: (
        "Dấu ngoặc kép không khép đúng ở dòng này hoặc trước đó: ô có dấu phẩy hay xuống dòng "
        'phải nằm trong "…", và mỗi dấu " bên trong viết thành "".'
    ),
    Code.UNKNOWN_COLUMN: (
        "Không có cột “{value}” trong loại tệp này: sửa tên cột, hoặc bỏ cột. Các cột: {known}."
    ),
    Code.DUPLICATE_COLUMN: "Cột “{label}” có hai lần (“{first}” và “{value}”): chỉ giữ một cột.",
    Code.MISSING_COLUMN: "Thiếu cột “{label}” ({column}): thêm cột này vào dòng tiêu đề.",
    Code.DUPLICATE_ROW: (
        "Dòng này nói khác dòng {first_row} về cùng “{value}”: chỉ giữ lại một dòng đúng."
    ),
    Code.EXTRA_CELL: (
        "Ô “{value}” nằm ngoài các cột có tên: đặt tên cho cột, xóa ô, hoặc cho ô có dấu phẩy vào "
        "trong ngoặc kép."
    ),
    Code.MISSING_VALUE: "Thiếu “{label}”{because}: điền vào ô này.",
    Code.VALUE_NOT_EXPECTED: "“{label}” phải để trống{because}: xóa “{value}” hoặc sửa ô kia.",
    Code.FORMULA_WITHOUT_VALUE: (
        "Ô này là công thức chưa có giá trị hoặc báo lỗi: mở bằng Excel cho tính lại rồi lưu, "
        "hoặc thay công thức bằng giá trị."
    ),
    Code.BAD_DATE: (
        "Ngày “{value}” không hợp lệ: viết 2022-06-30 hoặc 30/06/2022, năm từ 1900 đến 2200."
    ),
    Code.BAD_AMOUNT: (
        "Số tiền “{value}” không hợp lệ: viết số nguyên đồng, ví dụ 26000 hoặc 26.000."
    ),
    Code.AMOUNT_NOT_POSITIVE: (
        "Số tiền “{value}” phải lớn hơn 0: chưa có số tiền thì để trống nếu được phép; ghi sai thì "
        "dùng tệp reversals."
    ),
    Code.AMOUNT_TOO_LARGE: (
        "Số tiền “{value}” quá lớn: mỗi dòng nhiều nhất 9.007.199.254.740.991 đồng."
    ),
    Code.BAD_QUANTITY: (
        "Số lượng “{value}” không hợp lệ: viết số lớn hơn 0, ví dụ 1000, 2.5 hoặc 2,5; không tách "
        "hàng nghìn (1.000 không rõ là một nghìn hay một), nhiều nhất 6 chữ số thập phân."
    ),
    Code.BAD_NUMBER: (
        "“{value}” không phải số nguyên hợp lệ cho “{label}”: viết từ {minimum} đến {maximum}."
    ),
    Code.BAD_CHOICE: "“{value}” không có trong danh sách của “{label}”: chọn {allowed}.",
    Code.BAD_TEXT: (
        "“{label}” có ký tự không nhìn thấy (điều khiển, đổi chiều chữ): gõ lại ô này bằng tay."
    ),
    Code.TEXT_TOO_LONG: "“{label}” quá dài: viết nhiều nhất {maximum} ký tự.",
    Code.BAD_FILE_NAME: (
        "Tên tệp minh chứng “{value}” không hợp lệ: chỉ ghi tên tệp nằm cùng thư mục, nhiều tệp "
        "cách nhau bằng dấu chấm phẩy."
    ),
    Code.OUTSIDE_SCOPE: (
        "“{value}” ngoài phạm vi của bạn: chỉ ghi được cho đơn vị đã chọn và các đơn vị trực "
        "thuộc; hãy bỏ dòng này hoặc nhờ người của đơn vị đó ghi."
    ),
    Code.NOT_YOURS_TO_DEFINE: (
        "Chỉ người quản trị được thêm hay sửa danh mục này (“{value}”): hãy bỏ dòng này, hoặc nhờ "
        "người quản trị nhập."
    ),
}


def shortened(value: str) -> str:
    """Return `value` as an error quotes it: printable, at most `VALUE_MAX_CHARS` characters."""
    short = value if len(value) <= VALUE_MAX_CHARS else value[: VALUE_MAX_CHARS - 1] + "…"
    if short.isprintable():
        return short
    return "".join(each if each.isprintable() else " " for each in short)


def sentence(error: RowError) -> str:
    """Return what is wrong and what to do, in Vietnamese, without the place.

    >>> sentence(RowError("donations.csv", 2, "amount_vnd", Code.BAD_AMOUNT, "26,000"))
    'Số tiền “26,000” không hợp lệ: viết số nguyên đồng, ví dụ 26000 hoặc 26.000.'
    """
    return said(error, SENTENCES)


def said(error: RowError, sentences: Mapping[Code, str]) -> str:
    """Return what is wrong in the language of some sentences; see `errors_in_english`."""
    known = {
        "value": error.value or "",
        "column": error.column,
        "because": "",
        "because_en": "",
        **error.facts,
    }
    return sentences[error.code].format_map(known)
