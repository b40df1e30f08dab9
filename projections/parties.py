"""Persons as the vault knows them: found by an id, by the key of a row, or by name.

A party is a person as one unit knows them, and so is what can be forgotten: one subject of the
vault, or more where the same id was given to a donor and a recipient. Names are compared without
tone marks. Nothing here lies in an index: whoever was erased is found by nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from ledger.keys import id_of_key
from ledger.names import folded
from ledger.registry import REGISTRY_ID
from ledger.vault import Vault
from ledger.wire import Entry, from_bytes

FOUND_MAX: Final = 50
"""So many are shown of those whose name fits."""

NAMES: Final = ("donor", "recipient")
NAME_OF_HOLDER: Final = ("name",)


class Party(NamedTuple):
    """A person as one unit knows them; `private` is what was said of them last."""

    unit_id: UUID
    subjects: tuple[UUID, ...]
    private: dict[str, Any]

    @property
    def name(self) -> str:
        """Their name as it was written last; nothing if only other words are kept."""
        names = NAME_OF_HOLDER if self.unit_id == REGISTRY_ID else NAMES
        return next((str(self.private[each]) for each in names if self.private.get(each)), "")


class About(NamedTuple):
    """An entry about somebody, and what was said privately in it."""

    entry: Entry
    private: dict[str, Any]


def parties(
    connection: Connection, vault: Vault, said: str, unit_ids: Iterable[UUID]
) -> list[Party]:
    """Return those who are meant by an id of a donor or recipient, or by the key of a row.

    Args:
        connection: it has the vault's keys.
        vault: the same keys; they are needed to find somebody.
        said: the id, or the key.
        unit_ids: among whom is looked.

    Returns:
        One for each unit that knows somebody like that, in the order of the units.
    """
    among = list(unit_ids)
    lookups = {
        vault.lookup(unit_id, f"{kind}-id:{said}"): unit_id for unit_id in among for kind in NAMES
    }
    asked = {"lookups": list(lookups), "command_ids": [id_of_key(said)]}
    found: dict[UUID, list[UUID]] = {}
    for lookup, subject_id in connection.execute(query("party_subjects"), asked):
        found.setdefault(lookups[bytes(lookup)], []).append(subject_id)
    for unit_id, subject_id in connection.execute(query("party_of_key"), asked):
        if unit_id in set(among) and subject_id not in found.get(unit_id, []):
            found.setdefault(unit_id, []).append(subject_id)
    return [_party(connection, unit_id, found[unit_id]) for unit_id in among if unit_id in found]


def party_of(connection: Connection, unit_id: UUID, subject_id: UUID) -> Party | None:
    """Return a person whom a unit knows as a subject; None: it does not, or not any more.

    A holder, whom the registry knows, is found by any one of their subjects, with all of them.
    """
    if unit_id == REGISTRY_ID:
        row = connection.execute(query("party_holder_known_as"), [subject_id]).fetchone()
        return party_of_holder(connection, row[0]) if row else None
    party = _party(connection, unit_id, [subject_id])
    return party if party.private else None


def party_of_holding(connection: Connection, unit_id: UUID, holding: str) -> Party | None:
    """Return who stands behind a place where a unit keeps money; None: nobody, or not any more.

    Mostly that is somebody who collects for it, or who put their name to an account.
    """
    asked = {"unit_id": unit_id, "holding": holding}
    found = [subject_id for (subject_id,) in connection.execute(query("party_of_holding"), asked)]
    return _party(connection, unit_id, found) if found else None


def party_of_holder(connection: Connection, holder: str) -> Party | None:
    """Return who collects for units under a code; None: nobody, or not any more.

    The registry knows them, whatever they were called; `Party.unit_id` is the registry's.
    """
    found = [subject_id for (subject_id,) in connection.execute(query("party_of_holder"), [holder])]
    return _party(connection, REGISTRY_ID, found) if found else None


def holders_like(connection: Connection, typed: str) -> list[Party]:
    """Return who collects for units by a name they have or had, or by their code, by name.

    As in `parties_like`; `subjects` are all they are known as, the newest last.
    """
    sought, found = folded(typed), list[tuple[str, Party]]()
    rows = connection.execute(query("party_holders")) if len(sought) >= 2 else ()
    for holder, said in groupby(rows, key=itemgetter(0)):
        each = [(subject_id, part.opened()) for _, subject_id, part in said]
        party = Party(REGISTRY_ID, tuple(dict.fromkeys(it for it, _ in each)), each[-1][1])
        words = [holder, *(str(private.get("name", "")) for _, private in each)]
        if party.private and any(f" {sought}" in f" {folded(word)}" for word in words):
            found.append((folded(party.name), party))
    return [party for _, party in sorted(found, key=itemgetter(0))[:FOUND_MAX]]


def collected_for(connection: Connection, holders: Collection[str]) -> list[UUID]:
    """Return the units for which some holders ever had money, by the journal itself."""
    rows = connection.execute(query("party_collected_for"), {"holders": list(holders)})
    return [unit_id for (unit_id,) in rows]


def parties_like(connection: Connection, unit_id: UUID, typed: str) -> list[Party]:
    """Return whom a unit knows by a name with a word that begins as `typed`, by name.

    Tone marks and case do not count. Nobody is found by fewer than two letters.
    """
    name = folded(typed)
    if len(name) < 2:
        return []
    rows = connection.execute(query("party_newest_of_unit"), {"unit_id": unit_id})
    known = (Party(unit_id, (subject_id,), part.opened()) for subject_id, part in rows)
    found = [(folded(each.name), each) for each in known if each.name]
    fitting = [each for each in found if f" {each[0]}".find(f" {name}") >= 0]
    return [each for _, each in sorted(fitting, key=lambda pair: pair[0])[:FOUND_MAX]]


def entries_about(connection: Connection, unit_id: UUID, subjects: Collection[UUID]) -> list[About]:
    """Return all that a book says of a person, oldest first, with what was said privately."""
    asked = {"unit_id": unit_id, "subjects": list(subjects)}
    return [
        About(from_bytes(bytes(state)), part.opened())
        for state, part in connection.execute(query("party_entries"), asked)
    ]


def are_one(found: Collection[Party]) -> bool:
    """Say whether parties of several units can be one person: nobody has another name."""
    return len({folded(each.name) for each in found if each.name}) <= 1


def _party(connection: Connection, unit_id: UUID, subjects: Collection[UUID]) -> Party:
    asked = {"unit_id": unit_id, "subjects": list(subjects)}
    rows = connection.execute(query("party_newest"), asked).fetchall()
    private = rows[0][0].opened() if rows else {}
    return Party(unit_id, tuple(subjects), private)
