"""Homes for tests that need several: databases of their own, into which folders are imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from api.importing import Outcome, import_files
from ledger.journal import Journal
from projections import runner
from tests.databases import copy_of
from tests.secret_keys import KEYS

EVERY_COLUMN = Path(__file__).parent / "golden" / "every_column"
"""Exchange files with every column and every kind of row, and codes of every kind of letter."""

NewHome = Callable[[], str]


@contextmanager
def new_homes(postgres_url: str, migrated_database_name: str) -> Iterator[NewHome]:
    """Give a new home each time it is asked, and drop all of them in the end."""
    with ExitStack() as homes:
        yield lambda: homes.enter_context(copy_of(migrated_database_name, postgres_url))


def record(url: str, *folders: Path) -> Outcome:
    """Import folders one after another; return what the last one came to."""
    journal = Journal(url, KEYS)
    try:
        for each in folders:
            outcome = import_files(journal, each)
    finally:
        journal.close()
    runner.catch_up(url)
    return outcome
