"""The same command again: is it what was said the first time?

Public content is compared by its fingerprint, the private part by the commitment in the entry,
recomputed with the vault's salt. Once a person has been erased the public content alone decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.vault import says_the_same

if TYPE_CHECKING:
    from ledger.draft import Request
    from ledger.journal import Answer, Journal


def are_the_same(journal: Journal, pairs: Sequence[tuple[Request, Answer]]) -> list[bool]:
    """Say for each request, in order, whether it has the content that was answered."""
    if not pairs:
        return []
    entries = journal.entries_of([answer.command_id for _, answer in pairs])
    kept = journal.private_parts((answer.unit_id, answer.version) for _, answer in pairs)
    verdicts = []
    for asked, answer in pairs:
        pii = entries[answer.command_id].event.pii
        secret = kept.get((answer.unit_id, answer.version))
        if asked.fingerprint != answer.fingerprint:
            same = False
        elif pii is None:
            same = not asked.seal.private
        else:
            same = secret is None or says_the_same(pii, secret.salt, asked.seal.private)
        verdicts.append(same)
    return verdicts
