"""Reads an expression: a figure's id, or one operation over further expressions.

"raised"                                         a figure of the same set
{"number": "1.000", "unit": "đồng/người"}        a number of the claim's own
{"sum": […]}  {"difference": […]}  {"product": […]}  {"quotient": [above, below]}
{"rounded_down": …, "to": {"number": …}}  {"rounded_half_up": …, "to": {"number": …}}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from reports.claims.figures import (
    Cite,
    Difference,
    Expression,
    Number,
    Product,
    Quotient,
    RoundedDown,
    RoundedHalfUp,
    Sum,
)
from reports.claims.problems import ClaimsInvalid, inside
from reports.claims.units import parse_unit
from reports.claims.words import parse_number

DEEPEST: Final = 20
_SERIES: Final[Mapping[str, Callable[[tuple[Expression, ...]], Expression]]] = MappingProxyType(
    {"sum": Sum, "difference": Difference, "product": Product}
)
_ROUNDINGS: Final[Mapping[str, Callable[[Expression, Number], Expression]]] = MappingProxyType(
    {"rounded_down": RoundedDown, "rounded_half_up": RoundedHalfUp}
)


def parse_expression(value: object, *, depth: int = 0) -> Expression:
    """Turn JSON into an expression.

    Raises:
        ClaimsInvalid: nested deeper than 20; an operation is unknown, or has parts of another
            number or kind.
    """
    if depth > DEEPEST:
        raise ClaimsInvalid(f"biểu thức lồng quá {DEEPEST} tầng")
    if isinstance(value, str):
        return Cite(value)
    if isinstance(value, dict):
        if value.keys() in ({"number"}, {"number", "unit"}):
            return _number(value["number"], value.get("unit", ""))
        if value.keys() == {"quotient"}:
            return _quotient(value["quotient"], depth)
        for name, series in _SERIES.items():
            if value.keys() == {name}:
                return series(_parts(value[name], name, depth))
        for name, rounding in _ROUNDINGS.items():
            if value.keys() == {name, "to"}:
                return rounding(_part(value[name], name, depth), _step(value["to"]))
    raise ClaimsInvalid(
        "cần mã một số liệu, hoặc một trong: number, sum, difference, product, quotient, "
        "rounded_down, rounded_half_up"
    )


def _part(value: object, place: str, depth: int) -> Expression:
    with inside(place):
        return parse_expression(value, depth=depth + 1)


def _parts(values: object, place: str, depth: int) -> tuple[Expression, ...]:
    with inside(place):
        if not isinstance(values, list) or len(values) < 2:
            raise ClaimsInvalid("cần một danh sách từ hai phần trở lên")
        return tuple(_part(value, f"[{number}]", depth) for number, value in enumerate(values))


def _quotient(values: object, depth: int) -> Quotient:
    parts = _parts(values, "quotient", depth)
    if len(parts) != 2:
        raise ClaimsInvalid("cần số bị chia và số chia", place="quotient")
    return Quotient(*parts)


def _number(number: object, unit: object) -> Number:
    if not isinstance(number, str) or not isinstance(unit, str):
        raise ClaimsInvalid("số và đơn vị viết trong ngoặc kép", place="number")
    with inside("number"):
        return Number(parse_number(number), parse_unit(unit))


def _step(value: object) -> Number:
    with inside("to"):
        step = parse_expression(value)
        if not isinstance(step, Number) or step.number.value == 0:
            raise ClaimsInvalid('cần một số lớn hơn 0: {"number": …, "unit": …}')
        return step
