"""What a command leaves to be looked up before it can be decided: the facts that it names by key.

A reversal names a row, a print names a gift, a consent names either, an erasure names what the
vault knows a person as. What is found are facts of the journal, so that the rules stay pure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast
from uuid import UUID

from ledger.commands import AskApproval, Command, GiveApproval, ReprintReceipt, ReverseEntry
from ledger.events import (
    Booked,
    EntryReversed,
    MoneyEvent,
    Posted,
    TransferArrived,
    TransferReceived,
)
from ledger.keys import id_of_key
from ledger.privacy_commands import EraseSubject, GiveConsent
from ledger.registry_events import HolderRegistered
from ledger.values import names_of, replace

if TYPE_CHECKING:
    from ledger.journal import Journal
    from ledger.wire import Entry

CommandT = TypeVar("CommandT", bound=Command)
Drafted: TypeAlias = "Callable[[UUID], Entry | None]"
"""Finds what a command drafted just before would record."""


def completed(command: CommandT, journal: Journal, drafted: Drafted) -> CommandT:
    """Return `command` with the facts that it, or the rows in it, name by key."""
    match command:
        case ReverseEntry():
            return cast("CommandT", _with_originals(command, journal, drafted))
        case ReprintReceipt():
            return cast("CommandT", _with_gift(command, journal, drafted))
        case GiveConsent():
            return cast("CommandT", _with_row(command, journal, drafted))
        case EraseSubject():
            return cast("CommandT", _with_entries(command, journal))
        case AskApproval() | GiveApproval():
            rows = tuple(completed(each, journal, drafted) for each in command.commands)
            return replace(command, commands=rows)
        case _:
            return command


def _of_key(key: str, unit_id: UUID, journal: Journal, drafted: Drafted) -> Entry | None:
    """Return the entry recorded under a key, if it is in the unit's own book."""
    command_id = id_of_key(key)
    entry = drafted(command_id) or journal.entries_of([command_id]).get(command_id)
    return entry if entry is not None and entry.originator_id == unit_id else None


def _with_gift(command: ReprintReceipt, journal: Journal, drafted: Drafted) -> ReprintReceipt:
    entry = _of_key(command.gift, command.unit_id, journal, drafted)
    return command if entry is None else replace(command, original=cast("MoneyEvent", entry.event))


def _with_row(command: GiveConsent, journal: Journal, drafted: Drafted) -> GiveConsent:
    """Return the consent with the row that it is about, which waits for nobody's approval."""
    entry = _of_key(command.about, command.unit_id, journal, drafted)
    if entry is None:
        return command
    place = (entry.originator_id, entry.originator_version)
    known = bool(journal.private_parts([place]))
    return replace(command, recorded=cast("Posted", entry.event), is_known=known)


def _with_entries(command: EraseSubject, journal: Journal) -> EraseSubject:
    """Return the erasure with all that the book says of the person today."""
    found = journal.about(command.unit_id, command.subjects)
    events = (entry.event for entry in found)
    recorded = tuple(event for event in events if isinstance(event, Posted))
    holders = dict.fromkeys(
        entry.event.holder for entry in found if isinstance(entry.event, HolderRegistered)
    )
    return replace(command, recorded=recorded, entries=len(found), holders=tuple(holders))


def _with_originals(command: ReverseEntry, journal: Journal, drafted: Drafted) -> ReverseEntry:
    """Return the reversal with the facts it undoes: both sides of a transfer."""
    ids = [id_of_key(command.reverses), id_of_key(command.reverses, received=True)]
    found = journal.entries_of(ids)
    originals: list[tuple[UUID, MoneyEvent]] = []
    for each in ids:
        entry = drafted(each) or found.get(each)
        if entry is None:
            continue
        if isinstance(entry.event, EntryReversed):
            return replace(command, of_reversal=True)
        originals.append((entry.originator_id, cast("MoneyEvent", entry.event)))
    return replace(command, originals=_both_sides(originals))


def _both_sides(originals: list[tuple[UUID, MoneyEvent]]) -> tuple[tuple[UUID, MoneyEvent], ...]:
    """Add to a transfer that arrived what its arrival said in the sender's book."""
    sides = list(originals)
    for unit_id, original in originals:
        if isinstance(original, TransferReceived):
            said = {name: getattr(original, name) for name in names_of(Booked)}
            arrived = TransferArrived(
                **said,
                to_unit_id=unit_id,
                sent_on=original.sent_on,
                amount_vnd=original.amount_vnd,
            )
            sides.append((original.from_unit_id, arrived))
    return tuple(sides)
