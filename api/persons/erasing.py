"""Forgetting somebody, from the lists that wait to the files beside the database.

the vault, every table, rows that wait   in one transaction with the entry that says so
lists whose rows are gone                taken back, to be made again without the person
papers, bundles, files sent              deleted
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast
from uuid import UUID

from api.jobs.files import sweep
from api.persons.leftovers import OF_HOLDERS, WORDS, forget_uploads, words_of
from api.persons.meant import about
from ledger.approvals import Approvals
from ledger.database import Connection
from ledger.draft import Draft, Recorded, Request, request
from ledger.office import Office, now
from ledger.privacy_commands import EraseSubject
from ledger.privacy_events import ErasureReason, SubjectErased
from ledger.registry import REGISTRY_ID
from ledger.registry_events import HolderRegistered
from ledger.shelf import Shelf
from ledger.vault import person as person_of
from projections.parties import About, Party, collected_for

AT_THE_MACHINE: Final = "soquy"
"""Who acts when nobody is signed in."""


@dataclass(frozen=True, slots=True)
class Eraser:
    """What it takes to forget somebody: the books, and the folder below which files lie."""

    office: Office
    approvals: Approvals
    home: Path


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is asked: why, under which key; `person` None: nobody is signed in."""

    reason: ErasureReason
    key: str
    person: str | None
    on: date


def erase(eraser: Eraser, connection: Connection, party: Party, asked: Erasure) -> Recorded:
    """Forget somebody in one unit; said again under the key, the first answer.

    Args:
        eraser: with what.
        connection: that commits; it has the vault's keys.
        party: whom.
        asked: why.

    Raises:
        MayNotErase, UnknownPerson, RetentionNotOver: in this order; of a holder HolderHolds last.
    """
    found = about(connection, party)
    waiting = eraser.approvals.naming(party.unit_id, persons_of(found))
    recorded = eraser.office.ask(_request(connection, party, asked, found, waiting))
    if recorded.repeated:
        return recorded
    for key in waiting:
        eraser.approvals.withdraw(party.unit_id, key, on=asked.on)
    names = OF_HOLDERS if party.unit_id == REGISTRY_ID else WORDS
    forget_uploads(connection, eraser.home, words_of((each.private for each in found), names))
    sweep(connection, eraser.home)
    return recorded


def foresee(eraser: Eraser, connection: Connection, party: Party, asked: Erasure) -> None:
    """Decide an erasure on the books as they stand, and record nothing.

    Raises:
        MayNotErase, UnknownPerson, RetentionNotOver, HolderHolds: as `erase` would.
    """
    found = about(connection, party)
    waiting = eraser.approvals.naming(party.unit_id, persons_of(found))
    journal = eraser.office.journal
    would = _request(connection, party, asked, found, waiting)
    Draft(Shelf(journal), journal, now()).add(would)


def _request(
    connection: Connection,
    party: Party,
    asked: Erasure,
    found: Iterable[About],
    waiting: Iterable[str],
) -> Request:
    command = EraseSubject(
        unit_id=party.unit_id,
        key=asked.key,
        erased_on=asked.on,
        erased_by=asked.person,
        reason=asked.reason,
        subjects=party.subjects,
        waiting=tuple(waiting),
        collected_for=_collected_for(connection, found),
    )
    return request(command, {}, asked.person or AT_THE_MACHINE)


def _collected_for(connection: Connection, found: Iterable[About]) -> tuple[UUID, ...]:
    """Return the units for which those had money who are registered in some entries as holders."""
    events = [each.entry.event for each in found]
    holders = {event.holder for event in events if isinstance(event, HolderRegistered)}
    return tuple(collected_for(connection, holders)) if holders else ()


def persons_of(found: Iterable[About]) -> set[str]:
    """Return as whom some private parts know a person; rows that wait are compared with that."""
    return {who for each in found if (who := person_of(each.private))}


def entries_erased(recorded: Recorded) -> int:
    """Return from how many entries somebody was erased."""
    return cast("SubjectErased", recorded.entries[0].event).entries
