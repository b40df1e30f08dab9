"""How exact amounts are written: for people with a decimal comma, for programs exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from reports.claims.units import Unit
from reports.numbers import whole

_MOST_DECIMALS: Final = 4


def with_unit(number: str, unit: Unit) -> str:
    """Put the unit behind a number, if there is one."""
    return f"{number} {unit.text}" if unit.text else number


def shown(amount: Fraction, unit: Unit) -> tuple[str, bool]:
    """Write an amount in a unit for people.

    Args:
        amount: in whole đồng, persons, awards.
        unit: to show it in.

    Returns:
        The text, and whether it is exact; what needs more than four decimals is rounded half up,
        to two decimals below a thousand and to none from there on.

    >>> from reports.claims.units import parse_unit
    >>> shown(Fraction(55_500_000_000), parse_unit("tỷ đồng"))
    ('55,5 tỷ đồng', True)
    >>> shown(Fraction(-4820, 9175), parse_unit("%"))
    ('−52,53 %', False)
    """
    number = abs(amount / unit.scale)
    decimals = _decimals(number)
    is_exact = decimals is not None and decimals <= _MOST_DECIMALS
    if decimals is None or not is_exact:
        decimals = 0 if number >= 1_000 else 2
    above, below = divmod((number * 10**decimals + Fraction(1, 2)) // 1, 10**decimals)
    text = whole(above) + (f",{below:0{decimals}d}" if decimals else "")
    return with_unit(f"−{text}" if amount < 0 else text, unit), is_exact


def exact(amount: Fraction, unit: Unit) -> str:
    """Write an amount in a unit for programs: `55.5`, or `1/3` where no decimals do.

    >>> from reports.claims.units import parse_unit
    >>> exact(Fraction(-55_500_000_000), parse_unit("tỷ đồng"))
    '-55.5'
    >>> exact(Fraction(1, 3), parse_unit("suất"))
    '1/3'
    """
    number = amount / unit.scale
    decimals = _decimals(number)
    if not decimals:
        return str(number)
    digits = f"{abs(number) * 10**decimals // 1:0{decimals + 1}d}"
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def _decimals(number: Fraction) -> int | None:
    """Return how many decimals write a number exactly; None when no finite number does."""
    twos = fives = 0
    rest = number.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
