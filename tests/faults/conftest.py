"""An association with its units, before anything was received."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.importing import import_files
from api.sample import write_sample
from ledger.journal import Journal
from tests.databases import copy_of, name_of
from tests.faults.offices import found
from tests.secret_keys import KEYS


@pytest.fixture
def founded_url(database_url: str) -> str:
    """Return the address of a database in which the units are registered."""
    return found(database_url)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small province year as exchange files."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, scale=0.01)
    return folder


@pytest.fixture(scope="session")
def year_database_name(
    postgres_url: str, migrated_database_name: str, sample: Path
) -> Iterator[str]:
    """Yield the name of a database with that year, not yet projected; for copying only."""
    with copy_of(migrated_database_name, postgres_url) as url:
        with closing(Journal(url, KEYS)) as journal:
            assert import_files(journal, sample).errors == []
        yield name_of(url)


@pytest.fixture
def year_url(postgres_url: str, year_database_name: str) -> Iterator[str]:
    """Yield the address of a copy of that database, for one test alone."""
    with copy_of(year_database_name, postgres_url) as url:
        yield url


@pytest.fixture
def place() -> Iterator[Path]:
    """Lend a folder with a path short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="soquy-faults-"))
    yield folder
    shutil.rmtree(folder)
