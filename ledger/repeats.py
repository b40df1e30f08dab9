"""The same command again: is it what was said the first time?

Public content is compared by its fingerprint, the private part by the commitment in the entry,
recomputed with the vault's salt. Once a person has been erased the public content alone decides.
A row of a file cannot say what it replaces, so that it is the same row without.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.commands import AskedOnPaper
from ledger.draft import fingerprint
from ledger.values import replace
from ledger.vault import says_the_same

if TYPE_CHECKING:
    from ledger.draft import Request
    from ledger.events import Event
    from ledger.journal import Answer, Journal


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
        if answer.fingerprint not in (asked.fingerprint, _as_a_correction(asked, event)):
            same = False
        elif pii is None:
            same = not asked.seal.private
        else:
            same = secret is None or says_the_same(pii, secret.salt, asked.seal.private)
        verdicts.append(same)
    return verdicts


def _as_a_correction(asked: Request, event: Event) -> bytes | None:
    """Return the fingerprint of a row of a file, had it said what the recorded one replaces."""
    papers, command = getattr(event, "replaces", ()), asked.command
    if not papers or not isinstance(command, AskedOnPaper) or not command.approved_outside:
        return None
    return None if command.replaces else fingerprint(replace(command, replaces=papers[0].key))
