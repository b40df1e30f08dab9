"""What a file or a sheet is before it means anything: records of cells, with their row numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.exchange.errors import RowError

RawCell = str | None
"""The text of a cell; None: a formula of a workbook that has no value, or an error for a value."""

BATCH_ROWS: Final = 512
"""Small enough that a batch is turned into columns within the cache of the processor."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records in order; `numbers[i]` is the row of `records[i]` as a spreadsheet counts it."""

    numbers: Sequence[int]
    records: Sequence[Sequence[RawCell]]


@dataclass(frozen=True, slots=True)
class Source:
    """One file or sheet: `shown` is its name in messages; blank records are left out."""

    shown: str
    batches: Iterator[Batch]


class Unreadable(Exception):
    """A source cannot be read to its end; nothing of it counts."""

    def __init__(self, error: RowError) -> None:
        """Keep what the person at the other end is told."""
        super().__init__(error.code)
        self.error = error
