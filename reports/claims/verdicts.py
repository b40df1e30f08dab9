"""Judges published figures: does each claim hold within what its words allow?

A claim holds when some reading of its figures makes it true, and is an error in print when none
does: the two sides of an equality have no number in common, or the whole of one side lies on the
wrong side of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reports.claims.figures import (
    Claim,
    Figure,
    FigureSet,
    Identity,
    Outcome,
    Published,
    Relation,
    Tolerance,
)
from reports.claims.intervals import Interval, closed
from reports.claims.measures import Quantity, cited_in, measure, require_same_dimension
from reports.claims.problems import inside


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one identity.

    `computed` is the left side, `stated` the right; neither includes the tolerance.
    """

    figure_set: FigureSet
    identity: Identity
    outcome: Outcome
    computed: Quantity
    stated: Quantity

    @property
    def name(self) -> str:
        """The identity's name over all sets: `HY2017.by_level`."""
        return f"{self.figure_set.id}.{self.identity.id}"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the identity cites, each once, in the order of its two sides."""
        claim, figures = self.identity.claim, self.figure_set.figures
        ids = dict.fromkeys([*cited_in(claim.left), *cited_in(claim.right)])
        return tuple(figures[figure_id] for figure_id in ids)

    @property
    def is_as_expected(self) -> bool:
        """Whether the outcome is the one recorded with the figures."""
        return self.outcome is self.identity.expected


def check_claims(published: Published) -> list[Verdict]:
    """Judge every identity, in the order of the file.

    Raises:
        ClaimsInvalid: an identity cites a figure that is not there, mixes units, or divides by
            what may be zero; its name is in the place.
    """
    return [
        _judge(figure_set, identity)
        for figure_set in published.sets
        for identity in figure_set.identities
    ]


def _judge(figure_set: FigureSet, identity: Identity) -> Verdict:
    claim = identity.claim
    with inside(figure_set.id), inside(identity.id):
        computed, stated = _sides(claim, figure_set.figures)
    is_true = _may_be_true(claim, computed.interval, stated.interval)
    outcome = Outcome.HOLDS if is_true else Outcome.PRINTED_ERROR
    return Verdict(figure_set, identity, outcome, computed, stated)


def _sides(claim: Claim, figures: Mapping[str, Figure]) -> tuple[Quantity, Quantity]:
    with inside("[0]"):
        computed = measure(claim.left, figures)
    with inside("[1]"):
        stated = measure(claim.right, figures)
    require_same_dimension(computed, stated, verb="so sánh")
    return computed, stated


def _may_be_true(claim: Claim, computed: Interval, stated: Interval) -> bool:
    if claim.relation is Relation.AT_MOST:
        return computed.may_be_at_most(stated)
    if claim.relation is Relation.AT_LEAST:
        return stated.may_be_at_most(computed)
    return computed.meets(_widened(stated, claim.tolerance))


def _widened(stated: Interval, tolerance: Tolerance | None) -> Interval:
    share = tolerance.percent.value / 100 if tolerance else Fraction(0)
    return stated * closed(1 - share, 1 + share)
