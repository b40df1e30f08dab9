"""The numbers of papers, explained: every number of a series was used, cancelled, or left out.

A series (phiếu thu, phiếu chi, …, giấy biên nhận) counts in each unit and year from 1. A jump has a
reason where the unit said that its series goes on from a paper book; without one it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Final, NamedTuple, get_args
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import MoneyEvent, Vouched

ON_PAPER: Final = tuple(
    kind.STORED_AS for kind in get_args(MoneyEvent) if issubclass(kind, Vouched)
)
"""The types of entries that stand on a numbered voucher."""


class Jump(NamedTuple):
    """Numbers that were not used, both ends included; `said_in` is the entry that says why."""

    first: int
    last: int
    said_in: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a unit and year.

    `cancelled` are the numbers all of whose lines were undone; `lines` counts the lines of all.
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

    @property
    def missing(self) -> int:
        """How many numbers nobody explains."""
        return sum(each.last - each.first + 1 for each in self.jumps if each.said_in is None)


def units_below(
    connection: Connection, unit_id: UUID, on: date, *, below: bool, offset: int, limit: int
) -> list[UUID]:
    """Return some of the units below one on a day, itself first, from the top of the tree down."""
    asked = {"unit_id": unit_id, "on": on, "with_below": below, "offset": offset, "limit": limit}
    return [unit_id for (unit_id,) in connection.execute(query("series_units"), asked)]


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
    continued: dict[tuple[UUID, str, int], dict[int, int]] = {}
    for unit_id, version, series, year, number in connection.execute(
        query("series_continued"), asked
    ):
        continued.setdefault((unit_id, series, year), {})[number] = version
    rows = connection.execute(query("series_numbers"), asked)
    found = [
        _series(key, [each[3:] for each in numbers], continued.get(key, {}))
        for key, numbers in groupby(rows, key=lambda row: (row[0], row[1], row[2]))
    ]
    order = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    return sorted(found, key=lambda each: (order[each.unit_id], each.series, each.year))


def _series(
    key: tuple[UUID, str, int], numbers: Sequence[tuple[int, int, int]], said: dict[int, int]
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
    )


def _jumps(used: Iterable[int], said: dict[int, int]) -> Iterable[Jump]:
    """Yield the numbers that were passed over.

    >>> list(_jumps([1, 2, 5, 9], {5: 77}))
    [Jump(first=3, last=4, said_in=77), Jump(first=6, last=8, said_in=None)]
    """
    for before, number in pairwise((0, *used)):
        if number > before + 1:
            yield Jump(before + 1, number - 1, said.get(number))
