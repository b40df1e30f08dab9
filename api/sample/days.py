"""The calendar of the year 2022: days by number, and the seasons of giving and awarding.

Day 0 is 1 January 2022. Tết was on 1 February; the Month for Promoting Education runs from early
September to 2 October, the Day for Promoting Education in Vietnam.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_FIRST = date(2022, 1, 1)

# A transfer of the last days may arrive in January 2023.
DAY_COUNT = 365 + 14
ISO = tuple((_FIRST + timedelta(days=day)).isoformat() for day in range(DAY_COUNT))


def day_of(month: int, day: int) -> int:
    """Return the number of a day of 2022.

    >>> day_of(1, 1), ISO[day_of(12, 31)]
    (0, '2022-12-31')
    """
    return (date(2022, month, day) - _FIRST).days


LAST_DAY = day_of(12, 31)
# Units are renamed and re-parented on this day; nothing is booked on the eve.
CHANGE_DAY = day_of(7, 1)
SCHOOL_YEAR_DAY = day_of(9, 5)


@dataclass(frozen=True, slots=True)
class Season:
    """A campaign: when gifts come in, when awards go out, and what the round is called."""

    round: str
    gifts_from: int
    gifts_to: int
    awards_from: int
    awards_to: int
    kinds: tuple[str, ...]


TET = Season(
    "Tết khuyến học 2022",
    day_of(1, 4),
    day_of(2, 8),
    day_of(2, 9),
    day_of(2, 25),
    ("aid", "aid", "reward"),
)
SUMMARY = Season(
    "Tổng kết năm học 2021-2022",
    day_of(3, 2),
    day_of(5, 25),
    day_of(5, 26),
    day_of(6, 20),
    ("reward",),
)
BACK_TO_SCHOOL = Season(
    "Tiếp sức đến trường 2022",
    day_of(7, 4),
    day_of(8, 20),
    day_of(8, 23),
    day_of(9, 4),
    ("scholarship", "aid", "scholarship"),
)
MONTH = Season(
    "Tháng khuyến học 2022",
    day_of(9, 5),
    day_of(9, 28),
    day_of(10, 1),
    day_of(11, 20),
    ("scholarship", "reward", "reward"),
)
YEAR_END = Season(
    "Cuối năm 2022",
    day_of(10, 12),
    day_of(12, 15),
    day_of(12, 18),
    day_of(12, 27),
    ("aid", "reward"),
)
