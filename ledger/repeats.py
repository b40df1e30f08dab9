"""The same command again: is it what was said the first time?

Public content is compared by its fingerprint, the private part by the commitment in the entry,
recomputed with the vault's salt. Once a person has been erased the public content alone decides.
What goes without saying may be said, and the other way round: that the paper is of the booking
day, and what goods that go out are worth by their lots. A row of a file cannot say what it
replaces, so that it is the same row without.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from ledger.commands import Asked, AskedOnPaper, Command, PayAwardInGoods, ReverseEntry
from ledger.draft import fingerprint
from ledger.values import replace
from ledger.vault import says_the_same

if TYPE_CHECKING:
    from ledger.draft import Request
    from ledger.events import Event
    from ledger.journal import Answer, Journal

T = TypeVar("T")


def are_the_same(journal: Journal, pairs: Sequence[tuple[Request, Answer]]) -> list[bool]:
    """Say for each request, in order, whether it has the content that was answered."""
    if not pairs:
        return []
    entries = journal.entries_of([answer.command_id for _, answer in pairs])
    kept = journal.private_parts((answer.unit_id, answer.version) for _, answer in pairs)
    verdicts = []
    for asked, answer in pairs:
        event = entries[answer.command_id].event
        pii = event.pii
        secret = kept.get((answer.unit_id, answer.version))
        if asked.fingerprint != answer.fingerprint and not _comes_to(asked, event, answer):
            same = False
        elif pii is None:
            same = not asked.seal.private
        else:
            same = secret is None or says_the_same(pii, secret.salt, asked.seal.private)
        verdicts.append(same)
    return verdicts


def _comes_to(asked: Request, event: Event, answer: Answer) -> bool:
    """Say whether what was answered is what `asked` says, in other words."""
    command = asked.command
    papers = getattr(event, "replaces", ())
    said: list[Command] = [command]
    if isinstance(command, Asked | ReverseEntry) and command.document_on in (
        None,
        command.booked_on,
    ):
        said.append(
            replace(command, document_on=_otherwise(command.document_on, command.booked_on))
        )
    if isinstance(command, PayAwardInGoods):
        lots_vnd = getattr(event, "amount_vnd", None)
        if command.amount_vnd in (None, lots_vnd):
            value_vnd = _otherwise(command.amount_vnd, lots_vnd)
            said += [replace(each, amount_vnd=value_vnd) for each in said]
    if papers and isinstance(command, AskedOnPaper) and _is_of_a_file(command):
        said += [replace(each, replaces=papers[0].key) for each in said]
    return answer.fingerprint in map(fingerprint, said)


def _otherwise(said: T | None, goes_without_saying: T) -> T | None:
    """Return what goes without saying where nothing was said, and nothing where something was."""
    return goes_without_saying if said is None else None


def _is_of_a_file(command: AskedOnPaper) -> bool:
    return command.approved_outside and not command.replaces
