"""From a figure to the entries behind it, and from a row to its entry: addresses of pages."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Final
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from projections.composition import COMPOSITIONS, OPENINGS
from projections.figures import Asked
from projections.unit_page import Held

CODES_MAX: Final = 20_000

_quoted = lru_cache(CODES_MAX)(quote_plus)
"""A code as part of an address: pages with many figures say the same few again and again."""


def link_to_entries(
    figure: str,
    unit: str,
    what: Asked,
    *,
    below: bool = True,
    known_at: datetime | None = None,
) -> str:
    """Return the address of the entries that add up to a figure, and to nothing else.

    Args:
        figure: a field of `projections.figures.Figures`, or one of its sums: `money`, `raised`,
            `paid`.
        unit: the code of the unit whose figure it is.
        what: the day, the period and the tree with which the figure was asked for.
        below: the figure is that of the unit with all below it; False: of its own book.
        known_at: the instant as at which it was asked for.

    >>> link_to_entries("raised", "NA", Asked(date(2022, 12, 31), date(2022, 1, 1)))
    '/so?don-vi=NA&duoi=1&muc=raised&tu=2022-01-01&den=2022-12-31'
    >>> link_to_entries("opening_money", "NA", Asked(date(2022, 12, 31), date(2022, 1, 1)))
    '/so?don-vi=NA&duoi=1&muc=money&den=2021-12-31'
    """
    name = OPENINGS.get(figure, figure)
    subtree = "&duoi=1" if below else ""
    since = "" if COMPOSITIONS[name].is_stock else f"&tu={_day(what.first)}"
    until = _day(what.before if figure in OPENINGS else what.as_of)
    tree = "&cay=hien-nay" if what.tree == "as_is" else ""
    known = f"&known-at={quote_plus(known_at.isoformat())}" if known_at else ""
    return f"/so?don-vi={_quoted(unit)}{subtree}&muc={name}{since}&den={until}{tree}{known}"


def link_to_level(figure: str, level: str, what: Asked) -> str:
    """Return the address of the entries in the own books of all units of a level.

    >>> link_to_level("raised", "commune", Asked(date(2022, 12, 31), date(2022, 1, 1)))
    '/so?cap=commune&muc=raised&tu=2022-01-01&den=2022-12-31'
    """
    asked = {"cap": level, "muc": figure}
    if not COMPOSITIONS[figure].is_stock:
        asked["tu"] = _day(what.first)
    return f"/so?{urlencode({**asked, 'den': _day(what.as_of)})}"


def link_to_holding(unit: str, held: Held, until: date) -> str:
    """Return the address of the entries in one place of a unit's own book, for one fund."""
    asked = {
        "don-vi": unit,
        "tai-khoan": held.account,
        "nguon": held.fund,
        "noi": held.place,
        "dvt": held.counted_in,
        "den": _day(until),
    }
    return f"/so?{urlencode({name: value for name, value in asked.items() if value})}"


def _day(on: date) -> str:
    return on.isoformat()


def link_to_entry(unit_id: UUID, version: int) -> str:
    """Return the address of one entry; it never changes, whatever the unit is called.

    >>> link_to_entry(UUID(int=7), 12)
    '/chung-tu/00000000000000000000000000000007-12'
    """
    return f"/chung-tu/{unit_id.hex}-{version}"
