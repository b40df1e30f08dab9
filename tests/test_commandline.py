"""The commands as people run them: results on stdout, everything else on stderr, an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from api.sample import write_sample
from tests.api.books import UNITS, FileRow, gift, payout, population, write
from tests.databases import copy_of
from tests.secret_keys import keys_of

ROOT = Path(__file__).parent.parent


class Desk:
    """A home in which commands are run."""

    def __init__(self, url: str, home: Path) -> None:
        """Use the database at `url`."""
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SOQUY_HOME": str(home),
            "SOQUY_KEYS": str(keys_of(url)),
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        command = [sys.executable, "-P", "-X", "utf8", "-m", "api.commandline", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )

    def document(self, *words: str) -> Any:  # noqa: ANN401 - any document
        """Run a command that prints one JSON document and succeeds."""
        done = self.run(*words, "--format", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@contextmanager
def desk_with(
    rows: Sequence[FileRow], postgres_url: str, template: str, place: Path
) -> Iterator[Desk]:
    """Yield a home of its own in which some rows are recorded."""
    with copy_of(template, postgres_url) as url:
        found = Desk(url, place / "home")
        found.document("import", str(write(place / "books", rows)))
        yield found


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Desk:
    """Give an empty home."""
    return Desk(database_url, tmp_path / "home")


def test_an_import_is_recorded_once_and_its_figures_are_there(desk: Desk, tmp_path: Path) -> None:
    rows = (*UNITS, population("X", 3), gift("d", 100, of="Z"), payout("p", 40, of="Z"))
    folder = str(write(tmp_path / "files", rows))
    assert desk.document("import", folder)["recorded"] == len(rows)
    assert desk.document("import", folder)["already_recorded"] == len(rows)
    figures = desk.document("balances", "--unit", "X", "--as-of", "2022-12-31")["units"][0]
    assert (figures["own"]["balance"]["money"], figures["subtree"]["balance"]["money"]) == (0, 60)
    year = desk.document("per-capita", "--unit", "X", "--year", "2022")
    assert (year["per_capita_raised_vnd"], year["per_capita_balance_vnd"]) == (33, 20)


def test_a_refused_import_ends_with_3_and_one_document(desk: Desk, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", (*UNITS, payout("p", 40)))
    done = desk.run("import", str(folder), "--format", "json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["recorded"], document["refused"]) == (3, 0, 1)
    assert document["errors"][0].keys() == {"file", "row", "column", "code", "message"}


def test_an_unknown_unit_ends_with_3_and_a_sentence(desk: Desk) -> None:
    done = desk.run("balances", "--unit", "KHONG-CO")
    assert (done.returncode, done.stdout) == (3, "")
    assert "KHONG-CO" in done.stderr


def test_wrong_usage_ends_with_2(desk: Desk) -> None:
    assert desk.run("balances", "--no-such-option").returncode == 2
    assert desk.run("rebuild", "nothing").returncode == 2


def test_an_empty_home_says_what_to_do_first(desk: Desk) -> None:
    done = desk.run("balances")
    assert (done.returncode, "scripts/soquy import" in done.stdout) == (0, True)


def test_the_published_claims_are_as_expected(desk: Desk) -> None:
    verdicts = desk.document("check-claims")
    assert "HY2017" in json.dumps(verdicts)


def test_a_sample_year_passes_the_audit_before_and_after_a_rebuild(
    desk: Desk, tmp_path: Path
) -> None:
    write_sample(tmp_path / "year", scale=Fraction(1, 500))
    desk.document("import", str(tmp_path / "year"))
    before = desk.document("balances", "--as-of", "2022-12-31")["units"]
    assert desk.run("rebuild").returncode == 0
    assert desk.document("balances", "--as-of", "2022-12-31")["units"] == before
    assert desk.document("audit")["clean"]
