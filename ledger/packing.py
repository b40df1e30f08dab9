"""A batch as PostgreSQL takes it: bytes of COPY for history in bulk, arrays for what people ask.

History in bulk waits in a file between decision and record. Packed rows need no object per row to
be read back, and COPY takes them several times as fast as a call. A call with a few rows has an
array for each column, packed here: the driver took several times as long to turn lists into them.

    COPY    signature, then for each row: number of fields, then length and bytes of each
    array   dimensions, whether it has NULLs, type, number of values and of the first, then length
            (−1: NULL) and bytes of each
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from ledger.registry import REGISTRY_ID

if TYPE_CHECKING:
    from ledger.journal import Batch
    from ledger.persons import Boxes, Words
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

_ARRAY: Final = Struct("!iiiii")
_NUMBER: Final = Struct("!q")
_NULL: Final = _LENGTH.pack(-1)
_UUID, _BIGINT, _TEXT, _BYTES, _INTEGER = 2950, 20, 25, 17, 23
_UUIDS, _BIGINTS, _TEXTS, _MANY_BYTES = 2951, 1016, 1009, 1001
PARAMETERS: Final = (
    *(_UUIDS, _BIGINTS, _TEXTS, _MANY_BYTES, _UUIDS, _MANY_BYTES),
    *(_UUIDS, _MANY_BYTES, _MANY_BYTES, _MANY_BYTES),
    *(_UUIDS, _INTEGER, _UUID, _BIGINT),
)
"""The types of what `journal_append` is given, by PostgreSQL's numbers (src/include/catalog)."""


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


def as_arrays(batch: Batch, boxes: Boxes) -> list[bytes]:
    """Return `batch` as `journal_append` takes it, parameter by parameter; types: `PARAMETERS`."""
    stored = [row.stored for row in batch.rows]
    kept = boxes.boxes
    new = [each.subject if each and each.is_first else None for each in kept]
    return [
        _array(_UUID, [each.originator_id.bytes for each in stored]),  # type: ignore[union-attr]
        _array(_BIGINT, [_NUMBER.pack(each.originator_version) for each in stored]),
        _array(_TEXT, [each.topic.encode() for each in stored]),
        _array(_BYTES, [each.state for each in stored]),
        _array(_UUID, [_bytes(row.command_id) for row in batch.rows]),
        _array(_BYTES, [row.fingerprint for row in batch.rows]),
        _array(_UUID, [each and each.subject.subject_id.bytes for each in kept]),
        _array(_BYTES, [each and each.box for each in kept]),
        _array(_BYTES, [each and each.wrapped for each in new]),
        _array(_BYTES, [each and each.lookup for each in new]),
        _array(_UUID, [each.bytes for each in boxes.known]),
        _LENGTH.pack(boxes.sealed_in),
        REGISTRY_ID.bytes,
        _NUMBER.pack(batch.registry_version),
    ]


def _bytes(command_id: UUID | None) -> bytes | None:
    return None if command_id is None else command_id.bytes


def _array(kind: int, values: Sequence[bytes | None]) -> bytes:
    """Return an array in one dimension, which counts from 1, of values of a type."""
    parts = [_ARRAY.pack(1, 1, kind, len(values), 1)]
    for value in values:
        parts += (_NULL,) if value is None else (_LENGTH.pack(len(value)), value)
    return b"".join(parts)
