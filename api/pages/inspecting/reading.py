"""Names of persons: shown to those whose work it is, in their own units, and never without a trace.

Everybody else sees the same entries without a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias
from uuid import UUID

from fastapi import Request

from api.identity.acting import may, may_everywhere, today
from api.identity.people import Person
from api.identity.sessions import signed_in_session
from api.persons.readings import write_reading
from ledger.database import Connection, query
from ledger.wire import Entry
from projections.entries import WHOLE
from projections.naming import private_of

Privates: TypeAlias = dict[tuple[UUID, int], dict[str, Any]]
NAMED: tuple[str, ...] = ("donor", "recipient")


def reader_of(request: Request, connection: Connection, unit_id: UUID) -> Person | None:
    """Return who asks, if that is somebody who may see the names of a unit; else None.

    Of the whole association: of every unit at its top.
    """
    session = signed_in_session(request)
    if session is None or session.must_change:
        return None
    person, on = session.person, today()
    if unit_id == WHOLE:
        allowed = may_everywhere(connection, person, "read", on)
    else:
        allowed = may(connection, person, "read", unit_id, on)
    return person if allowed else None


def privates_of(
    connection: Connection, reader: Person | None, path: str, entries: Iterable[Entry]
) -> Privates:
    """Return the private parts of some entries, by unit and version; nothing for a guest.

    It is noted who read them and where. Of the erased they say so; those about nobody are missing.

    Args:
        connection: outside a transaction that will be rolled back.
        reader: from `reader_of`.
        path: of the page.
        entries: whose private parts are shown.
    """
    if reader is None:
        return {}
    sealed = [entry for entry in entries if entry.event.pii]
    if not sealed:
        return {}
    places = {
        "units": [entry.originator_id for entry in sealed],
        "versions": [entry.originator_version for entry in sealed],
    }
    rows = connection.execute(query("vault_read"), places).fetchall()
    note_read(connection, reader, path, sealed)
    parts = {(unit_id, version): part for unit_id, version, part in rows}
    events = {(each.originator_id, each.originator_version): each.event for each in sealed}
    return {place: private_of(event, parts.get(place)) for place, event in events.items()}


def note_read(connection: Connection, reader: Person, path: str, entries: Iterable[Entry]) -> None:
    """Note that somebody read the personal data of some entries, and on which page."""
    places = [(entry.originator_id, entry.originator_version) for entry in entries]
    units, versions = [unit_id for unit_id, _ in places], [version for _, version in places]
    write_reading(connection, reader.person_id, path, units, versions)


def note_file_read(connection: Connection, reader: Person, path: str, unit_id: UUID) -> None:
    """Note that somebody was sent a file that names persons and is in no book yet.

    `path` names the file; the version 0 of the unit's book stands for what is not in it.
    """
    write_reading(connection, reader.person_id, path, [unit_id], [0])


def note_search(connection: Connection, reader: Person, path: str, unit_id: UUID) -> None:
    """Note that somebody looked for persons of a unit by name."""
    write_reading(connection, reader.person_id, path, [unit_id], [])


def name_in(private: dict[str, Any]) -> str:
    """Return the name of the person a row is about, or nothing.

    >>> name_in({"recipient": "Hồ Thị Lan", "birth_year": 2010}), name_in({"note": "x"})
    ('Hồ Thị Lan', '')
    """
    return next((str(private[name]) for name in NAMED if private.get(name)), "")
