"""An audit of the log names every kind of damage, at its place, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from ledger.database import connect
from ledger.log import checkpoints
from ledger.log.checkpoints import Checkpoint
from ledger.log.following import catch_up
from ledger.log.memory import COSIGNED, Memory
from ledger.log.merkle import leaf_hash
from ledger.log.notes import KeyKind, Signer
from ledger.log.rotation import rotate
from ledger.log.store import LogReader
from projections.audit_log import inspect_log
from projections.faults import Code, Report
from tests.databases import copy_of, name_of
from tests.ledger.log.journals import BOOK, record

SIZES: Final = (300, 3_000, 3_001, 3_700)
GREAT_SIZES: Final = (300, 66_000, 66_001, 66_700)
"""Enough for three levels, and a full tile of the second."""


@dataclass(frozen=True)
class Log:
    """A log of some tiles, to be damaged."""

    url: str
    keys: Path
    sizes: tuple[int, ...]

    @property
    def middle(self) -> int:
        """A place in a full tile, far from both ends."""
        return self.sizes[-1] * 2 // 3

    @property
    def end(self) -> int:
        """How many entries there are."""
        return self.sizes[-1]

    def run(self, statement: str, *values: object) -> None:
        """Change something."""
        with connect(self.url) as connection:
            assert connection.execute(statement.encode(), values).rowcount > 0

    def entry(self, index: int) -> str:
        """Return how a fault names the entry at a place of the log."""
        unit_id, version = self.place(index)
        return f"journal_events {unit_id} {version}"

    def place(self, index: int) -> tuple[UUID, int]:
        """Return unit and version of the entry at a place of the log."""
        with connect(self.url) as connection:
            found = connection.execute(
                "SELECT originator_id, originator_version FROM journal_events "
                "WHERE notification_id = %s",
                (LogReader(connection).position_of(index),),
            ).fetchone()
        assert found is not None
        return found[0], found[1]

    def audited(self) -> set[tuple[str, str]]:
        """Look at the log; return code and place of each fault."""
        report = Report()
        with connect(self.url, autocommit=False) as connection:
            inspect_log(connection, self.keys, report, lambda *_: None, self.end)
        return {(fault.code, fault.where) for fault in report.faults}


@pytest.fixture(scope="module", params=[SIZES, pytest.param(GREAT_SIZES, marks=pytest.mark.long)])
def template(
    request: pytest.FixtureRequest,
    postgres_url: str,
    migrated_database_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Log]:
    sizes: tuple[int, ...] = request.param
    keys = tmp_path_factory.mktemp("keys")
    with copy_of(migrated_database_name, postgres_url) as url:
        for before, size in zip((0, *sizes), sizes, strict=False):
            record(url, size - before, gap=before and 3)
            catch_up(url, keys)
        yield Log(url, keys, sizes)


@pytest.fixture
def log(template: Log, postgres_url: str, tmp_path: Path) -> Iterator[Log]:
    own = shutil.copytree(template.keys, tmp_path / "keys")
    with copy_of(name_of(template.url), postgres_url) as url:
        yield Log(url, own, template.sizes)


def flipped(log: Log, table: str, column: str, where: str, bit: int) -> None:
    flip = f"set_bit({column}, {bit}, 1 - get_bit({column}, {bit}))"
    log.run(f"UPDATE {table} SET {column} = {flip} WHERE {where}")


def entry_changed(log: Log) -> set[tuple[str, str]]:
    unit_id, version = log.place(log.middle)
    where = f"originator_id = '{unit_id}' AND originator_version = {version}"
    flipped(log, "journal_events", "state", where, 100)
    return {("log_entry_changed", log.entry(log.middle))}


def newest_entry_changed(log: Log) -> set[tuple[str, str]]:
    unit_id, version = log.place(log.end - 1)
    where = f"originator_id = '{unit_id}' AND originator_version = {version}"
    flipped(log, "journal_events", "state", where, 7)
    record(log.url, 5, gap=1)
    return {("log_entry_changed", log.entry(log.end - 1))}


def entry_gone(log: Log) -> set[tuple[str, str]]:
    unit_id, version = log.place(log.middle)
    log.run(
        "DELETE FROM journal_events WHERE originator_id = %s AND originator_version = %s",
        *(unit_id, version),
    )
    return {("log_entry_missing", f"log {log.middle}")}


def entry_added(log: Log) -> set[tuple[str, str]]:
    log.run(
        "INSERT INTO journal_events (originator_id, originator_version, topic, state, "
        "notification_id) VALUES (%s, 999999, 'x/1', 'forged', 301)",
        BOOK,
    )
    return {("log_entry_added", f"journal_events {BOOK} 999999")}


def entries_swapped(log: Log) -> set[tuple[str, str]]:
    one, other = log.place(log.middle), log.place(log.middle + 600)
    with connect(log.url) as connection, connection.transaction():
        positions = [LogReader(connection).position_of(at) for at in (log.middle, log.middle + 600)]
        for place, position in ((one, -1), (other, positions[0]), (one, positions[1])):
            connection.execute(
                "UPDATE journal_events SET notification_id = %s "
                "WHERE originator_id = %s AND originator_version = %s",
                (position, *place),
            )
    return {("log_entry_moved", f"journal_events {a} {b}") for a, b in (one, other)}


def leaf_flipped(log: Log) -> set[tuple[str, str]]:
    flipped(log, "log_tile", "hashes", "level = 0 AND tile = 7", 5_000)
    return {("log_tile_differs", "log_tile 0 7")}


def tile_above_flipped(log: Log) -> set[tuple[str, str]]:
    if log.sizes != GREAT_SIZES:
        pytest.skip("it has no such tile")
    flipped(log, "log_tile", "hashes", "level = 1 AND tile = 0", 9_000)
    return {("log_tile_differs", "log_tile 1 0")}


def newest_leaf_flipped(log: Log) -> set[tuple[str, str]]:
    flipped(log, "log_edge", "hash", f"level = 0 AND place = {log.end - 3}", 9)
    return {("log_tile_differs", f"log_edge 0 {log.end - 3}")}


def edge_above_flipped(log: Log) -> set[tuple[str, str]]:
    place = log.end // 256 - 2
    flipped(log, "log_edge", "hash", f"level = 1 AND place = {place}", 9)
    return {("log_tile_differs", f"log_edge 1 {place}")}


def top_flipped(log: Log) -> set[tuple[str, str]]:
    if log.sizes != GREAT_SIZES:
        pytest.skip("it has no such level")
    flipped(log, "log_edge", "hash", "level = 2 AND place = 0", 255)
    return {("log_tile_differs", "log_edge 2 0")}


def entry_and_leaf_rewritten(log: Log) -> set[tuple[str, str]]:
    unit_id, version = log.place(log.middle)
    log.run(
        "UPDATE journal_events SET state = 'x' WHERE originator_id = %s AND "
        "originator_version = %s",
        *(unit_id, version),
    )
    log.run(
        "UPDATE log_tile SET hashes = overlay(hashes placing %s from %s) "
        "WHERE level = 0 AND tile = %s",
        *(leaf_hash(b"x"), log.middle % 256 * 32 + 1, log.middle // 256),
    )
    later = [size for size in signed(log) if size > log.middle]
    named = {("checkpoint_differs", f"log_checkpoint {size}") for size in later}
    named |= {("log_forked", "log_checkpoint")}
    return {("log_tile_differs", f"log_tile 0 {log.middle // 256}"), *named}


def tile_gone(log: Log) -> set[tuple[str, str]]:
    log.run("DELETE FROM log_tile WHERE level = 0 AND tile = 7")
    return {("log_tile_missing", "log_tile 0 7")}


def tile_moved(log: Log) -> set[tuple[str, str]]:
    log.run("UPDATE log_tile SET tile = 4096 + 7 WHERE level = 0 AND tile = 7")
    return {("log_tile_missing", "log_tile 0 7"), ("log_tile_extra", "log_tile 0 4103")}


def edge_gone(log: Log) -> set[tuple[str, str]]:
    place = log.end // 256 - 1
    log.run("DELETE FROM log_edge WHERE level = 1 AND place = %s", place)
    return {("log_tile_missing", f"log_edge 1 {place}")}


def run_changed(log: Log) -> set[tuple[str, str]]:
    log.run("UPDATE log_run SET first_position = first_position + 1 WHERE first_index = 300")
    return {("log_run_differs", "log_run 300")}


def checkpoint_forged(log: Log) -> set[tuple[str, str]]:
    thief = Signer(log_key(log).name, bytes([9]) * 32)
    note = checkpoints.signed(Checkpoint(thief.name, log.sizes[2], bytes(32)), [thief])
    log.run("UPDATE log_checkpoint SET note = %s WHERE size = %s", note, log.sizes[2])
    return {("checkpoint_forged", f"log_checkpoint {log.sizes[2]}")}


def checkpoint_of_other_entries(log: Log) -> set[tuple[str, str]]:
    said = Checkpoint(log_key(log).name, log.sizes[2], bytes(32))
    note = checkpoints.signed(said, [log_key(log)])
    log.run(
        "UPDATE log_checkpoint SET note = %s, root = %s WHERE size = %s", note, said.root, said.size
    )
    return {("checkpoint_differs", f"log_checkpoint {said.size}")}


def checkpoint_root_flipped(log: Log) -> set[tuple[str, str]]:
    flipped(log, "log_checkpoint", "root", "size = 300", 3)
    return {("checkpoint_differs", "log_checkpoint 300")}


def key_row_changed(log: Log) -> set[tuple[str, str]]:
    other = Signer(log_key(log).name, bytes([9]) * 32).verifier
    log.run("UPDATE log_key SET verifier_key = %s", str(other))
    forged = {("checkpoint_forged", f"log_checkpoint {size}") for size in signed(log)}
    return {("log_key_differs", "log_key"), *forged}


def key_row_of_before_changed(log: Log) -> set[tuple[str, str]]:
    rotate(log.url, log.keys, datetime(2026, 11, 22, tzinfo=UTC))
    other = Signer(log_key(log).name, bytes([9]) * 32).verifier
    log.run("UPDATE log_key SET verifier_key = %s WHERE since_size = 0", str(other))
    return {("log_key_row_differs", "log_key 0")}


def shorter_than_what_was_cosigned(log: Log) -> set[tuple[str, str]]:
    longer = Checkpoint(log_key(log).name, log.end + 1, bytes(32))
    Memory(log.keys, COSIGNED).keep(longer)
    return {("log_behind", "log_checkpoint")}


def cosignature_forged(log: Log) -> set[tuple[str, str]]:
    witness, thief = (Signer("tinh.example", bytes([n]) * 32, KeyKind.WITNESS) for n in (1, 2))
    with connect(log.url) as connection:
        note = LogReader(connection).checkpoint(log.sizes[2])
    assert note is not None
    line = str(checkpoints.cosignature(note, thief, 1_700_000_000))
    log.run(
        "INSERT INTO log_cosignature VALUES (%s, %s, %s, now())",
        *(log.sizes[2], str(witness.verifier), line),
    )
    return {("cosignature_wrong", f"log_cosignature {log.sizes[2]} {witness.verifier}")}


DAMAGES: Final[Mapping[Callable[[Log], set[tuple[str, str]]], Code]] = {
    entry_changed: "log_entry_changed",
    newest_entry_changed: "log_entry_changed",
    entry_gone: "log_entry_missing",
    entry_added: "log_entry_added",
    entries_swapped: "log_entry_moved",
    leaf_flipped: "log_tile_differs",
    tile_above_flipped: "log_tile_differs",
    newest_leaf_flipped: "log_tile_differs",
    edge_above_flipped: "log_tile_differs",
    top_flipped: "log_tile_differs",
    entry_and_leaf_rewritten: "log_forked",
    tile_gone: "log_tile_missing",
    tile_moved: "log_tile_extra",
    edge_gone: "log_tile_missing",
    run_changed: "log_run_differs",
    checkpoint_forged: "checkpoint_forged",
    checkpoint_of_other_entries: "checkpoint_differs",
    checkpoint_root_flipped: "checkpoint_differs",
    cosignature_forged: "cosignature_wrong",
    key_row_changed: "log_key_differs",
    key_row_of_before_changed: "log_key_row_differs",
    shorter_than_what_was_cosigned: "log_behind",
}


def signed(log: Log) -> list[int]:
    with connect(log.url) as connection:
        return [size for (size,) in connection.execute("SELECT size FROM log_checkpoint")]


def log_key(log: Log) -> Signer:
    return Signer.parse((log.keys / "log.key").read_text().strip())


def test_nothing_is_wrong_with_a_log_that_was_left_alone(log: Log) -> None:
    assert log.audited() == set()
    record(log.url, 3, gap=1)
    assert log.audited() == set()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_is_named_at_its_place_and_nothing_else_is(
    log: Log, damage: Callable[[Log], set[tuple[str, str]]]
) -> None:
    expected = damage(log)
    assert DAMAGES[damage] in {code for code, _ in expected}
    assert log.audited() == expected


@pytest.mark.parametrize(("more", "code"), [(0, "log_forked"), (1, "log_behind")])
def test_what_witnesses_have_cosigned_is_remembered_as_well(
    log: Log, more: int, code: Code
) -> None:
    Memory(log.keys, COSIGNED).keep(Checkpoint(log_key(log).name, log.end + more, bytes(32)))
    assert log.audited() == {(code, "log_checkpoint")}
