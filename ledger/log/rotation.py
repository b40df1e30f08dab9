"""Giving the log a new key: the statement of both keys becomes an entry, then the new one signs.

    catch up → new key waits → statement in the journal → checkpoint signed by both → new key alone

Whatever comes between, it is safe to ask again: the key that waits is used then.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from ledger.database import connect, query
from ledger.journal import Batch, Conflict, Journal, Row
from ledger.log import hand_over
from ledger.log.following import catch_up
from ledger.log.signer import next_signer, signer_for
from ledger.log.store import LogReader
from ledger.registry import REGISTRY_ID
from ledger.registry_events import LogKeyHandedOver
from ledger.vault import seal
from ledger.wire import Entry

TRIES: Final = 5
ACTOR: Final = "soquy"


def rotate(url: str, keys: Path, now: datetime) -> LogKeyHandedOver:
    """Let a new key sign the log from now on; return what was recorded.

    Raises:
        LogKeyMissing, LogKeyDiffers, LogBehind, LogForked: as `catch_up`.
        Conflict: others write to the registry all the time.
    """
    catch_up(url, keys)
    event = _statement(url, keys)
    journal = Journal(url, keys)
    try:
        _record(journal, event, now)
    finally:
        journal.close()
    catch_up(url, keys)
    return event


def hand_overs(url: str) -> list[str]:
    """Return the statements of a log's keys, oldest first."""
    with connect(url) as connection:
        return LogReader(connection).hand_overs()


def _statement(url: str, keys: Path) -> LogKeyHandedOver:
    with connect(url) as connection:
        *_, (_, verifier_key) = connection.execute(query("log_keys")).fetchall()
        size = LogReader(connection).size()
    old = signer_for(keys, verifier_key)
    new = next_signer(keys, old.name)
    return LogKeyHandedOver(
        origin=old.name,
        old_key=str(old.verifier),
        new_key=str(new.verifier),
        log_size=size,
        note=hand_over.handed_over(size, old, new),
        nonce=seal({}).nonce,
    )


def _record(journal: Journal, event: LogKeyHandedOver, now: datetime) -> None:
    for left in reversed(range(TRIES)):
        version = journal.versions([REGISTRY_ID])[REGISTRY_ID]
        entry = Entry(REGISTRY_ID, version + 1, now, ACTOR, event)
        try:
            journal.append(Batch([Row(journal.stored(entry))], version))
        except Conflict:
            if not left:
                raise
        else:
            return
