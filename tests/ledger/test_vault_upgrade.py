"""A home from before is sealed at its next start: every name stays, and none lies in the open."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from api import home
from ledger import approvals as waiting
from ledger import vault_upgrade
from ledger.approvals import Approvals
from ledger.commands import GrantRole
from ledger.database import connect, migrate, migrations
from ledger.vault_upgrade import seal_what_is_open
from projections.audit import audit
from projections.figures import UnitFigures, all_units, asked, described
from projections.runner import catch_up
from tests.databases import copy_of, reading
from tests.ledger.examples import APPROVER, COMMUNE, FOUNDED, PREPARER, payout
from tests.ledger.offices import ask, office_at
from tests.ledger.offices import asked as as_request
from tests.projections.damage import LAN, record_a_year
from tests.secret_keys import KEYS

OCTOBER = date(2022, 10, 1)


def is_old(path: Path) -> bool:
    """Say whether a migration belongs to a home from before the vault was sealed."""
    return path.name < "0005" or "0010" < path.name < "0071"


@dataclass(frozen=True)
class Homes:
    """The same year twice: as it is recorded today, and as it lay in a home from before."""

    today: str
    before: str


@pytest.fixture
def homes(postgres_url: str, migrated_database_name: str) -> Iterator[Homes]:
    """Lend both, with a row that waits for a second person."""
    name = f"test_{uuid4().hex}"
    with copy_of(migrated_database_name, postgres_url) as today, connect(postgres_url) as server:
        record_a_year(today)
        with office_at(today) as office:
            role = GrantRole(
                person=APPROVER, role="account_holder", unit_id=COMMUNE, valid_from=FOUNDED
            )
            ask(office, role)
            row = as_request(payout(100, key="P-9", approved_outside=False), LAN)
            Approvals(office, today).ask(COMMUNE, "A-1", [row], person=PREPARER, on=OCTOBER)
        catch_up(today)
        server.execute(f"CREATE DATABASE {name}".encode())
        before = urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
        unsealed(today, before, waiting._bytes([row]))
        yield Homes(today, before)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def unsealed(today: str, before: str, rows: bytes) -> None:
    """Fill a database with the schema from before with what another one keeps sealed."""
    with connect(before) as old, reading(today) as new:
        old.execute("CREATE TABLE migration (name text PRIMARY KEY, sha256 text, applied_at int)")
        for path in filter(is_old, migrations()):
            old.execute(path.read_bytes())
            digest = sha256(path.read_bytes()).hexdigest()
            old.execute("INSERT INTO migration VALUES (%s, %s)", (path.name, digest))
        for table in ("journal_events", "command_log"):
            with new.cursor().copy(f"COPY {table} TO STDOUT".encode()) as told:
                lines = b"".join(bytes(part) for part in told)
            with old.cursor().copy(f"COPY {table} FROM STDIN".encode()) as kept:
                kept.write(lines)
        rows_of = "SELECT unit_id, version, private FROM private_parts"
        for unit_id, version, part in new.execute(rows_of.encode()):
            old.execute(
                "INSERT INTO vault VALUES (%s, %s, %s, %s)",
                (unit_id, version, part.salt, part.private),
            )
        (asked_for,) = new.execute("SELECT unit_id, key, digest FROM proposed").fetchall()
        old.execute("INSERT INTO proposed VALUES (%s, %s, %s, %s)", (*asked_for, rows))


def started(url: str) -> int:
    """Start the home as a command would; return how many private parts were sealed."""
    migrate(url)
    return seal_what_is_open(url, KEYS)


def names(url: str) -> list[object]:
    """Return everything that is said privately, entry by entry."""
    with reading(url) as connection:
        rows = connection.execute(
            "SELECT unit_id, version, private FROM private_parts ORDER BY 1, 2"
        )
        return [(unit_id, version, part) for unit_id, version, part in rows]


def figures(url: str) -> list[UnitFigures]:
    """Return all figures of the year."""
    with connect(url) as connection:
        return list(described(connection, all_units(connection), asked(date(2022, 12, 31))))


def test_every_private_part_is_there_and_sealed(homes: Homes) -> None:
    assert started(homes.before) == len(names(homes.today)) > 10
    assert names(homes.before) == names(homes.today)
    with connect(homes.before) as connection:
        told = connection.execute("SELECT to_regclass('vault_unsealed'), count(*) FROM subject")
        both = connection.execute("SELECT rows FROM proposed WHERE subject_id IS NULL")
        assert (told.fetchone() or ("",))[0] is None and both.fetchall() == []


def test_the_figures_are_the_same_and_the_audit_finds_nothing(homes: Homes) -> None:
    started(homes.before)
    catch_up(homes.before)
    assert figures(homes.before) == figures(homes.today)
    assert audit(homes.before, KEYS).faults == []


def test_persons_are_as_many_as_they_are_when_recorded_today(homes: Homes) -> None:
    started(homes.before)
    counts = []
    for url in (homes.today, homes.before):
        with connect(url) as connection:
            rows = connection.execute("SELECT count(*), count(lookup) FROM subject")
            counts.append(rows.fetchone())
    assert counts[0] == counts[1]


def test_what_waited_is_admitted_as_it_was_asked(homes: Homes) -> None:
    started(homes.before)
    with office_at(homes.before) as office:
        given = Approvals(office, homes.before).give(COMMUNE, "A-1", person=APPROVER, on=OCTOBER)
    assert len(given.entries) == 2


def test_several_who_start_at_once_seal_everything_once(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_upgrade, "PART", 3)
    migrate(homes.before)
    with ThreadPoolExecutor(3) as hands:
        sealing = [hands.submit(seal_what_is_open, homes.before, KEYS) for _ in range(3)]
        done = [each.result() for each in sealing]
    assert sorted(done) == [0, 0, len(names(homes.today))]
    assert names(homes.before) == names(homes.today)


def test_stopped_in_between_it_goes_on(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: int, _whole: int) -> None:
        if done >= 6:
            raise KeyboardInterrupt

    monkeypatch.setattr(vault_upgrade, "PART", 3)
    migrate(homes.before)
    with pytest.raises(KeyboardInterrupt):
        seal_what_is_open(homes.before, KEYS, stop)
    assert len(names(homes.before)) == 6
    seal_what_is_open(homes.before, KEYS)
    assert names(homes.before) == names(homes.today)


def test_the_second_start_costs_one_look(homes: Homes) -> None:
    started(homes.before)
    assert started(homes.before) == 0


def test_a_terminal_shows_how_far_it_has_come(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOQUY_KEYS", str(KEYS))
    monkeypatch.setenv("FORCE_COLOR", "1")
    migrate(homes.before)
    home.seal_what_is_open(homes.before)
    assert "Niêm phong tên" in capsys.readouterr().err
    assert names(homes.before) == names(homes.today)
