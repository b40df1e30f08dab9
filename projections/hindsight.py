"""What was known at an instant, put in front of what is known today; see projections/known.py.

Temporary tables with the names of the real ones hold what was known about the units asked for; the
same folding and the same queries then give the figures. Folding is linear, so the shorter of two
ways is taken:

    forward    all that was known, from nothing
    backward   today's figures, and what was recorded later with its sign turned
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from ledger.database import Cursor, query
from ledger.registry import REGISTRY_ID, Registry, evolve
from ledger.registry_events import (
    PopulationStated,
    RegistryEvent,
    UnitTermCorrected,
    UnitTermEnded,
    UnitTermStarted,
)
from ledger.wire import from_bytes
from projections import units
from projections.runner import fold_again, make_tables

if TYPE_CHECKING:
    from projections.known import Place

Term = UnitTermStarted | UnitTermEnded | UnitTermCorrected
STAND_INS: Final = (
    "known_stand_ins",
    "known_stand_ins_analyse",
    "known_ancestry_rename",
    "known_ancestry_of_stand_ins",
    "known_own_or_above",
    "known_movement_create",
)


@dataclass(frozen=True, slots=True)
class Since:
    """Units about whose terms something was learned later; newcomers were quite unknown."""

    moved: frozenset[UUID]
    newcomers: frozenset[UUID]


def put_units_in_front(cursor: Cursor, place: Place) -> Since:
    """Put terms and populations as known in front, if anything was learned about them later."""
    later = _registry_events(
        cursor, "registry_entries_after", position=place.position, newest=place.newest
    )
    changed = [event for event in later if isinstance(event, Term | PopulationStated)]
    if not changed:
        return Since(frozenset(), frozenset())
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
    return Since(frozenset(moved), frozenset(moved - known.terms.keys()))


def _registry_events(cursor: Cursor, name: str, **asked: Any) -> list[RegistryEvent]:  # noqa: ANN401 - as the query has it
    rows = cursor.execute(query(name), {**asked, "registry_id": REGISTRY_ID}).fetchall()
    events = (from_bytes(bytes(raw)).event for (raw,) in rows)
    return [event for event in events if isinstance(event, RegistryEvent)]


def put_figures_in_front(
    cursor: Cursor, place: Place, since: Since, unit_ids: Sequence[UUID]
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
    fold_again(cursor, 1)


def _tree_as_known(cursor: Cursor, since: Since) -> bool:
    """Put the tree as known in front; return whether units known then stand elsewhere today."""
    cursor.execute(query("known_terms_analyse"))
    units.write_tree(cursor, units.registry_of_family(cursor, since.moved), since.moved, 0)
    cursor.execute(query("known_ancestry_only"))
    newcomers = {"newcomers": list(since.newcomers)}
    row = cursor.execute(query("known_tree_differs"), newcomers).fetchone()
    return row is not None and bool(row[0])


def _count_recipients(cursor: Cursor, place: Place, span: dict[str, int]) -> None:
    """Count the recipients as known; going backward, only how many more or fewer there were."""
    make_tables(cursor)
    cursor.execute(query("known_payouts"), {"position": place.position})
    cursor.execute(query("known_steps_create"))
    cursor.execute(query("recipients_count"))
    cursor.execute(query("known_steps_rename"))
    cursor.execute(query("known_steps"), span)
