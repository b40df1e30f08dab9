"""Random facts: any event, with anything in it that its fields may hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ledger.events import Event, LotTaken, MoneyEvent
from ledger.money import AMOUNT_MAX_VND
from ledger.values import names_of
from ledger.wire import Entry

amounts = st.integers(1, AMOUNT_MAX_VND)
quantities = st.decimals("0.000001", "1000000", places=6)
lots = st.builds(LotTaken, lot=st.text(), quantity=quantities, amount_vnd=st.none() | amounts)

FIELDS: dict[str, SearchStrategy[Any]] = {
    "amount_vnd": amounts,
    "quantity": quantities,
    "lots": st.lists(lots, min_size=1, max_size=3).map(tuple),
}
"""Fields of which the type alone says too little."""


def events_of(kind: type[Event]) -> SearchStrategy[Any]:
    """Return a strategy for events of one kind: required fields always, the others sometimes."""
    hints = get_type_hints(kind)
    chosen: dict[str, SearchStrategy[Any]] = {}
    for name in names_of(kind):
        if name == "original":
            chosen["original"] = st.sampled_from(get_args(MoneyEvent)).flatmap(events_of)
        elif name in FIELDS:
            said = FIELDS[name]
            chosen[name] = st.none() | said if type(None) in get_args(hints[name]) else said
        else:
            chosen[name] = st.from_type(hints[name])
    return st.builds(kind, **chosen)


def entries(events: SearchStrategy[Any]) -> SearchStrategy[Entry]:
    """Return a strategy for entries that hold such events."""
    first = datetime(2000, 1, 1)  # noqa: DTZ001 - the strategy wants bounds without a zone
    instants = st.datetimes(min_value=first, timezones=st.just(UTC))
    return st.builds(Entry, st.uuids(), st.integers(1, 10**9), instants, st.text(), events)
