"""A command that shows names leaves a row: who ran it, which one, at which entries."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import pytest

from api.answers import sentence
from api.persons.readings import LookNotNoted, at_the_machine
from ledger.database import connect, query
from ledger.wire import from_bytes
from projections.entries import WHOLE
from tests.api.books import UNITS, gift, payout
from tests.test_commandline import Desk, desk_with

ME = f"máy chủ: {pwd.getpwuid(os.getuid()).pw_name}"
ROWS = (
    *UNITS,
    gift("d1", 900, of="Z", donor="Bà Lê Thị Ẩn", donor_id="D-7"),
    payout("p1", 10, "Z", voucher="L-1", recipient="Hồ Thị Lan"),
    payout("p2", 20, "Z", voucher="L-1", recipient="Lê Văn Cường"),
)


SPOILED: dict[LiteralString, LiteralString] = {
    "ALTER TABLE personal_read ADD CONSTRAINT no CHECK (false) NOT VALID": (
        "ALTER TABLE personal_read DROP CONSTRAINT no"
    ),
    "ALTER TABLE personal_read RENAME TO away": "ALTER TABLE away RENAME TO personal_read",
}
"""What keeps looks from being noted, and what undoes it."""


class Home:
    """A home in which names are read, and what is noted of it."""

    def __init__(self, url: str, desk: Desk) -> None:
        """Use the database at `url`."""
        self.url = url
        self.desk = desk

    def done(self, *words: str) -> list[tuple[str, str, list[str]]]:
        """Run a command that succeeds; return what was noted: who, where, keys of the entries.

        Where no entries are noted, their units.
        """
        with connect(self.url) as connection:
            connection.execute("DELETE FROM personal_read")
        done = self.desk.run(*words)
        assert done.returncode == 0, done.stderr
        with connect(self.url) as connection:
            rows = connection.execute(
                "SELECT person_id, path, unit_ids, versions FROM personal_read ORDER BY read_at"
            ).fetchall()
        return [
            (who, where, [self._key(*place) for place in zip(units, versions, strict=True)])
            if versions
            else (who, where, list(map(str, units)))
            for who, where, units, versions in rows
        ]

    def _key(self, unit_id: object, version: int) -> str:
        with connect(self.url) as connection:
            asked = {"unit_id": unit_id, "version": version}
            (state,) = connection.execute(query("entry_at"), asked).fetchone() or (b"",)
        return str(getattr(from_bytes(bytes(state)).event, "key", ""))


@pytest.fixture(scope="module")
def home(
    postgres_url: str, migrated_database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """Give a home with a gift and a list of awards."""
    place = tmp_path_factory.mktemp("noting")
    with desk_with(ROWS, postgres_url, migrated_database_name, place) as desk:
        yield Home(desk.environment["DATABASE_URL"], desk)


def test_who_prints_a_receipt_is_noted_with_the_gift(home: Home, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "d1.pdf"))
    assert home.done("receipt", "d1", *out) == [(ME, "soquy receipt", ["d1"])]
    assert home.done("receipt", "d1", "--again", *out) == [(ME, "soquy receipt", ["d1"])]


def test_a_voucher_is_noted_with_everybody_on_it(home: Home, tmp_path: Path) -> None:
    noted = home.done("voucher", "p2", "--out", str(tmp_path / "p.pdf"))
    assert noted == [(ME, "soquy voucher", ["p1", "p2"])]


def test_the_year_of_a_donor_is_noted_without_the_name_that_was_typed(
    home: Home, tmp_path: Path
) -> None:
    said = ("--unit", "Z", "--year", "2022", "--donor", "ba le thi an", "--out", f"{tmp_path}/y")
    assert home.done("statement", *said) == [(ME, "soquy statement", ["d1"])]


def test_an_export_with_names_is_noted_once_for_the_whole_book(home: Home, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "all"))
    assert home.done("export", "--format", "exchange", *out) == [(ME, "soquy export", [str(WHOLE)])]
    assert "Bà Lê Thị Ẩn" in (tmp_path / "all" / "donations.csv").read_text()


def test_who_looks_at_what_would_be_erased_is_noted(home: Home) -> None:
    words = ("erase", "D-7", "--reason", "request", "--dry-run")
    assert home.done(*words) == [(ME, "soquy erase", ["d1"])]


@pytest.mark.parametrize(
    "words",
    [
        ("journal",),
        ("balances",),
        ("audit",),
        ("export", "--format", "hledger", "--out", "{here}/all"),
        ("export", "--format", "beancount", "--out", "{here}/all"),
        ("tiles", "--out", "{here}/all"),
    ],
)
def test_what_shows_no_names_is_not_noted(
    home: Home, tmp_path: Path, words: tuple[str, ...]
) -> None:
    words = tuple(each.format(here=tmp_path) for each in words)
    assert home.done(*words) == []
    shown = home.desk.run(*words).stdout + "".join(
        path.read_bytes().decode("utf-8", "replace")
        for path in tmp_path.rglob("*")
        if path.is_file()
    )
    assert shown and not any(name in shown for name in ("Ẩn", "Lan", "Cường"))


@pytest.mark.parametrize(
    "words",
    [
        ("receipt", "d1", "--out", "{here}/all"),
        ("voucher", "p1", "--out", "{here}/all"),
        ("statement", "--unit", "Z", "--year", "2022", "--donor", "D-7", "--out", "{here}/all"),
        ("export", "--format", "exchange", "--out", "{here}/all"),
        ("erase", "D-7", "--reason", "request", "--dry-run"),
    ],
)
@pytest.mark.parametrize("spoil", SPOILED)
def test_what_cannot_be_noted_is_not_shown(
    home: Home, tmp_path: Path, words: tuple[str, ...], spoil: LiteralString
) -> None:
    with connect(home.url) as connection:
        connection.execute(spoil)
        try:
            done = home.desk.run(*(each.format(here=tmp_path) for each in words))
        finally:
            connection.execute(SPOILED[spoil])
    assert (done.returncode, done.stdout) == (3, "") and not (tmp_path / "all").exists()
    assert done.stderr.strip().splitlines()[-1] == sentence(LookNotNoted())
    assert "Traceback" not in done.stderr


def test_who_runs_a_command_is_whom_the_system_knows_whatever_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.setenv(name, "somebody")
    assert at_the_machine() == ME
    monkeypatch.setattr(os, "getuid", lambda: 4_294_000_001)
    assert at_the_machine() == "máy chủ: 4294000001"
