"""How big the sample year is: the published figures of Nghệ An 2022, and any fraction of them.

Source: the 2022 summary of the Nghệ An Association for Promoting Education: raised "trên 87,1 tỷ",
paid "trên 68,2 tỷ" to "hơn 218.000" occurrences, 775,276 members = 23.2 % of the population,
21 of 21 districts and 460 of 460 communes, 4,096 branches, 9,200 clan and 2,132 agency boards.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

RAISED_VND = 87_100_000_000
PAID_VND = 68_200_000_000
OCCURRENCES = 218_000
POPULATION = 3_341_707
MEMBERS = 775_276
DISTRICTS = 21
COMMUNES = 460
BRANCHES = 4_096
CLAN_BOARDS = 9_200
AGENCY_BOARDS = 2_132

SMALLEST_SCALE = Fraction(1, 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The totals that one sample must reach exactly, and the number of its units."""

    scale: Fraction
    districts: int
    communes: int
    branches: int
    clan_boards: int
    agency_boards: int
    population: int
    members: int
    raised_vnd: int
    paid_vnd: int
    occurrences: int


def size_at(scale: Fraction | float) -> Size:
    """Return the province year at `scale`, every total rounded half up.

    Args:
        scale: 0.002 to 1, both included. A float is read as the decimal that it prints.

    Returns:
        The totals; raised and paid are whole thousands of đồng. There are always at least two
        districts, one of them with at least two communes, and one unit of each kind a commune.

    Raises:
        ValueError: `scale` is below 0.002 or above 1.

    >>> size_at(1).raised_vnd, size_at(0.02).raised_vnd, size_at(0.02).communes
    (87100000000, 1742000000, 9)
    """
    exact = scale if isinstance(scale, Fraction) else Fraction(str(scale))
    if not SMALLEST_SCALE <= exact <= 1:
        raise ValueError(f"scale {scale} is not within {SMALLEST_SCALE} and 1")
    districts = max(2, _half_up(DISTRICTS * exact))
    communes = max(districts + 1, _half_up(COMMUNES * exact))
    return Size(
        scale=exact,
        districts=districts,
        communes=communes,
        branches=max(communes, _half_up(BRANCHES * exact)),
        clan_boards=max(communes, _half_up(CLAN_BOARDS * exact)),
        agency_boards=max(communes, _half_up(AGENCY_BOARDS * exact)),
        population=_half_up(POPULATION * exact),
        members=_half_up(MEMBERS * exact),
        raised_vnd=_half_up(RAISED_VND // 1_000 * exact) * 1_000,
        paid_vnd=_half_up(PAID_VND // 1_000 * exact) * 1_000,
        occurrences=_half_up(OCCURRENCES * exact),
    )


def _half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
