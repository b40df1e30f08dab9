"""The first set-up: who may do it, and the one person who does.

While nobody can sign in, `serve` prints a code; whoever reads it on the terminal may make the first
administrator, from any machine. A code rather than “only from this machine”: behind a proxy every
request comes from this machine, and a server in a cupboard has no browser. The code is made anew
at each start, its hash alone is stored, and guessing is limited; it is gone with the first account.
Two browsers at once: the second waits for the first, and then finds that it is done.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from secrets import choice
from uuid import UUID

from api.identity.acting import today
from api.identity.passwords import READABLE
from api.identity.people import Person, add_person, any_account
from api.operation.logs import note
from api.wiring import Wiring
from ledger.commands import GrantRole, StateUnitTerm
from ledger.database import Connection, connect, query
from ledger.draft import request
from projections.runner import catch_up


class AlreadySetUp(Exception):
    """Somebody can sign in already."""


def new_set_up_code(url: str) -> str | None:
    """Return a fresh code for the first set-up; None when it has been done.

    Args:
        url: of the home's database.
    """
    with connect(url) as connection:
        if any_account(connection):
            return None
        groups = ("".join(choice(READABLE) for _ in range(4)) for _ in range(2))
        code = "-".join(groups)
        connection.execute(query("set_up_code_write"), {"code_hash": _hash(code)})
        return code


def is_set_up_code(connection: Connection, said: str) -> bool:
    """Say whether this is the code that was printed last; blanks and upper case do not matter."""
    row = connection.execute(query("set_up_code_read")).fetchone()
    return row is not None and hmac.compare_digest(bytes(row[0]), _hash(said))


def set_up(
    wiring: Wiring, unit: StateUnitTerm | UUID, name: str, login: str, password: str
) -> Person:
    """Make the first administrator, and their unit if it is not there yet.

    Args:
        wiring: over the home.
        unit: the unit to register, or the id of one that was imported.
        name: of the administrator.
        login: see `what_is_wrong_with_login`.
        password: the administrator's own.

    Raises:
        AlreadySetUp: there is an account.
        Refusal: the ledger does not take the unit. Nobody can sign in yet.
    """
    unit_id = unit if isinstance(unit, UUID) else unit.unit_id
    with wiring.connection() as connection, connection.transaction():
        connection.execute(query("accounts_lock"))
        if any_account(connection):
            raise AlreadySetUp
        person = add_person(connection, unit_id, login, name, password, temporary=False)
        if isinstance(unit, StateUnitTerm):
            wiring.office.ask(request(unit, {}, person.person_id))
        wiring.office.ask(
            request(
                GrantRole(
                    person=person.person_id,
                    role="administrator",
                    unit_id=unit_id,
                    valid_from=today(),
                ),
                {},
                person.person_id,
            )
        )
        connection.execute(query("set_up_code_forget"))
    catch_up(wiring.url)
    note("set_up", person=person.person_id)
    return person


def _hash(code: str) -> bytes:
    bare = "".join(each for each in code.casefold() if each.isalnum())
    return sha256(bare.encode()).digest()
