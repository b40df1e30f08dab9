"""What is inspected, as the address says it: a unit, a period, and the instant it is pinned to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from api.identity.acting import Acting
from api.pages.inspecting.filters import BAD_DATE, BAD_INSTANT, BAD_ORDER, day_of, instant_of
from api.web.texts import phrase
from ledger.database import Connection
from projections.checks import Scope
from projections.samples import SIZE_MAX, Method, newest_year

FIELDS: Final = ("don-vi", "rieng", "tu", "den", "known-at", "hat-giong", "co", "cach")
METHODS: Final[dict[str, Method]] = {"bam": "hash", "tien": "amount"}
SIZE: Final = 30
BAD_SIZE: Final = phrase("Cỡ mẫu là một số từ 1 đến 200.")
SEED_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is inspected. `errors` are by field; with any, nothing is looked at."""

    code: str
    name: str
    scope: Scope
    known_at: datetime | None
    seed: str
    size: int
    method: Method
    typed: dict[str, str]
    errors: dict[str, str]

    def address(self, path: str, **other: str) -> str:
        """Return the address of another page about the same; empty parts are left out."""
        said = {**self.typed, **other}
        parts = {name: said[name] for name in (*FIELDS, *other) if said.get(name)}
        return f"{path}?{urlencode(parts)}"


def inspection_of(connection: Connection, who: Acting, said: Mapping[str, str]) -> Inspection:
    """Read an address; without a period, it is the newest year with gifts or payouts."""
    errors: dict[str, str] = {}
    text = {name: said.get(name, "").strip() for name in FIELDS}
    year = newest_year(connection, who.unit.unit_id) or who.on.year
    first = _day(text, errors, "tu", date(year, 1, 1))
    last = _day(text, errors, "den", date(year, 12, 31))
    if first > last and not errors:
        errors["den"] = BAD_ORDER
    known_at = instant_of(text["known-at"]) if text["known-at"] else None
    if text["known-at"] and known_at is None:
        errors["known-at"] = BAD_INSTANT
    text["don-vi"] = who.unit.code
    for name, day in (("tu", first), ("den", last)):
        if name not in errors or not text[name]:
            text[name] = day.isoformat()
    return Inspection(
        code=who.unit.code,
        name=who.unit.name,
        scope=Scope(unit_id=who.unit.unit_id, below=text["rieng"] != "1", first=first, last=last),
        known_at=known_at,
        seed=text["hat-giong"][:SEED_MAX],
        size=_size(text, errors),
        method=METHODS.get(text["cach"], "hash"),
        typed=text,
        errors=errors,
    )


def _day(text: Mapping[str, str], errors: dict[str, str], name: str, otherwise: date) -> date:
    if not text[name]:
        return otherwise
    day = day_of(text[name])
    if day is None:
        errors[name] = BAD_DATE
    return day or otherwise


def _size(text: Mapping[str, str], errors: dict[str, str]) -> int:
    said = text["co"] or str(SIZE)
    size = int(said) if said.isascii() and said.isdigit() and len(said) <= 3 else 0
    if not 1 <= size <= SIZE_MAX:
        errors["co"] = BAD_SIZE
        return SIZE
    return size
