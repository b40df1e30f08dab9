"""Homes from before: what lay in the open is sealed, part by part, and then no longer there.

Stopped in between, it goes on where it was. What names stood in beside the vault is written anew at
the end: rows that waited for a second person, and the frequent values that the server notes of each
column. It is done before anybody makes projections, which tell persons apart by what is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from ledger.database import Connection, connect, query
from ledger.persons import Persons, Words
from ledger.sealing import sealed
from ledger.vault import Vault, opened, person, vault_at

PART: Final = 2_000
OnProgress = Callable[[int, int], None]


def seal_what_is_open(
    url: str, keys: Path, on_progress: OnProgress = lambda _done, _whole: None
) -> int:
    """Seal what a database from before keeps in the open; return how many private parts.

    `on_progress` hears (done, all). Where nothing is open, this costs one look.

    Raises:
        WrongKeys: the database is sealed with other keys.
    """
    with connect(url) as connection:
        if not _is_open(connection):
            return 0
        vault, done = vault_at(url, keys), 0
        connection.execute(query("upgrade_lock"))  # held until the connection is closed
        if not _is_open(connection):
            return 0
        (whole,) = connection.execute(query("vault_unsealed_count")).fetchone() or (0,)
        while count := _seal_part(url, vault):
            done += count
            on_progress(done, whole)
        _seal_waiting(url, vault)
        for name in ("proposed_write_anew", "statistics_write_anew", "vault_unsealed_drop"):
            connection.execute(query(name))
    return done


def _is_open(connection: Connection) -> bool:
    (is_open,) = connection.execute(query("vault_is_open")).fetchone() or (False,)
    return bool(is_open)


def _seal_part(url: str, vault: Vault) -> int:
    """Seal the next private parts; nobody writes meanwhile, so that nobody is known twice."""
    with connect(url, autocommit=False) as connection:
        connection.execute(query("journal_lock"))
        _agree_on_epoch(connection, vault)
        taken = connection.execute(query("vault_unsealed_take"), {"limit": PART}).fetchall()
        words = [
            Words(unit_id, version, bytes(salt), bytes(private), person(opened(bytes(private))))
            for unit_id, version, salt, private in taken
        ]
        _write(connection, vault, words)
    return len(words)


def _write(connection: Connection, vault: Vault, words: Sequence[Words]) -> None:
    ready = sealed(connection, Persons(vault), words)
    with connection.cursor() as cursor:
        for name, lines in (("subjects_copy", ready.subjects), ("secrets_copy", ready.boxes)):
            with cursor.copy(query(name)) as copy:
                copy.write(lines)


def _seal_waiting(url: str, vault: Vault) -> None:
    """Seal the rows that wait for a second person."""
    with connect(url, autocommit=False) as connection:
        _agree_on_epoch(connection, vault)
        for unit_id, key, digest, rows in connection.execute(query("proposed_open")).fetchall():
            row = vault.waiting(unit_id, key, digest, bytes(rows))
            connection.execute(query("proposed_seal"), row)


def _agree_on_epoch(connection: Connection, vault: Vault) -> None:
    (epoch,) = connection.execute(query("vault_epoch_lock")).fetchone() or (0,)
    vault.keys.seal_with(epoch)
