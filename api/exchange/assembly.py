"""Records of cells → typed rows, and the errors of those that are none.

Records are read in batches, column by column, and a column looks up what it has read before: a
file of 600,000 gifts reads its units, days and amounts a few thousand times only, and equal texts
are one object in memory.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import chain, zip_longest
from operator import attrgetter
from typing import Any, Final, Generic

from api.exchange.columns import Column, Need
from api.exchange.errors import Code, Fault, RowError, shortened
from api.exchange.fields import Value
from api.exchange.header import Positions, passed_over, read_header
from api.exchange.shape import Shape
from api.exchange.sources import Batch, RawCell, Source
from api.exchange.tables import RowT, Table

_REMEMBERED_MAX: Final = 32_768
"""Cells that a column remembers before it starts afresh; keys and names never repeat."""


def read_rows(table: Table[RowT], source: Source) -> tuple[list[RowT], list[RowError]]:
    """Return the good rows of `source`, in order, and every error of the others.

    A wrong heading row leaves no rows. A row with an error is left out, and all of its errors are
    told. Rows of a reference file that contradict an earlier one are errors.

    Raises:
        Unreadable: the source cannot be read to its end.
    """
    first = next(source.batches, None)
    if first is None:
        return [], [RowError(source.shown, None, None, Code.EMPTY_FILE)]
    header = read_header(table, source.shown, first.numbers[0], first.records[0])
    if isinstance(header, list):
        return [], header
    assembly = _Assembly(table, source.shown, header)
    unread = passed_over(first.records[0])
    for batch in chain([Batch(first.numbers[1:], first.records[1:])], source.batches):
        assembly.add(_without(unread, batch) if unread else batch)
    if table.is_money:
        return assembly.rows, assembly.errors
    rows, contradictions = _consistent(table, source.shown, assembly.rows)
    return rows, assembly.errors + contradictions


def _without(columns: Sequence[int], batch: Batch) -> Batch:
    """Return `batch` with nothing in some columns."""
    records = [
        ["" if at in columns else cell for at, cell in enumerate(record)]
        for record in batch.records
    ]
    return Batch(batch.numbers, records)


class _ColumnReader(dict[RawCell, Any]):
    """Reads the cells of one column; what it has read without a fault it remembers."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._kind = column.kind
        self._needs_value = column.need is Need.VALUE
        self._cells_since_empty = 0
        self._seldom_repeats = False
        self.faults_seen = 0

    def read_all(self, cells: Sequence[RawCell]) -> Sequence[Value | Fault]:
        """Return the values of some cells of the column."""
        if self._seldom_repeats and (texts := self._as_is(cells)):
            return texts
        if len(self) > _REMEMBERED_MAX:
            self._seldom_repeats = 2 * len(self) > self._cells_since_empty
            self._cells_since_empty = 0
            self.clear()
        self._cells_since_empty += len(cells)
        return list(map(self.__getitem__, cells))

    def _as_is(self, cells: Sequence[RawCell]) -> list[str | None] | None:
        """Return `cells` without surrounding spaces if reading each would do no more than that."""
        if None in cells:
            return None
        texts = [cell.strip() for cell in cells if cell is not None]
        together = "".join(texts)
        if (
            max(map(len, texts)) <= self._kind.as_is_max_chars
            and together.isprintable()
            and (together.isascii() or unicodedata.is_normalized("NFC", together))
            and not (self._needs_value and "" in texts)
        ):
            return [text or None for text in texts]
        return None

    def __missing__(self, cell: RawCell) -> Value | Fault:
        value: Value | Fault
        if text := (cell or "").strip():
            if not text.isascii():
                text = unicodedata.normalize("NFC", text)
            value = self._kind.read(text)
        elif cell is None:
            value = Fault(Code.FORMULA_WITHOUT_VALUE)
        else:
            value = Fault(Code.MISSING_VALUE) if self._needs_value else None
        if isinstance(value, Fault):
            self.faults_seen += 1
        else:
            self[cell] = value
        return value


class _Assembly(Generic[RowT]):
    """The rows and errors of one source so far."""

    def __init__(self, table: Table[RowT], shown: str, positions: Positions) -> None:
        self._table = table
        self._shown = shown
        self._positions = positions
        self._readers = [_ColumnReader(column) for column in table.columns]
        self._shape = Shape(table)
        self.rows: list[RowT] = []
        self.errors: list[RowError] = []

    def add(self, batch: Batch) -> None:
        """Read one batch of records."""
        row_of, keep, faults_of = self._table.row_type, self.rows.append, self._shape.faults
        columns = list(zip_longest(*batch.records, fillvalue=""))
        faults_before = sum(reader.faults_seen for reader in self._readers)
        values_by_column = self._values(columns, len(batch.records))
        faulty = sum(reader.faults_seen for reader in self._readers) > faults_before
        stray = self._stray_cells(columns)
        rows = zip(*values_by_column, strict=True)
        for place, (number, values) in enumerate(zip(batch.numbers, rows, strict=True)):
            faults = faults_of(values)
            if faulty or stray:
                faults += [(at, each) for at, each in enumerate(values) if isinstance(each, Fault)]
                faults += stray.get(place, ())
            if not faults:
                keep(row_of(number, *values))
            elif any(cell is None or cell.strip() for cell in batch.records[place]):
                self._tell(number, faults)

    def _values(
        self, columns: Sequence[Sequence[RawCell]], rows: int
    ) -> list[Sequence[Value | Fault]]:
        return [
            [None] * rows
            if position is None
            else reader.read_all(columns[position] if position < len(columns) else [""] * rows)
            for reader, position in zip(self._readers, self._positions, strict=True)
        ]

    def _stray_cells(
        self, columns: Sequence[Sequence[RawCell]]
    ) -> dict[int, list[tuple[int, Fault]]]:
        """Return what stands in columns without a heading, by the place of the row."""
        named = set(self._positions)
        found: dict[int, list[tuple[int, Fault]]] = {}
        for position, cells in enumerate(columns):
            if position in named or set(cells) == {""}:
                continue
            for place, cell in enumerate(cells):
                if cell is None or cell.strip():
                    fault = Fault(Code.EXTRA_CELL, shortened((cell or "").strip()))
                    found.setdefault(place, []).append((len(self._positions), fault))
        return found

    def _tell(self, number: int, faults: list[tuple[int, Fault]]) -> None:
        for at, fault in sorted(faults, key=lambda each: each[0]):
            name, facts = None, dict(fault.facts)
            if at < len(self._positions):
                name = self._table.columns[at].name
                facts["label"] = self._table.columns[at].label
            self.errors.append(RowError(self._shown, number, name, fault.code, fault.value, facts))


def _consistent(
    table: Table[RowT], shown: str, rows: list[RowT]
) -> tuple[list[RowT], list[RowError]]:
    """Return `rows` without those that say something else than an earlier row of the same key."""
    key_of = attrgetter("row", *table.natural_key)
    first_of: dict[tuple[Value, ...], RowT] = {}
    kept: list[RowT] = []
    errors: list[RowError] = []
    for row in rows:
        number, *key = key_of(row)
        first = first_of.setdefault(tuple(key), row)
        if first == row:
            kept.append(row)
        else:
            value = shortened(", ".join(str(each) for each in key))
            facts = {"first_row": first.row}
            errors.append(RowError(shown, number, None, Code.DUPLICATE_ROW, value, facts))
    return kept, errors
