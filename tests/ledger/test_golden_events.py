"""What was stored once is read for ever, and says the same bytes again."""

from __future__ import annotations

import pytest

from ledger.events import Event
from ledger.values import names_of
from ledger.wire import KINDS, from_bytes, to_bytes
from tests.ledger.samples import STORED, file_stem, stem_of_kind


@pytest.mark.parametrize("stem", STORED)
def test_a_stored_sample_is_read_and_written_as_the_same_bytes(stem: str) -> None:
    assert to_bytes(from_bytes(STORED[stem])) == STORED[stem]


@pytest.mark.parametrize("stem", STORED)
def test_a_stored_sample_is_of_the_kind_that_its_name_says(stem: str) -> None:
    assert file_stem(from_bytes(STORED[stem]).event.STORED_AS) == stem_of_kind(stem)


def test_every_kind_of_event_has_a_stored_sample() -> None:
    assert {file_stem(stored_as) for stored_as in KINDS} <= set(STORED)


@pytest.mark.parametrize("stem", STORED)
def test_a_sample_fills_every_field_that_its_kind_can_have(stem: str) -> None:
    event = from_bytes(STORED[stem]).event
    empty = {name for name in names_of(event) if not getattr(event, name)}
    later = set(ADDED_LATER.values()) - {ADDED_LATER.get(stem.partition("+")[2])}
    assert empty <= MAY_BE_EMPTY | later | ({"pii"} if event.nonce else {"nonce"})


def test_every_kind_has_a_sample_with_each_field_that_was_added_later() -> None:
    added = {stem for kind in KINDS.values() for stem in stems_of_later_fields(kind)}
    assert {stem for stem in STORED if "+" in stem} == added


def stems_of_later_fields(kind: type[Event]) -> set[str]:
    later = {word for word, name in ADDED_LATER.items() if name in names_of(kind)}
    return {f"{file_stem(kind.STORED_AS)}+{word}" for word in later}


ADDED_LATER = {"admitted": "approval", "replacing": "replaces", "keyed": "asked_under"}
"""Fields that came after the first sample of a kind was written, by what their samples are of."""

MAY_BE_EMPTY = {
    "amount_vnd",  # goods that are not valued
    "voucher",
    "kind",  # only boards have one
    "parent_id",  # the province has none
    "valid_to",
    "recorded_at",
}
"""Fields that some sample leaves out, so that leaving out is kept too."""
