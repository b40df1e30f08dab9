"""Excel workbooks. The only module that knows xlsxwriter.

    form      a sheet to be filled in: headings with explanations, lists to choose from, formulas
    lists     a sheet of short lists side by side, from which forms offer a choice
    text      a sheet to be read
    marked    a sheet with rows as they were, the faulty cells red, and what is wrong beside them
    table     a sheet of typed rows under headings, to be reckoned with

Text is written as text: nothing that begins with `=`, `+`, `-` or `@` becomes a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final, Literal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

CellKind = Literal["text", "day", "amount", "quantity", "whole"]
CellValue = str | int | date | None
TypedValue = CellValue | Decimal
FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")

DAY: Final = "dd/mm/yyyy"
NUMBER_FORMATS: Final[Mapping[CellKind, str]] = {
    "text": "@",
    "day": DAY,
    "amount": "#,##0",
    "quantity": "General",
    "whole": "0",
}
NOTHING: Final = " "
"""What a formula shows before Excel has reckoned; of an empty text the library makes no value."""
INK, LIGHT, GREY, RED = "#115E67", "#DDEDEF", "#F1F1F1", "#FBD5D5"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a form.

    Attributes:
        heading: in the first row.
        explanation: shown beside the heading, and when a cell is chosen (its first 250 letters).
        kind: what the cells hold.
        needed: whether every row must have it; its heading is darker.
        choices: what may be chosen, and nothing else.
        offered: the cells of a list that are offered, though others may be typed.
        formula: makes the formula of a row, counted from 1 as in Excel; it shows nothing yet.
        fixed: makes the value of a row.
        width: in letters.
    """

    heading: str
    explanation: str = ""
    kind: CellKind = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()
    offered: str = ""
    formula: Callable[[int], str] | None = None
    fixed: Callable[[int], int] | None = None
    width: int = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a marked sheet.

    Attributes:
        number: where it stands, counted from 1 as in Excel.
        cells: as they were.
        faulty: positions of the red cells, from 0.
        what: what is wrong, in words; empty: nothing.
        is_heading: whether the cells are headings.
    """

    number: int
    cells: Sequence[CellValue]
    faulty: frozenset[int] = frozenset()
    what: str = ""
    is_heading: bool = False


class Book:
    """One workbook on its way; sheets stand in the order in which they are made."""

    def __init__(self, workbook: Any) -> None:  # noqa: ANN401 - the library has no types
        """Prepare the looks of cells."""
        self._book = workbook
        look = {"font_name": "Arial", "font_size": 12, "valign": "top"}
        self._plain = {
            kind: workbook.add_format({**look, "num_format": shown})
            for kind, shown in NUMBER_FORMATS.items()
        }
        self._quoted = workbook.add_format({**look, "num_format": "@", "quote_prefix": True})
        head = {**look, "bold": True, "text_wrap": True, "border": 1, "border_color": "#999999"}
        self._needed = workbook.add_format({**head, "bg_color": INK, "font_color": "#FFFFFF"})
        self._optional = workbook.add_format({**head, "bg_color": LIGHT})
        self._made = workbook.add_format({**look, "bg_color": GREY, "font_color": "#555555"})
        self._title = workbook.add_format({**look, "bold": True, "font_size": 16})
        self._words = workbook.add_format({**look, "text_wrap": True})
        self._red = {
            kind: workbook.add_format({**look, "num_format": shown, "bg_color": RED})
            for kind, shown in NUMBER_FORMATS.items()
        }
        self._wrong = workbook.add_format({**look, "text_wrap": True, "font_color": "#A11212"})

    def text(self, name: str, title: str, lines: Iterable[str]) -> None:
        """Add a sheet to be read."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100, self._words)
        sheet.write_string(0, 0, title, self._title)
        for at, line in enumerate(lines, 2):
            sheet.write_string(at, 0, line, self._words)

    def form(self, name: str, fields: Sequence[Field], rows: int) -> None:
        """Add a sheet with `rows` rows to be filled in below its headings."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, sum(field.fixed is not None for field in fields))
        sheet.set_row(0, 36)
        for at, field in enumerate(fields):
            sheet.set_column(at, at, field.width, self._plain[field.kind])
            sheet.write_string(0, at, field.heading, self._heading(field))
            if field.explanation:
                sheet.write_comment(0, at, field.explanation, {"x_scale": 2.4, "y_scale": 1.6})
            if rule := _rule(field):
                sheet.data_validation(1, at, rows, at, rule)
            for row in range(1, rows + 1):
                if field.fixed:
                    sheet.write_number(row, at, field.fixed(row), self._made)
                elif field.formula:
                    sheet.write_formula(row, at, field.formula(row + 1), self._made, NOTHING)

    def lists(self, name: str, lists: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, str]:
        """Add a sheet of lists of codes with names; return where the codes of each stand."""
        sheet = self._book.add_worksheet(name)
        places = {}
        for at, (title, pairs) in enumerate(lists.items()):
            code_at = 3 * at
            sheet.set_column(code_at, code_at, 20, self._plain["text"])
            sheet.set_column(code_at + 1, code_at + 1, 36, self._plain["text"])
            sheet.write_string(0, code_at, title, self._needed)
            sheet.write_string(0, code_at + 1, "", self._needed)
            for row, (code, said) in enumerate(pairs, 1):
                sheet.write_string(row, code_at, code, self._plain["text"])
                sheet.write_string(row, code_at + 1, said, self._plain["text"])
            column = xl_col_to_name(code_at, col_abs=True)
            places[title] = f"='{name}'!{column}$2:{column}${max(len(pairs), 1) + 1}"
        return places

    def table(
        self, name: str, fields: Sequence[Field], rows: Iterable[Sequence[TypedValue]]
    ) -> None:
        """Add a sheet of rows below headings that stay in sight.

        Text that begins like a formula is marked as quoted, so that it stays text wherever it is
        copied or saved to.
        """
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, field in enumerate(fields):
            sheet.set_column(at, at, field.width, self._plain[field.kind])
            sheet.write_string(0, at, field.heading, self._optional)
        last = 0
        for last, row in enumerate(rows, 1):
            for at, (field, value) in enumerate(zip(fields, row, strict=True)):
                self._typed(sheet, last, at, field.kind, value)
        sheet.autofilter(0, 0, last, len(fields) - 1)

    def _typed(
        self,
        sheet: Any,  # noqa: ANN401 - as above
        row: int,
        column: int,
        kind: CellKind,
        value: TypedValue,
    ) -> None:
        match value:
            case date():
                sheet.write_datetime(row, column, value, self._plain["day"])
            case int() | Decimal():
                sheet.write_number(row, column, value, self._plain[kind])
            case str(text) if text:
                look = self._quoted if text.startswith(FORMULA_BEGINS) else self._plain["text"]
                sheet.write_string(row, column, text, look)
            case _:
                pass

    def marked(self, name: str, what_heading: str, width: int, lines: Iterable[Line]) -> None:
        """Add a sheet of rows as they were; what is wrong stands in a column after `width`."""
        sheet = self._book.add_worksheet(name)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(1_048_575, width)}"})
        sheet.set_column(0, max(width - 1, 0), 16, self._plain["text"])
        sheet.set_column(width, width, 70, self._wrong)
        for line in lines:
            self._line(sheet, line)
            if line.is_heading:
                sheet.freeze_panes(line.number, 0)
                sheet.write_string(line.number - 1, width, what_heading, self._needed)
                if line.what:
                    shown = {"visible": True, "x_scale": 4, "y_scale": 2}
                    sheet.write_comment(line.number - 1, width, line.what, shown)
            elif line.what:
                sheet.write_string(line.number - 1, width, line.what, self._wrong)

    def _line(self, sheet: Any, line: Line) -> None:  # noqa: ANN401 - as above
        for at, value in enumerate(line.cells):
            kind: CellKind = "text"
            if isinstance(value, date):
                kind = "day"
            elif isinstance(value, int):
                kind = "amount"
            look = (self._red if at in line.faulty else self._plain)[kind]
            if line.is_heading and at not in line.faulty:
                look = self._optional
            match value:
                case date():
                    sheet.write_datetime(line.number - 1, at, value, look)
                case int():
                    sheet.write_number(line.number - 1, at, value, look)
                case str(text) if text:
                    sheet.write_string(line.number - 1, at, text, look)
                case _ if at in line.faulty:
                    sheet.write_blank(line.number - 1, at, None, look)
                case _:
                    pass

    def _heading(self, field: Field) -> Any:  # noqa: ANN401 - as above
        if field.formula or field.fixed:
            return self._made
        return self._needed if field.needed else self._optional


@contextmanager
def workbook(target: IO[bytes]) -> Iterator[Book]:
    """Write a workbook to `target`; nothing is on the disk meanwhile."""
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        yield Book(made)


def _rule(field: Field) -> dict[str, Any]:
    """Return what Excel checks in the cells of a field, and says about them."""
    if field.formula or field.fixed or not field.explanation:
        return {}
    said = {
        "input_title": field.heading[:32],
        "input_message": field.explanation[:250],
        "error_title": field.heading[:32],
        "error_message": field.explanation[:250],
    }
    return {**said, **_limits(field)}


def _limits(field: Field) -> dict[str, Any]:
    if field.choices:
        return {"validate": "list", "source": list(field.choices)}
    if field.offered:
        return {"validate": "list", "source": field.offered, "error_type": "information"}
    match field.kind:
        case "day":
            limits = {"minimum": FIRST_DAY, "maximum": LAST_DAY}
            return {"validate": "date", "criteria": "between", **limits}
        case "amount" | "whole":
            return {"validate": "integer", "criteria": ">=", "value": 1}
        case "quantity":
            return {"validate": "decimal", "criteria": ">", "value": 0}
        case "text":
            return {"validate": "any"}
