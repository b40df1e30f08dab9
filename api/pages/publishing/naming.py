"""Names and addresses of publications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from ledger.database import Connection
from projections.publications import Publication
from projections.trail import names_of_units


@dataclass(frozen=True, slots=True)
class Row:
    """A publication in a list; `unit` as it was called on the last day."""

    code: str
    unit: str
    year: int
    edition: int
    until: date
    published_on: date
    raised_vnd: int
    href: str


def address(code: str, published: Publication) -> str:
    """Return the address of the page of a publication."""
    event = published.event
    return f"/cong-khai/{event.year}/{event.edition}/{quote(code, safe='')}"


def rows_of(connection: Connection, some: Iterable[Publication]) -> tuple[Row, ...]:
    """Return publications as rows, in their order."""
    return tuple(row_of(connection, each) for each in some)


def row_of(connection: Connection, published: Publication) -> Row:
    """Return a publication as a row."""
    event = published.event
    named = names_of_units(connection, [published.unit_id], event.until)
    code, name = named[published.unit_id]
    return Row(
        code=code,
        unit=name,
        year=event.year,
        edition=event.edition,
        until=event.until,
        published_on=event.published_on,
        raised_vnd=event.raised_vnd,
        href=address(code, published),
    )
