"""`/cong-khai/{year}/{edition}/{code}`: one publication, what changed since the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse

from api.pages.figure_links import link_to_entries
from api.pages.inspecting.wording import FIGURES
from api.pages.publishing.naming import Row, address, row_of, rows_of
from api.publishing import kept, kept_figures, package_name
from api.web.rendering import page
from api.wiring import Wiring, wired
from ledger.database import Connection, query
from ledger.refusals import UnknownUnit
from projections.figures import Asked, unit_by_code
from projections.publications import (
    Publication,
    former_of,
    period_of,
    publication,
    publications_of,
)
from reports.publication.figures import flattened

router = APIRouter()
SHOWN: Final[Mapping[str, str]] = {
    "raised.total": "raised",
    "raised.cash": "raised_cash",
    "raised.bank": "raised_bank",
    "raised.in_kind": "raised_in_kind",
    "raised.press": "raised_press",
    "paid.total": "paid",
    "other_income": "other_income",
    "costs": "costs",
    "balance.money": "money",
    "balance.goods": "goods",
    "held_by_others": "held_by_others",
    "facilitated": "facilitated",
}
"""The figures that the page shows: where they stand in the package, and what they are called."""

MAIN: Final = ("raised.total", "paid.total", "balance.money")
YEARS: Final = range(1900, 10_000)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: before (None: there is nothing to compare), as published, and its entries."""

    name: str
    amount_vnd: int
    before_vnd: int | None
    href: str

    @property
    def more_vnd(self) -> int:
        """How much it has grown."""
        return 0 if self.before_vnd is None else self.amount_vnd - self.before_vnd


@dataclass(frozen=True, slots=True)
class HeldLines:
    """Where the money went that holders collected, in đồng."""

    opening_vnd: int
    collected_vnd: int
    to_fund_vnd: int
    direct_vnd: int
    other_vnd: int
    closing_vnd: int


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """What the page shows; without a kept package it has the figure raised alone.

    `lines` begins with the `main` ones. `later` is a newer publication of the same year.
    """

    row: Row
    recorded_at: datetime
    log_size: int
    leaves: int
    not_valued: int
    total_vnd: int
    undone_elsewhere_vnd: int
    main: tuple[Line, ...]
    lines: tuple[Line, ...]
    held: HeldLines | None
    held_hrefs: Mapping[str, str]
    former: Row | None
    later: Row | None
    entry_href: str
    package_href: str
    package_bytes: int


@router.get("/cong-khai/tai/{year}/{edition}/{code:path}")
def download(
    year: int, edition: int, code: str, wiring: Annotated[Wiring, Depends(wired)]
) -> Response:
    """Send the package."""
    with wiring.connection() as connection:
        published = found(connection, code, year, edition)
    path = kept(wiring.home, published)
    if not path.exists():
        raise HTTPException(404)
    name = f"{package_name(code, published)}.zip"
    return FileResponse(path, media_type="application/zip", filename=name)


@router.get("/cong-khai/{year}/{edition}/{code:path}")
def one(
    request: Request,
    year: int,
    edition: int,
    code: str,
    wiring: Annotated[Wiring, Depends(wired)],
) -> Response:
    """Show a publication."""
    with wiring.connection() as connection:
        content = _content(connection, wiring, found(connection, code, year, edition))
    return page(request, "publishing/one.html", content)


def found(connection: Connection, code: str, year: int, edition: int) -> Publication:
    """Return a publication, or answer that there is none."""
    try:
        unit_id = unit_by_code(connection, code)
    except UnknownUnit as unknown:
        raise HTTPException(404) from unknown
    published = publication(connection, unit_id, year, edition) if year in YEARS else None
    if published is None:
        raise HTTPException(404)
    return published


def _content(connection: Connection, wiring: Wiring, published: Publication) -> PublicationPage:
    event, row = published.event, row_of(connection, published)
    figures = kept_figures(wiring.home, published)
    former = former_of(connection, published)
    before = kept_figures(wiring.home, former) if former else None
    lines = _lines(connection, published, row.code, figures, before)
    newer = publications_of(connection, [published.unit_id])
    later = [
        each
        for each in newer
        if (each.event.year, each.event.former) == (event.year, published.entry.originator_version)
    ]
    path = kept(wiring.home, published)
    entry = f"{published.unit_id.hex}-{published.entry.originator_version}"
    return PublicationPage(
        row=row,
        recorded_at=published.entry.recorded_at,
        log_size=event.log_size,
        leaves=event.raised_leaves,
        not_valued=event.not_valued,
        total_vnd=event.raised_total_vnd,
        undone_elsewhere_vnd=event.undone_elsewhere_vnd,
        main=tuple(each for name, each in lines if name in MAIN),
        lines=tuple(each for name, each in lines if name not in MAIN),
        held=_held(figures),
        held_hrefs=_held_hrefs(connection, published, row.code),
        former=rows_of(connection, [former])[0] if former else None,
        later=rows_of(connection, later)[0] if later else None,
        entry_href=f"/chung-tu/{entry}",
        package_href=address(row.code, published).replace("/cong-khai/", "/cong-khai/tai/", 1)
        if path.exists()
        else "",
        package_bytes=path.stat().st_size if path.exists() else 0,
    )


def _lines(
    connection: Connection,
    published: Publication,
    code: str,
    figures: dict[str, Any] | None,
    before: dict[str, Any] | None,
) -> list[tuple[str, Line]]:
    """Return the figures that are not zero, each with the way to its entries as then known."""
    event = published.event
    now = dict(flattened(figures["subtree"])) if figures else {"raised.total": event.raised_vnd}
    then = dict(flattened(before["subtree"])) if before else {}
    what = Asked(event.until, date(event.year, 1, 1))
    known_at = _known_at(connection, published)
    return [
        (
            place,
            Line(
                name=FIGURES[name],
                amount_vnd=now.get(place) or 0,
                before_vnd=then.get(place),
                href=link_to_entries(name, code, what, known_at=known_at),
            ),
        )
        for place, name in SHOWN.items()
        if place in now and (now[place] or then.get(place) or place in MAIN)
    ]


def _held_hrefs(connection: Connection, published: Publication, code: str) -> dict[str, str]:
    """Return the ways to the entries of what holders held, handed over and gave."""
    event = published.event
    first, known_at = date(event.year, 1, 1), _known_at(connection, published)
    period, before = Asked(event.until, first), Asked(first - timedelta(days=1), first)
    return {
        name: link_to_entries(figure, code, what, known_at=known_at)
        for name, figure, what in (
            ("opening", "held_by_others", before),
            ("to_fund", "raised_press", period),
            ("direct", "facilitated", period),
            ("closing", "held_by_others", period),
        )
    }


def _known_at(connection: Connection, published: Publication) -> datetime | None:
    """Return the instant at which the last entry was learned that the figures stand on."""
    asked = {"position": period_of(connection, published).position}
    row = connection.execute(query("publication_known_at"), asked).fetchone()
    return None if row is None else row[0]


def _held(figures: dict[str, Any] | None) -> HeldLines | None:
    if figures is None:
        return None
    held = {name: figures["held"][name] for name in HeldLines.__slots__}
    return HeldLines(**held) if any(held.values()) else None
