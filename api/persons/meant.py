"""Who is meant: by the id of a donor or recipient, or by the key of a row about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from ledger.database import Connection, query
from ledger.events import Posted
from ledger.refusals import PersonAmbiguous, UnknownPerson
from ledger.retention import retain_until
from ledger.vault import Vault
from projections.figures import unit_by_code
from projections.parties import (
    About,
    Party,
    are_one,
    entries_about,
    parties,
    party_of_holder,
    party_of_holding,
)


def meant(
    connection: Connection,
    vault: Vault,
    said: str,
    code: str | None,
    *,
    only_holder: bool = False,
) -> list[Party]:
    """Return the person who is meant, once for each unit that knows them.

    An id may have been given in several units. It is one person if nobody has another name there.
    Where one unit is named, the code of a place where it keeps money means who stands behind that;
    where none is, the code of a holder means whoever collects for units under it.

    Args:
        connection: to the projections; it has the vault's keys.
        vault: the same keys.
        said: an id, a key, or the code of a holding or of a holder.
        code: of the unit that is meant; None: all units, and the registry.
        only_holder: a holder is meant, and nobody else.

    Raises:
        UnknownUnit: no unit has the code.
        UnknownPerson: nobody is known like that, or not any more.
        PersonAmbiguous: more than one person is.
    """
    collects = party_of_holder(connection, said) if code is None else None
    if collects is not None and only_holder:
        return [collects]
    found = [] if only_holder else _of_units(connection, vault, said, code)
    if collects is not None and not found:
        return [collects]
    if not found:
        raise UnknownPerson()
    if collects is not None or not are_one(found):
        codes = codes_of(connection, [each.unit_id for each in found])
        known_in = [codes[each.unit_id] for each in found] + ["--holder"] * bool(collects)
        raise PersonAmbiguous(party=said, found=", ".join(known_in))
    return found


def _of_units(connection: Connection, vault: Vault, said: str, code: str | None) -> list[Party]:
    if code is None:
        rows = connection.execute(query("party_units")).fetchall()
        unit_ids = [unit_id for (unit_id,) in rows]
    else:
        unit_ids = [unit_by_code(connection, code)]
    found = parties(connection, vault, said, unit_ids)
    if not found and code is not None:
        behind = party_of_holding(connection, unit_ids[0], said)
        found = [behind] if behind else []
    return found


def codes_of(connection: Connection, unit_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the newest codes of some units."""
    rows = connection.execute(query("desk_units"), {"unit_ids": list(unit_ids)})
    return {unit_id: code for unit_id, code, _ in rows}


def about(connection: Connection, party: Party) -> list[About]:
    """Return all that a unit's book says of a person, oldest first."""
    return entries_about(connection, party.unit_id, party.subjects)


def keep_papers_until(found: Sequence[About], on: date) -> date | None:
    """Return the last day on which the papers of some entries must be kept; None: of none."""
    events = [each.entry.event for each in found]
    return retain_until([each for each in events if isinstance(each, Posted)], on)
