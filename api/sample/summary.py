"""What a sample contains, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.sample.plan import shape_of
from api.sample.rows import MONEY_FILES

if TYPE_CHECKING:
    from fractions import Fraction

    from api.sample.clerk import Clerk
    from api.sample.size import Size
    from api.sample.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSummary:
    """Counts and totals of one sample; money in đồng, reversed rows taken off.

    `units_by_kind` has the keys province, district, commune, branch, clan, agency; `rows_by_file`
    the names of the CSV files; `raised_vnd_by_channel` cash, bank, in_kind, press (handed over to
    the fund); `paid_vnd_by_channel` cash, bank, in_kind.
    """

    scale: Fraction
    seed: int
    units: int
    units_by_kind: dict[str, int]
    population: int
    members: int
    rows_by_file: dict[str, int]
    money_rows: int
    raised_vnd: int
    raised_vnd_by_channel: dict[str, int]
    facilitated_vnd: int
    held_by_others_vnd: int
    paid_vnd: int
    paid_vnd_by_channel: dict[str, int]
    occurrences: int


def summarise(size: Size, seed: int, tree: Tree, clerk: Clerk) -> SampleSummary:
    """Return the summary, after checking that the totals of `size` were reached exactly."""
    tally, rows = clerk.tally, clerk.folder.row_counts
    raised_vnd, paid_vnd = sum(tally.raised_vnd.values()), sum(tally.paid_vnd.values())
    assert raised_vnd == size.raised_vnd
    assert paid_vnd == size.paid_vnd
    assert tally.occurrences == size.occurrences
    units_by_kind: dict[str, int] = {}
    for unit in tree.units:
        kind = shape_of(unit)
        units_by_kind[kind] = units_by_kind.get(kind, 0) + 1
    return SampleSummary(
        scale=size.scale,
        seed=seed,
        units=len(tree.units),
        units_by_kind=units_by_kind,
        population=tree.units[0].residents,
        members=tree.units[0].members,
        rows_by_file=dict(rows),
        money_rows=sum(rows[name] for name in MONEY_FILES),
        raised_vnd=raised_vnd,
        raised_vnd_by_channel=dict(tally.raised_vnd),
        facilitated_vnd=tally.facilitated_vnd,
        held_by_others_vnd=tally.held_vnd,
        paid_vnd=paid_vnd,
        paid_vnd_by_channel=dict(tally.paid_vnd),
        occurrences=tally.occurrences,
    )
