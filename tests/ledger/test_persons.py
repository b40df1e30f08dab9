"""A person whom a unit knows by something has one key for all entries, whoever writes them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from ledger.database import connect
from ledger.journal import Journal
from ledger.office import Office
from ledger.refusals import Broken
from ledger.vault import person, vault_at
from ledger.vault_keys import WrongKeys
from tests.ledger.examples import donation
from tests.ledger.offices import ask, founded_office
from tests.secret_keys import KEYS

ANH = {"donor": "Nguyễn Văn Anh", "contact": "0912345678"}
BINH = {"donor": "Trần Thị Bình"}


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """Lend an office over a database of its own."""
    with founded_office(database_url) as opened:
        yield opened


def give(office: Office, key: str, private: dict[str, str]) -> tuple[UUID, int]:
    entry = ask(office, donation(5, key=key), private).entries[0]
    return entry.originator_id, entry.originator_version


def subjects(url: str) -> list[tuple[int, UUID]]:
    with connect(url) as connection:
        rows = connection.execute("SELECT version, subject_id FROM vault ORDER BY version")
        return [(version, subject_id) for version, subject_id in rows]


def test_a_name_written_in_another_way_is_the_same_person(
    office: Office, database_url: str
) -> None:
    for key, name in (("1", "Nguyễn Văn Anh"), ("2", " NGUYEN van anh"), ("3", "Trần Thị Bình")):
        give(office, key, {"donor": name})
    (_, first), (_, second), (_, other) = subjects(database_url)
    assert first == second != other


@pytest.mark.parametrize(
    ("private", "who"),
    [
        ({"donor_id": "D7", "donor": "Anh"}, "donor-id:D7"),
        ({"recipient_id": "HS1", "recipient": "Bình"}, "recipient-id:HS1"),
        ({"recipient": "Bình", "birth_year": 2012}, "recipient:binh:2012"),
        ({"recipient": "Bình"}, "recipient:binh:"),
        ({"note": "lời chúc"}, ""),
    ],
)
def test_a_person_is_known_by_id_or_by_name(private: dict[str, str | int], who: str) -> None:
    assert person(private) == who


def test_words_about_nobody_in_particular_have_a_key_of_their_own(
    office: Office, database_url: str
) -> None:
    give(office, "1", {"note": "lời chúc"})
    give(office, "2", {"note": "lời chúc"})
    (_, first), (_, second) = subjects(database_url)
    assert first != second


def test_two_who_write_at_once_meet_the_same_person(office: Office, database_url: str) -> None:
    with contextlib.closing(Journal(database_url, KEYS)) as journal:
        other = Office(journal)
        give(office, "1", ANH)
        place = give(other, "2", ANH)
        other.close()
    assert len({subject_id for _, subject_id in subjects(database_url)}) == 1
    assert office.journal.private_parts([place])[place].opened() == ANH


def test_nobody_is_written_with_a_key_that_was_destroyed(office: Office, database_url: str) -> None:
    first = give(office, "1", ANH)
    with connect(database_url) as connection:
        connection.execute("DELETE FROM vault")
        connection.execute("DELETE FROM subject")
    second = give(office, "2", ANH)
    assert office.journal.private_parts([first, second]).keys() == {second}


def test_what_is_stored_says_no_name(office: Office, database_url: str) -> None:
    give(office, "1", ANH)
    with connect(database_url) as connection:
        ((kept, wrapped, lookup),) = connection.execute(
            "SELECT box, wrapped, lookup FROM vault JOIN subject USING (subject_id)"
        ).fetchall()
    assert not any(word in kept + wrapped + lookup for word in (b"Anh", b"anh", b"0912"))


def test_a_connection_with_the_keys_reads_what_was_said(office: Office, database_url: str) -> None:
    give(office, "1", BINH)
    with connect(database_url) as connection:
        vault_at(database_url, KEYS).opens(connection)
        for binary in (False, True):
            cursor = connection.cursor(binary=binary)
            ((part,),) = cursor.execute("SELECT private FROM private_parts").fetchall()
            assert part.opened() == BINH


@pytest.mark.parametrize("column", ["vault.box", "subject.wrapped"])
def test_a_changed_byte_is_found(office: Office, database_url: str, column: str) -> None:
    place = give(office, "1", ANH)
    table, name = column.split(".")
    with connect(database_url) as connection:
        sql = f"UPDATE {table} SET {name} = set_byte({name}, 20, get_byte({name}, 20) # 1)"
        connection.execute(sql.encode())
    with pytest.raises(Broken):
        office.journal.private_parts([place])


def test_a_box_of_another_entry_does_not_open(office: Office, database_url: str) -> None:
    places = [give(office, "1", ANH), give(office, "2", ANH)]
    with connect(database_url) as connection:
        connection.execute(
            "UPDATE vault SET box = (SELECT box FROM vault ORDER BY version LIMIT 1)"
        )
    with pytest.raises(Broken):
        office.journal.private_parts(places)


def test_other_keys_are_refused(office: Office, database_url: str, tmp_path: Path) -> None:
    give(office, "1", ANH)
    with pytest.raises(WrongKeys):
        Journal(database_url, tmp_path / "keys")


def test_keys_that_others_can_read_are_refused(database_url: str, tmp_path: Path) -> None:
    vault_at(database_url, tmp_path)
    (tmp_path / "vault.key").chmod(0o644)
    with pytest.raises(Broken, match="chmod 600"):
        vault_at(database_url, tmp_path)


def test_a_damaged_file_of_keys_is_refused(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "vault.key").write_text("{}")
    (tmp_path / "vault.key").chmod(0o600)
    with pytest.raises(Broken, match="not a file of keys"):
        vault_at(database_url, tmp_path)
