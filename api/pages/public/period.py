"""Which time a page shows: a year, a day in it, or any period, all of it in the address.

    ?nam=2022                       the year, up to its end or up to today
    ?nam=2022&ngay=2022-06-30       from its first day to that one
    ?tu=2022-03-01&den=2022-06-30   any days

What cannot be read is said beside its field, and the page shows the year instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.exchange.errors import Fault
from api.exchange.fields import read_date, read_year
from api.web.texts import phrase
from projections.association import Year
from projections.figures import Asked, asked

BAD_DAY = phrase("Ngày phải có dạng 30/06/2022 hoặc 2022-06-30.")
BAD_YEAR = phrase("Năm phải có bốn chữ số, ví dụ 2022.")
BACKWARDS = phrase("Ngày cuối phải từ ngày đầu trở đi.")


@dataclass(frozen=True, slots=True)
class Period:
    """What is shown, and what was typed; `errors` by the name of the field.

    `year` is the calendar year of the last day; `is_year`: the whole of it, as far as it has come.
    """

    what: Asked
    year: int
    is_year: bool
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def since(self) -> date:
        """The first day."""
        return self.what.first

    @property
    def until(self) -> date:
        """The last day."""
        return self.what.as_of

    def error(self, name: str) -> str:
        """Return what is wrong with a field; empty if nothing is."""
        return self.errors.get(name, "")


def period_of(query: Mapping[str, str], years: Sequence[Year], today: date) -> Period:
    """Return the period that an address asks for.

    Args:
        query: the parameters `nam`, `ngay`, `tu`, `den`, as they were typed.
        years: those in the books; the latest in which something happened is shown if none is said.
        today: no year is shown beyond it unless asked for.
    """
    typed = {name: query.get(name, "").strip() for name in ("nam", "ngay", "tu", "den")}
    errors: dict[str, str] = {}
    days = {name: _day(typed[name], name, errors) for name in ("ngay", "tu", "den")}
    year = _year(typed["nam"], errors)
    if year is None:
        said = days["den"] or days["ngay"] or days["tu"]
        year = said.year if said else _latest(years, today)
    first, last = date(year, 1, 1), date(year, 12, 31)
    if year == today.year:
        last = today
    since, until = days["tu"] or first, days["den"] or days["ngay"] or last
    if days["ngay"] and not days["tu"]:
        since = until.replace(month=1, day=1)
    if until < since:
        errors["den" if typed["den"] else "tu"] = BACKWARDS
        since, until = first, last
    is_year = (since, until) == (date(until.year, 1, 1), last)
    return Period(asked(until, since), until.year, is_year, typed, errors)


def _day(text: str, name: str, errors: dict[str, str]) -> date | None:
    read = read_date(text) if text else None
    if isinstance(read, Fault):
        errors[name] = BAD_DAY
        return None
    return read


def _year(text: str, errors: dict[str, str]) -> int | None:
    read = read_year(text) if text else None
    if isinstance(read, Fault):
        errors["nam"] = BAD_YEAR
        return None
    return read


def _latest(years: Sequence[Year], today: date) -> int:
    active = [each.year for each in years if each.is_active and each.year <= today.year]
    return max(active, default=today.year)
