"""The keys that the keys of persons are sealed with; they lie in a file, never in the database.

    <keys>/vault.key    {"lookup": "<base64>", "epochs": {"1": "<base64>", …}}
    vault_epoch         which epoch the database is sealed with, and a box that only its key opens

Each epoch has a key of its own. When a new one begins, the keys of those persons who are left are
sealed again and the old one is destroyed (`ledger/vault_epochs.py`): then no backup made before
can be read any more, neither of those who were erased nor of anybody else.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

import msgspec

from ledger import key_files
from ledger.ciphers import Unreadable, new_key, sealed, unsealed
from ledger.database import Connection, connect, query
from ledger.refusals import Broken

FILE: Final = "vault.key"
PURPOSE: Final = b"soquy vault epoch"


class _File(msgspec.Struct):
    lookup: str
    epochs: dict[str, str]


class WrongKeys(Broken):
    """The keys here are not those that this database is sealed with."""


class VaultKeys:
    """The keys of a folder, read again when the database speaks of an epoch not known yet."""

    def __init__(self, folder: Path) -> None:
        """Read the file in `folder`; make it at the first start.

        Raises:
            Broken: others can read the file, or it is none of ours.
        """
        self.path = folder / FILE
        self._epochs: dict[int, bytes] = {}
        self.newest = 0
        self._read(key_files.kept(self.path, _first_text))

    def _read(self, text: str) -> None:
        try:
            said = msgspec.json.decode(text, type=_File)
            self.lookup = b64decode(said.lookup, validate=True)
            read = {int(n): b64decode(key, validate=True) for n, key in said.epochs.items()}
        except (msgspec.MsgspecError, ValueError) as error:
            raise Broken(f"{self.path} is not a file of keys") from error
        # Rows that were read a moment ago may still be sealed with the key before.
        before = {n: key for n, key in self._epochs.items() if n >= max(read) - 1}
        self._epochs = {**before, **read}
        if self.newest not in read:
            self.newest = max(read)

    def key(self, epoch: int) -> bytes:
        """Return the key of an epoch.

        Raises:
            WrongKeys: it is not here, or not any more.
        """
        if epoch not in self._epochs:
            self.read_again()
        try:
            return self._epochs[epoch]
        except KeyError:
            raise WrongKeys(f"{self.path} has no key of epoch {epoch}") from None

    def read_again(self) -> None:
        """Learn of an epoch that another process has begun."""
        self._read(self.path.read_text())

    def seal_with(self, epoch: int) -> None:
        """Seal with the key of an epoch from now on: the one that the database names.

        Raises:
            WrongKeys: it is not here.
        """
        self.key(epoch)
        self.newest = epoch

    def add_epoch(self) -> int:
        """Write the key of a new epoch beside the old ones, and return its number."""
        self.read_again()
        number = max(self._epochs) + 1
        self._write({**self._epochs, number: new_key()})
        return number

    def has_before(self, epoch: int) -> bool:
        """Say whether the file may still have the key of an epoch before one."""
        return min(self._epochs) < epoch

    def forget_before(self, epoch: int) -> None:
        """Destroy the keys of all epochs before one, in the file and here."""
        self.read_again()
        self._write({n: key for n, key in self._epochs.items() if n >= epoch})
        self._epochs = {n: key for n, key in self._epochs.items() if n >= epoch}

    def _write(self, epochs: dict[int, bytes]) -> None:
        text = _text(self.lookup, epochs)
        key_files.replace(self.path, text)
        self._read(text)


def fit(keys: VaultKeys, url: str) -> None:
    """Make sure that a database is sealed with these keys; a new one will be from now on.

    New persons are sealed with the key of its epoch; keys of epochs before are destroyed.

    Raises:
        WrongKeys: it is sealed with others.
    """
    with connect(url) as connection:
        row = _epoch(connection)
        if row is None:
            first = {"epoch": keys.newest, "proof": proof_of(keys, keys.newest)}
            connection.execute(query("vault_epoch_first"), first)
            row = _epoch(connection)
    assert row is not None
    epoch, proof = row
    try:
        unsealed(keys.key(epoch), proof, PURPOSE)
    except Unreadable as error:
        raise WrongKeys(f"{keys.path} is not the file that this database is sealed with") from error
    keys.seal_with(epoch)
    if keys.has_before(epoch):
        destroy_old(keys, url)


def destroy_old(keys: VaultKeys, url: str) -> None:
    """Destroy the keys that the database at `url` has no use for any more."""
    with connect(url, autocommit=False) as connection:
        (epoch,) = connection.execute(query("vault_epoch_lock")).fetchone() or (0,)
        keys.read_again()
        if keys.has_before(epoch):
            keys.forget_before(epoch)


def proof_of(keys: VaultKeys, epoch: int) -> bytes:
    """Return a box that only the key of an epoch opens."""
    return sealed(keys.key(epoch), PURPOSE, PURPOSE)


def _epoch(connection: Connection) -> tuple[int, bytes] | None:
    row = connection.execute(query("vault_epoch_read")).fetchone()
    return None if row is None else (int(row[0]), bytes(row[1]))


def _first_text() -> str:
    return _text(new_key(), {1: new_key()})


def _text(lookup: bytes, epochs: dict[int, bytes]) -> str:
    file = _File(
        b64encode(lookup).decode(),
        {str(number): b64encode(key).decode() for number, key in epochs.items()},
    )
    return msgspec.json.encode(file).decode() + "\n"
