"""F10: one bit, in a random place of a random row: an audit names the row, each time.

Every table that is checked takes part: entries, tiles, hashes that fill no tile yet, what the vault
keeps of persons and their keys, and every projection.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest

from ledger.database import Connection, Contradiction, connect
from ledger.log.following import catch_up
from projections.audit import audit
from projections.audit_replay import KEYS as PROJECTED
from tests.databases import copy_of, name_of
from tests.ledger.examples import donation
from tests.ledger.offices import ask, office_at
from tests.projections.damage import record_a_year
from tests.secret_keys import keys_of

GIFTS: Final = 300
"""Enough for a full tile."""

STORED: Final = {
    "journal_events": ("originator_id", "originator_version"),
    "log_tile": ("level", "tile"),
    "log_edge": ("level", "place"),
    "vault": ("unit_id", "version"),
    "subject": ("subject_id",),
}
COLUMNS: Final = {
    "journal_events": ["state"],
    "log_tile": ["hashes"],
    "log_edge": ["hash"],
    "vault": ["box"],
    "subject": ["wrapped"],
}
FLIPS: Final = {
    "bytea": "set_bit({0}, {1} % (length({0}) * 8), 1 - get_bit({0}, {1} % (length({0}) * 8)))",
    "uuid": "encode(set_bit(uuid_send({0}), {1} % 128, 1 - get_bit(uuid_send({0}), {1} % 128)), "
    "'hex')::uuid",
    "text": "overlay({0} placing chr(ascii(substr({0}, 1 + {1} % length({0}), 1)) # 1) "
    "from 1 + {1} % length({0}) for 1)",
    "bigint": "{0} # (1::bigint << {1} % 40)",
    "integer": "{0} # (1 << {1} % 30)",
    "smallint": "({0} # (1 << {1} % 14))::smallint",
    "date": "DATE '2000-01-01' + (({0} - DATE '2000-01-01') # (1 << {1} % 16))",
    "boolean": "NOT {0}",
}
"""How to change one bit of a value of each type; number {1} says which."""


@dataclass(frozen=True)
class Flipped:
    """What was changed: one value of one row; `where` it was before and is now, as a fault says."""

    table: str
    column: str
    where: frozenset[str]


@pytest.fixture(scope="module")
def year_url(postgres_url: str, migrated_database_name: str) -> Iterator[str]:
    """Yield the address of a year with a row of every kind, projected and in the log."""
    with copy_of(migrated_database_name, postgres_url) as url:
        record_a_year(url)
        with office_at(url) as office:
            for at in range(GIFTS):
                ask(office, donation(10_000 + at, key=f"F-{at}"), {"donor": f"Người thứ {at}"})
        assert audit(url, keys_of(url)).is_clean
        catch_up(url, keys_of(url))
        yield url


@pytest.mark.parametrize("flips", [20, pytest.param(300, marks=pytest.mark.long)])
def test_every_flipped_bit_is_named(year_url: str, postgres_url: str, flips: int) -> None:
    dice, unnamed, tables = random.Random(20_261_122), list[Flipped](), set[str]()
    for _ in range(flips):
        with copy_of(name_of(year_url), postgres_url) as url:
            shutil.copytree(keys_of(year_url), keys_of(url), dirs_exist_ok=True)
            flipped = flip_somewhere(url, dice)
            named = {fault.where for fault in audit(url, keys_of(url)).faults}
        tables.add(flipped.table)
        if not flipped.where & named:
            unnamed.append(flipped)
    assert unnamed == []
    assert len(tables) >= min(flips / 2, 15)


def test_what_was_not_changed_is_not_named(year_url: str) -> None:
    assert audit(year_url, keys_of(year_url)).faults == []


def flip_somewhere(url: str, dice: random.Random) -> Flipped:
    """Change one bit of a random row of a random table; some places admit no other value."""
    with connect(url) as connection:
        while True:
            table = dice.choice([*STORED, *PROJECTED, *STORED])
            row = random_row(connection, table, dice)
            types = dict(columns(connection, table)) if row else {}
            some = [
                name for name in COLUMNS.get(table, types) if row and row[name] not in (None, "")
            ]
            if not some:
                continue
            column = dice.choice(some)
            change = FLIPS[types[column]].format(column, dice.randrange(100_000)).replace("%", "%%")
            try:
                statement = (
                    f"UPDATE {table} AS t SET {column} = {change} WHERE ctid = %s::tid "
                    "RETURNING to_jsonb(t)"
                )
                changed = connection.execute(statement.encode(), (row["ctid"],)).fetchone()
            except Contradiction:
                continue
            assert changed is not None
            where = {place(connection, table, each) for each in (row, changed[0])}
            return Flipped(table, column, frozenset(where))


def random_row(connection: Connection, table: str, dice: random.Random) -> dict[str, Any]:
    rows = connection.execute(
        f"SELECT to_jsonb(t) || jsonb_build_object('ctid', ctid) FROM {table} AS t "
        "ORDER BY ctid".encode()
    ).fetchall()
    return dice.choice(rows)[0] if rows else {}


def columns(connection: Connection, table: str) -> list[tuple[str, str]]:
    """Return the columns whose bits can be changed by themselves, with their types."""
    return connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND data_type = ANY (%s) "
        "AND is_generated = 'NEVER' AND column_name <> 'only_row'",
        (table, list(FLIPS)),
    ).fetchall()


def place(connection: Connection, table: str, row: dict[str, Any]) -> str:
    """Return how a fault names a row as it was before."""
    if table == "subject":
        found = connection.execute(
            "SELECT unit_id, version FROM vault WHERE subject_id = %s LIMIT 1",
            (row["subject_id"],),
        ).fetchone()
        assert found is not None
        return f"vault {found[0]} {found[1]}"
    key = STORED.get(table) or PROJECTED[table]
    return " ".join([table, *(str(row[column]) for column in key)])
