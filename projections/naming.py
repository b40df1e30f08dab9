"""Who is named to everybody: whoever wishes it, as far as the book says so today.

    a gift     the donor's consent; without it initials
    an award   the recipient's consent, of a child also a representative's; without it nothing
    erased     the same words everywhere

What was agreed later, or is not agreed any more, counts at once, also for what was published
before: these are today's consents, never those of an instant.

Source: Law on Protection of Personal Data 91/2025/QH15 art. 24 (in force since 1 January 2026, with
Decree 356/2025/NĐ-CP, of which the article was not looked up): to make public what belongs to the
private life of a child of seven or more takes the child's own consent and the representative's. The
rule is kept for every child, since the year of birth alone does not tell who is seven yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import (
    DonationCollected,
    DonationReceived,
    Event,
    GoodsDonated,
    GoodsPaidOut,
    PayoutPaid,
)
from ledger.privacy_events import Consenter
from ledger.vault import Part
from ledger.wire import Entry

Place: TypeAlias = tuple[UUID, int]
"""An entry: the unit in whose book it stands, and its version there."""

ERASED: Final = "[đã xoá]"
MASKED: Final = "***"
CHILD_BELOW_YEARS: Final = 18
_Gift = DonationReceived | GoodsDonated | DonationCollected
_Award = PayoutPaid | GoodsPaidOut


def shown_names(connection: Connection, entries: Iterable[Entry]) -> dict[Place, str]:
    """Return how each gift or award that names somebody is shown to everybody.

    Args:
        connection: to the projections; it has the vault's keys.
        entries: of any kind; those that name nobody are missing in what is returned.
    """
    named = {
        (each.originator_id, each.originator_version): each.event
        for each in entries
        if isinstance(each.event, _Gift | _Award) and each.event.pii
    }
    if not named:
        return {}
    places = {"units": [unit for unit, _ in named], "versions": [at for _, at in named]}
    parts = {
        (unit_id, version): part.opened()
        for unit_id, version, part in connection.execute(query("vault_read"), places)
    }
    standing = consents_of(connection, [(unit, named[unit, at].key) for unit, at in named])
    return {
        place: shown_name(event, parts.get(place), standing.get((place[0], event.key), frozenset()))
        for place, event in named.items()
    }


def names_for_all(connection: Connection, entries: Iterable[Entry]) -> dict[Place, str]:
    """Return the names that everybody may read, of those who wish it; the others are missing.

    Of nobody else a private part is opened.
    """
    rows = {
        (each.originator_id, each.event.key): each
        for each in entries
        if isinstance(each.event, _Gift | _Award) and each.event.pii
    }
    wishing = [rows[row] for row in consents_of(connection, rows)] if rows else []
    shown = shown_names(connection, wishing)
    return {place: name for place, name in shown.items() if name not in (MASKED, ERASED, "")}


def consents_of(
    connection: Connection, rows: Iterable[tuple[UUID, str]]
) -> dict[tuple[UUID, str], frozenset[Consenter]]:
    """Return whose consent stands for some rows, by unit and key; the others are missing."""
    asked = list(rows)
    sought = {"units": [unit for unit, _ in asked], "keys": [key for _, key in asked]}
    found = connection.execute(query("consents_standing"), sought)
    return {(unit_id, about): frozenset(standing) for unit_id, about, standing in found}


def shown_name(
    event: Event, private: Mapping[str, Any] | None, consents: frozenset[Consenter]
) -> str:
    """Return how the person of a gift or an award is shown to everybody.

    Args:
        event: what was recorded.
        private: what the vault says of it; None: erased.
        consents: whose consent to be named stands.

    Returns:
        The name, initials, `MASKED`, `ERASED`; nothing where nobody was named.
    """
    if private is None:
        return ERASED
    match event:
        case DonationReceived() | GoodsDonated() | DonationCollected():
            name = str(private.get("donor", ""))
            return name if "donor" in consents else initials(name)
        case PayoutPaid() | GoodsPaidOut():
            name = str(private.get("recipient", ""))
            return name if consents_needed(event, private) <= consents else MASKED if name else ""
        case _:
            return ""


def private_of(event: Event, part: Part | None) -> dict[str, Any]:
    """Return what the vault says of an entry; where a person was erased, that they were."""
    if part is not None:
        return part.opened()
    if event.pii is None:
        return {}
    match event:
        case DonationReceived() | GoodsDonated() | DonationCollected():
            return {"donor": ERASED}
        case PayoutPaid() | GoodsPaidOut():
            return {"recipient": ERASED}
        case _:
            return {}


def consents_needed(event: _Award, private: Mapping[str, Any]) -> frozenset[Consenter]:
    """Return whose consent it takes to name a recipient: of a child, two.

    Pupils count as children, and everybody who by their year of birth may have been below eighteen.
    """
    born = private.get("birth_year")
    age = event.booked_on.year - int(born) if born else CHILD_BELOW_YEARS + 1
    is_child = event.recipient_kind == "pupil" or age <= CHILD_BELOW_YEARS
    return frozenset({"recipient", "representative"} if is_child else {"recipient"})


def initials(name: str) -> str:
    """Return the first letters of a name.

    >>> initials("Nguyễn Văn Anh"), initials("")
    ('N.V.A.', '')
    """
    letters = (next((letter for letter in word if letter.isalnum()), "") for word in name.split())
    return "".join(f"{letter.upper()}." for letter in letters if letter)
