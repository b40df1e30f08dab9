"""Somebody else's tool reads the document, tries everything in it, and finds no fault.

Twenty-five seconds of it here, ten minutes with --long; always the same tries.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.v1 import delivering
from projections.runner import follow
from tests.api.v1.world import World

CONFIG = Path(__file__).parent / "schemathesis.toml"


@contextmanager
def followed(here: World) -> Iterator[None]:
    """Keep figures and webhooks going, as in life."""
    stop = threading.Event()
    runner = threading.Thread(target=follow, args=(here.site.wiring.url, stop))
    runner.start()
    try:
        with delivering(here.site.wiring):
            yield
    finally:
        stop.set()
        runner.join()


def tried(here: World, folder: Path, seconds: int) -> subprocess.CompletedProcess[str]:
    """Let the tool try everything for a while, as somebody who may do everything."""
    words = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"),
        f"{here.site.address}/v1/openapi.json",
        *("--header", f"Authorization: Bearer {here['moi-viec'].key}"),
        *("--checks", "all", "--max-time", str(seconds), "--seed", "20221231"),
        *("--max-response-time", "45"),  # GET /v1/events waits for up to 30 s
        *("--generation-database", "none", "--no-color"),
    ]
    with followed(here):
        return subprocess.run(
            words, check=False, cwd=folder, capture_output=True, text=True, timeout=seconds + 240
        )


@pytest.mark.parametrize("seconds", [25, pytest.param(600, marks=pytest.mark.long)])
def test_schemathesis_finds_no_fault(here: World, tmp_path: Path, seconds: int) -> None:
    done = tried(here, tmp_path, seconds)
    assert "Test cases:" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout[-20_000:]
