"""A role holds for its unit and all below it, on the days of the role, by the tree of the day."""

from __future__ import annotations

from datetime import date

import pytest

from api.identity.acting import ALLOWED, actions_of, roles_held, today
from tests.api.identity.world import TOMORROW, YESTERDAY, World

REFORM = date(2025, 7, 1)


@pytest.fixture
def districts(world: World) -> World:
    """Give a province with two districts; one commune changes districts on a day."""
    world.unit("NA", level="province")
    world.unit("95", below="NA", level="district")
    world.unit("951", below="NA", level="district")
    world.unit("X", below="95")
    world.move("X", "95", "951", REFORM)
    return world


def test_a_role_holds_for_all_units_below(districts: World) -> None:
    districts.grant("hoa", "treasurer", "NA")
    assert districts.may("hoa", "enter", "NA") and districts.may("hoa", "enter", "X")


def test_a_role_does_not_hold_for_units_above(districts: World) -> None:
    districts.grant("hoa", "treasurer", "X")
    assert districts.may("hoa", "enter", "X") and not districts.may("hoa", "enter", "951")


def test_a_code_that_begins_alike_is_another_unit(districts: World) -> None:
    districts.grant("hoa", "inspector", "95")
    assert districts.may("hoa", "inspect", "95") and not districts.may("hoa", "inspect", "951")


def test_a_unit_that_moves_takes_leave_of_its_old_staff_on_the_day(districts: World) -> None:
    districts.grant("hoa", "treasurer", "95")
    assert districts.may("hoa", "enter", "X", date(2025, 6, 30))
    assert not districts.may("hoa", "enter", "X", REFORM)


def test_a_unit_that_moves_gets_its_new_staff_on_the_day(districts: World) -> None:
    districts.grant("binh", "treasurer", "951")
    assert not districts.may("binh", "enter", "X", date(2025, 6, 30))
    assert districts.may("binh", "enter", "X", REFORM)


def test_a_role_that_ended_yesterday_is_over(districts: World) -> None:
    districts.grant("hoa", "treasurer", "NA")
    districts.end("hoa", "treasurer", "NA", YESTERDAY)
    assert districts.may("hoa", "enter", "NA", YESTERDAY)
    assert not districts.may("hoa", "enter", "NA")


def test_a_role_holds_on_its_last_day(districts: World) -> None:
    districts.grant("hoa", "treasurer", "NA", last=today())
    assert districts.may("hoa", "enter", "NA") and not districts.may("hoa", "enter", "NA", TOMORROW)


def test_a_role_that_begins_tomorrow_does_not_hold_today(districts: World) -> None:
    districts.grant("hoa", "treasurer", "NA", first=TOMORROW)
    assert not districts.may("hoa", "enter", "NA") and districts.may("hoa", "enter", "NA", TOMORROW)


@pytest.mark.parametrize("role", ALLOWED["read"])
def test_each_role_may_read_and_do_its_own(districts: World, role: str) -> None:
    districts.grant("hoa", role, "NA")  # type: ignore[arg-type]
    may = {action for action in ALLOWED if districts.may("hoa", action, "X")}
    own = {action for action, roles in ALLOWED.items() if role in roles}
    assert may == own and "read" in own and len(own) == 2


def test_somebody_without_a_role_may_nothing(districts: World) -> None:
    districts.person("hoa", "NA")
    assert not any(districts.may("hoa", action, "X") for action in ALLOWED)


def test_roles_are_listed_from_the_top_down(districts: World) -> None:
    districts.grant("hoa", "treasurer", "X")
    districts.grant("hoa", "inspector", "NA")
    with districts.wiring.connection() as connection:
        held = roles_held(connection, districts.people["hoa"].person_id, today())
    assert [(each.unit.code, each.role) for each in held] == [
        ("NA", "inspector"),
        ("X", "treasurer"),
    ]
    assert actions_of(held) == {"read", "enter", "inspect"}
