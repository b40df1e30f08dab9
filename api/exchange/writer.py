"""Writes exchange files: rows of one table → a CSV file that reads back to the same rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from api.exchange.tables import Table


def write_table(folder: Path, table: Table[Any], rows: Iterable[Sequence[str | int | None]]) -> int:
    """Write `rows` to `folder` as the CSV file of `table`: UTF-8, comma, LF, RFC 4180.

    Text is written as it is, also when it begins with `=`, `+`, `-` or `@`: in an exchange file it
    is text, and any change would come back as another text.

    Args:
        folder: it exists; a file of the same name is replaced.
        table: says the name of the file and its headings.
        rows: cells in the order of `table.columns`; None is an empty cell.

    Returns:
        How many rows were written.

    Raises:
        ValueError: a row has more or fewer cells than the table has columns.
    """
    count = 0
    width = len(table.columns)
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([column.name for column in table.columns])
        for cells in rows:
            if len(cells) != width:
                raise ValueError(f"{table.name}: {len(cells)} cells for {width} columns")
            out.writerow([_text(cell) for cell in cells])
            count += 1
    return count


def _text(cell: str | int | None) -> str:
    if cell is None:
        return ""
    # Reading makes every line break LF; the csv module would leave a lone CR unquoted.
    return str(cell).replace("\r\n", "\n").replace("\r", "\n")
