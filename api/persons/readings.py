"""Each look at personal data is a row: who looked, when, where, and at which entries.

    a page, /v1     who = `p-…` of an account                  where = its address
    a command       who = the login at the machine itself      where = its name

A row tells places in the books and nobody's name. Where it cannot be written, nothing is shown.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from ledger.database import Connection, DatabaseError, DatabaseUnavailable, query
from ledger.refusals import Refusal
from ledger.wire import Entry


class LookNotNoted(Refusal):
    """It cannot be noted who reads names, so that they are shown to nobody."""

    code = "look_not_noted"


AT_MACHINE: Final = "máy chủ: "
"""Begins who is known to the machine alone; no person's id does."""


def write_reading(
    connection: Connection, who: str, where: str, unit_ids: Sequence[UUID], versions: Sequence[int]
) -> None:
    """Note a look.

    Args:
        connection: outside a transaction that will be rolled back.
        who: a person's id, or from `at_the_machine`.
        where: on which page, or by which command.
        unit_ids: the books of the entries; of a search, the units that were searched.
        versions: of the entries, as many; 0: what is in no book yet. Of a search none.

    Raises:
        DatabaseUnavailable: the database is away.
        LookNotNoted: it does not take the row; nothing may be shown.
    """
    noted = {
        "person_id": who,
        "path": where,
        "unit_ids": list(unit_ids),
        "versions": list(versions),
    }
    try:
        connection.execute(query("personal_read_write"), noted)
    except DatabaseUnavailable:
        raise
    except DatabaseError as error:
        raise LookNotNoted from error


def note_entries_shown(connection: Connection, command: str, entries: Iterable[Entry]) -> None:
    """Note that a command of this name is about to show the personal data of some entries."""
    places = [(each.originator_id, each.originator_version) for each in entries]
    units, versions = [unit_id for unit_id, _ in places], [version for _, version in places]
    write_reading(connection, at_the_machine(), f"soquy {command}", units, versions)


def note_unit_shown(connection: Connection, command: str, unit_id: UUID) -> None:
    """Note that a command is about to show personal data of a unit, or of the whole book."""
    write_reading(connection, at_the_machine(), f"soquy {command}", [unit_id], [])


def at_the_machine() -> str:
    """Return who runs this: the login that the operating system knows, whatever is set otherwise.

    A user without a name there is known by their number.
    """
    number = os.getuid()
    try:
        return AT_MACHINE + pwd.getpwuid(number).pw_name
    except KeyError:
        return f"{AT_MACHINE}{number}"
