"""A unit has terms that do not overlap, and never stands above itself on any day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands import RegisterHolder, StatePopulation, StateUnitTerm
from ledger.refusals import (
    AmountNotPositive,
    TreeHasCycle,
    UnitTermEmpty,
    UnitTermsOverlap,
    UnknownUnit,
)
from ledger.registry import CodeTaken, Registry, evolve
from ledger.registry_events import (
    HolderRegistered,
    PopulationStated,
    UnitTermCorrected,
    UnitTermEnded,
    UnitTermStarted,
)
from ledger.tree import Above, ancestry
from ledger.values import asdict
from tests.ledger.examples import COMMUNE, DISTRICT, FOUNDED, NEWSPAPER, PROVINCE, REGISTRY, term
from tests.story import given_units

REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)
LATER = date(2026, 1, 1)

NGHE_AN = term(PROVINCE, "NA", "province", None)
VINH = term(DISTRICT, "NA-01", "district", PROVINCE)
VINH_TO_REFORM = term(DISTRICT, "NA-01", "district", PROVINCE, valid_to=EVE)
BEN_THUY = term(COMMUNE, "NA-01-01", "commune", DISTRICT)
BEN_THUY_TO_REFORM = term(COMMUNE, "NA-01-01", "commune", DISTRICT, valid_to=EVE)


def with_other(said: UnitTermStarted, other: dict[str, object]) -> dict[str, Any]:
    return asdict(said) | other


def state(said: UnitTermStarted, **other: object) -> StateUnitTerm:
    """Ask for a term as this fact has it, but for some fields."""
    return StateUnitTerm(**with_other(said, other))


def corrected(said: UnitTermStarted, **other: object) -> UnitTermCorrected:
    return UnitTermCorrected(**with_other(said, other))


# Terms


def test_a_first_term_registers_a_unit() -> None:
    given_units(NGHE_AN).when(state(VINH)).then(VINH)


def test_a_term_said_again_changes_nothing() -> None:
    given_units(NGHE_AN, VINH).when(state(VINH, nonce="another")).then()


def test_a_unit_may_be_renamed_from_a_day_on() -> None:
    renamed = term(COMMUNE, "NA-01-01", "commune", DISTRICT, name="Phường Thành Vinh")
    follows = state(renamed, valid_from=REFORM)
    given_units(NGHE_AN, VINH, BEN_THUY_TO_REFORM).when(follows).then(
        term(COMMUNE, "NA-01-01", "commune", DISTRICT, name="Phường Thành Vinh", valid_from=REFORM)
    )


def test_the_end_of_a_term_becomes_known_later() -> None:
    given_units(NGHE_AN, VINH).when(state(VINH_TO_REFORM)).then(
        UnitTermEnded(unit_id=DISTRICT, valid_from=FOUNDED, valid_to=EVE)
    )


@pytest.mark.parametrize(
    "other", [{"name": "Thành phố Vinh"}, {"level": "commune"}, {"parent_id": None}]
)
def test_another_content_of_the_same_term_is_a_correction(other: dict[str, Any]) -> None:
    given_units(NGHE_AN, VINH).when(state(VINH, **other)).then(corrected(VINH, **other))


@pytest.mark.parametrize("valid_to", [None, LATER])
def test_another_end_of_an_ended_term_is_a_correction(valid_to: date | None) -> None:
    asked = state(VINH, valid_to=valid_to)
    given_units(NGHE_AN, VINH_TO_REFORM).when(asked).then(corrected(VINH, valid_to=valid_to))


def test_a_correction_counts_and_the_first_word_no_longer_does() -> None:
    registry = evolve(Registry(), [NGHE_AN, VINH, corrected(VINH, name="Thành phố Vinh")])
    assert [each.name for each in registry.terms[DISTRICT]] == ["Thành phố Vinh"]


def test_a_parent_that_nobody_registered_is_unknown() -> None:
    given_units().when(state(VINH)).refused(UnknownUnit)


def test_no_two_units_bear_one_code() -> None:
    other = state(VINH, unit_id=COMMUNE)
    facts = given_units(NGHE_AN, VINH).when(other).refused(CodeTaken)
    assert facts == {"code": "NA-01", "bearer": VINH.name}


def test_a_code_that_its_unit_bears_no_more_is_free() -> None:
    renamed = term(DISTRICT, "NA-99", "district", PROVINCE, valid_from=REFORM)
    heir = term(COMMUNE, "NA-01", "commune", PROVINCE, valid_from=REFORM)
    given_units(NGHE_AN, VINH_TO_REFORM, renamed).when(state(heir)).then(heir)


def test_a_term_cannot_end_before_it_begins() -> None:
    day_before = date(2000, 10, 1)
    given_units(NGHE_AN).when(state(VINH, valid_to=day_before)).refused(UnitTermEmpty)


def test_a_term_may_last_one_day() -> None:
    registry = evolve(Registry(), [term(PROVINCE, "NA", "province", None, valid_to=FOUNDED)])
    assert registry.is_valid(PROVINCE, FOUNDED)
    assert not registry.is_valid(PROVINCE, date(2000, 10, 3))


@pytest.mark.parametrize("valid_from", [date(1999, 1, 1), date(2024, 1, 1)])
def test_a_term_beside_an_open_one_overlaps_it(valid_from: date) -> None:
    asked = state(VINH, valid_from=valid_from)
    given_units(NGHE_AN, VINH).when(asked).refused(UnitTermsOverlap)


def test_a_term_that_begins_within_an_ended_one_overlaps_it() -> None:
    asked = state(VINH, valid_from=date(2025, 6, 29))
    facts = given_units(NGHE_AN, VINH_TO_REFORM).when(asked).refused(UnitTermsOverlap)
    assert facts == {"code": "NA-01", "first": FOUNDED, "second": date(2025, 6, 29)}


@pytest.mark.parametrize("valid_from", [EVE, REFORM])
def test_the_next_term_may_begin_on_the_last_day_or_the_day_after(valid_from: date) -> None:
    # Published lists write both: "to 30/6, from 1/7" and "to 1/7, from 1/7".
    follows = term(DISTRICT, "NA-01", "commune", PROVINCE, valid_from=valid_from)
    given_units(NGHE_AN, VINH_TO_REFORM).when(state(follows)).then(follows)


def test_a_term_may_be_put_before_the_first_one() -> None:
    earlier = term(
        DISTRICT, "NA-01", "district", None, valid_from=date(1996, 1, 1), valid_to=date(2000, 10, 1)
    )
    given_units(NGHE_AN, VINH).when(state(earlier)).then(earlier)


def test_a_unit_does_not_exist_between_its_terms() -> None:
    returned = term(DISTRICT, "NA-01", "district", PROVINCE, valid_from=LATER)
    registry = evolve(Registry(), [NGHE_AN, VINH_TO_REFORM, returned])
    days = [FOUNDED, EVE, REFORM, date(2025, 12, 31), LATER]
    assert [registry.is_valid(DISTRICT, day) for day in days] == [True, True, False, False, True]


def test_a_unit_does_not_exist_before_it_was_founded() -> None:
    assert not REGISTRY.is_valid(COMMUNE, date(2000, 10, 1))


# The tree


def test_everybody_above_a_unit_is_above_it_on_every_day() -> None:
    assert ancestry(REGISTRY, COMMUNE) == (
        Above(PROVINCE, date.min, date.max),
        Above(DISTRICT, date.min, date.max),
    )


def test_a_unit_without_a_parent_has_nobody_above_it() -> None:
    assert ancestry(REGISTRY, PROVINCE) == ()


def test_a_new_parent_counts_from_the_day_of_its_term() -> None:
    moved = term(COMMUNE, "NA-01-01", "commune", PROVINCE, valid_from=REFORM)
    registry = evolve(Registry(), [NGHE_AN, VINH, BEN_THUY_TO_REFORM, moved])
    assert ancestry(registry, COMMUNE) == (
        Above(PROVINCE, date.min, date.max),
        Above(DISTRICT, date.min, REFORM),
    )


def test_a_parent_that_stays_through_a_renaming_is_one_row() -> None:
    renamed = term(COMMUNE, "NA-01-01", "commune", DISTRICT, name="Thành Vinh", valid_from=REFORM)
    registry = evolve(Registry(), [NGHE_AN, VINH, BEN_THUY_TO_REFORM, renamed])
    assert ancestry(registry, COMMUNE) == ancestry(REGISTRY, COMMUNE)


def test_a_parent_keeps_what_is_left_of_a_unit_after_its_last_term() -> None:
    registry = evolve(Registry(), [NGHE_AN, VINH, BEN_THUY_TO_REFORM])
    assert ancestry(registry, COMMUNE) == ancestry(REGISTRY, COMMUNE)


def test_a_parent_keeps_a_unit_during_the_gap_until_the_next_term() -> None:
    returned = term(COMMUNE, "NA-01-01", "commune", PROVINCE, valid_from=LATER)
    registry = evolve(Registry(), [NGHE_AN, VINH, BEN_THUY_TO_REFORM, returned])
    assert Above(DISTRICT, date.min, LATER) in ancestry(registry, COMMUNE)


def test_a_parent_that_comes_back_is_two_rows() -> None:
    away = term(
        COMMUNE, "NA-01-01", "commune", PROVINCE, valid_from=REFORM, valid_to=date(2025, 12, 31)
    )
    back = term(COMMUNE, "NA-01-01", "commune", DISTRICT, valid_from=LATER)
    registry = evolve(Registry(), [NGHE_AN, VINH, BEN_THUY_TO_REFORM, away, back])
    assert [above for above in ancestry(registry, COMMUNE) if above.ancestor_id == DISTRICT] == [
        Above(DISTRICT, date.min, REFORM),
        Above(DISTRICT, LATER, date.max),
    ]


def test_a_grandparent_changes_with_the_parents_own_term() -> None:
    board = UUID("10000000-0000-4000-8000-00000000000b")
    moved = term(DISTRICT, "NA-01", "district", None, valid_from=REFORM)
    clan = term(board, "NA-01-01-B1", "board", COMMUNE, kind="clan")
    registry = evolve(Registry(), [NGHE_AN, VINH_TO_REFORM, moved, BEN_THUY, clan])
    assert ancestry(registry, board) == (
        Above(PROVINCE, date.min, REFORM),
        Above(DISTRICT, date.min, date.max),
        Above(COMMUNE, date.min, date.max),
    )


def test_a_unit_cannot_be_its_own_parent() -> None:
    given_units(NGHE_AN).when(state(NGHE_AN, parent_id=PROVINCE)).refused(TreeHasCycle)


def test_a_new_unit_cannot_be_its_own_parent() -> None:
    given_units().when(state(NGHE_AN, parent_id=PROVINCE)).refused(UnknownUnit)


def test_a_unit_cannot_stand_below_its_own_child() -> None:
    known = given_units(NGHE_AN, VINH, BEN_THUY)
    known.when(state(NGHE_AN, parent_id=COMMUNE)).refused(TreeHasCycle)


def test_a_term_to_come_may_not_put_a_unit_below_its_child_either() -> None:
    known = given_units(NGHE_AN, VINH_TO_REFORM, BEN_THUY)
    asked = term(DISTRICT, "NA-01", "district", COMMUNE, valid_from=REFORM)
    known.when(state(asked)).refused(TreeHasCycle)


def test_two_units_may_change_places_from_one_day_on() -> None:
    freed = term(COMMUNE, "NA-01-01", "commune", PROVINCE, valid_from=REFORM)
    below = term(DISTRICT, "NA-01", "district", COMMUNE, valid_from=REFORM)
    known = given_units(NGHE_AN, VINH_TO_REFORM, BEN_THUY_TO_REFORM, freed)
    known.when(state(below)).then(below)


def test_a_parent_of_the_past_may_not_have_been_below_its_child_then() -> None:
    moved = term(COMMUNE, "NA-01-01", "commune", PROVINCE, valid_from=REFORM)
    known = given_units(NGHE_AN, VINH_TO_REFORM, BEN_THUY_TO_REFORM, moved)
    known.when(state(VINH_TO_REFORM, parent_id=COMMUNE)).refused(TreeHasCycle)


# Populations and holders


def population(persons: int = 3_341_707, nonce: str | None = None) -> StatePopulation:
    return StatePopulation(
        unit_id=PROVINCE,
        on=date(2021, 12, 31),
        persons=persons,
        source="Báo cáo 2022",
        nonce=nonce,
    )


STATED = PopulationStated(
    unit_id=PROVINCE, on=date(2021, 12, 31), persons=3_341_707, source="Báo cáo 2022"
)


def test_a_population_is_stated_with_its_day_and_source() -> None:
    given_units(NGHE_AN).when(population()).then(STATED)


def test_the_same_population_said_again_changes_nothing() -> None:
    given_units(NGHE_AN, STATED).when(population(nonce="another")).then()


def test_another_population_of_the_same_day_is_a_correction() -> None:
    known = given_units(NGHE_AN, STATED).when(population(3_400_000))
    known.then(
        PopulationStated(
            unit_id=PROVINCE, on=date(2021, 12, 31), persons=3_400_000, source="Báo cáo 2022"
        )
    )


def test_nobody_lives_in_an_unknown_unit() -> None:
    given_units().when(population()).refused(UnknownUnit)


def test_a_unit_without_inhabitants_has_no_population() -> None:
    given_units(NGHE_AN).when(population(0)).refused(AmountNotPositive)


REGISTERED = HolderRegistered(holder=NEWSPAPER, kind="press")


def test_a_holder_is_registered_once() -> None:
    given_units().when(RegisterHolder(holder=NEWSPAPER, kind="press")).then(REGISTERED)
    given_units(REGISTERED).when(RegisterHolder(holder=NEWSPAPER, kind="press", nonce="n")).then()


def test_a_holder_of_another_kind_or_name_is_a_correction() -> None:
    known = given_units(REGISTERED)
    known.when(RegisterHolder(holder=NEWSPAPER, kind="individual")).then(
        HolderRegistered(holder=NEWSPAPER, kind="individual")
    )
    known.when(RegisterHolder(holder=NEWSPAPER, kind="press", restated=True)).then(REGISTERED)


def test_the_registry_counts_its_facts() -> None:
    assert evolve(Registry(), [NGHE_AN, VINH, STATED, REGISTERED]).version == 4
