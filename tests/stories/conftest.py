"""Books of a story: a database of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.books import Books


@pytest.fixture
def books(database_url: str, tmp_path: Path) -> Books:
    """Give books with no unit."""
    return Books(database_url, tmp_path)
