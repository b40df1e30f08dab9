"""The first set-up: by whoever reads the code, once, by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from api.identity.first_run import AlreadySetUp, is_set_up_code, new_set_up_code, set_up
from api.identity.people import any_account
from ledger.commands import StateUnitTerm
from ledger.database import Connection
from ledger.refusals import UnitTermEmpty
from tests.api.identity.world import SINCE, World


def a_unit(code: str = "NA", *, ends_before: bool = False) -> StateUnitTerm:
    return StateUnitTerm(
        unit_id=uuid4(),
        code=code,
        name="Hội Khuyến học",
        level="province",
        valid_from=SINCE,
        valid_to=SINCE.replace(year=2019) if ends_before else None,
    )


def test_the_code_is_the_last_one_that_was_made(world: World, connection: Connection) -> None:
    old, new = (new_set_up_code(world.wiring.url) for _ in range(2))
    assert old and new
    assert is_set_up_code(connection, f" {new.upper()} ") and not is_set_up_code(connection, old)


def test_without_a_code_nothing_is_right(connection: Connection) -> None:
    assert not is_set_up_code(connection, "")


def test_the_first_administrator_administers_the_first_unit(world: World) -> None:
    unit = a_unit()
    world.people["hoa"] = set_up(world.wiring, unit, "Hòa", "hoa", "cay bang con nghe")
    world.units["NA"] = unit.unit_id
    assert world.may("hoa", "administer", "NA")


def test_a_unit_that_was_imported_is_taken_over(world: World) -> None:
    world.people["hoa"] = set_up(world.wiring, world.unit("NA"), "Hòa", "hoa", "cay bang con")
    assert world.may("hoa", "administer", "NA") and not world.may("hoa", "administer", "NA", SINCE)


def test_afterwards_there_is_no_code(world: World, connection: Connection) -> None:
    code = new_set_up_code(world.wiring.url) or ""
    set_up(world.wiring, a_unit(), "Hòa", "hoa", "cay bang con nghe")
    assert new_set_up_code(world.wiring.url) is None and not is_set_up_code(connection, code)


def test_two_at_once_make_one_administrator(world: World, connection: Connection) -> None:
    def one(login: str) -> str:
        try:
            return set_up(world.wiring, a_unit(login), login, login, "cay bang con nghe").login
        except AlreadySetUp:
            return "late"

    with ThreadPoolExecutor(4) as four:
        made = sorted(four.map(one, ["an", "binh", "chi", "dung"]))
    assert made.count("late") == 3
    assert connection.execute("SELECT count(*) FROM account").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM role_grant").fetchone() == (1,)


def test_what_the_ledger_refuses_leaves_no_account(world: World, connection: Connection) -> None:
    with pytest.raises(UnitTermEmpty):
        set_up(world.wiring, a_unit(ends_before=True), "Hòa", "hoa", "cay bang con nghe")
    assert not any_account(connection)
