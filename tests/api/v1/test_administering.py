"""Administrators grant and end roles and state what one person may pay, through the API too."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.api.v1.world import GIFT, PAYOUT, World

ROLE = {"role": "treasurer", "unit": "NA-01-01", "valid_from": "2022-01-01"}
RULE = {"unit": "NA-01-01", "valid_from": "2022-01-01", "free_up_to_vnd": 400_000}


def path_of(here: World, login: str) -> str:
    return f"/people/{here[login].person_id}/roles"


def granted(here: World, login: str, **other: str) -> httpx.Response:
    return here["quan-tri"].post(path_of(here, login), {**ROLE, **other})


def roles_of(here: World, login: str) -> list[dict[str, Any]]:
    people = here["quan-tri"].get("/people", unit="NA").json()["people"]
    (found,) = (each for each in people if each["login"] == login)
    return [{**each, "unit": None} for each in found["roles"]]


def test_a_role_just_granted_lets_a_program_record(here: World) -> None:
    assert here["nguoi-dung"].get("/approvals", unit="NA-01-01").status_code == 403
    answer = granted(here, "nguoi-dung", role="account_holder")
    assert (answer.status_code, answer.json()["entry"]["type"]) == (201, "role.granted/1")
    until = time.monotonic() + 5  # what was found before is believed for two seconds
    while (status := here["nguoi-dung"].get("/approvals", unit="NA-01-01").status_code) == 403:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert status == 200


def test_people_are_listed_with_the_roles_they_have_and_had(here: World) -> None:
    granted(here, "huyen", role="inspector", valid_to="2022-06-30")
    assert [(each["role"], each["code"], each["state"]) for each in roles_of(here, "huyen")] == [
        ("treasurer", "NA-01", "now"),
        ("inspector", "NA-01-01", "over"),
    ]


def test_a_list_of_people_goes_on_where_the_last_page_ended(here: World) -> None:
    ask = here["quan-tri"].get
    whole = [each["id"] for each in ask("/people", unit="NA").json()["people"]]
    first = ask("/people", unit="NA", limit=3).json()
    rest = ask("/people", unit="NA", cursor=first["next_cursor"]).json()
    assert [each["id"] for each in (*first["people"], *rest["people"])] == whole
    assert (len(first["people"]), rest["next_cursor"]) == (3, None)


def test_a_role_ends_with_a_day(here: World) -> None:
    began = roles_of(here, "thu-quy")[0]["valid_from"]
    end = {**ROLE, "valid_from": began, "valid_to": "2022-12-31"}
    answer = here["quan-tri"].post(f"{path_of(here, 'thu-quy')}/end", end)
    assert answer.json()["entry"]["type"] == "role.ended/1"
    assert [(each["valid_to"], each["state"]) for each in roles_of(here, "thu-quy")] == [
        ("2022-12-31", "over")
    ]


def test_a_role_that_never_began_cannot_end(here: World) -> None:
    answer = here["quan-tri"].post(
        f"{path_of(here, 'thu-quy')}/end", {**ROLE, "role": "inspector", "valid_to": "2022-12-31"}
    )
    assert answer.json()["code"] == "unknown_grant"


def test_a_role_cannot_end_before_it_began(here: World) -> None:
    began = roles_of(here, "thu-quy")[0]["valid_from"]
    end = {**ROLE, "valid_from": began, "valid_to": "1999-12-31"}
    answer = here["quan-tri"].post(f"{path_of(here, 'thu-quy')}/end", end)
    assert (answer.status_code, answer.json()["code"]) == (422, "grant_empty")
    assert answer.json()["errors"][0]["pointer"] == "/valid_to"


def test_nobody_keeps_both_the_cash_and_the_books(here: World) -> None:
    answer = granted(here, "ke-toan")
    assert (answer.status_code, answer.json()["code"]) == (422, "roles_conflict")
    assert answer.json()["errors"][0]["pointer"] == "/role"


def test_a_grant_is_answered_once_under_its_key_and_known_afterwards(here: World) -> None:
    path = path_of(here, "nguoi-dung")
    first, again = (here["quan-tri"].post(path, ROLE, "R-1") for _ in range(2))
    assert (again.content, again.headers["idempotency-hit"]) == (first.content, "true")
    assert here["quan-tri"].post(path, ROLE, "R-2").json() == {"entry": None}
    other = here["quan-tri"].post(path, {**ROLE, "role": "inspector"}, "R-1")
    assert other.json()["code"] == "key_used_for_other"


def test_a_dry_run_grants_nothing(here: World) -> None:
    answer = here["quan-tri"].post(path_of(here, "nguoi-dung"), ROLE, dry_run=True)
    assert answer.json() == {"dry_run": True, "would_record": 1}
    assert roles_of(here, "nguoi-dung") == []


@pytest.mark.parametrize("login", ["thu-quy", "kiem-tra", "chu-tai-khoan"])
def test_only_administrators_grant_see_people_and_state_rules(here: World, login: str) -> None:
    asked = (
        here[login].post(path_of(here, "nguoi-dung"), ROLE),
        here[login].get("/people", unit="NA-01-01"),
        here[login].post("/approval-rules", RULE),
        here[login].get("/approval-rules", unit="NA-01-01"),
    )
    assert [each.json()["code"] for each in asked] == ["not_allowed"] * 4


def test_a_key_without_the_scope_administers_nothing(here: World) -> None:
    reader = here.with_key("quan-tri", ["read", "enter"])
    assert reader.get("/people", unit="NA").json()["code"] == "scope_missing"


def test_somebody_who_is_not_there_gets_no_role(here: World) -> None:
    answer = here["quan-tri"].post(f"/people/p-{'a' * 20}/roles", ROLE)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_nobody_ends_being_an_administrator_themselves(here: World) -> None:
    end = {**ROLE, "role": "administrator", "unit": "NA", "valid_to": "2022-12-31"}
    answer = here["quan-tri"].post(f"{path_of(here, 'quan-tri')}/end", end)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_day_of_another_age_is_refused_beside_its_member(here: World) -> None:
    answer = granted(here, "nguoi-dung", valid_to="2999-01-01")
    assert (answer.status_code, answer.json()["code"]) == (422, "row_refused")
    assert answer.json()["errors"][0]["pointer"] == "/valid_to"


def test_a_rule_lets_one_person_pay_so_much(here: World) -> None:
    here["thu-quy"].post("/donations", GIFT)
    assert here["thu-quy"].post("/payouts", {"lines": [PAYOUT]}).status_code == 202
    answer = here["quan-tri"].post("/approval-rules", RULE)
    assert answer.json()["entry"]["type"] == "approval_rule.stated/1"
    assert here["thu-quy"].post("/payouts", {"lines": [PAYOUT]}).status_code == 201


def test_the_rules_of_units_above_are_told_after_the_own(here: World) -> None:
    for unit, amount_vnd in (("NA", 100_000), ("NA-01-01", 400_000)):
        here["quan-tri"].post(
            "/approval-rules", {**RULE, "unit": unit, "free_up_to_vnd": amount_vnd}
        )
    rules = here["quan-tri"].get("/approval-rules", unit="NA-01-01").json()["rules"]
    assert [each["code"] for each in rules] == ["NA-01-01", "NA"]


@pytest.mark.parametrize("amount_vnd", [-1, 2**53, "400000", 0.5])
def test_an_amount_that_is_none_is_no_rule(here: World, amount_vnd: object) -> None:
    answer = here["quan-tri"].post("/approval-rules", {**RULE, "free_up_to_vnd": amount_vnd})
    assert answer.json()["errors"][0]["pointer"] == "/free_up_to_vnd"
