"""Units of published figures: `tỷ đồng`, `nghìn đồng/người`, `suất`, `%`.

A unit is a scale (nghìn, triệu, tỷ, %) and what is counted. Suất, lượt, người and hộ are four
different counts; adding one to another, or đồng to any of them, is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from reports.claims.problems import ClaimsInvalid

SCALES: Final[Mapping[str, int]] = MappingProxyType(
    {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
)
# What is counted → the kind of count it belongs to. Only things of one kind add up.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "đồng": "đồng",
        "người": "người",
        "hội viên": "người",
        "học sinh": "người",
        "sinh viên": "người",
        "giáo viên": "người",
        "lượt": "lượt",
        "suất": "suất",
        "hộ": "hộ",
        "hội": "hội",
        "chi hội": "chi hội",
        "cộng đồng": "cộng đồng",
        "huyện": "huyện",
        "xe": "xe",
        "tháng": "tháng",
    }
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """Kinds of count with their powers, in alphabetical order: đồng/người is (đồng 1, người −1)."""

    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: Dimension) -> Dimension:
        """Return the dimension of a product."""
        return _dimension(Counter(dict(self.powers)), Counter(dict(other.powers)))

    def per(self, other: Dimension) -> Dimension:
        """Return the dimension of a quotient."""
        inverse = Counter({kind: -power for kind, power in other.powers})
        return _dimension(Counter(dict(self.powers)), inverse)

    def __str__(self) -> str:
        above = "·".join(kind for kind, power in self.powers for _ in range(power))
        below = "".join(f"/{kind}" for kind, power in self.powers for _ in range(-power))
        return (above or "1") + below if below else above


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed; one of it is `scale` of what `dimension` counts."""

    text: str
    scale: Fraction
    dimension: Dimension


def parse_unit(text: str) -> Unit:
    """Read a unit.

    Args:
        text: `%`, or an optional scale word, what is counted, and any number of `/what`;
            empty for a bare number.

    Raises:
        ClaimsInvalid: something that is counted is not known.

    >>> parse_unit("nghìn đồng/người").scale
    Fraction(1000, 1)
    """
    if text in ("", "%"):
        return Unit(text, Fraction(1, 100) if text else Fraction(1), Dimension())
    above, *below = text.split("/")
    first, _, rest = above.partition(" ")
    scale, counted = (SCALES[first], rest) if first in SCALES else (1, above)
    dimension = _kind(counted)
    for divisor in below:
        dimension = dimension.per(_kind(divisor))
    return Unit(text, Fraction(scale), dimension)


def plain_unit(dimension: Dimension) -> Unit:
    """Return the unit without a scale in which a computed quantity is shown."""
    return Unit(str(dimension), Fraction(1), dimension)


def _kind(counted: str) -> Dimension:
    if counted not in KINDS:
        known = ", ".join(KINDS)
        raise ClaimsInvalid(f"không biết đơn vị “{counted}”; các đơn vị đã biết: {known}")
    return Dimension(((KINDS[counted], 1),))


def _dimension(*powers: Counter[str]) -> Dimension:
    total: Counter[str] = Counter()
    for each in powers:
        total.update(each)
    return Dimension(tuple(sorted((kind, power) for kind, power in total.items() if power)))
