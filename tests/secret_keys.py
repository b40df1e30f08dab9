"""One folder of secret keys for all databases of a run, also for the programs that tests start."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ledger.vault_keys import VaultKeys

_OF_RUN: Final = f"SOQUY_KEYS_OF_TESTS_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
"""Names the folder for the programs that tests start; nobody's own keys are ever used."""


def _folder() -> Path:
    if _OF_RUN in os.environ:
        return Path(os.environ[_OF_RUN])
    made = Path(tempfile.mkdtemp(prefix="soquy-keys-"))
    os.environ[_OF_RUN] = str(made)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


KEYS: Final = _folder()
os.environ["SOQUY_KEYS"] = str(KEYS)


def keys_of(url: str) -> Path:
    """Return a folder of keys for one database: its vault is sealed as in the run, its log is new.

    A log and its key belong to one database, whichever programs are started on it.
    """
    vault = VaultKeys(KEYS).path
    folder = KEYS / urlsplit(url).path.removeprefix("/")
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (folder / vault.name).exists():
        shutil.copy2(vault, folder / vault.name)
    return folder
