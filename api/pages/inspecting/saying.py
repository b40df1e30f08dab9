"""Entries in words: each fact under its Vietnamese name, and one line of the trail for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from api.pages.figure_links import link_to_entry
from api.pages.inspecting.papers import paper_of, receipt_of
from api.pages.inspecting.units import Unit, Units
from api.pages.inspecting.values import Translate, shown
from api.pages.inspecting.wording import FIELDS, REPLACES, TRAIL, TYPES
from ledger.events import EntryReversed, Event, FundDefined
from ledger.wire import Entry, plain
from projections.trail import Kept

PERSON_FIELDS: Final = frozenset({"asked_by", "given_by", "declined_by", "erased_by", "person"})
NOT_SHOWN: Final = frozenset(
    {"pii", "nonce", "original", "approved_outside", "holding_kind", "from_kind", "to_kind"}
)
"""What is no fact for a reader, or said elsewhere on the page."""

FIRST: Final = ("amount_vnd", "item", "quantity", "counted_in", "booked_on", "document_on", "fund")
"""What is looked for first; the other fields come in their own order."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One field: a phrase to translate, and its value in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry that belongs to this one, in one line of the trail."""

    href: str
    title: str
    line: str
    on: date | None
    unit: Unit


class Saying:
    """Puts entries into words, in the reader's language."""

    def __init__(
        self,
        units: Units,
        people: Mapping[str, str],
        funds: Mapping[str, str],
        translate: Translate,
    ) -> None:
        """Take who is called what: units, people by id, a unit's funds by code."""
        self.units = units
        self._people = people
        self._funds = funds
        self._translate = translate

    def person(self, actor: str) -> str:
        """Return who that is; an id alone where nobody knows the name any more."""
        return self._people.get(actor) or actor

    def fund(self, code: str) -> str:
        """Return what the unit calls one of its own funds; nothing for the general fund."""
        return self._funds.get(code, "" if code == "general" else code)

    def facts(self, event: Event) -> Iterable[Fact]:
        """Yield the fields of an event; those of what a reversal undoes come after its own."""
        said = [name for name in plain(event) if name not in NOT_SHOWN]
        ordered = [*(name for name in FIRST if name in said), *(n for n in said if n not in FIRST)]
        for name in ordered:
            if name != "precision" or getattr(event, name) != "day":
                yield Fact(FIELDS[name], self._value(event, name))
        if isinstance(event, EntryReversed):
            for each in self.facts(event.original):
                if each.name not in (FIELDS["key"], FIELDS["booked_on"]):
                    yield each

    def line(self, entry: Entry) -> str:
        """Return the line in the trail."""
        event = entry.event
        said = {name: self._value(event, name) for name in plain(event) if name not in NOT_SHOWN}
        said |= {"paper": paper_of(entry), "receipt": receipt_of(entry)}
        template = self._translate(TRAIL[event.STORED_AS])
        line = template.format_map(_OrNothing(said))
        return (
            f"{line} {self._translate(REPLACES).format_map(said)}" if "replaces" in said else line
        )

    def related(self, kept: Kept) -> Related:
        """Return another entry in one line."""
        entry = kept.entry
        return Related(
            href=link_to_entry(entry.originator_id, entry.originator_version),
            title=TYPES[entry.event.STORED_AS],
            line=self.line(entry),
            on=getattr(entry.event, "booked_on", None),
            unit=self.units.named(entry.originator_id),
        )

    def all(self, found: Iterable[Kept]) -> tuple[Related, ...]:
        """Return some entries in one line each."""
        return tuple(self.related(each) for each in found)

    def _value(self, event: Event, name: str) -> str:
        raw = getattr(event, name)
        if isinstance(raw, UUID):
            unit = self.units.named(raw)
            return f"{unit.name} ({unit.code})"
        if name in PERSON_FIELDS:
            return self.person(str(raw))
        if name == "fund" and raw in self._funds and not isinstance(event, FundDefined):
            return f"{self._funds[raw]} ({raw})"
        return shown(name, raw, self._translate)


class _OrNothing(dict[str, str]):
    """What is not said stands as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
