r"""Samples that anybody can draw again: the seed is printed, and so is the method.

    by hash     SHA-256("<seed>\n<unit>-<version>") of every entry; the smallest come first. Every
                entry has the same chance.
    by amount   amounts laid end to end in the order of day and log; every `step`-th đồng from
                `start` on picks the entry that it lies in. Large entries have a larger chance; one
                as large as the step is always there.

`<unit>` is the unit's id as 32 hexadecimal digits, as in the address of an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final, Literal, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from projections.checks import Scope

Method = Literal["hash", "amount"]
SIZE_MAX: Final = 200


class Picked(NamedTuple):
    """An entry of the sample."""

    unit_id: UUID
    version: int
    booked_on: date
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, and from how many entries and how many đồng.

    `start` and `step` are those of the method by amount, else None.
    """

    seed: str
    method: Method
    picked: tuple[Picked, ...]
    population: int
    population_vnd: int
    start: int | None = None
    step: int | None = None


def draw(connection: Connection, scope: Scope, *, seed: str, size: int, method: Method) -> Sample:
    """Draw a sample of at most `size` entries (1 … 200); fewer where there are fewer."""
    assert 1 <= size <= SIZE_MAX
    asked = _asked(connection, scope)
    row = connection.execute(query("sample_population"), asked).fetchone()
    count, total_vnd = row or (0, 0)
    if method == "hash" or total_vnd == 0:
        rows = connection.execute(query("sample_by_hash"), {**asked, "seed": seed, "size": size})
        return Sample(seed, "hash", tuple(Picked(*each) for each in rows), count, total_vnd)
    step = max(1, total_vnd // size)
    start = start_of(seed, step)
    asked |= {"start": start, "step": step, "size": size}
    rows = connection.execute(query("sample_by_amount"), asked)
    picked = tuple(Picked(*each) for each in rows)
    return Sample(seed, "amount", picked, count, total_vnd, start, step)


def start_of(seed: str, step: int) -> int:
    """Return the first đồng that picks: SHA-256 of the seed as a number, modulo `step`, plus 1.

    >>> 1 <= start_of("2022-12", 1_000) <= 1_000
    True
    """
    return int.from_bytes(sha256(seed.encode()).digest(), "big") % step + 1


def rank_of(seed: str, unit_id: UUID, version: int) -> str:
    """Return the number, in hexadecimal, by which the method by hash orders an entry.

    >>> rank_of("2022", UUID(int=1), 7)[:8]
    'e0519b3f'
    """
    return sha256(f"{seed}\n{unit_id.hex}-{version}".encode()).hexdigest()


def newest_year(connection: Connection, unit_id: UUID) -> int | None:
    """Return the newest year in which a unit, or one below, raised or paid; None: never."""
    row = connection.execute(query("sample_newest_year"), {"unit_id": unit_id}).fetchone()
    return row[0].year if row and row[0] else None


def _asked(connection: Connection, scope: Scope) -> dict[str, object]:
    upto, _ = connection.execute(query("trail_state")).fetchone() or (0, 0)
    return {
        "unit_id": scope.unit_id,
        "with_below": scope.below,
        "first": scope.first,
        "last": scope.last,
        "upto": upto,
    }
