"""With a new epoch everybody stays readable here, and nobody in a copy that was made before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger import vault_epochs
from ledger.approvals import Approvals
from ledger.commands import GrantRole
from ledger.database import connect
from ledger.vault import vault_at
from ledger.vault_epochs import begin_epoch
from ledger.vault_keys import FILE, VaultKeys, WrongKeys
from tests.databases import copy_of, name_of
from tests.ledger.examples import APPROVER, COMMUNE, PREPARER, donation, payout
from tests.ledger.offices import ask, asked, founded_office, office_at

ROLE: dict[str, Any] = {
    "role": "account_holder",
    "unit_id": COMMUNE,
    "valid_from": date(2020, 1, 1),
}
ANH = {"donor": "Nguyễn Văn Anh"}
LAN = {"recipient": "Hồ Thị Lan"}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Name a folder for the keys of one database alone: the others must not lose theirs."""
    return tmp_path / "keys"


def names(url: str, keys: Path) -> list[str]:
    """Return every name that can be read at `url`."""
    with connect(url) as connection:
        vault_at(url, keys).opens(connection)
        rows = connection.execute("SELECT private FROM private_parts ORDER BY unit_id, version")
        return [part.opened()["donor"] for (part,) in rows]


def epochs(keys: Path) -> set[str]:
    """Return the numbers of the epochs whose keys are in the file."""
    return set(json.loads((keys / FILE).read_text())["epochs"])


def test_names_are_read_after_it_and_those_who_come_again_are_known(
    database_url: str, keys: Path
) -> None:
    with founded_office(database_url, keys) as it:
        ask(it, donation(5, key="D-1"), ANH)
        assert begin_epoch(database_url, keys) == 2
        ask(it, donation(5, key="D-2"), ANH)
        ask(it, donation(5, key="D-3"), {"donor": "Bà Sáu"})
    assert names(database_url, keys) == ["Nguyễn Văn Anh"] * 2 + ["Bà Sáu"]
    with connect(database_url) as connection:
        rows = connection.execute("SELECT DISTINCT epoch, count(*) FROM subject GROUP BY 1")
        assert rows.fetchall() == [(2, 2)]


def test_a_copy_made_before_is_read_by_nobody(
    database_url: str, postgres_url: str, keys: Path
) -> None:
    with founded_office(database_url, keys) as it:
        ask(it, donation(5, key="D-1"), ANH)
    with copy_of(name_of(database_url), postgres_url) as backup:
        assert names(backup, keys) == ["Nguyễn Văn Anh"]
        begin_epoch(database_url, keys)
        with pytest.raises(WrongKeys):
            names(backup, keys)
    assert epochs(keys) == {"2"}


def test_rows_that_wait_for_a_second_person_are_still_admitted(
    database_url: str, keys: Path
) -> None:
    on = date(2022, 10, 1)
    with founded_office(database_url, keys) as it:
        ask(it, donation(500, key="D-1"), ANH)
        ask(it, GrantRole(**{**ROLE, "person": APPROVER}))
        approvals = Approvals(it, database_url)
        rows = [asked(payout(100, key="P-1", approved_outside=False), LAN)]
        approvals.ask(COMMUNE, "A-1", rows, person=PREPARER, on=on)
        begin_epoch(database_url, keys)
        given = approvals.give(COMMUNE, "A-1", person=APPROVER, on=on)
    assert len(given.entries) == 2


def test_a_key_written_before_a_crash_is_left_alone_and_the_next_epoch_has_another(
    database_url: str, keys: Path
) -> None:
    with founded_office(database_url, keys) as it:
        VaultKeys(keys).add_epoch()
        ask(it, donation(5, key="D-1"), ANH)
    assert epochs(keys) == {"1", "2"}
    assert begin_epoch(database_url, keys) == 3
    assert (names(database_url, keys), epochs(keys)) == (["Nguyễn Văn Anh"], {"3"})


def test_an_old_key_that_a_crash_has_left_is_destroyed_at_the_next_start(
    database_url: str, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with founded_office(database_url, keys) as it:
        ask(it, donation(5, key="D-1"), ANH)
    monkeypatch.setattr(vault_epochs, "destroy_old", lambda *_: None)
    begin_epoch(database_url, keys)
    assert epochs(keys) == {"1", "2"}
    with office_at(database_url, keys=keys):
        assert epochs(keys) == {"2"}


def test_an_epoch_that_could_not_be_finished_has_changed_nothing(
    database_url: str, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with founded_office(database_url, keys) as it:
        ask(it, donation(5, key="D-1"), ANH)
        monkeypatch.setattr(vault_epochs, "sealed", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            begin_epoch(database_url, keys)
        ask(it, donation(5, key="D-2"), {"donor": "Bà Sáu"})
    assert names(database_url, keys) == ["Nguyễn Văn Anh", "Bà Sáu"]
