"""Where a home keeps its data, and how a command gets at the database.

`SOQUY_HOME` names the folder (default: the user's data folder), `DATABASE_URL` a PostgreSQL server
instead of the home's own one, `SOQUY_KEYS` the folder of the secret keys (default: `keys` in the
home). A backup of the database has no key in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.database import Connection, connect, migrate, query
from ledger.postgres import server
from ledger.vault import vault_at


def home() -> Path:
    """Return the data folder."""
    said = os.environ.get("SOQUY_HOME")
    if said:
        return Path(said).expanduser().resolve()
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "soquy"


def keys_folder() -> Path:
    """Return where the secret keys lie: the log's, and those that the vault is sealed with."""
    said = os.environ.get("SOQUY_KEYS")
    return Path(said).expanduser().resolve() if said else home() / "keys"


@contextmanager
def database() -> Iterator[str]:
    """Yield the address of the home's database, running and with the newest schema."""
    with server(home()) as url:
        migrate(url)
        seal_what_is_open(url)
        yield url


def seal_what_is_open(url: str) -> None:
    """Seal what a home from before keeps in the open, telling how far; else this costs one look."""
    with connect(url) as connection:
        (is_open,) = connection.execute(query("vault_is_open")).fetchone() or (False,)
    if is_open:
        # What seals knows every event; a question about figures does without it.
        from api.speaking import progress
        from ledger import vault_upgrade

        with progress() as listen:
            vault_upgrade.seal_what_is_open(
                url, keys_folder(), lambda done, whole: listen("seal", done, whole)
            )


@contextmanager
def figures_database() -> Iterator[Connection]:
    """Yield a connection to the home's database that can read names; figures are up to date."""
    with database() as url, connect(url) as connection:
        row = connection.execute(query("positions")).fetchone()
        if row is not None and row[0] > row[1]:
            # What folds entries knows every event; a question about figures does without it.
            from projections.runner import catch_up

            catch_up(url)
        vault_at(url, keys_folder()).opens(connection)
        yield connection
