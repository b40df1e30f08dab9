"""Witnesses in processes of their own, and doors at which somebody hangs."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from ledger.log.witness import Growth

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Door:
    """Where a witness is asked."""

    address: str
    client: httpx.Client

    def ask(self, growth: Growth) -> int:
        """Ask for a cosignature; return the status."""
        return self.client.post("/add-checkpoint", content=str(growth).encode()).status_code


@contextmanager
def standing(folder: Path, port: int = 0) -> Iterator[Door]:
    """Run the witness whose memory is `folder`, for the time of a `with` block."""
    words = ["witness", "serve", "--state", str(folder), "--port", str(port)]
    said = folder / "said"
    with said.open("w") as stderr:
        program = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "api.commandline", *words],
            stderr=stderr,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    try:
        while (found := re.search(r"http://[\d.:]+", said.read_text())) is None:
            assert program.poll() is None, said.read_text()
            time.sleep(0.05)
        with httpx.Client(base_url=found[0]) as client:
            yield Door(found[0], client)
    finally:
        program.kill()
        program.wait()


@contextmanager
def hanging(port: int = 0) -> Iterator[int]:
    """Open a door at which everybody gets in and nobody is answered; yield its port."""
    with socket.create_server(("127.0.0.1", port), backlog=64) as door:
        number: int = door.getsockname()[1]
        yield number
