"""Secret keys lie in files of their own, never in the database: 0600, in a folder of 0700.

A key is made when it is first needed. Whoever loses the race to make it reads what the winner made.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.refusals import Broken


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return what the file at `path` says; if there is none, write what `make` returns there.

    Raises:
        Broken: others can read the file, or it is empty.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        write(draft, make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    if path.stat().st_mode & 0o077:
        raise Broken(f"{path} is open to others: chmod 600 {path}")
    said = path.read_text()
    if not said.strip():
        raise Broken(f"{path} is empty")
    return said


def replace(path: Path, text: str) -> None:
    """Put `text` in place of what the file said, all of it or nothing."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    write(draft, text)
    draft.replace(path)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep others who ask for the same from what follows, in this and in other processes."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(path: Path, text: str) -> None:
    """Write a new file that only this user can read, and have it on the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
