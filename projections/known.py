"""The figures as they were known at an instant: only what had been recorded by then.

What was known at an instant are the entries of the log before the first one that was recorded
later. So it is always the log as it once stood, never a selection from it: nothing is undone that
was not there, and `log_size` counts a beginning of the log. An entry that bears an earlier instant
than one before it (an import marks all its rows with the instant at which it began) counts as
known from that one's instant on.

In a transaction that is rolled back, temporary tables with the names of the real ones lie in front
of them; projections/hindsight.py fills them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.database import Connection, Cursor, query


@dataclass(frozen=True, slots=True)
class Place:
    """Where the log ended then: at `position`, after `log_size` entries; `newest`: where now."""

    position: int
    log_size: int
    newest: int

    @property
    def is_late(self) -> bool:
        """Whether it is nearer to the end of today's log than to its beginning."""
        return 2 * self.position >= self.newest


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
        yield _put_in_front(cursor, place, choose)


@contextmanager
def as_of_entry(
    connection: Connection, position: int, log_size: int, choose: Callable[[], Sequence[UUID]]
) -> Iterator[Sequence[UUID]]:
    """Let queries see the figures as they were known when the log ended at `position`.

    As `as_of_instant` does; `position` is not after what the projections know, `log_size` counts
    the entries up to it.
    """
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        cursor.execute(query("one_state"))
        (newest, _) = cursor.execute(query("publication_stands")).fetchone() or (0, 0)
        if position == newest:
            yield choose()
            return
        yield _put_in_front(cursor, Place(position, log_size, newest), choose)


def _put_in_front(
    cursor: Cursor, place: Place, choose: Callable[[], Sequence[UUID]]
) -> Sequence[UUID]:
    """Put what was known at a place in front of what is known today; return the units chosen."""
    cursor.execute(query("known_apart"))
    cursor.execute(
        query("known_projected"), {"position": place.position, "log_size": place.log_size}
    )
    # What folds entries knows every event; a question about today does without it.
    from projections import hindsight  # noqa: PLC0415

    since = hindsight.put_units_in_front(cursor, place)
    unit_ids = choose()
    hindsight.put_figures_in_front(cursor, place, since, unit_ids)
    return unit_ids


def _place_of(cursor: Cursor, known_at: datetime) -> Place | None:
    """Return where the log ended at an instant; None if that is where it ends today."""
    row = cursor.execute(query("known_place"), {"known_at": known_at}).fetchone()
    return Place(*row) if row else None
