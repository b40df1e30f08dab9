"""What the commune publishes in the ledger's tests: asked for, and then true."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.commands import PublishFigures
from ledger.log.sums import EMPTY
from ledger.publication_events import FiguresPublished, Published
from ledger.values import names_of
from tests.ledger.examples import APPROVER, COMMUNE, NEXT_YEAR


def publishing(raised_vnd: int = 0, **more: object) -> PublishFigures:
    """Ask to publish the commune's year 2022 as the district's account holder; empty at first."""
    said: dict[str, Any] = {
        "unit_id": COMMUNE,
        "year": 2022,
        "until": date(2022, 12, 31),
        "published_on": NEXT_YEAR,
        "published_by": APPROVER,
        "log_size": 9,
        "digest": "d1" * 32,
        "raised_root": "aa" * 32 if raised_vnd else EMPTY.hash.hex(),
        "raised_total_vnd": raised_vnd,
        "raised_leaves": 1 if raised_vnd else 0,
        "not_valued": 0,
        "collected_root": EMPTY.hash.hex(),
        "collected_total_vnd": 0,
        "collected_leaves": 0,
        **more,
    }
    return PublishFigures(raised_vnd=raised_vnd, **said)


def figures_published(raised_vnd: int = 0, **more: object) -> FiguresPublished:
    """The year was published."""
    asked = publishing(raised_vnd)
    said = {name: getattr(asked, name) for name in names_of(Published)}
    return FiguresPublished(**{**said, "edition": 1, **more})
