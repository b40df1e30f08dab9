"""What the API answers about persons whom a unit knows; see `api/v1/answers.py`."""

from __future__ import annotations

from api.v1.schemas import Day, EntryId, Open, PartyId, Shape, UnitId


class Party(Shape):
    """A person whom a unit knows."""

    id: PartyId
    unit: UnitId
    name: str


class Parties(Shape):
    """Those whose name fits."""

    persons: list[Party]


class AboutParty(Shape):
    """An entry about a person, and what was said privately in it."""

    entry: EntryId
    type: str
    private: Open


class PartyKnown(Shape):
    """All that a unit's book says of a person; their papers are kept up to a day."""

    id: PartyId
    unit: UnitId
    name: str
    papers_until: Day | None
    entries: list[AboutParty]


class Forgotten(Shape):
    """From how many entries a person was erased (or would be), and the entry that says so."""

    entry: EntryId | None
    entries: int


class Wish(Shape):
    """The entry that records a wish; null where it stood already."""

    entry: EntryId | None
