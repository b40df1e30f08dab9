"""F15: persons are erased while others record. No byte of their words is left anywhere.

The words of all who are erased have one mark that stands nowhere else, those of all who stay have
another; so one look through the files finds any of a thousand.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import choice
from typing import Any

import pytest

from ledger.database import connect, migrate
from ledger.keys import id_of_key
from ledger.office import Office
from ledger.postgres import server
from ledger.privacy_commands import EraseSubject
from ledger.vault import vault_at
from projections.figures import asked, described
from projections.parties import parties
from projections.runner import catch_up, follow, rebuild
from tests.databases import reading
from tests.faults.remains import forms_of, in_files, in_rows
from tests.faults.running import require_clean
from tests.ledger.examples import COMMUNE, NEXT_YEAR, donation, payout
from tests.ledger.offices import ask, founded_office
from tests.secret_keys import KEYS

THOUSAND = pytest.param(1_000, marks=pytest.mark.long)
LETTERS = "bcdghklmnpqrstvx"
YEAR_END = NEXT_YEAR.replace(year=2022, month=12, day=31)


def mark() -> str:
    """Return a word that stands nowhere else, with tone marks as a name has them."""
    return "Đỗ" + "".join(choice(LETTERS) for _ in range(10)) + "ữ"


@dataclass
class Home:
    """A home with persons, in a server of its own, and what goes on in it meanwhile."""

    url: str
    folder: Path
    office: Office
    erased: str = field(default_factory=mark)
    stays: str = field(default_factory=mark)
    acknowledged: list[str] = field(default_factory=list)
    going_home: threading.Event = field(default_factory=threading.Event)

    def record(self, count: int) -> None:
        """Record a gift and two awards of each of some persons, half of them to be erased."""
        for number in range(count):
            self._record_one(number, "E", self.erased)
            self._record_one(number, "S", self.stays)

    def _record_one(self, number: int, letter: str, word: str) -> None:
        donor = {"donor": f"{word} {number}", "contact": f"{number} ngõ {word}"}
        if number % 2:
            donor["donor_id"] = f"{word}-{number}"
        ask(self.office, donation(9_000, key=f"D-{letter}-{number}"), donor)
        pupil = {"recipient": f"{word} {number}", "birth_year": 2010, "guardian": word}
        for time in range(2):
            command = payout(100, key=f"P-{letter}-{number}-{time}")
            ask(self.office, command, {**pupil, "note": f"lần {time}, {word}"})

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let others give, and the figures follow, during a `with` block."""
        with ThreadPoolExecutor(3) as hands:
            working = [
                hands.submit(follow, self.url, self.going_home),
                *(hands.submit(self._give, each) for each in ("a", "b")),
            ]
            try:
                yield
            finally:
                self.going_home.set()
        for each in working:
            each.result()

    def _give(self, giver: str) -> None:
        for number in itertools.count():
            if self.going_home.is_set():
                return
            key = f"G-{giver}-{number}"
            ask(self.office, donation(1_000, key=key), {"donor": f"{self.stays} {giver}"})
            self.acknowledged.append(key)

    def erase(self, key: str) -> int:
        """Forget whom a row is about; return from how many entries."""
        with reading(self.url) as connection:
            (party,) = parties(connection, vault_at(self.url, KEYS), key, [COMMUNE])
        command = EraseSubject(
            unit_id=COMMUNE,
            key=f"X-{key}",
            erased_on=NEXT_YEAR,
            reason="request",
            subjects=party.subjects,
        )
        (entry,) = ask(self.office, command).entries
        return int(entry.event.entries)  # type: ignore[union-attr]

    def recipients(self) -> int:
        """Return how many persons received something in the year."""
        with connect(self.url) as connection:
            (figures,) = described(connection, [COMMUNE], asked(YEAR_END))
        return figures.own.recipients

    def settle(self) -> None:
        """Let the server write everything down, and tidy up."""
        with connect(self.url) as connection:
            connection.execute("VACUUM")
            connection.execute("CHECKPOINT")

    def private_of(self, key: str) -> dict[str, Any]:
        """Return what the vault says of a row."""
        with reading(self.url) as connection:
            row = connection.execute(
                "SELECT private FROM private_parts JOIN command_log USING (unit_id, version) "
                "WHERE command_id = %s",
                [id_of_key(key)],
            ).fetchone()
        assert row is not None
        said: dict[str, Any] = row[0].opened()
        return said


@pytest.fixture
def home() -> Iterator[Home]:
    """Lend a home with a server of its own, so that all of its files are this test's."""
    folder = Path(tempfile.mkdtemp(prefix="soquy-erasure-"))
    folder.chmod(0o711)  # root's server runs as nobody, who must be able to enter
    with server(folder) as url:
        migrate(url)
        with founded_office(url) as office:
            yield Home(url, folder, office)
    shutil.rmtree(folder)


@pytest.mark.parametrize("count", [12, THOUSAND])
def test_no_byte_is_left_of_those_who_were_erased_under_load(home: Home, count: int) -> None:
    home.record(count)
    catch_up(home.url)
    counted = home.recipients()
    with home.at_work(), ThreadPoolExecutor(4) as hands:
        begun = len(home.acknowledged)
        keys = [f"{kind}-E-{n}{more}" for n in range(count) for kind, more in KINDS]
        erased = list(hands.map(home.erase, keys))
        meanwhile = len(home.acknowledged) - begun
    assert (sum(erased), meanwhile >= count) == (3 * count, True)
    home.settle()
    assert in_files(data_of(home), home.erased) == []
    assert in_rows(home.url, home.erased) == []
    catch_up(home.url)
    require_clean(home.url)
    rebuild(home.url)
    assert counted == home.recipients() == 2 * count
    assert home.private_of("D-S-1")["donor"] == f"{home.stays} 1"


KINDS = (("D", ""), ("P", "-0"))
"""A gift stands for the donor, the first award for the recipient and the second."""


def data_of(home: Home) -> Path:
    """Return the folder where the server keeps everything."""
    with connect(home.url) as connection:
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    return Path(folder)


def test_the_look_through_the_files_finds_what_lies_in_the_open(home: Home) -> None:
    home.record(1)
    home.settle()
    assert not in_files(data_of(home), home.erased) and not in_rows(home.url, home.erased)
    with connect(home.url) as connection:
        connection.execute("CREATE TABLE open AS SELECT %s::text AS said", [home.erased])
        home.settle()
        (table,) = connection.execute("SELECT pg_relation_filepath('open')").fetchone() or ("",)
    found = {
        path.relative_to(data_of(home)).as_posix() for path in in_files(data_of(home), home.erased)
    }
    assert table in found and any(path.startswith("pg_wal/") for path in found)
    assert in_rows(home.url, home.erased) == ["public.open"]


def test_every_form_of_a_word_is_found(tmp_path: Path) -> None:
    for number, form in enumerate(forms_of("Đỗ Văn Xữ")):
        (tmp_path / "file").write_bytes(b"." * number + form + b"...")
        assert in_files(tmp_path, "Đỗ Văn Xữ"), form
