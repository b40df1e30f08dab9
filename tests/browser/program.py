"""The program as it is run: `soquy serve` in a process of its own, and a home behind it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import LiteralString

from playwright.sync_api import BrowserContext

from api.identity.people import new_id
from ledger.database import connect, query
from ledger.vault import vault_at
from projections.runner import catch_up
from tests.secret_keys import keys_of

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@dataclass(frozen=True)
class Program:
    """Where it is, and what stands behind it; `terminal` is the file of what it says there."""

    address: str
    url: str
    terminal: Path

    def sign_in(self, context: BrowserContext, login: str) -> None:
        """Give a browser the session of somebody who signed in a moment ago."""
        token = token_urlsafe(32)
        with connect(self.url) as connection:
            (person_id,) = connection.execute(
                "SELECT person_id FROM account WHERE login = %s", [login]
            ).fetchone() or ("",)
            session = {
                "token_hash": sha256(token.encode()).digest(),
                "session_id": new_id("s"),
                "person_id": person_id,
                "means": "password",
                "browser": "Chrome, Linux",
            }
            connection.execute(query("session_write"), session)
        context.add_cookies([{"name": "soquy", "value": token, "url": self.address}])

    def let_sessions_end(self, login: str) -> None:
        """Let three hours pass for whoever is signed in with a login."""
        with connect(self.url) as connection:
            connection.execute(
                "UPDATE session SET seen_at = seen_at - interval '3 hours' WHERE person_id ="
                " (SELECT person_id FROM account WHERE login = %s)",
                [login],
            )

    def catch_up(self) -> None:
        """Bring figures and lists up to what was recorded, rather than wait for the follower."""
        catch_up(self.url)

    def naming(self, table: LiteralString, field: str, name: str) -> int:
        """Return how many rows of a projection have a name in a field of their private part."""
        self.catch_up()
        with connect(self.url) as connection:
            vault_at(self.url, keys_of(self.url)).opens(connection)
            parts = connection.execute(
                f"SELECT private FROM {table} JOIN private_parts USING (unit_id, version)"
            )
            return sum(part.opened().get(field) == name for (part,) in parts)

    def said(self, pattern: str) -> str:
        """Return what stands on the terminal and looks like `pattern`; wait for it."""
        return waited_for(self.terminal, pattern)


@contextmanager
def running(url: str, home: Path) -> Iterator[Program]:
    """Run the program over the database at `url` until the end of the `with` block."""
    terminal = home / "terminal"
    with terminal.open("wb") as stderr:
        served = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "api.commandline", "serve", "--port", "0"],
            stderr=stderr,
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": url,
                "SOQUY_HOME": str(home),
                "SOQUY_KEYS": str(keys_of(url)),
                "PYTHONPATH": str(ROOT),
            },
        )
        try:
            yield Program(waited_for(terminal, r"http://127\.0\.0\.1:\d+"), url, terminal)
        finally:
            served.terminate()
            served.wait(PATIENCE_S)


def waited_for(terminal: Path, pattern: str) -> str:
    """Return the first part of a growing file that looks like `pattern`."""
    until = time.monotonic() + PATIENCE_S
    while (found := re.search(pattern, terminal.read_text(encoding="utf-8"))) is None:
        assert time.monotonic() < until, terminal.read_text(encoding="utf-8")
        time.sleep(0.05)
    return found[0]
