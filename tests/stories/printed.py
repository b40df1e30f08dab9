"""Published figures as whole numbers, from the data of the claim checker."""

from __future__ import annotations

from functools import cache

from reports.claims import load_published
from reports.claims.figures import Published


@cache
def _published() -> Published:
    return load_published()


def printed(of: str, name: str) -> int:
    """Return a published figure in its smallest unit: đồng, persons, awards."""
    (figures,) = [each.figures for each in _published().sets if each.id == of]
    figure = figures[name]
    assert figure.nominal.denominator == 1
    return int(figure.nominal)
