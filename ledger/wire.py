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

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple, cast, get_args
from uuid import UUID

import msgspec

from ledger.events import (
    MONEY_KINDS,
    BookEvent,
    EntryReversed,
    Event,
    GoodsBroughtIn,
    GoodsDonated,
    GoodsPaidOut,
    LotTaken,
    MoneyEvent,
)
from ledger.money import AMOUNT_MAX_VND
from ledger.postings import Posting, postings, sums_to_zero
from ledger.refusals import Broken, EventTooLarge
from ledger.registry_events import RegistryEvent
from ledger.values import asdict, names_of

ENTRY_BYTES_MAX: Final = 65_535
ENVELOPE: Final = {
    "actor": "actor",
    "recorded_at": "recorded_at",
    "type": "event.STORED_AS",
    "unit": "originator_id",
    "version": "originator_version",
}
"""What an entry says beside the event's own facts, and where it lies."""


class Entry(NamedTuple):
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
    approval: str | None = None
    pii: str | None = None
    nonce: str | None = None


class _Typed(msgspec.Struct):
    type: str


class _Form:
    """How one kind of thing is written: its fields in canonical order, empty ones left out."""

    def __init__(self, kind: type[Event | LotTaken], found_at: Mapping[str, str]) -> None:
        """Read the value of each field where in the thing `found_at` says."""
        empty = {
            each.name: each.default
            for each in msgspec.structs.fields(kind)
            if each.default is None or each.default is False or each.default == ()
        }
        names = sorted(found_at)
        never_left_out = object()
        fields: list[Any] = [(name, Any, empty.get(name, never_left_out)) for name in names]
        self._written = msgspec.defstruct(kind.__name__, fields, omit_defaults=True)
        self._values = attrgetter(*(found_at[name] for name in names))

    def written(self, thing: object) -> msgspec.Struct:
        """Return what the encoder takes for `thing`."""
        return self._written(*self._values(thing))


def _form_of_entry(kind: type[Event]) -> _Form:
    return _Form(kind, {**ENVELOPE, **{name: f"event.{name}" for name in names_of(kind)}})


def _form_of_original(kind: type[MoneyEvent]) -> _Form:
    return _Form(kind, {"type": "STORED_AS", **{name: name for name in names_of(kind)}})


KINDS: Final[dict[str, type[Event]]] = {
    kind.STORED_AS: kind for kind in (*get_args(BookEvent), *get_args(RegistryEvent))
}
_ENTRY_FORMS: Final = {kind: _form_of_entry(kind) for kind in KINDS.values()}
_ORIGINAL_FORMS: Final = {kind: _form_of_original(kind) for kind in get_args(MoneyEvent)}
_LOT_FORM: Final = _Form(LotTaken, {name: name for name in names_of(LotTaken)})
_DECODERS: Final[dict[str, msgspec.json.Decoder[Any]]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items() if kind is not EntryReversed
}
_BOOK_KINDS: Final = frozenset(get_args(BookEvent))
_GOODS_KINDS: Final = frozenset({GoodsBroughtIn, GoodsDonated, GoodsPaidOut})
_MONEY: Final = frozenset(kind.STORED_AS for kind in MONEY_KINDS)
_envelope_decoder: Final = msgspec.json.Decoder(_Envelope)
_reversal_decoder: Final = msgspec.json.Decoder(_Reversal)
_typed_decoder: Final = msgspec.json.Decoder(_Typed)
_encoder: Final = msgspec.json.Encoder(decimal_format="string", uuid_format="canonical")


def to_bytes(entry: Entry) -> bytes:
    """Return the canonical bytes of `entry`, checked before they are kept.

    Raises:
        Broken: its postings do not sum to zero, or its amount or quantity is none (a rule of ours
            is wrong).
        EventTooLarge: over 65,535 bytes.
    """
    event = entry.event
    _checked(event, entry.originator_id, entry.originator_version)
    written = _ENTRY_FORMS[type(event)].written(entry)
    raw = _encoder.encode(_with_parts(written, event))
    if len(raw) > ENTRY_BYTES_MAX:
        raise EventTooLarge(size=len(raw), limit=ENTRY_BYTES_MAX)
    return raw


