"""One province whose year 2022 was published twice, for tests that only look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.office import office_at
from api.publishing import Asked, Done, publish
from reports.publication.checking import Package, opened
from tests.api.books import gift, reversal
from tests.api.pages.public.town import Town, settle
from tests.secret_keys import KEYS, keys_of
from tests.site import standing

YEAR = 2022


def unheard(_done: int, _whole: int) -> None:
    """Nobody listens."""


def published(url: str, home: Path, unit: str, out: Path) -> Done:
    """Publish a unit's year into a folder."""
    with office_at(url, KEYS) as office:
        return publish(url, office, keys_of(url), home, Asked(unit, YEAR), out, unheard)


@dataclass(frozen=True)
class Published:
    """The town, and the packages of its two publications."""

    town: Town
    home: Path
    first: Path
    second: Path

    @property
    def url(self) -> str:
        """Where the database is."""
        return self.town.site.wiring.url

    @property
    def keys(self) -> Path:
        """Where the secret keys are."""
        return keys_of(self.url)

    def packages(self) -> tuple[Package, Package]:
        """Return both, checked."""
        return opened(self.first), opened(self.second)


@pytest.fixture(scope="module")
def town(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Give the province; between its publications a gift came late and another was undone."""
    home, place = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("books")
    out = tmp_path_factory.mktemp("packages")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOQUY_KEYS", str(keys_of(shared_database_url)))
    with standing(shared_database_url, home) as site, site.client() as client:
        town = settle(site, place, client)
        published(shared_database_url, home, "X", out / "first")
        late = gift("late", 33_000, "Y", on="2022-12-30")
        town.books.accepted(late, reversal("undone", "d3", "2022-12-31"))
        published(shared_database_url, home, "X", out / "second")
        yield Published(town, home, out / "first", out / "second")
    patch.undo()
