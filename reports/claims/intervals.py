"""Exact interval arithmetic: what a result may be when its parts are only known within bounds.

An interval is every number between two ends; an end belongs to it (closed) or not (open), and may
be infinite. Results are sound: whatever numbers the parts are, the result lies in the interval
that comes out. All ends are fractions; nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product


@dataclass(frozen=True, slots=True)
class End:
    """One end of an interval; an infinite end has `infinite` −1 or +1, is open, and `value` 0."""

    value: Fraction
    is_closed: bool = True
    infinite: int = 0

    @property
    def position(self) -> tuple[int, Fraction]:
        """Where the end lies on the line that goes from minus to plus infinity."""
        return (self.infinite, self.value)

    @property
    def is_zero(self) -> bool:
        """Whether the end is the number 0."""
        return self.infinite == 0 and self.value == 0


UNBOUNDED_ABOVE = End(Fraction(0), is_closed=False, infinite=1)
UNBOUNDED_BELOW = End(Fraction(0), is_closed=False, infinite=-1)


@dataclass(frozen=True, slots=True)
class Interval:
    """Every number from `low` to `high`; never empty."""

    low: End
    high: End

    def __post_init__(self) -> None:
        assert _is_reached(self.low, self.high), f"an interval may not be empty: {self}"

    def __contains__(self, number: Fraction) -> bool:
        point = End(number)
        return _is_reached(self.low, point) and _is_reached(point, self.high)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_add(self.low, other.low), _add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return self + Interval(_negate(other.high), _negate(other.low))

    def __mul__(self, other: Interval) -> Interval:
        corners = [
            _multiply(mine, theirs)
            for mine, theirs in product((self.low, self.high), (other.low, other.high))
        ]
        return Interval(
            min(corners, key=lambda end: (end.position, not end.is_closed)),
            max(corners, key=lambda end: (end.position, end.is_closed)),
        )

    def __truediv__(self, other: Interval) -> Interval:
        """Divide.

        Raises:
            ZeroDivisionError: `other` touches zero.
        """
        if other.low.position <= (0, 0) <= other.high.position:
            raise ZeroDivisionError
        return self * Interval(_invert(other.high), _invert(other.low))

    def floored(self, step: Fraction) -> Interval:
        """Round down to a multiple of `step`, which is above zero.

        >>> closed(26_064, 26_999).floored(Fraction(1_000)) == exactly(26_000)
        True
        """
        return Interval(_floor(self.low, step), _floor_of_high(self.high, step))

    def rounded(self, step: Fraction) -> Interval:
        """Round to the nearest multiple of `step`, which is above zero; a half goes up."""
        return (self + exactly(step / 2)).floored(step)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return _is_reached(self.low, other.high) and _is_reached(other.low, self.high)

    def may_be_at_most(self, other: Interval) -> bool:
        """Whether some number here is not above some number there."""
        return _is_reached(self.low, other.high)


def exactly(number: Fraction | int) -> Interval:
    """Return the interval of one number."""
    return closed(number, number)


def closed(low: Fraction | int, high: Fraction | int) -> Interval:
    """Return the interval that holds both its ends."""
    return Interval(End(Fraction(low)), End(Fraction(high)))


def _is_reached(low: End, high: End) -> bool:
    if low.position == high.position:
        return low.is_closed and high.is_closed
    return low.position < high.position


def _add(mine: End, theirs: End) -> End:
    if mine.infinite or theirs.infinite:
        return mine if mine.infinite else theirs
    return End(mine.value + theirs.value, mine.is_closed and theirs.is_closed)


def _negate(end: End) -> End:
    return End(-end.value, end.is_closed, -end.infinite)


def _multiply(mine: End, theirs: End) -> End:
    if mine.is_zero or theirs.is_zero:
        # Zero times anything is zero, so one end that reaches zero is enough to reach it.
        reached = [end.is_closed for end in (mine, theirs) if end.is_zero]
        return End(Fraction(0), any(reached))
    if mine.infinite or theirs.infinite:
        return UNBOUNDED_ABOVE if _sign(mine) == _sign(theirs) else UNBOUNDED_BELOW
    return End(mine.value * theirs.value, mine.is_closed and theirs.is_closed)


def _sign(end: End) -> int:
    return end.infinite or (1 if end.value > 0 else -1)


def _invert(end: End) -> End:
    if end.infinite:
        return End(Fraction(0), is_closed=False)
    return End(1 / end.value, end.is_closed)


def _floor(end: End, step: Fraction) -> End:
    return end if end.infinite else End(end.value // step * step)


def _floor_of_high(end: End, step: Fraction) -> End:
    # Just below a multiple of the step, the multiple before it is the largest that is reached.
    if not end.infinite and not end.is_closed and end.value % step == 0:
        return End(end.value - step)
    return _floor(end, step)
