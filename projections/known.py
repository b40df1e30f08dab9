"""The figures as they were known at an instant: only what had been recorded by then.

What was known at an instant are the entries of the log before the first one that was recorded
later. So it is always the log as it once stood, never a selection from it: nothing is undone that
was not there, and `log_size` counts a beginning of the log. An entry that bears an earlier instant
than one before it (an import marks all its rows with the instant at which it began) counts as
known from that one's instant on.

In a transaction that is rolled back, temporary tables with the names of the real ones lie in front
of them and hold what was known about the units asked for; the same folding and the same queries
then give the figures. Folding is linear, so the shorter of two ways is taken:

    forward    all that was known, from nothing
    backward   today's figures, and what was recorded later with its sign turned
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from ledger.database import Connection, Cursor, query
from ledger.events import HolderRegistered, PopulationStated, RegistryEvent
from ledger.registry import REGISTRY_ID, Registry, evolve
from ledger.wire import from_bytes
from projections import units
from projections.runner import fold_again

STAND_INS: Final = (
    "known_stand_ins",
    "known_stand_ins_analyse",
    "known_ancestry_rename",
    "known_ancestry_of_stand_ins",
    "known_own_or_above",
    "known_movement_create",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the log ended then: at `position`, after `log_size` entries; `newest`: where now."""

    position: int
    log_size: int
    newest: int

    @property
    def is_late(self) -> bool:
        """Whether it is nearer to the end of today's log than to its beginning."""
        return 2 * self.position >= self.newest


@dataclass(frozen=True, slots=True)
class _Since:
    """Units about whose terms something was learned later; newcomers were quite unknown."""

    moved: frozenset[UUID]
    newcomers: frozenset[UUID]


@contextmanager
def as_of_instant(
    connection: Connection, known_at: datetime | None, choose: Callable[[], Sequence[UUID]]
) -> Iterator[Sequence[UUID]]:
    """Let queries about some units see one state of the figures: what was known at an instant.

    Inside, figures, names, populations and the size of the log are those of `known_at`, for the
    chosen units alone. The registers of gifts and payouts are those of today.

    Args:
        connection: with no transaction open.
        known_at: with its time zone; None: everything that is known.
        choose: called inside, chooses units from those that were known then.

    Yields:
        The chosen units.
    """
    back = known_at is not None
    with connection.transaction(force_rollback=back), connection.cursor() as cursor:
        cursor.execute(query("one_state"))
        place = _place_of(cursor, known_at) if known_at else None
        if place is None:
            yield choose()
            return
        cursor.execute(query("known_apart"))
        cursor.execute(
            query("known_projected"),
            {"position": place.position, "log_size": place.log_size, "known_at": known_at},
        )
        since = _units_as_known(cursor, place)
        unit_ids = choose()
        _figures_as_known(cursor, place, since, unit_ids)
        yield unit_ids


def _place_of(cursor: Cursor, known_at: datetime) -> _Place | None:
    """Return where the log ended at an instant; None if that is where it ends today."""
    row = cursor.execute(query("known_place"), {"known_at": known_at}).fetchone()
    return _Place(*row) if row else None


def _units_as_known(cursor: Cursor, place: _Place) -> _Since:
    """Put terms and populations as known in front, if anything was learned about them later."""
    later = _registry_events(
        cursor, "registry_entries_after", position=place.position, newest=place.newest
    )
    changed = [event for event in later if not isinstance(event, HolderRegistered)]
    if not changed:
        return _Since(frozenset(), frozenset())
    unit_ids = list({event.unit_id for event in changed})
    about = [str(unit_id) for unit_id in unit_ids]
    known = evolve(
        Registry(),
        _registry_events(cursor, "registry_entries_about", position=place.position, unit_ids=about),
    )
    cursor.execute(query("known_terms"), {"unit_ids": unit_ids})
    units.write_terms(cursor, known, unit_ids)
    cursor.execute(query("known_population_create"))
    cursor.execute(query("known_population"), {"unit_ids": unit_ids})
    units.write_populations(cursor, known.populations.values())
    moved = {event.unit_id for event in changed if not isinstance(event, PopulationStated)}
    return _Since(frozenset(moved), frozenset(moved - known.terms.keys()))


def _registry_events(cursor: Cursor, name: str, **asked: Any) -> list[RegistryEvent]:  # noqa: ANN401 - as the query has it
    rows = cursor.execute(query(name), {**asked, "registry_id": REGISTRY_ID}).fetchall()
    events = (from_bytes(bytes(raw)).event for (raw,) in rows)
    return [event for event in events if isinstance(event, RegistryEvent)]


def _figures_as_known(
    cursor: Cursor, place: _Place, since: _Since, unit_ids: Sequence[UUID]
) -> None:
    """Put the figures of some units as known in front of today's."""
    cursor.execute(query("known_units"), {"unit_ids": list(unit_ids)})
    cursor.execute(query("known_ancestry"))
    tree_differs = bool(since.moved) and _tree_as_known(cursor, since)
    backward = place.is_late and not tree_differs
    if backward and since.newcomers:
        cursor.execute(query("known_newcomers"), {"newcomers": list(since.newcomers)})
    for step in STAND_INS:
        cursor.execute(query(step))
    if backward:
        cursor.execute(query("known_movement"))
        span = {"after": place.position, "upto": place.newest, "sign": -1}
    else:
        span = {"after": 0, "upto": place.position, "sign": 1}
    cursor.execute(query("known_entries"), span)
    _count_recipients(cursor, place, span)
    fold_again(cursor, 1, ["own", "as_was", "as_is"])


def _tree_as_known(cursor: Cursor, since: _Since) -> bool:
    """Put the tree as known in front; return whether units known then stand elsewhere today."""
    cursor.execute(query("known_terms_analyse"))
    units.write_tree(cursor, units.registry_of_family(cursor, since.moved), since.moved, 0)
    cursor.execute(query("known_ancestry_only"))
    newcomers = {"newcomers": list(since.newcomers)}
    row = cursor.execute(query("known_tree_differs"), newcomers).fetchone()
    return row is not None and bool(row[0])


def _count_recipients(cursor: Cursor, place: _Place, span: dict[str, int]) -> None:
    """Count the recipients as known; going backward, only how many more or fewer there were."""
    cursor.execute(query("known_payouts"), {"position": place.position})
    cursor.execute(query("known_steps_create"))
    cursor.execute(query("recipients_count"))
    cursor.execute(query("known_steps_rename"))
    cursor.execute(query("known_steps"), span)
