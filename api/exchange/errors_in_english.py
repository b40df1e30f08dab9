"""What the errors of `api/exchange/errors.py` say to those who read English.

Columns go by their English names, as the first line of a file may have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from api.exchange.errors import Code

ENGLISH: Final[Mapping[Code, str]] = {
    Code.PATH_NOT_FOUND: "“{value}” is not there: look at the path again.",
    Code.NOT_AN_EXCHANGE_PATH: (
        "“{value}” is neither a folder nor an .xlsx file: choose a folder of CSV files, or one "
        ".xlsx file."
    ),
    Code.NOTHING_TO_READ: (
        "In “{value}” no CSV file and no sheet has one of the names that are read: at least one "
        "is needed of {known}."
    ),
    Code.NOT_A_WORKBOOK: (
        "“{value}” cannot be read as a workbook: open it in Excel, take off the password if it "
        "has one, and save it as .xlsx."
    ),
    Code.WORKBOOK_TOO_LARGE: (
        "The workbook is larger than what is read: remove empty rows and columns that are "
        "formatted, split the file, or use a folder of CSV files."
    ),
    Code.UNKNOWN_FILE: (
        "There is no kind of file called “{value}”: rename it, or take it out of the folder. The "
        "names that are read: {known}."
    ),
    Code.UNKNOWN_SHEET: (
        "There is no kind of sheet called “{value}”: rename it, or take it out. The names that "
        "are read: {known}."
    ),
    Code.DUPLICATE_FILE: "Two files or sheets are “{table}”: keep only one.",
    Code.UNREADABLE_FILE: "This file cannot be opened: look at who may read it.",
    Code.EMPTY_FILE: "The file has no line: the first line must name the columns.",
    Code.NOT_UTF8: (
        "Line {line} of the file is not UTF-8: in Excel choose Save As “CSV UTF-8”; text in TCVN3 "
        "or VNI must be turned into Unicode first."
    ),
    Code.BAD_QUOTING: (
        "A quotation mark is not closed on this line or before it: a cell with a comma or a line "
        'break stands in "…", and each " inside is written "".'
    ),
    Code.UNKNOWN_COLUMN: (
        "This kind of file has no column “{value}”: rename it, or take it out. The columns: "
        "{known}."
    ),
    Code.DUPLICATE_COLUMN: "“{column}” is there twice (“{first}” and “{value}”): keep one.",
    Code.MISSING_COLUMN: "The column “{column}” is missing: add it to the first line.",
    Code.DUPLICATE_ROW: (
        "This row says something else than row {first_row} about the same “{value}”: keep the "
        "one that is right."
    ),
    Code.EXTRA_CELL: (
        "The cell “{value}” stands outside the columns that have names: name the column, empty "
        "the cell, or put a cell with a comma in quotation marks."
    ),
    Code.MISSING_VALUE: "“{column}” is needed here{because_en}: fill in this cell.",
    Code.VALUE_NOT_EXPECTED: (
        "“{column}” must be empty{because_en}: remove “{value}”, or correct the other cell."
    ),
    Code.FORMULA_WITHOUT_VALUE: (
        "This cell is a formula without a value, or with an error: let Excel work it out and save "
        "the file, or put the value in its place."
    ),
    Code.BAD_DATE: (
        "“{value}” is no day: write 2022-06-30 or 30/06/2022, in the years 1900 to 2200."
    ),
    Code.BAD_AMOUNT: "“{value}” is no amount: write whole đồng, such as 26000 or 26.000.",
    Code.AMOUNT_NOT_POSITIVE: (
        "The amount “{value}” must be above 0: leave it empty where that is allowed; what was "
        "recorded wrongly is undone in the file reversals."
    ),
    Code.AMOUNT_TOO_LARGE: (
        "The amount “{value}” is too large: a row may have up to 9,007,199,254,740,991 đồng."
    ),
    Code.BAD_QUANTITY: (
        "“{value}” is no quantity: write a number above 0, such as 1000, 2.5 or 2,5; no sign "
        "between thousands (1.000 may be a thousand or one), up to 6 decimals."
    ),
    Code.BAD_NUMBER: (
        "“{value}” is no number for “{column}”: write one from {minimum} to {maximum}."
    ),
    Code.BAD_CHOICE: "“{value}” is none of the words of “{column}”: choose {allowed}.",
    Code.BAD_TEXT: (
        "“{column}” holds characters that cannot be seen (control, change of direction): type "
        "this cell again by hand."
    ),
    Code.TEXT_TOO_LONG: "“{column}” is too long: write up to {maximum} characters.",
    Code.BAD_FILE_NAME: (
        "“{value}” is no name of evidence: write only the name of a file in the same folder, "
        "several of them apart by semicolons."
    ),
    Code.OUTSIDE_SCOPE: (
        "“{value}” is not yours to enter: only the unit you chose and those below it are; take "
        "the row out, or let somebody of that unit enter it."
    ),
    Code.NOT_YOURS_TO_DEFINE: (
        "Only an administrator adds or changes this (“{value}”): take the row out, or let an "
        "administrator bring it in."
    ),
}
"""One sentence for each code."""
