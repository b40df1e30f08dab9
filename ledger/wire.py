"""Event ↔ bytes: what is stored, and what an outsider reads.

An entry is one JSON object in canonical form (RFC 8785 on our data: ASCII keys in order, no white
space, no floats). It says everything that a stranger needs: the event's own facts beside

    type         the stored name, e.g. donation.received/1
    unit         the id of the unit in whose book it stands (or of the registry)
    version      its place in that book, from 1
    recorded_at  when the book learned it (UTC)
    actor        who recorded it: an opaque id

The bytes are the entry. Nobody re-serialises an event to verify it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final, get_args
from uuid import UUID

import msgspec

from ledger.events import (
    BookEvent,
    EntryReversed,
    Event,
    GoodsPaidOut,
    LotTaken,
    MoneyEvent,
    RegistryEvent,
)
from ledger.money import AMOUNT_MAX_VND
from ledger.postings import postings, sums_to_zero
from ledger.refusals import Broken, EventTooLarge

ENTRY_BYTES_MAX: Final = 65_535
ENVELOPE: Final = ("actor", "recorded_at", "type", "unit", "version")


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded event: `version` counts from 1 in the stream `originator_id`."""

    originator_id: UUID
    originator_version: int
    recorded_at: datetime
    actor: str
    event: Event


class _Envelope(msgspec.Struct):
    actor: str
    recorded_at: datetime
    type: str
    unit: UUID
    version: int


class _Reversal(msgspec.Struct):
    """A reversal as it is read first: its original waits to be read by its own type."""

    key: str
    reverses: str
    booked_on: date
    original: msgspec.Raw
    document_on: date | None = None
    paper_no: str | None = None
    decision: str | None = None
    evidence: tuple[str, ...] = ()
    approved_outside: bool = False
    pii: str | None = None
    nonce: str | None = None


class _Typed(msgspec.Struct):
    type: str


def _stored_struct(kind: type[Event | LotTaken], envelope: tuple[str, ...]) -> type[msgspec.Struct]:
    """Make the struct that writes `kind`: its own and envelope fields in canonical order."""
    defaults = {each.name: each.default for each in dataclasses.fields(kind)}
    fields: list[Any] = []
    for name in sorted({*defaults, *envelope}):
        default = defaults.get(name, dataclasses.MISSING)
        may_be_left_out = default is None or default is False or default == ()
        fields.append((name, Any, default if may_be_left_out else msgspec.NODEFAULT))
    return msgspec.defstruct(kind.__name__, fields, omit_defaults=True, kw_only=True)


def _names(kind: type[Event]) -> list[str]:
    return [each.name for each in dataclasses.fields(kind)]


KINDS: Final[dict[str, type[Event]]] = {
    kind.STORED_AS: kind for kind in (*get_args(BookEvent), *get_args(RegistryEvent))
}
_STORED: Final = {kind: _stored_struct(kind, ENVELOPE) for kind in KINDS.values()}
_NESTED: Final = {kind: _stored_struct(kind, ("type",)) for kind in get_args(MoneyEvent)}
_LOT: Final = _stored_struct(LotTaken, ())
_NAMES: Final = {kind: _names(kind) for kind in KINDS.values()}
_VALUES: Final = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_DECODERS: Final[dict[str, msgspec.json.Decoder[Any]]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items() if kind is not EntryReversed
}
_MONEY: Final = frozenset(kind.STORED_AS for kind in get_args(MoneyEvent))
_envelope_decoder: Final = msgspec.json.Decoder(_Envelope)
_reversal_decoder: Final = msgspec.json.Decoder(_Reversal)
_typed_decoder: Final = msgspec.json.Decoder(_Typed)
_encoder: Final = msgspec.json.Encoder(decimal_format="string", uuid_format="canonical")


