"""A batch as PostgreSQL takes it: bytes of COPY for history in bulk, JSON for what people ask.

History in bulk waits in a file between decision and record. Packed rows need no object per row to
be read back, and COPY takes them several times as fast as a call. A call with a few rows is one
JSON text: turning lists into arrays took the driver several times as long.

    binary format   signature, then for each row: number of fields, then length and bytes of each
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from ledger.journal import Batch

_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL: Final = b"\xff\xff"
_ENTRY: Final = Struct("!h i16s iq i")
"""Four fields: the book, the version, and the length of the stored name that follows."""
_LENGTH: Final = Struct("!i")
_ANSWER: Final = Struct("!h i16s i16s i16s iq")
_SECRET: Final = Struct("!h i16s iq i32s i")
"""Four fields: the book, the version, the salt, and the length of the private part that follows."""


class Packed(NamedTuple):
    """What is recorded together, or not at all, as the columns of three tables."""

    registry_version: int
    entries: bytes
    answers: bytes
    secrets: bytes


def packed(batch: Batch) -> Packed:
    """Return `batch` ready for COPY."""
    entries, answers, secrets = [_HEAD], [_HEAD], [_HEAD]
    for event, command_id, fingerprint, salt, private in batch.rows:
        topic, unit = event.topic.encode(), event.originator_id.bytes  # type: ignore[union-attr]
        version, state = event.originator_version, event.state
        entries += (
            _ENTRY.pack(4, 16, unit, 8, version, len(topic)),
            topic,
            _LENGTH.pack(len(state)),
            state,
        )
        if command_id is not None:
            answers.append(
                _ANSWER.pack(4, 16, command_id.bytes, 16, fingerprint, 16, unit, 8, version)
            )
        if private is not None:
            secrets += (_SECRET.pack(4, 16, unit, 8, version, 32, salt, len(private)), private)
    return Packed(
        batch.registry_version,
        b"".join([*entries, _TAIL]),
        b"".join([*answers, _TAIL]),
        b"".join([*secrets, _TAIL]),
    )


class _Row(msgspec.Struct):
    """A row as `journal_append` reads it; bytes become base 64."""

    unit: UUID
    version: int
    topic: str
    state: bytes
    command: UUID | None
    fingerprint: bytes | None
    salt: bytes | None
    private: bytes | None


_encoder: Final = msgspec.json.Encoder()


def as_json(batch: Batch) -> str:
    """Return the rows of `batch` as `journal_append` takes them."""
    rows = [
        _Row(
            stored.originator_id,  # type: ignore[arg-type]
            stored.originator_version,
            stored.topic,
            stored.state,
            command_id,
            fingerprint,
            salt,
            private,
        )
        for stored, command_id, fingerprint, salt, private in batch.rows
    ]
    return _encoder.encode(rows).decode()
