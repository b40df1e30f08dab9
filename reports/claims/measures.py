"""The value of an expression over figures: its number, and all that its words allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import assert_never

from reports.claims.figures import (
    Cite,
    Difference,
    Expression,
    Figure,
    Number,
    Product,
    Quotient,
    RoundedDown,
    RoundedHalfUp,
    Sum,
)
from reports.claims.intervals import Interval, exactly
from reports.claims.problems import ClaimsInvalid, inside
from reports.claims.units import Dimension


@dataclass(frozen=True, slots=True)
class Quantity:
    """A computed amount in whole đồng, persons …: the plain number lies in the interval."""

    nominal: Fraction
    interval: Interval
    dimension: Dimension


def measure(expression: Expression, figures: Mapping[str, Figure]) -> Quantity:
    """Compute an expression exactly.

    Args:
        expression: the tree.
        figures: the figures it may cite, by id.

    Raises:
        ClaimsInvalid: a figure is not there; parts of different dimensions are added, subtracted
            or rounded to each other; a divisor may be zero.
    """
    match expression:
        case Cite(figure_id):
            quantity = _cited(figure_id, figures)
        case Number():
            quantity = _given(expression)
        case Sum(parts):
            quantity = reduce(_add, _measured(parts, figures))
        case Difference(parts):
            quantity = reduce(_subtract, _measured(parts, figures))
        case Product(parts):
            quantity = reduce(_multiply, _measured(parts, figures))
        case Quotient(above, below):
            quantity = _divide(*_measured((above, below), figures))
        case RoundedDown(of, to):
            quantity = _round_down(measure(of, figures), _given(to))
        case RoundedHalfUp(of, to):
            quantity = _round_half_up(measure(of, figures), _given(to))
        case _:
            assert_never(expression)
    return quantity


def cited_in(expression: Expression) -> Iterator[str]:
    """Yield the ids of the figures an expression cites, from left to right."""
    match expression:
        case Cite(figure_id):
            yield figure_id
        case Number():
            return
        case Sum(parts) | Difference(parts) | Product(parts):
            for part in parts:
                yield from cited_in(part)
        case Quotient(above, below):
            yield from cited_in(above)
            yield from cited_in(below)
        case RoundedDown(of, _) | RoundedHalfUp(of, _):
            yield from cited_in(of)
        case _:
            assert_never(expression)


def require_same_dimension(mine: Quantity, theirs: Quantity, *, verb: str) -> None:
    """Refuse to add, subtract, round or compare đồng and persons.

    Raises:
        ClaimsInvalid: the dimensions differ.
    """
    if mine.dimension != theirs.dimension:
        left, right = (str(each.dimension) or "số không đơn vị" for each in (mine, theirs))
        raise ClaimsInvalid(f"không {verb} được hai đơn vị khác nhau: {left} và {right}")


def _measured(parts: tuple[Expression, ...], figures: Mapping[str, Figure]) -> list[Quantity]:
    measured = []
    for number, part in enumerate(parts):
        with inside(f"[{number}]"):
            measured.append(measure(part, figures))
    return measured


def _cited(figure_id: str, figures: Mapping[str, Figure]) -> Quantity:
    figure = figures.get(figure_id)
    if figure is None:
        raise ClaimsInvalid(f"không có số liệu “{figure_id}” trong bộ này")
    return Quantity(figure.nominal, figure.interval, figure.unit.dimension)


def _given(given: Number) -> Quantity:
    value = given.number.value * given.unit.scale
    return Quantity(value, exactly(value), given.unit.dimension)


def _add(mine: Quantity, theirs: Quantity) -> Quantity:
    require_same_dimension(mine, theirs, verb="cộng")
    return Quantity(mine.nominal + theirs.nominal, mine.interval + theirs.interval, mine.dimension)


def _subtract(mine: Quantity, theirs: Quantity) -> Quantity:
    require_same_dimension(mine, theirs, verb="trừ")
    return Quantity(mine.nominal - theirs.nominal, mine.interval - theirs.interval, mine.dimension)


def _multiply(mine: Quantity, theirs: Quantity) -> Quantity:
    dimension = mine.dimension.times(theirs.dimension)
    return Quantity(mine.nominal * theirs.nominal, mine.interval * theirs.interval, dimension)


def _divide(above: Quantity, below: Quantity) -> Quantity:
    try:
        interval = above.interval / below.interval
    except ZeroDivisionError:
        raise ClaimsInvalid("số chia có thể bằng 0") from None
    return Quantity(above.nominal / below.nominal, interval, above.dimension.per(below.dimension))


def _round_down(of: Quantity, to: Quantity) -> Quantity:
    require_same_dimension(of, to, verb="làm tròn")
    step = to.nominal
    return Quantity(of.nominal // step * step, of.interval.floored(step), of.dimension)


def _round_half_up(of: Quantity, to: Quantity) -> Quantity:
    require_same_dimension(of, to, verb="làm tròn")
    step = to.nominal
    nominal = (of.nominal + step / 2) // step * step
    return Quantity(nominal, of.interval.rounded(step), of.dimension)
