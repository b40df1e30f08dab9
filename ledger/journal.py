"""The journal: the only module that imports `eventsourcing`, and the only way to append.

Beneath it is the library's application, event store, mapper and PostgreSQL recorder. What is ours:
the mapper writes our own canonical bytes under stable names; the recorder appends a whole batch in
one call, with the answers to its commands and the private parts in the same transaction.

The library's own insert is not used: it takes five round trips, and its variant with a database
function leaves out the table lock, so that a follower may pass over entries for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    InterfaceError,
    JSONTranscoder,
    Mapper,
    OperationalError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from ledger.database import (
    Call,
    Connection,
    ConnectionClosed,
    Contradiction,
    DatabaseUnavailable,
    open_connection,
    query,
    settings,
)
from ledger.events import Event
from ledger.forgetting import Erased, forget, hold_still
from ledger.packing import PARAMETERS, Packed, Secrets, as_arrays
from ledger.persons import Boxes, Persons, Words
from ledger.registry import REGISTRY_ID
from ledger.vault import Part, vault_at
from ledger.vault_keys import fit
from ledger.wire import Entry, from_bytes, to_bytes

RECONNECT_FOR_S: Final = 30.0
Result = TypeVar("Result")
Stored: TypeAlias = StoredEvent
"""An entry in its stored form."""


class Conflict(Exception):
    """Another process has written to one of these books, or to the registry, in the meantime."""


class Unreachable(Exception):
    """The database does not answer. What was sent last may or may not have been recorded."""


class Answer(NamedTuple):
    """What a command was answered: its first entry. `fingerprint` says what was asked."""

    command_id: UUID
    fingerprint: bytes
    unit_id: UUID
    version: int


class Row(NamedTuple):
    """An entry on its way in.

    `command_id` and `fingerprint`: of the command that it answers, as its first entry. `words`:
    what the vault gets. None: it answers none; it is about nobody.
    """

    stored: Stored
    command_id: UUID | None = None
    fingerprint: bytes | None = None
    words: Words | None = None


class Batch(NamedTuple):
    """What is recorded together, or not at all.

    `registry_version` is the version of the registry on which the batch was decided. `erased`:
    whom all tables forget in the same transaction; the batch then has no other rows.
    """

    rows: Sequence[Row]
    registry_version: int
    erased: Erased | None = None


class CanonicalMapper(Mapper[UUID]):
    """Entries ↔ the library's stored events, by `ledger/wire.py`; topics are the stored names."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """Return the entry as it is stored."""
        entry = cast("Entry", domain_event)
        return StoredEvent(
            entry.originator_id,
            entry.originator_version,
            entry.event.STORED_AS,
            to_bytes(entry),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """Return the entry that was stored."""
        return cast("DomainEventProtocol[UUID]", from_bytes(stored_event.state))


class BatchRecorder(PostgresApplicationRecorder):
    """Appends a batch in one call; reads as the library does."""

    def __init__(self, datastore: PostgresDatastore, url: str, events_table_name: str) -> None:
        """Read through `datastore`, append at `url`."""
        super().__init__(datastore, events_table_name=events_table_name)
        self._url = url
        self._writing: tuple[Connection, Call] | None = None

    def close(self) -> None:
        """Let go of the connection for appending."""
        if self._writing is not None:
            self._writing[0].close()

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's signature
    ) -> Sequence[int] | None:
        """Refuse: entries are appended by `append` only."""
        raise NotImplementedError("append() is the only way in")

    def append(self, batch: Batch, boxes: Boxes) -> None:
        """Record `batch`, over a connection of its own: the pool's takes a third as long again."""
        connection, call = self._writer()
        if batch.erased is None:
            call(as_arrays(batch, boxes))
        else:
            with connection.transaction():
                hold_still(connection)
                call(as_arrays(batch, boxes))
                if not forget(connection, batch.erased):
                    raise Conflict("something was recorded about the person")

    def _writer(self) -> tuple[Connection, Call]:
        if self._writing is None or self._writing[0].closed:
            connection = open_connection(self._url)
            self._writing = connection, Call(connection, "journal_append", PARAMETERS)
        return self._writing

    def append_packed(self, packed: Packed, secrets: Secrets) -> None:
        """Record what was packed, by COPY; any command answered before is a contradiction."""
        with self.datastore.get_connection() as connection, connection.transaction():
            connection.execute(query("journal_lock"))
            asked = {"unit_ids": [REGISTRY_ID]}
            row = connection.execute(query("newest_versions"), asked, prepare=True).fetchone()
            if (row["version"] if row else 0) != packed.registry_version:
                raise Conflict("the registry has changed")
            there = connection.execute(query("subjects_there"), {"known": secrets.known}).fetchone()
            if there != {"there": len(secrets.known), "epoch": secrets.sealed_in}:
                raise Conflict("a person was erased, or another epoch has begun")
            for name, rows in (
                ("entries_copy", packed.entries),
                ("answers_copy", packed.answers),
                ("subjects_copy", secrets.subjects),
                ("secrets_copy", secrets.boxes),
            ):
                with connection.cursor().copy(query(name)) as copy:
                    copy.write(rows)
            connection.execute(query("journal_notify"))


