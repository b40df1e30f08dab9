"""What a request needs, opened once for the whole process and closed in the right order."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from fastapi import Request
from psycopg_pool import ConnectionPool

from api.home import keys_folder, seal_what_is_open
from ledger.approvals import Approvals
from ledger.database import Connection, migrate
from ledger.journal import Journal
from ledger.office import Office

CONNECTIONS_MIN: Final = 4
CONNECTIONS_MAX: Final = 16
WAIT_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Wiring:
    """The parts of the program that requests share; all of them may be used by any thread.

    `home` is the folder for uploads and papers. `pool` is for reading and for the tables of `api/`;
    the journal is written through `office` and `approvals` alone.
    """

    url: str
    home: Path
    journal: Journal
    office: Office
    approvals: Approvals
    pool: ConnectionPool[Connection]

    def connection(self) -> AbstractContextManager[Connection]:
        """Lend a connection that commits each statement by itself, for a `with` block.

        Raises:
            DatabaseUnavailable: none came free, or the database is away.
        """
        return self.pool.connection()


@contextmanager
def opened(url: str, home: Path) -> Iterator[Wiring]:
    """Yield the wiring over the database at `url`, brought to the newest schema.

    When it is closed, everybody who asked the office before gets their answer first.

    Raises:
        DatabaseUnavailable: the database does not answer.
        MigrationChanged: its schema is another one's.
    """
    migrate(url)
    seal_what_is_open(url)
    journal = Journal(url, keys_folder())
    office = Office(journal)
    pool: ConnectionPool[Connection] = ConnectionPool(
        url,
        min_size=CONNECTIONS_MIN,
        max_size=CONNECTIONS_MAX,
        timeout=WAIT_S,
        kwargs={"autocommit": True},
        # Staff may see who gave; what may be shown to whom is decided where it is shown.
        configure=journal.vault.opens,
        check=_require_whole,
        name="reading",
        open=True,
    )
    try:
        yield Wiring(url, home, journal, office, Approvals(office, url), pool)
    finally:
        office.close()
        pool.close()
        journal.close()


def _require_whole(connection: Connection) -> None:
    """Lend no connection that broke while it lay in the pool; it is replaced.

    Of a closed one there is something to read: only then is it worth asking the database.
    """
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    if heard.poll(0):
        ConnectionPool.check_connection(connection)


def wired(request: Request) -> Wiring:
    """Return the wiring of the application that was asked; for `Depends(wired)`."""
    return cast("Wiring", request.app.state.wiring)
