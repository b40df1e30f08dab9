"""Definitions come through the API too, from those whose they are, and repeat without harm."""

from __future__ import annotations

import pytest

from api.v1.rows import EXAMPLES
from tests.api.v1.world import GIFT, World

OF_THE_UNIT = {
    "/funds": "Fund",
    "/holdings": "Holding",
    "/series": "Series",
}


@pytest.mark.parametrize(("path", "title"), OF_THE_UNIT.items())
def test_whoever_enters_rows_defines_what_they_need(here: World, path: str, title: str) -> None:
    answer = here["thu-quy"].post(path, EXAMPLES[title])
    assert (answer.status_code, answer.json()["entry"]["unit"]) == (
        201,
        "unit_10000000000040008000000000000003",
    )
    shown = here["thu-quy"].get(f"/units/NA-01-01/definitions{path}").json()["definitions"]
    assert [each["id"] for each in shown] == [answer.json()["entry"]["id"]]


def test_a_gift_goes_into_a_fund_just_defined(here: World) -> None:
    here["thu-quy"].post("/funds", EXAMPLES["Fund"])
    answer = here["thu-quy"].post("/donations", {**GIFT, "fund": "hoc-bong"})
    assert answer.json()["entry"]["facts"]["fund"] == "hoc-bong"


def test_what_is_known_is_answered_with_no_entry(here: World) -> None:
    here["thu-quy"].post("/funds", EXAMPLES["Fund"])
    assert here["thu-quy"].post("/funds", EXAMPLES["Fund"]).json() == {"entry": None}


def test_a_definition_under_a_used_key_is_the_first_answer_or_refused(here: World) -> None:
    first, again = (here["thu-quy"].post("/funds", EXAMPLES["Fund"], "F-1") for _ in range(2))
    other = here["thu-quy"].post("/funds", {**EXAMPLES["Fund"], "fund": "khac"}, "F-1")
    assert (again.content, again.headers["idempotency-hit"]) == (first.content, "true")
    assert (other.status_code, other.json()["code"]) == (422, "key_used_for_other")


def test_an_administrator_adds_a_unit_below_one_of_theirs(here: World) -> None:
    answer = here["quan-tri"].post("/units", EXAMPLES["UnitDefinition"])
    assert answer.status_code == 201, answer.text
    here.site.catch_up()
    assert here["quan-tri"].get("/units/NA-01-02").json()["name"].startswith("Hội Khuyến học")


def test_who_defines_a_unit_again_before_the_lists_know_it_defines_the_same(here: World) -> None:
    bodies = [{**EXAMPLES["UnitDefinition"], "name": name} for name in ("A", "A", "B")]
    first, again, other = (here["quan-tri"].post("/units", each).json() for each in bodies)
    assert again == {"entry": None}
    assert other["entry"]["facts"]["unit_id"] == first["entry"]["facts"]["unit_id"]
    here.site.catch_up()
    assert here["quan-tri"].get("/units/NA-01-02").json()["name"] == "B"


@pytest.mark.parametrize("dry_run", [True, False])
def test_no_code_looks_like_the_name_of_a_unit(here: World, dry_run: bool) -> None:
    body = {**EXAMPLES["UnitDefinition"], "code": f"unit_{'0' * 32}"}
    answer = here["quan-tri"].post("/units", body, dry_run=dry_run)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/code")


def test_nobody_takes_a_unit_out_of_the_one_it_stands_below(here: World) -> None:
    body = {"code": "NA-01-01", "name": "Xã", "level": "commune", "valid_from": "2026-01-01"}
    answer = here["quan-tri"].post("/units", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_treasurer_adds_no_units(here: World) -> None:
    answer = here["thu-quy"].post("/units", EXAMPLES["UnitDefinition"])
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_nobody_adds_a_unit_below_nobody(here: World) -> None:
    body = {"code": "HT", "name": "Tỉnh khác", "level": "province", "valid_from": "2022-01-01"}
    assert here["quan-tri"].post("/units", body).status_code == 403


def test_an_administrator_states_a_population(here: World) -> None:
    assert here["quan-tri"].post("/populations", EXAMPLES["Population"]).status_code == 201
    here.site.catch_up()
    shown = here["thu-quy"].get("/units/NA-01-01/per-capita", year=2022).json()
    assert (shown["population"], shown["per_capita_raised_vnd"]) == (9_500, 0)


def test_a_holder_is_registered_for_a_unit_and_renamed(here: World) -> None:
    new = {"code": "ong-ba", "name": "Ông Ba", "kind": "individual"}
    first = here["thu-quy"].post("/holders", new, unit="NA-01-01")
    same = here["thu-quy"].post("/holders", new, unit="NA-01-01")
    renamed = here["thu-quy"].post("/holders", {**new, "name": "Bà Ba"}, unit="NA-01-01")
    assert [bool(each.json()["entry"]) for each in (first, same, renamed)] == [True, False, True]


def test_a_dry_run_defines_nothing(here: World) -> None:
    answer = here["thu-quy"].post("/funds", EXAMPLES["Fund"], dry_run=True)
    assert answer.json() == {"dry_run": True, "would_record": 1}
    shown = here["thu-quy"].get("/units/NA-01-01/definitions/funds").json()
    assert shown == {"definitions": []}
