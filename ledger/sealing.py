"""What the vault gets of history in bulk: sealed when it is recorded, or while it is being decided.

    few rows   → `SealedLater`    kept in memory, sealed when their step is recorded
    many       → `SealedBeside`   a process of its own seals one step while the next is decided

That process reads pickled words on its standard input, one step after the other, and writes pickled
secrets to a file without a name. An exception in their place says why there are no more.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Final

from ledger.database import ROOT, Connection, DatabaseUnavailable, connect, query
from ledger.packing import Secrets, packed_secrets
from ledger.persons import Persons, Words
from ledger.refusals import Broken
from ledger.vault import Vault, vault_at

EVERYBODY: Final = sys.maxsize
"""So many persons are kept in mind: whoever is not in the database yet must not be forgotten."""


def sealed(connection: Connection, persons: Persons, words: Sequence[Words]) -> Secrets:
    """Return what the vault gets of `words`; `persons` knows those of all steps before."""
    lookups = persons.lookups(words)
    if strangers := persons.strangers(lookups):
        known = connection.execute(query("subjects_of"), {"lookups": list(strangers)})
        persons.remember(
            persons.vault.subject(subject_id, bytes(lookup), epoch, bytes(wrapped))
            for subject_id, lookup, epoch, wrapped in known
        )
    boxes = persons.boxes(words, lookups)
    persons.remember(boxes.new)
    return packed_secrets(words, boxes)


class SealedLater:
    """Words kept until their step is recorded."""

    def __init__(self, url: str, vault: Vault) -> None:
        """Begin with none; seal for the database at `url`."""
        self._url = url
        self._vault = vault
        self._steps: list[Sequence[Words]] = []

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()

    def add(self, words: Sequence[Words]) -> None:
        """Take the words of the next step."""
        self._steps.append(words)

    def secrets(self) -> Generator[Secrets]:
        """Yield what the vault gets of each step."""
        persons = Persons(self._vault, EVERYBODY)
        with connect(self._url) as connection:
            for words in self._steps:
                yield sealed(connection, persons, words)

    def close(self) -> None:
        """Let go of everything."""
        self.clear()


class SealedBeside:
    """A process that seals the steps as they come."""

    def __init__(self, url: str, vault: Vault) -> None:
        """Start it, for the database at `url`."""
        self._said = (url, vault.keys.path.parent)
        self._begin()

    def clear(self) -> None:
        """Forget all steps, and begin again."""
        self.close()
        self._begin()

    def add(self, words: Sequence[Words]) -> None:
        """Hand on the words of the next step; should nobody read them, `secrets` says why."""
        if self._is_read:
            self._tell(words)

    def secrets(self) -> Generator[Secrets]:
        """Yield what the vault gets of each step.

        Raises:
            WrongKeys: the database is sealed with other keys.
            DatabaseUnavailable: it went away, or the process was killed.
        """
        self._child.communicate()
        self._file.seek(0)
        while True:
            try:
                found: Secrets | Broken | None = pickle.load(self._file)
            except (EOFError, pickle.UnpicklingError) as ended:
                raise DatabaseUnavailable("nobody seals the private parts any more") from ended
            if isinstance(found, Exception):
                raise found
            if found is None:
                return
            yield found

    def end(self) -> None:
        """End the process, whatever it has come to."""
        self._child.kill()
        self._child.communicate()

    def close(self) -> None:
        """End the process, and let go of its file."""
        self.end()
        self._file.close()

    def _begin(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="soquy-import-")  # noqa: SIM115 - see `close`
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "ledger.sealing"],
            stdin=subprocess.PIPE,
            stdout=self._file,
            # Ctrl-C is for the parent, which then ends it.
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self._is_read = True
        # Not as an argument: an address may hold a password, and arguments are seen by all.
        self._tell(self._said)

    def _tell(self, said: object) -> None:
        assert self._child.stdin is not None
        try:
            pickle.dump(said, self._child.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        except BrokenPipeError:
            self._is_read = False


Sealing = SealedLater | SealedBeside


def _seal() -> None:
    """Be the process: read steps on standard input, write what the vault gets of each."""
    read, write = sys.stdin.buffer, sys.stdout.buffer
    try:
        for secrets in _all_sealed(*pickle.load(read)):
            pickle.dump(secrets, write, protocol=pickle.HIGHEST_PROTOCOL)
        pickle.dump(None, write)
    except Broken as broken:
        pickle.dump(broken, write)
    write.flush()


def _all_sealed(url: str, keys: Path) -> Iterator[Secrets]:
    persons = Persons(vault_at(url, keys), EVERYBODY)
    with connect(url) as connection:
        while True:
            try:
                words: list[Words] = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            yield sealed(connection, persons, words)


if __name__ == "__main__":
    _seal()
