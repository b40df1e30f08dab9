"""Forgetting a person: what every table does in the transaction that records the erasure.

Each package says in queries called `erase_…` what its tables forget; they find in the temporary
table `erased` what the journal says of the person, entry by entry. What must keep still meanwhile
is locked first, by queries called `erasing_…`: whoever follows the journal holds a lock of its own
while it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from ledger.database import queries_called, query

if TYPE_CHECKING:
    from ledger.database import Connection


class Erased(NamedTuple):
    """A person whom the vault forgets: what it knows them as in a unit.

    `entries` counts what the unit's book says of them, `waiting` are the keys of lists that name
    them and wait for a second person.
    """

    unit_id: UUID
    subjects: tuple[UUID, ...]
    entries: int
    waiting: tuple[str, ...] = ()


def hold_still(connection: Connection) -> None:
    """Wait until nobody makes anything of what is forgotten next, and let nobody begin."""
    for statement in queries_called("erasing_"):
        connection.execute(statement)


def forget(connection: Connection, erased: Erased) -> bool:
    """Let all tables forget a person; say whether the book said of them what was believed.

    Under the lock of the journal. If not, the transaction must be undone.
    """
    sought = {"unit_id": erased.unit_id, "subjects": list(erased.subjects)}
    if connection.execute(query("forget_find"), sought).rowcount != erased.entries:
        return False
    lists = {"unit_id": erased.unit_id, "keys": list(erased.waiting)}
    connection.execute(query("forget_waiting"), lists)
    for statement in queries_called("erase_"):
        connection.execute(statement)
    return True
