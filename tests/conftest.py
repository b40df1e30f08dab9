"""What every test may ask for: a PostgreSQL for the session, and a fresh database.

The server is the program's own private one in a home of its own, or the one that DATABASE_URL
names. Every database is a copy of one that was migrated once. Long tests need --long.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

import tests.secret_keys  # names the folder of keys, also for other programs
from api.identity import passwords
from ledger.database import connect, migrate
from ledger.postgres import server
from tests.databases import copy_of, finish


def pytest_addoption(parser: pytest.Parser) -> None:
    """Define --long."""
    parser.addoption("--long", action="store_true", help="run the full-size tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the tests marked long, unless asked for."""
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="full-size; run with --long"))


@pytest.fixture(autouse=True)
def _no_log_of_others() -> None:
    """Let nobody's log go on from what another database's log has signed with the same keys."""
    for name in ("log.signed", "log.cosigned"):
        (tests.secret_keys.KEYS / name).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield the address of a PostgreSQL that lives as long as the tests."""
    home = Path(tempfile.mkdtemp(prefix="soquy-tests-"))
    home.chmod(0o711)  # root's server runs as nobody, who must be able to enter
    with server(home) as url:
        if "DATABASE_URL" not in os.environ:
            _without_waiting_for_the_disk(url)
        yield url
    shutil.rmtree(home)


def _without_waiting_for_the_disk(url: str) -> None:
    """Let the server of the tests leave the disk to the machine, which nobody unplugs meanwhile."""
    with connect(url) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


class Hasher(Protocol):
    """What makes the hashes of passwords."""

    def hash(self, password: str) -> str:
        """Return a hash."""


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[Hasher]:
    """Let a password cost a thousandth of what it does in life; give what hashes them there."""
    in_life = passwords._HASHER
    quick = type(in_life)(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", quick)
        passwords._nobody.cache_clear()
        yield in_life


@pytest.fixture(scope="session")
def migrated_database_name(postgres_url: str) -> Iterator[str]:
    """Yield the name of a database with the newest schema, for copying only: nobody connects."""
    name = f"test_{uuid4().hex}"
    url = urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    with connect(postgres_url) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        migrate(url)
        yield name
        finish(postgres_url)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def database_url(postgres_url: str, migrated_database_name: str) -> Iterator[str]:
    """Yield the address of an empty database with the newest schema, for one test alone."""
    with copy_of(migrated_database_name, postgres_url) as url:
        yield url
