"""What needs a second person waits for one, in a list of rows as in a file sent through the web."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ledger.commands import StateApprovalRule
from ledger.draft import request
from tests.api.v1.test_importing import GOOD, listed, row
from tests.api.v1.world import World
from tests.ledger.examples import COMMUNE, FOUNDED

PAY = row("P-1", "payouts")


def sent(here: World, *rows: dict[str, Any], mode: str = "atomic") -> dict[str, Any]:
    """Send a list that waits, and return the answer as JSON."""
    answer = here["thu-quy"].post("/imports", listed(*rows, mode=mode), "L-1")
    assert answer.status_code == 202, answer.text
    said: dict[str, Any] = answer.json()
    return said


def given(here: World, said: dict[str, Any]) -> httpx.Response:
    (waiting,) = said["approvals"]
    return here["chu-tai-khoan"].post(f"/approvals/{waiting['id']}/give", {})


def entries(here: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = here["thu-quy"].get("/entries", unit="NA-01-01").json()["entries"]
    return [each for each in found if not each["type"].startswith("approval.")]


def statuses(said: dict[str, Any]) -> list[str]:
    return [each["status"] for each in said["rows"]]


def test_an_atomic_list_with_a_payout_waits_as_a_whole(here: World) -> None:
    said = sent(here, GOOD, PAY)
    assert (statuses(said), said["waiting"], said["recorded"]) == (["waiting"] * 2, 2, 0)
    assert {each["approval"] for each in said["rows"]} == {said["approvals"][0]["id"]}
    assert entries(here) == []
    assert given(here, said).status_code == 200
    assert [each["facts"]["amount_vnd"] for each in entries(here)] == [300_000, 500_000]


def test_the_answer_says_where_the_list_waits(here: World) -> None:
    answers = [here["thu-quy"].post("/imports", listed(GOOD, PAY), "L-1") for _ in range(2)]
    assert answers[1].content == answers[0].content
    for each in answers:
        shown = here["chu-tai-khoan"].client.get(each.headers["location"]).json()
        assert (shown["approval"]["lines"], shown["approval"]["total_vnd"]) == (2, 800_000)


def test_rows_of_a_continued_list_that_need_nobody_are_recorded_at_once(here: World) -> None:
    bad = row("P-2", "payouts", fund="khong-co")
    said = sent(here, GOOD, PAY, bad, mode="continue")
    assert statuses(said) == ["recorded", "waiting", "refused"]
    assert said["rows"][2]["problem"]["code"] == "unknown_fund"
    assert len(entries(here)) == 1
    assert given(here, said).status_code == 200
    assert len(entries(here)) == 2


def test_a_reversal_in_a_list_waits_and_is_given(here: World) -> None:
    gift = here["thu-quy"].post("/imports", listed(GOOD)).json()["rows"][0]["entry"]
    said = sent(here, row("H-1", "reversals", reverses=gift))
    assert given(here, said).status_code == 200
    assert entries(here)[0]["type"] == "entry.reversed/1"


def test_a_reversal_of_nothing_is_refused(here: World) -> None:
    nothing = f"ent_{COMMUNE.hex}_99"
    body = listed(row("H-1", "reversals", reverses=nothing))
    answer = here["thu-quy"].post("/imports", body)
    assert answer.json()["errors"][0]["code"] == "unknown_entry"


def test_a_list_that_was_given_is_known_row_by_row(here: World) -> None:
    given(here, sent(here, GOOD, PAY))
    said = here["thu-quy"].post("/imports", listed(GOOD, PAY)).json()
    assert statuses(said) == ["recorded", "recorded"]
    assert len(entries(here)) == 2


@pytest.mark.parametrize("word", ["", "give", "decline"])
def test_another_name_under_a_used_key_is_refused_while_it_is_known(here: World, word: str) -> None:
    said = sent(here, GOOD, PAY)
    if word:
        here["chu-tai-khoan"].post(f"/approvals/{said['approvals'][0]['id']}/{word}", {})
    other = listed(GOOD, row("P-1", "payouts", recipient="Kim Đồng"))
    answer = here["thu-quy"].post("/imports", other, "L-1")
    if word == "decline":  # nothing was kept that could tell names apart
        assert answer.status_code == 202
    else:
        assert answer.json()["code"] == "key_used_for_other"


def test_a_dry_run_says_what_would_wait(here: World) -> None:
    for mode in ("atomic", "continue"):
        body = listed(GOOD, row("P-1", "payouts", amount_vnd=1), mode=mode)
        answer = here["thu-quy"].post("/imports", body, dry_run=True)
        assert answer.status_code == 200
        assert (answer.json()["waiting"], answer.json()["approvals"]) == (0, [])
    here.site.catch_up()
    assert here["thu-quy"].get("/approvals", unit="NA-01-01").json()["approvals"] == []


def test_an_atomic_list_that_waits_is_of_one_unit(here: World) -> None:
    elsewhere = row("P-2", "payouts", unit="NA-01", amount_vnd=1)
    gift = row("D-2", unit="NA-01")
    answer = here["moi-viec"].post("/imports", listed(GOOD, PAY, gift, elsewhere))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/rows/2")
    assert answer.json()["errors"][0]["code"] == "other_unit"


def test_a_continued_list_waits_once_for_each_unit(here: World) -> None:
    elsewhere = row("P-2", "payouts", unit="NA-01", amount_vnd=1)
    body = listed(GOOD, row("D-2", unit="NA-01"), PAY, elsewhere, mode="continue")
    answer = here["moi-viec"].post("/imports", body)
    said = answer.json()
    assert (statuses(said)[2:], "location" in answer.headers) == (["waiting"] * 2, False)
    assert len({each["unit"] for each in said["approvals"]}) == 2


def test_a_payout_that_the_list_cannot_cover_is_refused(here: World) -> None:
    body = listed(GOOD, row("P-1", "payouts", amount_vnd=500_001))
    answer = here["thu-quy"].post("/imports", body)
    assert answer.json()["errors"][0]["pointer"] == "/rows/1/amount_vnd"
    assert answer.json()["errors"][0]["code"] == "insufficient_funds"
    assert entries(here) == []


def test_a_small_payout_within_the_rule_of_the_unit_is_recorded_at_once(here: World) -> None:
    rule = StateApprovalRule(unit_id=COMMUNE, valid_from=FOUNDED, free_up_to_vnd=300_000)
    here.site.wiring.office.ask(request(rule, {}, "test"))
    answer = here["thu-quy"].post("/imports", listed(GOOD, PAY))
    assert (answer.status_code, answer.json()["recorded"]) == (200, 2)


def test_who_prepared_a_list_cannot_give_it(here: World) -> None:
    answer = here["moi-viec"].post("/imports", listed(GOOD, PAY)).json()["approvals"][0]["id"]
    refused = here["moi-viec"].post(f"/approvals/{answer}/give", {})
    assert refused.json()["code"] == "preparer_cannot_approve"
