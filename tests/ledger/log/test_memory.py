"""F12: a database that knows less than its log has given away is refused, and never signed for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ledger.database import connect
from ledger.log.checkpoints import Checkpoint
from ledger.log.following import catch_up, require_fit
from ledger.log.memory import COSIGNED, SIGNED, Memory
from ledger.log.store import LogReader
from ledger.refusals import Broken, LogBehind, LogForked
from tests.databases import copy_of, name_of
from tests.ledger.log.journals import record


@pytest.mark.parametrize("more", [1, 300])
def test_an_old_backup_is_refused_at_the_start(
    database_url: str, postgres_url: str, tmp_path: Path, more: int
) -> None:
    record(database_url, 10)
    catch_up(database_url, tmp_path)
    with copy_of(name_of(database_url), postgres_url) as backup_url:
        require_fit(backup_url, tmp_path)
        record(database_url, more)
        catch_up(database_url, tmp_path)
        with pytest.raises(LogBehind) as behind:
            require_fit(backup_url, tmp_path)
        assert behind.value.facts == {"size": 10, "signed": 10 + more}


def test_a_backup_that_went_its_own_way_is_refused_too(
    database_url: str, postgres_url: str, tmp_path: Path
) -> None:
    record(database_url, 10)
    catch_up(database_url, tmp_path)
    elsewhere = shutil.copytree(tmp_path, tmp_path / "elsewhere")
    with copy_of(name_of(database_url), postgres_url) as backup_url:
        record(database_url, 5, gap=1)
        catch_up(database_url, tmp_path)
        record(backup_url, 9)
        catch_up(backup_url, elsewhere)
        with pytest.raises(LogForked):
            catch_up(backup_url, tmp_path)


def test_what_witnesses_have_cosigned_counts_as_well(database_url: str, tmp_path: Path) -> None:
    record(database_url, 4)
    catch_up(database_url, tmp_path)
    Memory(tmp_path, COSIGNED).keep(Checkpoint("quy", 5, bytes(32)))
    with pytest.raises(LogBehind):
        catch_up(database_url, tmp_path)


def test_an_emptied_database_does_not_begin_a_second_log(
    database_url: str, postgres_url: str, migrated_database_name: str, tmp_path: Path
) -> None:
    record(database_url, 4)
    catch_up(database_url, tmp_path)
    with copy_of(migrated_database_name, postgres_url) as empty_url, pytest.raises(LogBehind):
        catch_up(empty_url, tmp_path)


def test_what_is_remembered_is_what_was_signed_last(database_url: str, tmp_path: Path) -> None:
    for size in (3, 7):
        record(database_url, size)
        catch_up(database_url, tmp_path)
    known = Memory(tmp_path, SIGNED).newest()
    with connect(database_url) as connection:
        newest = LogReader(connection).newest()
    assert known is not None
    assert newest is not None
    assert (known.size, known.root) == (newest.size, newest.root)


def test_nothing_smaller_is_remembered(tmp_path: Path) -> None:
    memory = Memory(tmp_path, SIGNED)
    for size in (5, 9, 7):
        memory.keep(Checkpoint("quy", size, bytes([size]) * 32))
    known = memory.newest()
    assert known is not None
    assert known.size == 9


def test_a_memory_that_says_something_else_is_broken(tmp_path: Path) -> None:
    (tmp_path / SIGNED).write_text("nothing")
    with pytest.raises(Broken):
        Memory(tmp_path, SIGNED).newest()
