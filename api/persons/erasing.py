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

from api.jobs.files import sweep
from api.persons.leftovers import forget_uploads, words_of
from api.persons.meant import about
from ledger.approvals import Approvals
from ledger.database import Connection
from ledger.draft import Recorded, request
from ledger.office import Office
from ledger.privacy_commands import EraseSubject
from ledger.privacy_events import ErasureReason, SubjectErased
from ledger.vault import person as person_of
from projections.parties import About, Party

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
        MayNotErase, UnknownPerson, RetentionNotOver: in this order.
    """
    found = about(connection, party)
    waiting = eraser.approvals.naming(party.unit_id, persons_of(found))
    command = EraseSubject(
        unit_id=party.unit_id,
        key=asked.key,
        erased_on=asked.on,
        erased_by=asked.person,
        reason=asked.reason,
        subjects=party.subjects,
        waiting=tuple(waiting),
    )
    recorded = eraser.office.ask(request(command, {}, asked.person or AT_THE_MACHINE))
    if recorded.repeated:
        return recorded
    for key in waiting:
        eraser.approvals.withdraw(party.unit_id, key, on=asked.on)
    forget_uploads(connection, eraser.home, words_of(each.private for each in found))
    sweep(connection, eraser.home)
    return recorded


def persons_of(found: Iterable[About]) -> set[str]:
    """Return as whom some private parts know a person; rows that wait are compared with that."""
    return {who for each in found if (who := person_of(each.private))}


def entries_erased(recorded: Recorded) -> int:
    """Return from how many entries somebody was erased."""
    return cast("SubjectErased", recorded.entries[0].event).entries
