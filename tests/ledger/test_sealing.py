"""What the vault gets of a long import is the same whoever seals it; what goes wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ledger.database import DatabaseUnavailable, connect, query
from ledger.packing import Secrets
from ledger.persons import Words
from ledger.sealing import SealedBeside, SealedLater, Sealing
from ledger.vault import Vault, vault_at
from ledger.vault_keys import WrongKeys
from tests.secret_keys import KEYS

UNIT = UUID(int=7)
SALT = b"s" * 32
STEPS = [[("Bà Tám", 1), ("Ông Năm", 2)], [], [("Bà Tám", 3), ("", 4)]]


@pytest.fixture
def vault(database_url: str) -> Vault:
    """Lend the vault of a database of its own."""
    return vault_at(database_url, KEYS)


@pytest.fixture(params=[SealedLater, SealedBeside])
def sealing(request: pytest.FixtureRequest, database_url: str, vault: Vault) -> Iterator[Sealing]:
    """Lend each way to seal."""
    with closing(request.param(database_url, vault)) as lent:
        yield lent


def words(step: list[tuple[str, int]]) -> list[Words]:
    return [
        Words(UNIT, version, SALT, person.encode() or b"{}", person) for person, version in step
    ]


def record(url: str, found: Secrets) -> None:
    with connect(url) as connection, connection.cursor() as cursor:
        for name, lines in (("subjects_copy", found.subjects), ("secrets_copy", found.boxes)):
            with cursor.copy(query(name)) as copy:
                copy.write(lines)


def parts(url: str, vault: Vault) -> dict[int, tuple[bytes, UUID]]:
    """Return what the vault holds, opened, and about whom, by version."""
    with connect(url) as connection:
        vault.opens(connection)
        rows = connection.execute("SELECT version, private, subject_id FROM private_parts")
        return {version: (part.private, subject) for version, part, subject in rows.fetchall()}


def test_every_step_is_sealed_and_one_person_has_one_key(
    sealing: Sealing, database_url: str, vault: Vault
) -> None:
    for step in STEPS:
        sealing.add(words(step))
    found = list(sealing.secrets())
    for each in found:
        record(database_url, each)
    told = parts(database_url, vault)
    assert len(found) == len(STEPS)
    assert {version: raw.decode() for version, (raw, _) in told.items()} == {
        **{1: "Bà Tám", 2: "Ông Năm", 3: "Bà Tám"},
        4: "{}",
    }
    assert told[1][1] == told[3][1] != told[2][1]


def test_who_is_in_the_database_is_met_again(
    sealing: Sealing, database_url: str, vault: Vault
) -> None:
    before = SealedLater(database_url, vault)
    before.add(words([("Bà Tám", 9)]))
    record(database_url, *before.secrets())
    (_, subject_id), *_ = parts(database_url, vault).values()
    sealing.add(words([("Bà Tám", 1)]))
    (found,) = sealing.secrets()
    assert found.known == [subject_id]


def test_what_was_taken_back_is_not_sealed(sealing: Sealing) -> None:
    sealing.add(words([("Bà Tám", 1)]))
    sealing.clear()
    sealing.add(words([("Ông Năm", 1), ("Ông Sáu", 2)]))
    assert [len(found.known) for found in sealing.secrets()] == [0]


def test_other_keys_are_told_however_much_was_handed_on(
    database_url: str, vault: Vault, tmp_path: Path
) -> None:
    (tmp_path / "vault.key").write_bytes(vault.keys.path.read_bytes())
    (tmp_path / "vault.key").chmod(0o600)
    theirs = vault_at(database_url, tmp_path)
    with connect(database_url) as connection:
        connection.execute("UPDATE vault_epoch SET proof = set_byte(proof, 20, 1), epoch = 99")
    with closing(SealedBeside(database_url, theirs)) as sealing:
        for _ in range(200):
            sealing.add(words([(str(uuid4()), version) for version in range(100)]))
        with pytest.raises(WrongKeys):
            next(sealing.secrets())


def test_a_process_that_was_killed_is_told(database_url: str, vault: Vault) -> None:
    with closing(SealedBeside(database_url, vault)) as sealing:
        sealing.add(words([("Bà Tám", 1)]))
        sealing.end()
        with pytest.raises(DatabaseUnavailable):
            list(sealing.secrets())
