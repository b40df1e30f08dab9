"""The key that signs the log: a file in the folder of keys, never in the database or its backups.

    <keys>/log.key         the key, as Go's note package writes one: PRIVATE+KEY+<name>+<id>+<seed>
    <keys>/log.next.key    one that waits until the log has handed over to it

The name in the key is the name (*origin*) of the log. The database knows the public key only. A log
that has begun never gets a key by itself: whoever lost it must put back a copy.
"""

from __future__ import annotations

import os
from base64 import b32encode
from pathlib import Path
from typing import Final

from ledger import key_files
from ledger.ciphers import new_key
from ledger.log.memory import LOCK
from ledger.log.notes import NoteWrong, Signer
from ledger.refusals import Broken, LogKeyDiffers, LogKeyMissing, LogOriginDiffers

FILE: Final = "log.key"
NEXT_FILE: Final = "log.next.key"
_NAME_BYTES: Final = 10


def new_origin() -> str:
    """Return a name for a log of which nobody said how it is called."""
    return "soquy-" + b32encode(os.urandom(_NAME_BYTES)).decode().lower()


def signer_for(folder: Path, verifier_key: str | None, origin: str | None = None) -> Signer:
    """Return the key that signs for a database.

    Args:
        folder: of the secret keys.
        verifier_key: the public key that the database knows; None: its log has not begun, and a
            key is made if there is none.
        origin: how the log has to be called; None: as its key says, a new one by chance.

    Raises:
        LogKeyMissing, LogKeyDiffers: the key of a log that has begun is not here; or another is.
        LogOriginDiffers: the log has another name.
        Broken: others can read the file, or it is no key.
    """
    path = folder / FILE
    if verifier_key is None:
        made = Signer(origin or new_origin(), new_key())
        signer = _parsed(path, key_files.kept(path, lambda: f"{made.to_text()}\n"))
    else:
        signer = _known(folder, path, verifier_key)
    if origin is not None and signer.name != origin:
        raise LogOriginDiffers(name=signer.name, asked=origin)
    return signer


def next_signer(folder: Path, name: str) -> Signer:
    """Return the key that the log `name` will hand over to; make it if there is none."""
    path = folder / NEXT_FILE
    made = Signer(name, new_key())
    with key_files.alone(folder / LOCK):
        return _parsed(path, key_files.kept(path, lambda: f"{made.to_text()}\n"))


def waiting_signer(folder: Path, verifier_key: str) -> Signer:
    """Return the key that waits, which must be this one.

    Raises:
        LogKeyMissing: it is not here.
        LogKeyDiffers: another one waits.
    """
    path = folder / NEXT_FILE
    signer = _read(path)
    if str(signer.verifier) != verifier_key:
        raise LogKeyDiffers(path=path)
    return signer


def take_over(folder: Path, verifier_key: str) -> None:
    """Let the key that waits be the one that signs; the old one is destroyed.

    Nothing happens if another process was quicker: the key that waits now may be the next but one.
    """
    waiting = folder / NEXT_FILE
    with key_files.alone(folder / LOCK):
        if waiting.exists() and str(_read(waiting).verifier) == verifier_key:
            waiting.replace(folder / FILE)


def _known(folder: Path, path: Path, verifier_key: str) -> Signer:
    # The log may have handed over, and whoever did it come to its end before the files followed.
    take_over(folder, verifier_key)
    signer = _read(path)
    if str(signer.verifier) != verifier_key:
        raise LogKeyDiffers(path=path)
    return signer


def _read(path: Path) -> Signer:
    def none() -> str:
        raise LogKeyMissing(path=path)

    return _parsed(path, key_files.kept(path, none))


def _parsed(path: Path, text: str) -> Signer:
    try:
        return Signer.parse(text.strip())
    except NoteWrong as error:
        raise Broken(f"{path} is no key of a log") from error
