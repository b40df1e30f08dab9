"""Lines of the table at the end: what was measured, beside what, and whether that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any, Literal

Bound = Literal["at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured.

    `baseline` is what the same machine did in the same turns, in the same unit. `required` bounds
    `ratio` if there is one, else `measured`; None: told for comparison only.
    """

    name: str
    measured: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    required: float | None = None
    bound: Bound = "at_least"

    @property
    def verdict(self) -> str:
        """Return ok or short, or nothing where nothing is required."""
        if self.required is None:
            return ""
        judged = self.measured if self.ratio is None else self.ratio
        enough = judged >= self.required if self.bound == "at_least" else judged <= self.required
        return "ok" if enough else "short"


def middle(values: Sequence[float]) -> float:
    """Return the median.

    >>> middle([3.0, 1.0, 2.0])
    2.0
    """
    return percentile(values, 50)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that `percent` of the values do not exceed (nearest rank).

    >>> percentile(range(1, 101), 99)
    99
    """
    ranked = sorted(values)
    return ranked[max(ceil(len(ranked) * percent / 100) - 1, 0)]


def table(lines: Sequence[Line]) -> str:
    """Return the lines as a table for people."""
    heads = ("", "measured", "", "baseline", "ratio", "required", "")
    rows = [heads, *(_cells(line) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at in (0, 2, 6) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def as_json(line: Line) -> dict[str, Any]:
    """Return a line as one JSON object."""
    return {**asdict(line), "verdict": line.verdict}


def _cells(line: Line) -> tuple[str, ...]:
    sign = "≥" if line.bound == "at_least" else "≤"
    return (
        line.name,
        _number(line.measured),
        line.unit,
        _number(line.baseline),
        _number(line.ratio),
        "" if line.required is None else f"{sign} {_number(line.required)}",
        line.verdict,
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 1 else f"{value:.3f}"