class _Books(Application[UUID]):
    """The library's application, with our mapper and recorder in it."""

    name = "journal"

    def construct_mapper(self) -> Mapper[UUID]:
        return CanonicalMapper(JSONTranscoder())

    def construct_recorder(self) -> ApplicationRecorder:
        datastore: PostgresDatastore = self.factory.datastore  # type: ignore[attr-defined]
        return BatchRecorder(datastore, self.env["JOURNAL_URL"], "journal_events")


class Journal:
    """Every entry, in the order of its commit."""

    def __init__(self, url: str, keys: Path) -> None:
        """Connect to a database that has been migrated; its secret keys lie in the folder `keys`.

        Raises:
            WrongKeys: the database is sealed with others.
        """
        self.url = url
        self.vault = vault_at(url, keys)
        self._persons = Persons(self.vault)
        self._application = _Books(_environment(url))
        self._recorder = cast("BatchRecorder", self._application.recorder)
        self._mapper = self._application.mapper

    def close(self) -> None:
        """Let the connections go."""
        self._recorder.close()
        self._application.close()

    def stored(self, entry: Entry) -> Stored:
        """Return `entry` in its stored form, checked."""
        return self._mapper.to_stored_event(cast("DomainEventProtocol[UUID]", entry))

    def append(self, batch: Batch) -> list[Answer]:
        """Record `batch`. If the connection breaks, ask again until it is known what happened.

        Returns:
            Commands of the batch that were answered before; then nothing was recorded. After a
            broken connection these may be the batch's own.

        Raises:
            Conflict: a book, or the registry, is not as the batch believes.
            Unreachable: the database did not come back within 30 s.
        """
        words = [row.words for row in batch.rows]
        while True:
            boxes = self._persons.boxes(words, self._persons.lookups(words))
            try:
                _while_it_comes_back(partial(self._recorder.append, batch, boxes))
            except Contradiction as error:
                command_ids = [each.command_id for each in batch.rows if each.command_id]
                if answers := self.answered(command_ids):
                    return list(answers.values())
                if not self._meet(boxes.sought()):
                    self._forget_persons()
                    raise Conflict(str(error)) from error
            else:
                self._persons.remember(boxes.new)
                if batch.erased is not None:
                    self._persons.forget()
                return []

    def _meet(self, lookups: Collection[bytes]) -> bool:
        """Get to know who of those sought is in the database; say whether anybody is."""
        rows = self._rows("subjects_of", lookups=list(lookups)) if lookups else []
        self._persons.remember(
            self.vault.subject(
                row["subject_id"], bytes(row["lookup"]), row["epoch"], bytes(row["wrapped"])
            )
            for row in rows
        )
        return bool(rows)

    def _forget_persons(self) -> None:
        """Somebody was erased, or another epoch has begun."""
        fit(self.vault.keys, self.url)
        self._persons.forget()

    def append_packed(self, packed: Packed, secrets: Secrets) -> None:
        """Record what was packed, and its secrets. If the connection breaks, try again.

        Raises:
            Conflict: a book, or the registry, is not as was believed, or a command was answered
                before; after a broken connection this very one may have been.
            Unreachable: the database did not come back within 30 s.
        """
        try:
            _while_it_comes_back(lambda: self._recorder.append_packed(packed, secrets))
        except IntegrityError as error:
            raise Conflict(str(error)) from error
        except Conflict:
            self._forget_persons()
            raise

    def history(self, unit_id: UUID, after: int = 0) -> Iterator[Event]:
        """Return the events of one book after a version, oldest first."""
        found = _while_it_comes_back(lambda: self._application.events.get(unit_id, gt=after))
        return (cast("Entry", entry).event for entry in found)

    def histories(self, unit_ids: Iterable[UUID]) -> Iterator[tuple[UUID, Event]]:
        """Return the events of several books, book by book, each oldest first."""
        with self._recorder.datastore.transaction() as cursor:
            name = f"books_{id(self)}"
            with cursor.connection.cursor(name=name, binary=True) as stream:
                stream.itersize = 5_000
                stream.execute(query("books_of_units"), {"unit_ids": list(unit_ids)})
                for row in stream:
                    yield row["originator_id"], from_bytes(bytes(row["state"])).event

    def answered(self, command_ids: Sequence[UUID]) -> dict[UUID, Answer]:
        """Return the answers given before to some commands."""
        rows = self._rows("commands_answered", command_ids=list(command_ids))
        return {
            row["command_id"]: Answer(
                row["command_id"], bytes(row["fingerprint"]), row["unit_id"], row["version"]
            )
            for row in rows
        }

    def has_answers(self) -> bool:
        """Say whether any command was ever answered."""
        (row,) = self._rows("any_answers")
        return bool(row["exists"])

    def versions(self, unit_ids: Iterable[UUID]) -> dict[UUID, int]:
        """Return how far some books have come."""
        asked = list(unit_ids)
        found = {
            row["unit_id"]: int(row["version"])
            for row in self._rows("newest_versions", unit_ids=asked)
        }
        return {unit_id: found.get(unit_id, 0) for unit_id in asked}

    def entries_of(self, command_ids: Sequence[UUID]) -> dict[UUID, Entry]:
        """Return the first entry of each command that was answered."""
        rows = self._rows("entries_of_keys", command_ids=list(command_ids))
        return {row["command_id"]: from_bytes(bytes(row["state"])) for row in rows}

    def entry(self, unit_id: UUID, version: int) -> Entry:
        """Return one entry, which must exist."""
        (row,) = self._rows("entry_at", unit_id=unit_id, version=version)
        return from_bytes(bytes(row["state"]))

    def private_parts(self, places: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], Part]:
        """Return what the vault holds of some entries; the erased are missing."""
        asked = list(places)
        rows = self._rows(
            "vault_read_closed",
            units=[unit_id for unit_id, _ in asked],
            versions=[version for _, version in asked],
        )
        return {
            (row["unit_id"], row["version"]): self.vault.part(bytes(row["box"])) for row in rows
        }

    def about(self, unit_id: UUID, subjects: Iterable[UUID]) -> list[Entry]:
        """Return all that a book says of some subjects of the vault, oldest first."""
        rows = self._rows("entries_about", unit_id=unit_id, subjects=list(subjects))
        return [from_bytes(bytes(row["state"])) for row in rows]

    def _rows(self, name: str, **asked: object) -> list[dict[str, Any]]:
        def read() -> list[dict[str, Any]]:
            with self._recorder.datastore.get_connection() as connection:
                return connection.execute(query(name), asked, prepare=True).fetchall()

        return _while_it_comes_back(read)


def _while_it_comes_back(attempt: Callable[[], Result]) -> Result:
    """Do `attempt` again while the database is restarting or the connection is lost."""
    give_up_at = time.monotonic() + RECONNECT_FOR_S
    while True:
        try:
            return attempt()
        except (OperationalError, InterfaceError, DatabaseUnavailable, ConnectionClosed) as error:
            if time.monotonic() > give_up_at:
                raise Unreachable(str(error)) from error
            time.sleep(0.1)


def _environment(url: str) -> dict[str, str]:
    """Return the library's settings for the database at `url`."""
    said = settings(url)
    return {
        "JOURNAL_URL": url,
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": said.get("dbname", "postgres"),
        "POSTGRES_HOST": said.get("host", ""),
        "POSTGRES_PORT": said.get("port", "5432"),
        "POSTGRES_USER": said.get("user", ""),
        "POSTGRES_PASSWORD": said.get("password", ""),
        "POSTGRES_POOL_SIZE": "1",
        "POSTGRES_MAX_OVERFLOW": "4",
        "CREATE_TABLE": "no",
    }
