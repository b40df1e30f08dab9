"""A page for each unit: its figures of the year, to read on any machine and to print."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote

from projections.figures import UnitFigures
from projections.published_entries import Period
from reports.figures_document import figures_document
from reports.html import fill, stylesheet
from reports.publication.figures import LABELS, flattened
from reports.publication.registers import Codes

NAME_MAX: Final = 120


def file_of(code: str) -> str:
    """Return the name of a unit's page; every code makes a name that all file systems take.

    >>> file_of("NA-01"), file_of("A/B:c")
    ('NA-01.html', 'A%2FB%3Ac.html')
    """
    name = quote(code, safe="").replace(".", "%2E")
    return f"{name if len(name) <= NAME_MAX else sha256(code.encode()).hexdigest()}.html"


def write(folder: Path, units: Iterable[UnitFigures], codes: Codes, period: Period) -> None:
    """Write the page of each unit into a folder, which is made."""
    folder.mkdir()
    for unit in units:
        own, subtree = (
            dict(flattened(figures_document(each, with_recipients=True)))
            for each in (unit.own, unit.subtree)
        )
        page = fill(
            "unit_figures.html",
            css=stylesheet("unit_figures.css"),
            unit=unit,
            parent=codes.parent(unit.unit_id),
            period=period,
            has_below=own != subtree,
            lines=[
                (label, own[name], subtree[name])
                for name, label in LABELS.items()
                if own[name] or subtree[name]
            ],
        )
        (folder / file_of(unit.code)).write_text(page, encoding="utf-8")
