"""Lines of CSV files that spreadsheets open without harm.

Numbers are written as numbers. Text that a spreadsheet would take for a formula is quoted: it gets
an apostrophe in front (OWASP: formula injection). UTF-8 with a mark at the beginning, so that
Vietnamese letters are read as such.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def line(cells: Iterable[object]) -> str:
    r"""Return one line of a CSV file; text that begins like a formula is quoted.

    >>> line(["=1+1", -500, "a,b", None, "-5"])
    '\'=1+1,-500,"a,b",,\'-5\r\n'
    """
    out = io.StringIO()
    csv.writer(out).writerow(_safe(cell) for cell in cells)
    return out.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS):
        return f"'{cell}"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else cell
