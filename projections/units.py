"""Units, their tree, populations and holders as tables: written anew for what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from uuid import UUID

from ledger.database import Cursor, query
from ledger.registry import Registry
from ledger.registry_events import (
    HolderRegistered,
    PopulationStated,
    RegistryEvent,
    UnitTermCorrected,
    UnitTermEnded,
    UnitTermStarted,
)
from ledger.tree import Above, ancestry

Tree = dict[tuple[UUID, UUID, str], list[tuple[date, date]]]


def project(
    cursor: Cursor,
    registry: Registry,
    events: Iterable[RegistryEvent],
    after: int,
) -> bool:
    """Bring the tables to what `registry` says after `events`.

    Args:
        cursor: a cursor inside the batch's transaction.
        registry: the registry after the events.
        events: what is new.
        after: the position up to which entries have been folded.

    Returns:
        Whether units that have entries already stand below others than before, so that the sums
        above them must be made again.
    """
    changed: set[UUID] = set()
    populations: list[PopulationStated] = []
    for event in events:
        match event:
            case UnitTermStarted() | UnitTermEnded() | UnitTermCorrected():
                changed.add(event.unit_id)
            case PopulationStated():
                populations.append(event)
            case HolderRegistered():
                cursor.execute(
                    query("holder_write"),
                    (event.holder, event.kind, registry.registered_at[event.holder]),
                )
            case _:
                pass
    write_populations(cursor, populations)
    if not changed:
        return False
    ids = list(changed)
    write_terms(cursor, registry, ids)
    codes = [registry.terms[unit_id][-1].code for unit_id in ids]
    cursor.execute(query("units_write"), {"unit_ids": ids, "codes": codes})
    return write_tree(cursor, registry, changed, after)


def write_populations(cursor: Cursor, populations: Iterable[PopulationStated]) -> None:
    """Write what is said of populations, oldest first."""
    cursor.executemany(
        query("population_write"),
        [(each.unit_id, each.on, each.persons, each.members, each.source) for each in populations],
    )


def write_terms(cursor: Cursor, registry: Registry, ids: list[UUID]) -> None:
    """Write the terms of some units anew; those that `registry` does not know have none."""
    cursor.execute(query("unit_terms_forget"), {"unit_ids": ids})
    with cursor.copy(
        "COPY unit_term (unit_id, valid_from, valid_to, code, name, level, kind, parent_id) "
        "FROM STDIN"
    ) as copy:
        for unit_id in ids:
            for term in registry.terms.get(unit_id, ()):
                copy.write_row(
                    (
                        unit_id,
                        term.valid_from,
                        term.valid_to,
                        term.code,
                        term.name,
                        term.level,
                        term.kind,
                        term.parent_id,
                    )
                )


def registry_of_family(cursor: Cursor, unit_ids: Iterable[UUID]) -> Registry:
    """Return a registry that knows the terms of some units, of those below, and of all above."""
    terms: dict[UUID, tuple[UnitTermStarted, ...]] = {}
    rows = cursor.execute(query("unit_terms_of_family"), {"unit_ids": list(unit_ids)})
    for unit_id, code, name, level, parent_id, valid_from in rows:
        term = UnitTermStarted(
            unit_id=unit_id,
            code=code,
            name=name,
            level=level,
            parent_id=parent_id,
            valid_from=valid_from,
        )
        terms[unit_id] = (*terms.get(unit_id, ()), term)
    return Registry(terms=terms)


def write_tree(cursor: Cursor, registry: Registry, changed: AbstractSet[UUID], after: int) -> bool:
    """Write who is above the changed units and all below them; see `project` for the answer."""
    affected = _with_all_below(registry, changed)
    above = {unit_id: ancestry(registry, unit_id) for unit_id in affected}
    known: dict[UUID, list[Above]] = {unit_id: [] for unit_id in affected}
    rows = cursor.execute(query("ancestry_of"), {"unit_ids": list(affected)})
    for unit_id, ancestor_id, first, until in rows:
        known[unit_id].append(Above(ancestor_id, first, until))
    moved = [unit_id for unit_id in affected if sorted(known[unit_id]) != list(above[unit_id])]
    if not moved:
        return False
    cursor.execute(query("ancestry_forget"), {"unit_ids": moved})
    with cursor.copy("COPY ancestry (unit_id, ancestor_id, tree, first, until) FROM STDIN") as copy:
        for unit_id in moved:
            for ancestor_id, first, until in above[unit_id]:
                copy.write_row((unit_id, ancestor_id, "as_was", first, until))
    _write_tree_as_is(cursor)
    row = cursor.execute(query("any_entries_of"), {"unit_ids": moved, "after": after}).fetchone()
    return row is not None and bool(row[0])


def _write_tree_as_is(cursor: Cursor) -> None:
    """Write today's tree for those to whom it is another than the tree as it was."""
    cursor.execute(query("tree_changed_write"))
    cursor.execute(query("ancestry_as_is_forget"))
    cursor.execute(query("ancestry_as_is_write"))


def _with_all_below(registry: Registry, changed: AbstractSet[UUID]) -> set[UUID]:
    """Return `changed` and everybody who ever was below them."""
    children: dict[UUID, list[UUID]] = {}
    for unit_id, terms in registry.terms.items():
        for term in terms:
            if term.parent_id is not None:
                children.setdefault(term.parent_id, []).append(unit_id)
    found: set[UUID] = set()
    waiting = list(changed)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting += children.get(unit_id, [])
    return found
