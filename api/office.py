"""The office of a home, for whoever records something and goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ledger.journal import Journal
from ledger.office import Office


@contextmanager
def office_at(url: str, keys: Path) -> Iterator[Office]:
    """Keep an office over the database at `url` for the time of a `with` block."""
    with closing(Journal(url, keys)) as journal, closing(Office(journal)) as office:
        yield office
