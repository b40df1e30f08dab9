"""A home of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.wiring import opened
from ledger.database import Connection
from tests.api.identity.world import World


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """Give a home without units and people."""
    with opened(database_url, tmp_path) as wiring:
        yield World(wiring)


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    """Lend a connection to the home."""
    with world.wiring.connection() as lent:
        yield lent
