"""The workbook in which a unit without a network keeps its rows until they are brought in.

    Hướng dẫn, Danh mục → Thu ủng hộ, Chi trao, … (one sheet for each exchange file)

Every sheet is an exchange file as `api/exchange` reads it. A line fills in its own key and unit as
soon as anything is written into it; a key has the word of this one download in it, so that the
lines of two workbooks are never taken for each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from secrets import choice
from typing import IO, Any, Final

from api.exchange import columns as of
from api.exchange import tables
from api.exchange.columns import Column, Need
from api.exchange.reader import SHEETS_PASSED_OVER
from api.exchange.tables import Cell, Table, When
from reports.excel import CellKind, Field, workbook

LINES: Final = 300
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
SHEETS: Final[tuple[tuple[Table[Any], str], ...]] = (
    (tables.DONATIONS, "T"),
    (tables.PAYOUTS, "C"),
    (tables.HANDOVERS, "B"),
    (tables.TRANSFERS, "D"),
    (tables.MOVEMENTS, "N"),
    (tables.INCOME_COSTS, "K"),
    (tables.REVERSALS, "H"),
    (tables.OPENINGS, "S"),
    (tables.FUNDS, ""),
    (tables.HOLDINGS, ""),
    (tables.SERIES, ""),
)
"""The sheets in the order of their use, with the letter in the keys of each."""
LEFT_OUT: Final = frozenset({"goods_order", "precision", "evidence", "donor_id", "recipient_id"})
"""Columns that a line on paper does not have."""
UNIT_COLUMNS: Final = frozenset({"unit", "from_unit"})
LINE_NUMBER: Final = "Số dòng mẫu"
FUNDS, HOLDINGS, HOLDERS = "Nguồn quỹ", "Nơi giữ tiền", "Bên giữ hộ"
OFFERED: Final = {
    "fund": FUNDS,
    "holding": HOLDINGS,
    "into": HOLDINGS,
    "from_holding": HOLDINGS,
    "to_holding": HOLDINGS,
    "holder": HOLDERS,
}
"""Columns whose codes are offered from a list."""
KINDS: Final[Mapping[str, CellKind]] = {
    of.DATE.name: "day",
    of.AMOUNT.name: "amount",
    of.QUANTITY.name: "quantity",
}
WIDTHS: Final = {"donor": 28, "recipient": 28, "note": 36, "reason": 36, "purpose": 36, "name": 30}
SAID: Final[Mapping[str, str]] = {
    of.DATE.name: "Ngày viết như 30/06/2026.",
    of.AMOUNT.name: "Số nguyên đồng, lớn hơn 0, ví dụ 500000. Chưa quy ra tiền thì để trống.",
    of.QUANTITY.name: "Số lớn hơn 0, không tách hàng nghìn, ví dụ 1000 hoặc 2,5.",
    of.YEAR.name: "Năm, bốn chữ số.",
    of.CODE.name: "Mã, viết đúng như trong danh mục.",
}
GUIDE: Final = (
    "1. Mỗi trang tính là một loại việc: thu ủng hộ, chi trao, bàn giao… Trang nào không dùng thì "
    "để trống.",
    "2. Mỗi dòng là một khoản. Tiêu đề nền đậm là ô phải điền; nền nhạt điền khi có. Chỉ chuột vào "
    "tiêu đề, hoặc chọn một ô, để xem cách điền.",
    "3. Cột nền xám tự hiện: số dòng, khóa và mã đơn vị. Xin không sửa: khóa giúp sổ nhận ra dòng "
    "đã ghi, nên nộp lại tệp này nhiều lần cũng chỉ ghi một lần.",
    "4. Số tiền là số nguyên đồng. Hiện vật chưa quy ra tiền thì để trống số tiền, không ghi 0.",
    "5. Nguồn quỹ để trống là quỹ chung. Nơi giữ tiền để trống là tiền mặt hoặc ngân hàng theo "
    "hình thức.",
    "6. Dòng đã ghi vào sổ thì không sửa ở đây: ghi một dòng ở trang “Hủy dòng” với khóa của dòng "
    "sai, rồi ghi dòng đúng vào dòng trống tiếp theo.",
    "7. Khi có mạng: đăng nhập, chọn “Nhập từ Excel”, nộp tệp này. Sổ kiểm tra thử trước và chỉ rõ "
    "từng ô sai; chưa ghi gì khi bạn chưa đồng ý.",
    "8. Hết dòng, hoặc sang năm mới: tải một tệp mẫu mới.",
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A unit as its template knows it: codes with names of its funds, holdings, and holders."""

    code: str
    name: str
    funds: Sequence[tuple[str, str]]
    holdings: Sequence[tuple[str, str]]
    holders: Sequence[tuple[str, str]]


