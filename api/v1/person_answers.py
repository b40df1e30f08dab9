"""What the API answers about persons whom a unit knows; see `api/v1/answers.py`."""

from __future__ import annotations

from api.v1.schemas import Day, EntryId, Open, PartyId, Shape, UnitId


class Party(Shape):
    """A person whom a unit knows; of a holder, whom no unit alone knows, `unit` is null."""

    id: PartyId
    unit: UnitId | None
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
    """All that a book says of a person (`unit` null: a holder); how long their papers are kept."""

    id: PartyId
    unit: UnitId | None
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
