"""The tree of units, by the dates of their terms: below whom a unit stands is asked for a day.

    ancestry(registry, unit) → (ancestor, first day, day after the last), oldest first

A parent stays the parent until another term names another one, also after the last term's end:
what an ended unit still holds does not leave the sums of those above it by itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from ledger.refusals import TreeHasCycle

if TYPE_CHECKING:
    from ledger.registry import Registry


class Above(NamedTuple):
    """`ancestor_id` is above the unit from `first` to the day before `until`."""

    ancestor_id: UUID
    first: date
    until: date


def parents(registry: Registry, unit_id: UUID) -> tuple[tuple[UUID | None, date, date], ...]:
    """Return the unit's parents with the days between which each holds, covering all time."""
    terms = registry.terms.get(unit_id, ())
    edges = [date.min, *(term.valid_from for term in terms[1:]), date.max]
    return tuple((term.parent_id, edges[at], edges[at + 1]) for at, term in enumerate(terms))


def ancestry(registry: Registry, unit_id: UUID) -> tuple[Above, ...]:
    """Return who is above the unit, and when; days that follow each other are one row.

    Raises:
        TreeHasCycle: the unit is above itself on some day.
    """
    found: list[Above] = []
    climb(registry, unit_id, date.min, date.max, (unit_id,), found)
    found.sort()
    joined: list[Above] = []
    for above in found:
        if (
            joined
            and joined[-1].ancestor_id == above.ancestor_id
            and joined[-1].until == above.first
        ):
            joined[-1] = joined[-1]._replace(until=above.until)
        else:
            joined.append(above)
    return tuple(joined)


def climb(
    registry: Registry,
    unit_id: UUID,
    first: date,
    until: date,
    below: tuple[UUID, ...],
    found: list[Above],
) -> None:
    """Add to `found` who is above the unit between two days; `below` are those already passed.

    Raises:
        TreeHasCycle: somebody is met again on some day.
    """
    for parent_id, begins, ends in parents(registry, unit_id):
        start, stop = max(first, begins), min(until, ends)
        if parent_id is None or start >= stop:
            continue
        if parent_id in below:
            raise TreeHasCycle(unit_id=parent_id, on=start)
        found.append(Above(parent_id, start, stop))
        climb(registry, parent_id, start, stop, (*below, parent_id), found)


def own_and_above(registry: Registry, unit_id: UUID, on: date) -> tuple[UUID, ...]:
    """Return the unit and those above it on the day `on`, the nearest first."""
    found, at = [unit_id], 0
    while at < len(found):
        for parent_id, first, until in parents(registry, found[at]):
            if parent_id is not None and first <= on < until and parent_id not in found:
                found.append(parent_id)
        at += 1
    return tuple(found)
