"""Homes and users of a private PostgreSQL: a *user* is a process inside `with server(home)`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.database import DatabaseUnavailable, connect

_PROGRAM = """
import sys
from pathlib import Path
from ledger.postgres import server

with server(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.readline()
"""


class User(subprocess.Popen[str]):
    """Another process that uses the server of a home, in a process group of its own."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            [sys.executable, "-c", _PROGRAM, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            cwd=Path(__file__).parents[2],
        )

    def url(self) -> str:
        """Wait until it has joined, and return what it was told."""
        assert self.stdout is not None
        return self.stdout.readline().strip()

    def leave(self) -> None:
        """Let it leave as a program does that has done its work."""
        self.communicate("\n", timeout=30)

    def die(self) -> None:
        """Kill it as the kernel does when memory runs out."""
        self.kill()
        self.communicate(timeout=30)


@contextmanager
def a_new_home(name: str = "home") -> Iterator[Path]:
    """Lend a home that others may enter, so that even root's server lives inside."""
    parent = Path(tempfile.mkdtemp(prefix="soquy-homes-"))
    parent.chmod(0o711)
    try:
        yield parent / name
    finally:
        shutil.rmtree(parent)


def postmaster(home: Path) -> int | None:
    """Return the pid that a running server has written down; a stopped one has removed it."""
    path = home / "postgres" / "data" / "postmaster.pid"
    return int(path.read_text().splitlines()[0]) if path.exists() else None


def answers(url: str) -> bool:
    """Say whether a server answers a question at this address."""
    try:
        return ask(url, "SELECT 1") == 1
    except DatabaseUnavailable:
        return False


def ask(url: str, question: str) -> object:
    """Return the one value that a question has for an answer."""
    with connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row and row[0]
