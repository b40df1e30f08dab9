"""Whether an entry stands in the signed log: plainly, or with all that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from ledger.database import Connection, query
from ledger.log import notes
from ledger.log.store import LogReader
from ledger.refusals import Broken, EntryNotLogged


@dataclass(frozen=True, slots=True)
class SealShown:
    """How an entry stands in the log.

    `state`: it is there; it was recorded a moment ago; or what is stored now is not what was
    signed. `number` counts from 1 among `size` entries that were signed at `signed_at` with this
    `root` (hexadecimal), and that the `witnesses` have cosigned.
    """

    state: Literal["sealed", "waiting", "differs"]
    number: int = 0
    size: int = 0
    root: str = ""
    signed_at: datetime | None = None
    witnesses: tuple[str, ...] = ()


def seal_shown(connection: Connection, unit_id: UUID, version: int) -> SealShown:
    """Return how an entry, which must be there, stands in the log."""
    try:
        proof = LogReader(connection).proof_of(unit_id, version).proof
    except EntryNotLogged:
        return SealShown("waiting")
    except Broken:
        return SealShown("differs")
    said = proof.claimed
    row = connection.execute(query("log_checkpoint_read"), {"size": said.size}).fetchone()
    names = [each.name for each in notes.parse(proof.checkpoint).signatures]
    return SealShown(
        "sealed",
        number=proof.index + 1,
        size=said.size,
        root=said.root.hex(),
        signed_at=row[3] if row else None,
        witnesses=tuple(dict.fromkeys(name for name in names if name != said.origin)),
    )
