"""An entry is canonical JSON: the same fact has the same bytes for ever, and says it all itself.

Canonical is what RFC 8785 makes of our data: keys in ASCII and in order at every depth, no white
space, no floats, letters as they are. What cannot be an entry is `Broken`, on the way in and out.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.events import BookEvent, Event, MoneyEvent
from ledger.money import AMOUNT_MAX_VND
from ledger.refusals import Broken, EventTooLarge
from ledger.values import names_of
from ledger.wire import ENTRY_BYTES_MAX, KINDS, Entry, canonical, from_bytes, plain, to_bytes
from tests.ledger.examples import PROVINCE, donated
from tests.ledger.samples import EVENTS, STORED, file_stem, stem_of_kind
from tests.ledger.strategies import entries, events_of

RECORDED_AT = datetime(2022, 3, 1, 9, 30, tzinfo=UTC)
GIFT = STORED["donation.received-1"]


def entry(event: Event) -> Entry:
    return Entry(PROVINCE, 1, RECORDED_AT, "thu-quy", event)


def recanonicalised(raw: bytes) -> bytes:
    """What another language's careful JSON writer makes of the same object."""
    decoded = json.loads(raw)
    return json.dumps(
        decoded, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def keys_and_values(value: object) -> tuple[set[str], list[object]]:
    """All keys and all leaves of a decoded object, at every depth."""
    if isinstance(value, dict):
        inner = [keys_and_values(each) for each in value.values()]
        keys = set(value).union(*(found for found, _ in inner))
        return keys, [leaf for _, leaves in inner for leaf in leaves]
    if isinstance(value, list):
        inner = [keys_and_values(each) for each in value]
        return set().union(*(found for found, _ in inner)), [
            leaf for _, leaves in inner for leaf in leaves
        ]
    return set(), [value]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_any_fact_is_read_as_it_was_written_and_written_canonically(kind: type[Event]) -> None:
    @settings(max_examples=25)
    @given(entries(events_of(kind)))
    def check(written: Entry) -> None:
        raw = to_bytes(written)
        assert from_bytes(raw) == written
        assert raw == recanonicalised(raw)

    check()


@pytest.mark.parametrize("stem", STORED)
def test_keys_are_ascii_and_nothing_is_a_float_or_empty(stem: str) -> None:
    keys, leaves = keys_and_values(json.loads(STORED[stem]))
    assert all(key.isascii() for key in keys)
    assert {type(leaf) for leaf in leaves} <= {str, int, bool}


@pytest.mark.parametrize("stem", STORED)
def test_an_entry_says_its_kind_its_book_its_place_its_time_and_its_actor(stem: str) -> None:
    said = json.loads(STORED[stem])
    assert file_stem(said["type"]) == stem_of_kind(stem)
    assert str(UUID(said["unit"])) == said["unit"]
    assert said["version"] >= 1
    assert said["recorded_at"].endswith("Z")
    assert said["actor"]


def test_what_was_not_said_is_left_out() -> None:
    said = json.loads(to_bytes(entry(donated(500))))
    assert not {"document_on", "paper_no", "decision", "evidence", "approved_outside"} & set(said)
    assert not {"pii", "nonce", "voucher"} & set(said)


def test_vietnamese_letters_are_written_as_they_are() -> None:
    assert "xe đạp" in STORED["opening.goods-1"].decode()


def test_a_reversal_carries_the_whole_fact_that_it_undoes() -> None:
    said = json.loads(STORED["entry.reversed-1"])
    original = json.loads(STORED["payout.goods-1"])
    envelope = {"actor", "recorded_at", "unit", "version"}
    assert said["original"] == {key: original[key] for key in original.keys() - envelope}


@given(st.integers(1, 10_000))
def test_an_entry_larger_than_a_public_log_takes_is_refused(over: int) -> None:
    room = ENTRY_BYTES_MAX - len(to_bytes(entry(donated(500, decision="12"))))
    assert len(to_bytes(entry(donated(500, decision="12" + "x" * room)))) == ENTRY_BYTES_MAX
    with pytest.raises(EventTooLarge):
        to_bytes(entry(donated(500, decision="12" + "x" * (room + over))))


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        GIFT[:-1],
        GIFT[1:],
        GIFT.replace(b"donation.received/1", b"donation.received/9"),
        GIFT.replace(b"donation.received/1", b"donation.goods/1"),
        GIFT.replace(b'"amount_vnd":', b'"amount_vnq":'),
        GIFT.replace(b'"amount_vnd":9007199254740991', b'"amount_vnd":0.5'),
        GIFT.replace(b'"amount_vnd":9007199254740991', b'"amount_vnd":"26000"'),
        GIFT.replace(b'"booked_on":"2022-03-01"', b'"booked_on":"2022-02-30"'),
        GIFT.replace(b'"channel":"cash"', b'"channel":"cheque"'),
        GIFT.replace(b'"series":"PT"', b'"series":"XX"'),
        GIFT.replace(b'"unit":"7b', b'"unit":"7'),
        GIFT.replace(b'"version":12', b'"version":"12"'),
        GIFT.replace(b"12/Q", b"12/\xff"),
    ],
)
def test_bytes_that_are_no_entry_are_broken(damaged: bytes) -> None:
    with pytest.raises(Broken):
        from_bytes(damaged)


