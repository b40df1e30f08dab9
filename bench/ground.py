"""What all measurements stand on: one server, fresh databases on it, one sample province year."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from api.sample import write_sample
from ledger.database import connect, migrate
from ledger.postgres import server

ROOT = Path(__file__).parent.parent


@dataclass
class Ground:
    """A server of its own, a folder that goes when the measuring ends, and the scale asked."""

    url: str
    folder: Path
    scale: float

    @contextmanager
    def database(self) -> Iterator[str]:
        """Lend an empty database with the newest schema."""
        name = f"bench_{uuid4().hex}"
        url = urlsplit(self.url)._replace(path=f"/{name}").geturl()
        with connect(self.url) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
            try:
                migrate(url)
                yield url
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def settle(self) -> None:
        """Write out what the last turn left behind, so that the next one does not pay for it."""
        with connect(self.url) as connection:
            connection.execute("CHECKPOINT")

    @cached_property
    def sample(self) -> Path:
        """The sample's folder of exchange files."""
        tell(f"sample, scale {self.scale:g}")
        folder = self.folder / "sample"
        folder.mkdir()
        write_sample(folder, scale=self.scale)
        return folder


@contextmanager
def ground(scale: float) -> Iterator[Ground]:
    """Lend a ground; the server is a private one unless DATABASE_URL names another."""
    folder = Path(tempfile.mkdtemp(prefix="soquy-bench-"))
    folder.chmod(0o711)  # root's server runs as nobody, who must be able to enter
    os.environ["SOQUY_KEYS"] = str(folder / "keys")  # nobody's own keys are ever used
    try:
        with server(folder / "home") as url:
            yield Ground(url, folder, scale)
    finally:
        shutil.rmtree(folder)


def apart(what: str, *words: str) -> dict[str, Any]:
    """Do something of `bench/chores.py` in a process of its own; return what it says of itself."""
    done = subprocess.run(
        [sys.executable, "-P", "-X", "utf8", "-m", "bench.chores", what, *words],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def tell(text: str) -> None:
    """Say what is being measured now."""
    sys.stderr.write(f"{text} …\n")
