"""A program corrects a row as people do: the new one names the entry in whose place it stands."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.v1.world import GIFT, PAYOUT, World

RIGHT = {**GIFT, "amount_vnd": 550_000}


@pytest.fixture
def wrong(here: World) -> World:
    """The commune has a gift that is wrong, under the key G-1."""
    here["thu-quy"].post("/donations", GIFT, "G-1")
    here.site.catch_up()
    return here


def entry_of(here: World) -> str:
    """Return the name of the wrong gift."""
    return str(here["thu-quy"].post("/donations", GIFT, "G-1").json()["entry"]["id"])


def undoing(here: World) -> dict[str, object]:
    return {"reverses": entry_of(here), "on": "2022-03-02", "reason": "Ghi nhầm số tiền"}


def reverse(here: World) -> None:
    """Undo the wrong gift, by two persons."""
    asked = here["thu-quy"].post("/reversals", {"lines": [undoing(here)]})
    approval = asked.json()["approval"]["id"]
    assert here["chu-tai-khoan"].post(f"/approvals/{approval}/give", {}).status_code == 200


def corrected(here: World, **said: Any) -> httpx.Response:  # noqa: ANN401 - members of a body
    return here["thu-quy"].post("/donations", {**RIGHT, "replaces": entry_of(here), **said})


def test_a_gift_takes_the_place_of_one_that_was_reversed(wrong: World) -> None:
    reverse(wrong)
    answer = corrected(wrong)
    assert answer.status_code == 201
    papers = answer.json()["entry"]["facts"]["replaces"]
    assert [(each["series"], each["number"], each["year"]) for each in papers] == [
        ("PT", 1, 2022),
        ("BN", 1, 2022),
    ]


def test_the_old_entry_names_what_undid_it_and_what_replaces_it_with_a_proof(wrong: World) -> None:
    treasurer = wrong["thu-quy"]
    assert treasurer.get(f"/entries/{entry_of(wrong)}").json()["later"] == []
    reverse(wrong)
    new = corrected(wrong).json()["entry"]
    wrong.site.catch_up()
    undone, by = treasurer.get(f"/entries/{entry_of(wrong)}").json()["later"]
    assert undone["type"] == "entry.reversed/1"
    assert by == new and by["facts"]["receipt_number"] == 2
    assert '"replaces":[{"key"' in treasurer.get(f"/entries/{by['id']}/proof").json()["entry"]


def test_a_row_that_stands_is_not_replaced(wrong: World) -> None:
    answer = corrected(wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_reversed")
    assert answer.json()["errors"][0]["pointer"] == "/replaces"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ("ent_10000000000040008000000000000003_9999", 422, "not_reversed"),
        ("G-1", 400, "bad_request"),
        (7, 400, "bad_request"),
    ],
)
def test_what_is_no_reversed_row_is_refused(
    wrong: World, said: object, status: int, code: str
) -> None:
    answer = corrected(wrong, replaces=said)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_nothing_is_replaced_twice(wrong: World) -> None:
    reverse(wrong)
    corrected(wrong)
    answer = wrong["thu-quy"].post("/donations", {**RIGHT, "replaces": entry_of(wrong)}, "again")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_replaced")


def test_the_same_key_for_a_row_that_replaces_nothing_is_refused(wrong: World) -> None:
    reverse(wrong)
    body = {**RIGHT, "replaces": entry_of(wrong)}
    first, again = (wrong["thu-quy"].post("/donations", body, "K-1") for _ in range(2))
    assert (again.status_code, again.content) == (201, first.content)
    other = wrong["thu-quy"].post("/donations", RIGHT, "K-1")
    assert (other.status_code, other.json()["code"]) == (422, "key_used_for_other")


def test_a_payout_does_not_take_the_place_of_a_gift(wrong: World) -> None:
    wrong["thu-quy"].post("/donations", GIFT, "G-2")
    reverse(wrong)
    line = {**PAYOUT, "replaces": entry_of(wrong)}
    answer = wrong["thu-quy"].post("/payouts", {"lines": [line]})
    assert answer.json()["code"] == "replaces_other_kind"
    assert answer.json()["errors"][0]["pointer"] == "/lines/0/replaces"


def test_one_list_reverses_and_records_anew(wrong: World) -> None:
    rows = [
        {"table": "reversals", "row": {"key": "R-1", **undoing(wrong)}},
        {"table": "donations", "row": {"key": "D-2", **RIGHT, "replaces": entry_of(wrong)}},
    ]
    asked = wrong["thu-quy"].post("/imports", {"mode": "atomic", "rows": rows})
    assert asked.status_code == 202, asked.text
    approval = asked.json()["rows"][0]["approval"]
    shown = wrong["chu-tai-khoan"].get(f"/approvals/{approval}").json()
    assert shown["rows"][1]["facts"]["replaces"].endswith("/donations/G-1")
    given = wrong["chu-tai-khoan"].post(f"/approvals/{approval}/give", {})
    assert given.status_code == 200
    found = wrong["thu-quy"].get("/entries", unit="NA-01-01", type="donation").json()["entries"]
    assert found[0]["facts"]["replaces"][0]["number"] == 1


def test_what_a_holder_gave_directly_has_no_paper_to_replace(wrong: World) -> None:
    body = {
        "unit": "NA-01-01",
        "holder": "bao-nghe-an",
        "handed_over_on": "2022-04-01",
        "how": "direct",
        "amount_vnd": 5,
        "replaces": entry_of(wrong),
    }
    answer = wrong["thu-quy"].post("/handovers", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
