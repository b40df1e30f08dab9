"""Entries ↔ leaves: where the journal and its log disagree, which entry it is.

Only what lies in tiles that differ is compared here, in the order of both sides. An entry whose
hash stands elsewhere in the log was moved; one whose hash is nowhere was changed if the log has a
hash to spare at its place, else added; a hash of the log that no entry has is of one that is gone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID


class Logged(NamedTuple):
    """An entry of the journal, and its hash."""

    unit_id: UUID
    version: int
    position: int
    leaf: bytes


class Compared(NamedTuple):
    """What differs.

    Entries changed or moved, with the place in the log at which they should be; entries that the
    log does not have; places of which the journal has no entry.
    """

    changed: list[tuple[int, Logged]]
    moved: list[tuple[int, Logged]]
    added: list[Logged]
    missing: list[int]


def compared(entries: Sequence[Logged], leaves: Mapping[int, bytes]) -> Compared:
    r"""Compare entries, in the order of the journal, with leaves by their place in the log.

    >>> a, b, c = (Logged(UUID(int=0), at, at, bytes([at])) for at in (1, 2, 3))
    >>> leaves = {0: b"\1", 1: b"\2", 2: b"\3"}
    >>> found = compared([a, c], leaves)
    >>> found.missing, found.changed, found.moved
    ([1], [], [])
    >>> found = compared([c, a, b], leaves)
    >>> [(place, each.position) for place, each in found.moved], found.missing
    ([(2, 3)], [])
    """
    place_of = {leaf: place for place, leaf in leaves.items()}
    known = [(at, place_of[each.leaf]) for at, each in enumerate(entries) if each.leaf in place_of]
    kept = set(_longest_rising([place for _, place in known]))
    fixed = [pair for number, pair in enumerate(known) if number in kept]
    moved = [pair for number, pair in enumerate(known) if number not in kept]
    found = Compared([], [(place, entries[at]) for at, place in moved], [], [])
    strange_places = sorted(leaves.keys() - {place for _, place in known})
    strange_entries = [at for at, each in enumerate(entries) if each.leaf not in place_of]
    for places, ats in _between(fixed, strange_places, strange_entries):
        found.changed.extend((place, entries[at]) for place, at in zip(places, ats, strict=False))
        found.added.extend(entries[at] for at in ats[len(places) :])
        found.missing.extend(places[len(ats) :])
    return found


def _between(
    fixed: Sequence[tuple[int, int]], places: Sequence[int], ats: Sequence[int]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield what is strange between each two entries that are where they should be."""
    place_from = at_from = 0
    for at, place in [*fixed, (len(ats) and ats[-1] + 1, len(places) and places[-1] + 1)]:
        place_upto = max(place_from, bisect_left(places, place))
        at_upto = max(at_from, bisect_left(ats, at))
        if place_upto > place_from or at_upto > at_from:
            yield places[place_from:place_upto], ats[at_from:at_upto]
        place_from, at_from = place_upto, at_upto


def _longest_rising(numbers: Sequence[int]) -> Iterator[int]:
    """Yield which of the numbers, from 0, make the longest rising sequence, the last one first."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            ends.append(at)
        else:
            tails[length], ends[length] = number, at
    at = ends[-1] if ends else -1
    while at >= 0:
        yield at
        at = before[at]
