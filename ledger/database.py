"""PostgreSQL, and nothing else: connections, named queries, numbered migrations.

The only module, beside `ledger/journal.py` (which reaches it through its library), that knows the
driver. Queries lie in .sql files, each under a line `-- name --`; migrations are applied once, in
the order of their numbers, under a lock, so that several processes may start at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

import psycopg
from psycopg import Connection as PsycopgConnection
from psycopg import Cursor as PsycopgCursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGresult
from psycopg.sql import SQL
from psycopg.types import TypeInfo

Connection: TypeAlias = PsycopgConnection[tuple[Any, ...]]
Cursor: TypeAlias = PsycopgCursor[tuple[Any, ...]]
DatabaseUnavailable: TypeAlias = psycopg.OperationalError
ConnectionClosed: TypeAlias = psycopg.InterfaceError
Contradiction: TypeAlias = psycopg.IntegrityError
"""A row that the tables do not admit beside those that are there."""

DatabaseError: TypeAlias = psycopg.Error
"""What the database says when it does not do as it is told; `DatabaseUnavailable` is one."""

ROOT: Final = Path(__file__).parent.parent
MIGRATION_LOCK: Final = 7_301_955


@contextmanager
def connect(url: str, *, autocommit: bool = True) -> Iterator[Connection]:
    """Open a connection for the time of a `with` block."""
    with psycopg.connect(url, autocommit=autocommit) as connection:
        yield connection


def open_connection(url: str) -> Connection:
    """Open a connection that its owner closes; each statement commits by itself."""
    return psycopg.connect(url, autocommit=True)


def heard(ears: Connection, timeout_s: float) -> bool:
    """Wait for a sign on the channels to which `ears` listens; say whether one came in time.

    Signs that have piled up are taken as one: they all say only that there is something new.
    """
    return bool(list(ears.notifies(timeout=timeout_s, stop_after=1)))


def see_one_state(connection: Connection, other: Connection) -> None:
    """Let two connections, each before its first query, see one state whatever others write."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    see_the_state(other, state_seen(connection))


def state_seen(connection: Connection) -> str:
    """Return a name of the state that a connection sees, good until its transaction ends."""
    (name,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
    return str(name)


def see_the_state(connection: Connection, name: str) -> None:
    """Let a connection, before its first query, see a state that another one has named."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    connection.execute(SQL("SET TRANSACTION SNAPSHOT {}").format(name))


def read_as(connection: Connection, type_name: str, meaning: Callable[[bytes], object]) -> None:
    """Let `connection` read values of a composite type with one bytea in it as `meaning` says."""
    kind = TypeInfo.fetch(connection, type_name)
    assert kind is not None, f"no type {type_name}"

    class Text(Loader):
        r"""From `("\\x0a…")`."""

        def load(self, value: Buffer) -> object:
            """Return the meaning of a value."""
            return meaning(bytes.fromhex(bytes(value)[5:-2].decode()))

    class Binary(Loader):
        """From the number of fields, type and length of the first, and its bytes."""

        format = Format.BINARY

        def load(self, value: Buffer) -> object:
            """Return the meaning of a value."""
            return meaning(bytes(value)[12:])

    connection.adapters.register_loader(kind.oid, Text)
    connection.adapters.register_loader(kind.oid, Binary)


class Call:
    """A named query, prepared once on a connection; its parameters ($1 …) are bytes already.

    The driver's own way looks at the type of every parameter each time. For what is called
    thousands of times a second, this and packing beforehand halved the caller's processor time.
    """

    def __init__(self, connection: Connection, name: str, kinds: Sequence[int]) -> None:
        """Prepare the query for parameters of these types, by PostgreSQL's numbers."""
        self._wire = connection.pgconn
        self._name = name.encode()
        self._formats = [Format.BINARY] * len(kinds)
        self._taken(self._wire.prepare(self._name, query(name), kinds))

    def __call__(self, values: Sequence[bytes]) -> None:
        """Execute it with these values; errors are those of any other query."""
        self._taken(self._wire.exec_prepared(self._name, values, self._formats))

    def _taken(self, result: PGresult) -> None:
        if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
            return
        if self._wire.status != ConnStatus.OK:
            raise DatabaseUnavailable(result.get_error_message())
        raise error_from_result(result)


def settings(url: str) -> dict[str, str]:
    """Return the parts of a connection string by name: host, port, dbname, user, password."""
    return {name: str(value) for name, value in conninfo_to_dict(url).items() if value}


@cache
def _queries() -> dict[str, bytes]:
    """Read every named query of every package; a name may occur once."""
    found: dict[str, bytes] = {}
    for path in sorted(ROOT.glob("*/queries/*.sql")):
        for block in path.read_text(encoding="utf-8").split("\n-- name: ")[1:]:
            name, _, text = block.partition(" --\n")
            assert name not in found, f"two queries are called {name}"
            found[name] = text.strip().encode()
    return found


def query(name: str) -> bytes:
    """Return the named query."""
    return _queries()[name]


def queries_called(beginning: str) -> list[bytes]:
    """Return the queries of all packages whose names begin so, in the order of their names."""
    return [text for name, text in sorted(_queries().items()) if name.startswith(beginning)]


def migrations() -> list[Path]:
    """Return every migration file in the order in which they are applied."""
    return sorted(ROOT.glob("*/migrations/[0-9]*.sql"), key=lambda path: path.name)


def migrate(url: str) -> list[str]:
    """Bring the database to the newest schema; return the names of what was applied.

    Raises:
        MigrationChanged: a migration was applied before with other content.
    """
    applied: list[str] = []
    with connect(url, autocommit=False) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migration "
            "(name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz DEFAULT now())"
        )
        rows = connection.execute("SELECT name, sha256 FROM migration")
        known = {name: digest for name, digest in rows}
        for path in migrations():
            raw = path.read_bytes()
            digest = sha256(raw).hexdigest()
            if path.name in known:
                if known[path.name] != digest:
                    raise MigrationChanged(path.name)
                continue
            connection.execute(raw)
            connection.execute(
                "INSERT INTO migration (name, sha256) VALUES (%s, %s)", (path.name, digest)
            )
            applied.append(path.name)
    return applied


class MigrationChanged(Exception):
    """A migration that was applied to this database has been edited since; that is never right."""
