"""What is ordered on the pages of an inspection, and made beside them."""

from __future__ import annotations

from api.identity.people import Person
from api.jobs import rows
from api.jobs.rows import Kind
from api.pages.inspecting.inspection import Inspection
from ledger.database import Connection


def order(connection: Connection, kind: Kind, asked: Inspection, person: Person) -> int:
    """Order what is made of an inspection, and return the job."""
    wanted = rows.Order(kind, asked.scope.unit_id, person.person_id, asked.typed)
    return rows.order(connection, wanted)