def write_template(target: IO[bytes], unit: Offered, made_on: date) -> None:
    """Write the template of a unit, with a word of its own in every key."""
    guide, catalogue = SHEETS_PASSED_OVER
    mark = f"{unit.code}-{made_on:%y%m%d}{''.join(choice(LETTERS) for _ in range(4))}"
    lists = {FUNDS: unit.funds, HOLDINGS: unit.holdings, HOLDERS: unit.holders}
    with workbook(target) as book:
        book.text(guide, f"Tệp mẫu của {unit.name} ({unit.code})", GUIDE)
        places = book.lists(catalogue, lists)
        for table, letter in SHEETS:
            prefix = f"{mark}-{letter}"
            book.form(table.sheet, _fields(table, unit.code, prefix, places), LINES)


def _fields(table: Table[Any], code: str, prefix: str, places: Mapping[str, str]) -> list[Field]:
    """Return the columns of the sheet of `table`: the line's number, its key and unit, the rest."""
    shown = [column for column in table.columns if column.name not in LEFT_OUT]
    made = [column for column in shown if column.name == "key" or column.name in UNIT_COLUMNS]
    typed = [column for column in shown if column not in made]
    first, last = _letter(len(made) + 1), _letter(len(made) + len(typed))
    number = Field(LINE_NUMBER, "Tự có, xin không sửa.", "whole", fixed=int, width=8)
    return [
        number,
        *(
            Field(
                _heading(column),
                "Tự hiện khi dòng có nội dung, xin không sửa.",
                formula=partial(_formula, first, last, column.name == "key", prefix, code),
                width=24 if column.name == "key" else 14,
            )
            for column in made
        ),
        *(_field(table, column, places) for column in typed),
    ]


def _formula(first: str, last: str, is_key: bool, prefix: str, code: str, row: int) -> str:
    shown = f'"{_quoted(prefix)}"&TEXT($A{row},"000")' if is_key else f'"{_quoted(code)}"'
    return f'=IF(COUNTA({first}{row}:{last}{row})=0,"",{shown})'


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _field(table: Table[Any], column: Column, places: Mapping[str, str]) -> Field:
    offered = OFFERED.get(column.name) if table.is_money else None
    return Field(
        _heading(column),
        _explanation(table, column),
        KINDS.get(column.kind.name, "text"),
        needed=column.need is Need.VALUE,
        choices=tuple(each.names[0] for each in column.kind.choices),
        offered=places[offered] if offered else "",
        width=WIDTHS.get(column.name, 16),
    )


def _heading(column: Column) -> str:
    return column.label[0].upper() + column.label[1:]


def _explanation(table: Table[Any], column: Column) -> str:
    """Return how to fill in a column, in the words of the person who does."""
    parts = ["Phải điền." if column.need is Need.VALUE else "Điền khi có."]
    if column.kind.choices:
        parts.append("Chọn trong danh sách.")
    elif column.name in OFFERED and table.is_money:
        parts.append(f"Mã, xem trang “{SHEETS_PASSED_OVER[1]}”.")
    elif said := SAID.get(column.kind.name):
        parts.append(said)
    parts += [_when(table, rule) for rule in table.rules if column.name in rule.needs]
    return " ".join(parts)


def _when(table: Table[Any], rule: When) -> str:
    """Return when a column that is not always needed is."""
    (asked,) = [column for column in table.columns if column.name == rule.column]
    match rule.is_now:
        case Cell.FILLED:
            return f"Phải điền khi có “{asked.label}”."
        case Cell.EMPTY:
            return f"Phải điền khi “{asked.label}” để trống."
        case words:
            names = [each.names[0] for each in asked.kind.choices if each.word in words]
            return f"Phải điền khi “{asked.label}” là {' hoặc '.join(names)}."


def _letter(position: int) -> str:
    """Return the letter of a column from 0; forms have fewer than 26.

    >>> _letter(0), _letter(25)
    ('A', 'Z')
    """
    assert position < 26
    return chr(ord("A") + position)
