"""One CSV file → records: UTF-8, `,` or `;`, RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from api.exchange.errors import Code, RowError
from api.exchange.sources import BATCH_ROWS, Batch, Source, Unreadable


def open_csv(path: Path, on_bytes: Callable[[int], None]) -> Source:
    """Return the records of the file at `path`; nothing is read before the first is asked for.

    Args:
        path: the file.
        on_bytes: called after each batch with the number of bytes read so far.

    Raises:
        Unreadable: by the records: the file cannot be opened, is not UTF-8, or a quoted field does
            not end.
    """
    return Source(path.name, _batches(path, on_bytes))


def _batches(path: Path, on_bytes: Callable[[int], None]) -> Iterator[Batch]:
    if not path.is_file():
        raise Unreadable(RowError(path.name, None, None, Code.UNREADABLE_FILE))
    number = 1
    records: list[list[str]] = []
    try:
        with path.open("rb") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
            blank, heading = _heading_line(text)
            number += blank
            cells = csv.reader(chain([heading], text), delimiter=_delimiter(heading), strict=True)
            while True:
                records = []
                records.extend(islice(cells, BATCH_ROWS))
                if not records:
                    return
                batch = _without_blanks(number, records)
                if batch.records:
                    yield batch
                number += len(records)
                on_bytes(raw.tell())
    except UnicodeDecodeError:
        facts = {"line": _first_line_not_utf8(path)}
        raise Unreadable(RowError(path.name, None, None, Code.NOT_UTF8, None, facts)) from None
    except csv.Error:
        row = number + len(records)
        raise Unreadable(RowError(path.name, row, None, Code.BAD_QUOTING)) from None
    except OSError:
        raise Unreadable(RowError(path.name, None, None, Code.UNREADABLE_FILE)) from None


def _heading_line(text: io.TextIOWrapper) -> tuple[int, str]:
    """Return how many blank lines come first, and the line after them."""
    blank = 0
    while (line := text.readline()) and not line.strip():
        blank += 1
    return blank, line


def _delimiter(heading: str) -> str:
    """Return what separates the headings; no heading holds a comma or a semicolon itself."""
    return ";" if heading.count(";") > heading.count(",") else ","


def _without_blanks(number: int, records: list[list[str]]) -> Batch:
    if all(map(any, records)):
        return Batch(range(number, number + len(records)), records)
    filled = [(at, record) for at, record in enumerate(records, number) if any(record)]
    return Batch([at for at, _ in filled], [record for _, record in filled])


def _first_line_not_utf8(path: Path) -> int:
    with path.open("rb") as raw:
        for number, line in enumerate(raw, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
