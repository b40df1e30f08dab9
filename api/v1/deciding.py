"""Several rows at once, or none: what the ledger would do with them, and doing it."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.bulk import Bulk, Verdict
from ledger.draft import Request
from ledger.journal import Journal
from ledger.keys import id_of_key
from ledger.office import now
from ledger.refusals import Refusal


def decided(
    journal: Journal, made: Sequence[Request | Refusal], *, record: bool, partial: bool
) -> Verdict:
    """Decide requests in their order; record all, or the good ones (`partial`), or nothing.

    Raises:
        Conflict: others kept writing to the same books; the same again completes it.
    """
    reversed_keys = {
        key
        for each in made
        if isinstance(each, Request) and (key := getattr(each.command, "reverses", None))
    }
    bulk = Bulk(
        journal,
        lambda _shelf: [list(enumerate(made))],
        count=len(made),
        recorded_at=now(),
        remember=frozenset(
            id_of_key(key, received=received) for key in reversed_keys for received in (False, True)
        ),
    )
    return bulk.decide_and_record(partial=partial, dry_run=not record)