@given(st.sampled_from(sorted(STORED)), st.integers(0, 10_000), st.integers(0, 255))
def test_bytes_with_one_wrong_byte_are_read_or_broken_and_nothing_else(
    stem: str, place: int, byte: int
) -> None:
    damaged = bytearray(STORED[stem])
    damaged[place % len(damaged)] = byte
    with suppress(Broken):
        assert isinstance(from_bytes(bytes(damaged)), Entry)


@pytest.mark.parametrize("amount_vnd", [0, -5, AMOUNT_MAX_VND + 1])
def test_an_amount_that_no_rule_would_admit_is_broken_when_read(amount_vnd: int) -> None:
    said = b'"amount_vnd":%d,' % amount_vnd
    with pytest.raises(Broken):
        from_bytes(GIFT.replace(b'"amount_vnd":9007199254740991,', said))


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "sNaN", "Infinity"])
def test_a_quantity_that_no_rule_would_admit_is_broken_when_read(quantity: str) -> None:
    said = json.loads(STORED["donation.goods-1"])
    with pytest.raises(Broken):
        from_bytes(canonical({**said, "quantity": quantity}))


def test_what_is_undone_is_checked_as_if_it_stood_alone() -> None:
    said = json.loads(STORED["entry.reversed-1"])
    with pytest.raises(Broken):
        from_bytes(canonical({**said, "original": {**said["original"], "quantity": "-1"}}))


def test_a_reversal_of_something_that_is_not_money_is_broken() -> None:
    said = json.loads(STORED["entry.reversed-1"])
    for original in ({"type": "entry.reversed/1"}, {"type": "no.such/1"}, "P-2"):
        with pytest.raises(Broken):
            from_bytes(canonical({**said, "original": original}))
    fund = json.loads(STORED["fund.defined-1"])
    with pytest.raises(Broken):
        from_bytes(canonical({**said, "original": fund}))


def test_stored_names_are_lower_case_dotted_and_versioned() -> None:
    for stored_as, kind in KINDS.items():
        noun, _, rest = stored_as.partition(".")
        verb, _, version = rest.partition("/")
        assert (noun + verb.replace("_", "")).islower()
        assert version.isdecimal()
        assert stored_as == kind.STORED_AS


def test_every_event_has_one_stored_name() -> None:
    assert len(KINDS) == len({*get_args(BookEvent), *get_args(MoneyEvent)} | set(KINDS.values()))


@pytest.mark.parametrize("stem", EVENTS)
def test_an_event_in_plain_words_names_its_facts_as_its_bytes_do(stem: str) -> None:
    said = json.loads(STORED[stem])
    envelope = {"actor", "recorded_at", "unit", "version", "type"}
    expected = {key: said[key] for key in said.keys() - envelope}
    shown = json.loads(canonical(plain(EVENTS[stem])))
    assert shown == {**expected, **_defaults(EVENTS[stem], shown)}


def _defaults(event: Event, shown: dict[str, Any]) -> dict[str, Any]:
    """Values of fields that are left out of the bytes because nothing was said: only False."""
    return {
        name: False
        for name in names_of(event)
        if getattr(event, name) is False and shown.get(name) is False
    }
