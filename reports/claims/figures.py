"""Published figures, and what is claimed between them, as values.

Published ─ FigureSet ─ Figure       a number, its unit and its word, from a source
                      ─ Identity     a claim between figures, and what is expected of it
                         └ Claim     left  equal | at most | at least  right
                            └ Expression: a tree of sums, quotients … over figures
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from reports.claims.intervals import Interval, exactly
from reports.claims.units import Unit
from reports.claims.words import PrintedNumber, Reading, interval_of


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures were printed; `title`, `address` and `date` are empty when not known."""

    publisher: str
    title: str
    address: str
    date: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as printed.

    `not_printed` is empty, or says how a figure came about that the source itself does not print:
    recomputed from others and kept, so that a change of any of them shows.
    """

    id: str
    what: str
    number: PrintedNumber
    unit: Unit
    qualifier: str
    reading: Reading
    source: Source
    not_printed: str

    @property
    def nominal(self) -> Fraction:
        """The number itself, in whole đồng, persons, awards; the word is left aside."""
        return self.number.value * self.unit.scale

    @property
    def interval(self) -> Interval:
        """What number and word allow, in the same whole đồng, persons, awards."""
        allowed = interval_of(self.number, self.reading, is_short=self.unit.scale != 1)
        return allowed * exactly(self.unit.scale)


@dataclass(frozen=True, slots=True)
class Cite:
    """A figure of the same set, by its id."""

    figure_id: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the claim itself brings, exact."""

    number: PrintedNumber
    unit: Unit


@dataclass(frozen=True, slots=True)
class Sum:
    """Two parts or more, of one dimension."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first part less all others, of one dimension."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Two factors or more."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """`above` divided by `below`, which may not touch zero."""

    above: Expression
    below: Expression


@dataclass(frozen=True, slots=True)
class RoundedDown:
    """Rounded down to a multiple of `to`."""

    of: Expression
    to: Number


@dataclass(frozen=True, slots=True)
class RoundedHalfUp:
    """Rounded to the nearest multiple of `to`, a half up."""

    of: Expression
    to: Number


Expression = Cite | Number | Sum | Difference | Product | Quotient | RoundedDown | RoundedHalfUp


class Relation(StrEnum):
    """What a claim says of its two sides."""

    EQUAL = "equal"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far, and why, two equal sides may lie apart beyond what their words allow."""

    percent: PrintedNumber
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """`left` is equal to, at most or at least `right`; only `equal` has a tolerance."""

    relation: Relation
    left: Expression
    right: Expression
    tolerance: Tolerance | None


class Outcome(StrEnum):
    """What became of a claim."""

    HOLDS = "holds"
    PRINTED_ERROR = "printed_error"


@dataclass(frozen=True, slots=True)
class Identity:
    """A claim with its Vietnamese sentence; `note` explains an error that is known."""

    id: str
    says: str
    claim: Claim
    expected: Outcome
    note: str


@dataclass(frozen=True, slots=True)
class FigureSet:
    """What one organisation published about one period."""

    id: str
    organisation: str
    period: str
    figures: Mapping[str, Figure]
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """All sets of one file, in its order."""

    sets: tuple[FigureSet, ...]
