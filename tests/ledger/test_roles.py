"""Who may do what: roles have dates and hold below their unit; cash and books are kept apart."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands import EndRole, GrantRole
from ledger.refusals import Broken, GrantEmpty, RolesConflict, UnknownGrant, UnknownUnit
from ledger.registry import Registry, evolve
from ledger.registry_events import RoleEnded, RoleGranted, UnitTermStarted
from ledger.roles import holds_role
from tests.ledger.examples import (
    COMMUNE,
    DISTRICT,
    FOUNDED,
    JUNE,
    MARCH,
    NEXT_YEAR,
    OCTOBER,
    PROVINCE,
    REGISTRY,
    SEPTEMBER,
    term,
)
from tests.story import GivenUnits

TREASURER: dict[str, Any] = {"person": "p-1", "role": "treasurer", "unit_id": DISTRICT}
OTHER_DISTRICT = UUID("10000000-0000-4000-8000-000000000009")


def granted(**more: Any) -> RoleGranted:  # noqa: ANN401 - as in the event
    return RoleGranted(**{**TREASURER, "valid_from": MARCH, **more})


def grant(**more: Any) -> GrantRole:  # noqa: ANN401 - as in the command
    return GrantRole(**{**TREASURER, "valid_from": MARCH, **more})


def test_a_role_is_granted_once() -> None:
    among().when(grant()).then(granted())
    among(granted()).when(grant()).then()


def test_a_role_ends_once() -> None:
    end = EndRole(**TREASURER, valid_from=MARCH, valid_to=OCTOBER)
    ended = RoleEnded(**TREASURER, valid_from=MARCH, valid_to=OCTOBER)
    among(granted()).when(end).then(ended)
    among(granted(), ended).when(end).then()


def test_a_role_ends_with_its_first_day_at_the_earliest() -> None:
    early = EndRole(**TREASURER, valid_from=MARCH, valid_to=date(2022, 2, 28))
    among(granted()).when(early).refused(GrantEmpty)
    first = EndRole(**TREASURER, valid_from=MARCH, valid_to=MARCH)
    ended = RoleEnded(**TREASURER, valid_from=MARCH, valid_to=MARCH)
    among(granted()).when(first).then(ended)


def test_a_book_from_before_may_say_that_a_role_was_never_held() -> None:
    registry = known(granted(), RoleEnded(**TREASURER, valid_from=MARCH, valid_to=FOUNDED))
    assert not holds_role(registry, "p-1", "treasurer", DISTRICT, MARCH)


def test_a_role_that_goes_on_after_all_keeps_clear_of_the_other() -> None:
    treasurer = granted(valid_to=JUNE)
    accountant = granted(role="accountant", valid_from=SEPTEMBER)
    longer = EndRole(**TREASURER, valid_from=MARCH, valid_to=OCTOBER)
    among(treasurer, accountant).when(longer).refused(RolesConflict)


def test_a_role_in_a_unit_that_is_not_there_is_refused() -> None:
    among().when(grant(unit_id=UUID(int=1))).refused(UnknownUnit)


def test_only_a_role_that_was_granted_ends() -> None:
    end = EndRole(**TREASURER, valid_from=JUNE, valid_to=OCTOBER)
    among(granted()).when(end).refused(UnknownGrant)
    with pytest.raises(Broken):
        evolve(REGISTRY, [RoleEnded(**TREASURER, valid_from=JUNE, valid_to=OCTOBER)])


@pytest.mark.parametrize("unit_id", [PROVINCE, DISTRICT, COMMUNE])
def test_the_treasurer_keeps_no_books_of_the_unit_nor_above_nor_below(unit_id: UUID) -> None:
    among(granted()).when(grant(role="accountant", unit_id=unit_id)).refused(RolesConflict)


@pytest.mark.parametrize(
    "more",
    [
        {"person": "p-2"},
        {"valid_from": NEXT_YEAR},
        {"valid_from": FOUNDED, "valid_to": FOUNDED},
        {"role": "inspector"},
    ],
)
def test_another_person_another_time_or_another_role_is_no_conflict(more: dict[str, Any]) -> None:
    treasurer = granted(valid_to=OCTOBER)
    among(treasurer).when(grant(**{"role": "accountant", **more})).then(
        granted(**{"role": "accountant", **more})
    )


@pytest.mark.parametrize(
    ("unit_id", "holds"), [(PROVINCE, False), (DISTRICT, True), (COMMUNE, True)]
)
def test_a_role_holds_for_the_unit_and_below_it(unit_id: UUID, holds: bool) -> None:
    assert holds_role(known(granted()), "p-1", "treasurer", unit_id, OCTOBER) is holds


@pytest.mark.parametrize(
    ("on", "holds"), [(FOUNDED, False), (MARCH, True), (SEPTEMBER, True), (OCTOBER, False)]
)
def test_a_role_holds_from_its_first_day_to_its_last(on: date, holds: bool) -> None:
    registry = known(granted(valid_to=SEPTEMBER))
    assert holds_role(registry, "p-1", "treasurer", COMMUNE, on) is holds


@pytest.mark.parametrize(("on", "holds"), [(JUNE, True), (OCTOBER, False)])
def test_a_unit_that_moves_leaves_the_reach_of_those_above_it(on: date, holds: bool) -> None:
    moved: list[UnitTermStarted] = [
        term(OTHER_DISTRICT, "NA-02", "district", PROVINCE),
        term(COMMUNE, "NA-02-01", "commune", OTHER_DISTRICT, valid_from=SEPTEMBER),
    ]
    registry = evolve(REGISTRY, [granted(), *moved])
    assert holds_role(registry, "p-1", "treasurer", COMMUNE, on) is holds


def known(*events: RoleGranted | RoleEnded) -> Registry:
    return evolve(REGISTRY, events)


def among(*events: RoleGranted | RoleEnded) -> GivenUnits:
    return GivenUnits(known(*events))