def to_bytes(entry: Entry) -> bytes:
    """Return the canonical bytes of `entry`, checked before they are kept.

    Raises:
        Broken: its postings do not sum to zero, or its amount is none (a rule of ours is wrong).
        EventTooLarge: over 65,535 bytes.
    """
    event = entry.event
    _check(event, entry.originator_id, entry.originator_version)
    facts = _facts(event)
    if isinstance(event, EntryReversed):
        facts["original"] = _nested(event.original)
    raw = _encoder.encode(
        _STORED[type(event)](
            **facts,
            actor=entry.actor,
            recorded_at=entry.recorded_at,
            type=event.STORED_AS,
            unit=entry.originator_id,
            version=entry.originator_version,
        )
    )
    if len(raw) > ENTRY_BYTES_MAX:
        raise EventTooLarge(size=len(raw), limit=ENTRY_BYTES_MAX)
    return raw


def from_bytes(raw: bytes) -> Entry:
    """Return the entry that `raw` stands for, checked again.

    Raises:
        Broken: not an entry, of an unknown type, its postings do not sum to zero, or its amount
            is none.
    """
    try:
        envelope = _envelope_decoder.decode(raw)
        event = _event(envelope.type, raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError) as error:
        raise Broken(f"not an entry: {raw[:200]!r}: {error}") from error
    _check(event, envelope.unit, envelope.version)
    return Entry(envelope.unit, envelope.version, envelope.recorded_at, envelope.actor, event)


def canonical(value: object) -> bytes:
    """Return `value` (dicts with ASCII keys, lists, strings, integers, dates) as canonical JSON."""
    return msgspec.json.encode(value, order="sorted")


def is_canonical(raw: bytes) -> bool:
    """Say whether `raw` is JSON in canonical form.

    >>> is_canonical(b'{"a":1,"b":2}'), is_canonical(b'{"b":2,"a":1}'), is_canonical(b'{"a": 1}')
    (True, False, False)
    """
    try:
        return canonical(msgspec.json.decode(raw)) == raw
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False


def plain(event: Event) -> dict[str, Any]:
    """Return the facts of `event` by name, as JSON has them; for tables and exports."""
    facts = _facts(event)
    if isinstance(event, EntryReversed):
        facts["original"] = _nested(event.original)
    built: dict[str, Any] = msgspec.to_builtins(facts)
    return {name: value for name, value in built.items() if value not in (None, (), [])}


def _event(stored_as: str, raw: bytes) -> Event:
    if stored_as != EntryReversed.STORED_AS:
        event: Event = _DECODERS[stored_as].decode(raw)
        return event
    reversal = _reversal_decoder.decode(raw)
    original_type = _typed_decoder.decode(reversal.original).type
    if original_type not in _MONEY:
        raise KeyError(original_type)
    facts = msgspec.structs.asdict(reversal)
    return EntryReversed(
        **{**facts, "original": _DECODERS[original_type].decode(reversal.original)}
    )


def _facts(event: Event) -> dict[str, Any]:
    kind = type(event)
    facts = dict(zip(_NAMES[kind], _VALUES[kind](event), strict=True))
    if isinstance(event, GoodsPaidOut):
        facts["lots"] = [
            _LOT(lot=each.lot, quantity=each.quantity, amount_vnd=each.amount_vnd)
            for each in event.lots
        ]
    return facts


def _nested(original: MoneyEvent) -> msgspec.Struct:
    return _NESTED[type(original)](**_facts(original), type=original.STORED_AS)


def _check(event: Event, unit_id: UUID, version: int) -> None:
    if not isinstance(event, BookEvent):
        return
    if not sums_to_zero(postings(event)):
        raise Broken(f"postings of {unit_id} version {version} do not sum to zero")
    amount_vnd = getattr(event, "amount_vnd", None)
    # A small part of a cheap lot is worth less than a đồng.
    least_vnd = 0 if isinstance(event, GoodsPaidOut) else 1
    if amount_vnd is not None and not least_vnd <= amount_vnd <= AMOUNT_MAX_VND:
        raise Broken(f"amount of {unit_id} version {version} is {amount_vnd} đồng")
