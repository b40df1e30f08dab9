"""A new epoch: every person's key is sealed with a new one, and the old one is destroyed.

    the new key goes into the file → all keys of persons are sealed with it, in one transaction
    → the old key leaves the file: what was copied before opens for nobody any more

Whoever dies in between leaves a file with a key too many: one that no database speaks of, which
does no harm, or an old one, which the next start destroys. The file is changed only under a lock
in the database, so that two who do this at once do not lose each other's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from ledger.ciphers import sealed
from ledger.database import Connection, Cursor, connect, query
from ledger.vault import Vault
from ledger.vault_keys import VaultKeys, destroy_old, fit, proof_of

AT_ONCE: Final = 5_000


def begin_epoch(url: str, folder: Path, before: datetime | None = None) -> int:
    """Begin a new epoch of the database at `url`, whose keys lie in `folder`; return its number.

    Everybody who writes waits meanwhile (some seconds for some hundred thousand persons).

    Args:
        url: the database.
        folder: where its keys lie.
        before: begin one only if the present one began before this instant; None: in any case.

    Raises:
        WrongKeys: the database is sealed with others.
        Broken: the key of a person was changed.
    """
    keys = VaultKeys(folder)
    fit(keys, url)
    with connect(url, autocommit=False) as connection:
        connection.execute(query("journal_lock"))
        (epoch,) = connection.execute(query("vault_epoch_lock")).fetchone() or (0,)
        if before is not None and begun_at(connection) >= before:
            return int(epoch)
        epoch = keys.add_epoch()
        _seal_again(connection, Vault(keys), epoch)
        now = {"epoch": epoch, "proof": proof_of(keys, epoch)}
        connection.execute(query("vault_epoch_write"), now)
    destroy_old(keys, url)
    return epoch


def begun_at(connection: Connection) -> datetime:
    """Return since when the database is sealed with its epoch."""
    (at,) = connection.execute(query("vault_epoch_begun")).fetchone() or (None,)
    assert isinstance(at, datetime)
    return at


def _seal_again(connection: Connection, vault: Vault, epoch: int) -> None:
    """Seal all keys of persons, also of rows that wait for a second person, with a new epoch's."""
    with connection.cursor() as cursor:
        cursor.execute(query("vault_again_create"))
        for part in _parts(connection):
            _copy(cursor, vault, epoch, part)
        for name in ("vault_again_subjects", "vault_again_proposed"):
            cursor.execute(query(name), {"epoch": epoch})


def _parts(connection: Connection) -> Iterator[list[tuple[UUID, int, bytes]]]:
    with connection.cursor(name="vault_again", binary=True) as stream:
        stream.execute(query("vault_again_read"))
        while part := stream.fetchmany(AT_ONCE):
            yield part


def _copy(cursor: Cursor, vault: Vault, epoch: int, part: list[tuple[UUID, int, bytes]]) -> None:
    key = vault.keys.key(epoch)
    with cursor.copy(query("vault_again_copy")) as copy:
        for subject_id, of_epoch, wrapped in part:
            subject = vault.subject(subject_id, None, of_epoch, wrapped)
            copy.write_row((subject_id, sealed(key, subject.key, subject_id.bytes)))
