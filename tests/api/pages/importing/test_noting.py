"""Whoever is sent a file that names persons leaves a trace; whoever is not leaves none."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.database import connect
from tests.api.pages.entering.commune import COMMUNE, Commune
from tests.api.pages.importing.sending import Sender, files_of, gift, sender


def reads(commune: Commune, href: str) -> list[tuple[Any, ...]]:
    """Return who was sent what of an upload, of whose rows."""
    with connect(commune.site.wiring.url) as connection:
        return connection.execute(
            b"SELECT person_id, path, unit_ids, versions FROM personal_read"
            b" WHERE starts_with(path, %s) ORDER BY read_at",
            [href],
        ).fetchall()


@pytest.mark.parametrize("file", ["tep/0", "sua.xlsx"])
def test_a_download_is_noted_with_who_and_what(
    commune: Commune, treasurer: Sender, key: str, file: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1"), gift(f"{key}2", "26,000")))
    assert reads(commune, href) == []
    assert treasurer.browser.get(f"{href}/{file}").status_code == 200
    person = commune.people["hoa"].person_id
    assert reads(commune, href) == [(person, f"{href}/{file}", [COMMUNE], [0])]


def test_who_may_not_see_a_file_is_refused_and_not_noted(
    commune: Commune, treasurer: Sender, key: str
) -> None:
    href = treasurer.bring(files_of(gift(f"{key}1")))
    stranger = sender(commune, "lan").browser
    assert [stranger.get(f"{href}/{file}").status_code for file in ("tep/0", "tep/9")] == [403, 403]
    assert treasurer.browser.get(f"{href}/tep/9").status_code == 404
    assert reads(commune, href) == []
