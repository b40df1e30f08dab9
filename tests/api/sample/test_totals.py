"""The files add up to the published totals exactly, reversed rows taken off.

Source: Nghệ An 2022: raised 87.1 tỷ, paid 68.2 tỷ to 218,000 occurrences, 26,000 đồng a head.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from api.sample import write_sample
from api.sample.size import size_at
from tests.api.sample.replay import Replay

if TYPE_CHECKING:
    from tests.api.sample.conftest import Sample


def _part(sample: Sample, published: int) -> Fraction:
    return published * sample.summary.scale


def test_raised_is_the_published_figure_to_the_dong(sample: Sample) -> None:
    assert sum(sample.replay.raised.values()) == _part(sample, 87_100_000_000)


def test_paid_is_the_published_figure_to_the_dong(sample: Sample) -> None:
    assert sum(sample.replay.paid.values()) == _part(sample, 68_200_000_000)


def test_every_award_that_stands_is_one_occurrence(sample: Sample) -> None:
    assert sample.replay.occurrences == _part(sample, 218_000)


def test_raised_for_each_resident_rounds_down_to_the_published_26000(sample: Sample) -> None:
    province = sample.replay.files["population"][0]
    raised_each = sum(sample.replay.raised.values()) // int(province["persons"])
    assert raised_each // 1_000 * 1_000 == 26_000


def test_the_summary_says_what_the_files_say(sample: Sample) -> None:
    summary, replay = sample
    assert summary.raised_vnd_by_channel == dict(replay.raised)
    assert (summary.paid_vnd_by_channel, summary.facilitated_vnd) == (
        dict(replay.paid),
        replay.facilitated,
    )


def test_the_summary_counts_the_rows_of_every_file(sample: Sample) -> None:
    rows = {f"{name}.csv": len(rows) for name, rows in sample.replay.files.items()}
    assert sample.summary.rows_by_file == rows


def test_money_held_by_others_is_what_they_have_not_handed_over(sample: Sample) -> None:
    held = sum(
        sum(by_day.values()) for pot, by_day in sample.replay.movements.items() if pot[0] == "held"
    )
    assert held == sample.summary.held_by_others_vnd > 0


@pytest.mark.parametrize("column", ["persons", "members"])
def test_people_of_communes_sum_to_districts_and_those_to_the_province(
    sample: Sample, column: str
) -> None:
    files = sample.replay.files
    # The last row of a unit is how it is at the end of the year.
    parent_of = {row["code"]: row["parent"] for row in files["units"]}
    people = {row["unit"]: int(row[column]) for row in files["population"]}
    below: Counter[str] = Counter()
    for unit, number in people.items():
        below[parent_of[unit]] += number
    assert all(people[unit] == number for unit, number in below.items() if unit)


@pytest.mark.parametrize(("scale", "seed"), [(0.002, 1), (0.0033, 2), (0.013, 3), (0.041, 4)])
def test_totals_are_reached_at_other_sizes_and_seeds(
    tmp_path_factory: pytest.TempPathFactory, scale: float, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("other")
    write_sample(folder, scale=scale, seed=seed)
    replay, size = Replay(folder), size_at(scale)
    totals = (sum(replay.raised.values()), sum(replay.paid.values()), replay.occurrences)
    assert totals == (size.raised_vnd, size.paid_vnd, size.occurrences)
    assert min(lowest for _, lowest in replay.lowest_balances()) >= 0
