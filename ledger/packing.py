"""A batch as PostgreSQL takes it: bytes of COPY for history in bulk, JSON for what people ask.

History in bulk waits in a file between decision and record. Packed rows need no object per row to
be read back, and COPY takes them several times as fast as a call. A call with a few rows is one
JSON text: turning lists into arrays took the driver several times as long.

    binary format   signature, then for each row: number of fields, then length and bytes of each
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from ledger.journal import Batch, Row
    from ledger.persons import Box, Boxes, Words
    from ledger.vault import Subject

_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL: Final = b"\xff\xff"
_ENTRY: Final = Struct("!h i16s iq i")
"""Four fields: the book, the version, and the length of the stored name that follows."""
_LENGTH: Final = Struct("!i")
_ANSWER: Final = Struct("!h i16s i16s i16s iq")
_SECRET: Final = Struct("!h i16s iq i16s i")
"""Four fields: the book, the version, the subject, and the length of the box that follows."""
_SUBJECT: Final = Struct("!h i16s i16s ii i60s")
_SUBJECT_OF_ONE: Final = Struct("!h i16s i ii i60s")
"""Four fields: the subject, the lookup (length −1: none), the epoch and the wrapped key."""


class Packed(NamedTuple):
    """What is recorded together, or not at all, as the columns of two tables."""

    registry_version: int
    entries: bytes
    answers: bytes


class Secrets(NamedTuple):
    """What the vault gets of packed history, as the columns of its two tables.

    `known` are the subjects that are believed to be there, `sealed_in` is the epoch of new ones.
    """

    subjects: bytes
    boxes: bytes
    known: list[UUID]
    sealed_in: int


def packed(batch: Batch) -> Packed:
    """Return `batch` ready for COPY, but for what the vault gets."""
    entries, answers = [_HEAD], [_HEAD]
    for event, command_id, fingerprint, _ in batch.rows:
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
    return Packed(batch.registry_version, b"".join([*entries, _TAIL]), b"".join([*answers, _TAIL]))


def packed_secrets(words: Sequence[Words], boxes: Boxes) -> Secrets:
    """Return words ready for COPY, with their boxes."""
    lines = [_HEAD]
    for said, kept in zip(words, boxes.boxes, strict=True):
        assert kept is not None, "every one is sealed"
        unit, subject, box = said.unit_id.bytes, kept.subject.subject_id.bytes, kept.box
        lines += (_SECRET.pack(4, 16, unit, 8, said.version, 16, subject, len(box)), box)
    subjects = b"".join([_HEAD, *map(_subject, boxes.new), _TAIL])
    return Secrets(subjects, b"".join([*lines, _TAIL]), boxes.known, boxes.sealed_in)


def _subject(new: Subject) -> bytes:
    subject_id, lookup, epoch, wrapped, _ = new
    if lookup is None:
        return _SUBJECT_OF_ONE.pack(4, 16, subject_id.bytes, -1, 4, epoch, 60, wrapped)
    return _SUBJECT.pack(4, 16, subject_id.bytes, 16, lookup, 4, epoch, 60, wrapped)


class _Row(msgspec.Struct):
    """A row as `journal_append` reads it; bytes become base 64."""

    unit: UUID
    version: int
    topic: str
    state: bytes
    command: UUID | None
    fingerprint: bytes | None
    subject: UUID | None = None
    box: bytes | None = None
    wrapped: bytes | None = None
    lookup: bytes | None = None


_encoder: Final = msgspec.json.Encoder()


def as_json(batch: Batch, boxes: Boxes) -> str:
    """Return the rows of `batch` as `journal_append` takes them."""
    return _encoder.encode(list(map(_row, batch.rows, boxes.boxes))).decode()


def _row(row: Row, kept: Box | None) -> _Row:
    stored = row.stored
    said = (stored.originator_id, stored.originator_version, stored.topic, stored.state)
    if kept is None:
        return _Row(*said, row.command_id, row.fingerprint)  # type: ignore[arg-type]
    subject = kept.subject
    return _Row(
        *said,  # type: ignore[arg-type]
        row.command_id,
        row.fingerprint,
        subject.subject_id,
        kept.box,
        subject.wrapped if kept.is_first else None,
        subject.lookup if kept.is_first else None,
    )
