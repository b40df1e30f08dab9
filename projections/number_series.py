"""The numbers of papers, explained: every number was issued, cancelled, replaced, or left out.

A series (phiếu thu, phiếu chi, …, giấy biên nhận) counts in each unit and year from 1. A jump has a
reason where the unit said that its series goes on from a paper book; without one it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Final, NamedTuple, TypeAlias, get_args
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import MoneyEvent, Vouched

ON_PAPER: Final = tuple(
    kind.STORED_AS for kind in get_args(MoneyEvent) if issubclass(kind, Vouched)
)
"""The types of entries that stand on a numbered voucher."""

MARK: Final = b'"replaces":[{'
"""What stands in the bytes of each entry that takes the place of another, and in few others."""

_Key: TypeAlias = tuple[UUID, str, int]


class Jump(NamedTuple):
    """Numbers that were not used, both ends included; `said_in` is the entry that says why."""

    first: int
    last: int
    said_in: int | None


class Replaced(NamedTuple):
    """A paper that stands in the place of a line, or of all, of the one with `number`."""

    number: int
    series: str
    year: int
    by: int


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a unit and year.

    `cancelled` are the numbers all of whose lines were undone; `lines` counts the lines of all.
    `replaced` says which papers stand in the place of which numbers, in their order.
    """

    unit_id: UUID
    series: str
    year: int
    first: int
    last: int
    count: int
    lines: int
    cancelled: tuple[int, ...]
    jumps: tuple[Jump, ...]
    replaced: tuple[Replaced, ...]

    @property
    def missing(self) -> int:
        """How many numbers nobody explains."""
        return sum(each.last - each.first + 1 for each in self.jumps if each.said_in is None)


def units_below(
    connection: Connection,
    unit_id: UUID,
    years: range,
    on: date,
    *,
    below: bool,
    offset: int,
    limit: int,
) -> tuple[list[UUID], int]:
    """Return some of the units below one that have entries in some years, and how many do.

    As they stood on a day: itself first, then from the top of the tree down. Beyond the last: none,
    and 0.
    """
    asked = {
        "unit_id": unit_id,
        "on": on,
        "with_below": below,
        "first_year": years.start,
        "last_year": years.stop - 1,
        "offset": offset,
        "limit": limit,
    }
    rows = connection.execute(query("series_units"), asked).fetchall()
    return [unit_id for unit_id, _ in rows], rows[0][1] if rows else 0


def number_series(
    connection: Connection, unit_ids: Sequence[UUID], first_year: int, last_year: int
) -> list[Series]:
    """Return every series of some units, unit by unit, then by series and year."""
    upto, _ = connection.execute(query("trail_state")).fetchone() or (0, 0)
    asked = {
        "unit_ids": list(unit_ids),
        "upto": upto,
        "topics": list(ON_PAPER),
        "first_year": first_year,
        "last_year": last_year,
    }
    replaced = _replaced(connection, asked)
    continued: dict[_Key, dict[int, int]] = {}
    for unit_id, version, series, year, number in connection.execute(
        query("series_continued"), asked
    ):
        continued.setdefault((unit_id, series, year), {})[number] = version
    rows = connection.execute(query("series_numbers"), asked)
    found = [
        _series(key, [each[3:] for each in numbers], continued.get(key, {}), replaced.get(key, ()))
        for key, numbers in groupby(rows, key=lambda row: (row[0], row[1], row[2]))
    ]
    order = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    return sorted(found, key=lambda each: (order[each.unit_id], each.series, each.year))


def _replaced(connection: Connection, asked: dict[str, object]) -> dict[_Key, list[Replaced]]:
    """Return what was replaced in each series; of two papers, the one of the same kind as before.

    A voucher stands in the place of a voucher, a donor's receipt in that of a donor's receipt.
    """
    found: dict[_Key, list[Replaced]] = {}
    rows = connection.execute(query("series_replaced"), {**asked, "mark": MARK})
    for unit_id, series, year, number, by_series, by, receipt, by_year in rows:
        is_receipt = series == "BN" or by is None
        new = Replaced(
            number, "BN" if is_receipt else by_series, by_year, receipt if is_receipt else by
        )
        lines = found.setdefault((unit_id, series, year), [])
        if new not in lines:
            lines.append(new)
    return found


def _series(
    key: _Key,
    numbers: Sequence[tuple[int, int, int]],
    said: dict[int, int],
    replaced: Iterable[Replaced],
) -> Series:
    used = [number for number, _, _ in numbers]
    return Series(
        *key,
        first=used[0],
        last=used[-1],
        count=len(used),
        lines=sum(lines for _, lines, _ in numbers),
        cancelled=tuple(number for number, lines, undone in numbers if undone >= lines),
        jumps=tuple(_jumps(used, said)),
        replaced=tuple(replaced),
    )


def _jumps(used: Iterable[int], said: dict[int, int]) -> Iterable[Jump]:
    """Yield the numbers that were passed over.

    >>> list(_jumps([1, 2, 5, 9], {5: 77}))
    [Jump(first=3, last=4, said_in=77), Jump(first=6, last=8, said_in=None)]
    """
    for before, number in pairwise((0, *used)):
        if number > before + 1:
            yield Jump(before + 1, number - 1, said.get(number))