def from_bytes(raw: bytes) -> Entry:
    """Return the entry that `raw` stands for, checked again.

    Raises:
        Broken: not an entry, of an unknown type, its postings do not sum to zero, or its amount
            or quantity is none.
    """
    return with_postings(raw)[0]


def with_postings(raw: bytes) -> tuple[Entry, tuple[Posting, ...]]:
    """Return the entry that `raw` stands for and what it does to the accounts, as `from_bytes`."""
    try:
        envelope = _envelope_decoder.decode(raw)
        event = _event(envelope.type, raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError) as error:
        raise Broken(f"not an entry: {raw[:200]!r}: {error}") from error
    lines = _checked(event, envelope.unit, envelope.version)
    entry = Entry(envelope.unit, envelope.version, envelope.recorded_at, envelope.actor, event)
    return entry, lines


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
    built: dict[str, Any] = msgspec.to_builtins(_facts(event))
    return {name: value for name, value in built.items() if value not in (None, (), [])}


def _event(stored_as: str, raw: bytes) -> Event:
    if stored_as != EntryReversed.STORED_AS:
        event: Event = _DECODERS[stored_as].decode(raw)
        return event
    reversal = _reversal_decoder.decode(raw)
    original_type = _typed_decoder.decode(reversal.original).type
    if original_type not in _MONEY:
        raise KeyError(original_type)
    facts = asdict(reversal)
    return EntryReversed(
        **{**facts, "original": _DECODERS[original_type].decode(reversal.original)}
    )


def _facts(event: Event) -> dict[str, Any]:
    return asdict(event) | _parts(event)


def _with_parts(written: msgspec.Struct, event: Event) -> msgspec.Struct:
    parts = _parts(event)
    return msgspec.structs.replace(written, **parts) if parts else written


def _parts(event: Event) -> dict[str, Any]:
    """Return what stands in `event` with fields of its own, as it is written."""
    match event:
        case EntryReversed(original=original):
            written = _ORIGINAL_FORMS[type(original)].written(original)
            return {"original": _with_parts(written, original)}
        case GoodsPaidOut(lots=lots):
            return {"lots": [_LOT_FORM.written(each) for each in lots]}
        case _:
            return {}


def _checked(event: Event, unit_id: UUID, version: int) -> tuple[Posting, ...]:
    """Admit an event that a rule of ours could have made; nothing else is written or read."""
    if type(event) not in _BOOK_KINDS:
        return ()
    event = cast("BookEvent", event)
    fact = event.original if isinstance(event, EntryReversed) else event
    if type(fact) in _GOODS_KINDS:
        for quantity in _quantities(fact):
            if not quantity.is_finite() or quantity <= 0:
                raise Broken(f"quantity of {unit_id} version {version} is {quantity}")
    amount_vnd = getattr(fact, "amount_vnd", None)
    # A small part of a cheap lot is worth less than a đồng.
    least_vnd = 0 if isinstance(fact, GoodsPaidOut) else 1
    if amount_vnd is not None and not least_vnd <= amount_vnd <= AMOUNT_MAX_VND:
        raise Broken(f"amount of {unit_id} version {version} is {amount_vnd} đồng")
    lines = postings(event)
    if not sums_to_zero(lines):
        raise Broken(f"postings of {unit_id} version {version} do not sum to zero")
    return lines


def _quantities(fact: BookEvent) -> list[Decimal]:
    match fact:
        case GoodsBroughtIn() | GoodsDonated():
            return [fact.quantity]
        case GoodsPaidOut():
            return [fact.quantity, *(lot.quantity for lot in fact.lots)]
        case _:
            return []
