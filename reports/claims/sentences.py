"""What a verdict says in Vietnamese: what was computed, what was printed, how far apart."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from reports.claims.amounts import shown, with_unit
from reports.claims.figures import (
    Cite,
    Difference,
    Expression,
    Figure,
    Number,
    Outcome,
    Product,
    Quotient,
    Relation,
    RoundedDown,
    RoundedHalfUp,
    Sum,
)
from reports.claims.units import Unit, plain_unit
from reports.claims.verdicts import Verdict


def sentence(verdict: Verdict) -> str:
    """Say in Vietnamese what was computed, what was printed, and how far they lie apart."""
    claim, figures = verdict.identity.claim, verdict.figure_set.figures
    unit = shown_unit(verdict)
    left = _side(claim.left, verdict.computed.nominal, unit, figures)
    right = _side(claim.right, verdict.stated.nominal, unit, figures)
    holds = verdict.outcome is Outcome.HOLDS
    said = f"{left}, {_compared(claim.relation, holds=holds)} {right}"
    if not holds:
        said += f": {_apart(verdict, unit)}"
    if claim.tolerance:
        said += f" (cho phép lệch {claim.tolerance.percent.text} %: {claim.tolerance.reason})"
    known = not holds and verdict.is_as_expected and verdict.identity.note
    return f"{said}. {verdict.identity.note}" if known else f"{said}."


def shown_unit(verdict: Verdict) -> Unit:
    """Return the unit in which both sides are shown: that of a printed side, if there is one."""
    claim = verdict.identity.claim
    for side in (claim.right, claim.left):
        match side:
            case Cite(figure_id):
                return verdict.figure_set.figures[figure_id].unit
            case Number() as given:
                return given.unit
            case RoundedDown(_, to) | RoundedHalfUp(_, to):
                return to.unit
            case _:
                continue
    return plain_unit(verdict.computed.dimension)


def _side(
    expression: Expression, nominal: Fraction, unit: Unit, figures: Mapping[str, Figure]
) -> str:
    formula = _formula(expression, figures)
    if isinstance(expression, Cite) and figures[expression.figure_id].not_printed:
        return f"{formula} (số không in trong nguồn)"
    if isinstance(expression, Cite | Number):
        return formula
    text, is_exact = shown(nominal, unit)
    return f"{formula} {'=' if is_exact else '≈'} {text}"


def _compared(relation: Relation, *, holds: bool) -> str:
    match relation:
        case Relation.EQUAL:
            return "khớp với" if holds else "không phải"
        case Relation.AT_MOST:
            return "không quá" if holds else "vượt quá"
        case Relation.AT_LEAST:
            return "không dưới" if holds else "thấp hơn"
        case _:
            assert_never(relation)


def _apart(verdict: Verdict, unit: Unit) -> str:
    difference = verdict.computed.nominal - verdict.stated.nominal
    return f"{'thừa' if difference > 0 else 'thiếu'} {shown(abs(difference), unit)[0]}"


def _formula(expression: Expression, figures: Mapping[str, Figure]) -> str:
    match expression:
        case Cite(figure_id):
            formula = printed(figures[figure_id])
        case Number(number, unit):
            formula = with_unit(number.text, unit)
        case Sum(parts):
            formula = _series(parts, " + ", figures)
        case Difference(parts):
            formula = _series(parts, " − ", figures)
        case Product(parts):
            formula = " × ".join(_inner(part, figures) for part in parts)
        case Quotient(above, below):
            formula = f"{_inner(above, figures)} ÷ {_inner(below, figures)}"
        case RoundedDown(of, to):
            formula = f"{_inner(of, figures)}, làm tròn xuống đến {_formula(to, figures)}"
        case RoundedHalfUp(of, to):
            formula = f"{_inner(of, figures)}, làm tròn đến {_formula(to, figures)}"
        case _:
            assert_never(expression)
    return formula


def _series(parts: tuple[Expression, ...], sign: str, figures: Mapping[str, Figure]) -> str:
    cited = [figures[part.figure_id] for part in parts if isinstance(part, Cite)]
    units = {figure.unit.text for figure in cited}
    if len(cited) == len(parts) and len(units) == 1:
        # One unit for all is said once, as people write sums: 1,2 + 54,3 tỷ đồng.
        return with_unit(sign.join(_worded(figure) for figure in cited), cited[0].unit)
    return sign.join(_inner(part, figures) for part in parts)


def _inner(expression: Expression, figures: Mapping[str, Figure]) -> str:
    formula = _formula(expression, figures)
    return formula if isinstance(expression, Cite | Number | Product) else f"({formula})"


def printed(figure: Figure) -> str:
    """Return a figure as the page has it: `trên 87,1 tỷ đồng`."""
    return with_unit(_worded(figure), figure.unit)


def _worded(figure: Figure) -> str:
    # “đúng” is our reading, not a word of the page.
    is_printed = figure.qualifier and figure.qualifier != "đúng"
    return f"{figure.qualifier} {figure.number.text}" if is_printed else figure.number.text
