"""Money out and reversals take two persons, through the API as anywhere else."""

from __future__ import annotations

import httpx
import pytest

from ledger.commands import StateApprovalRule
from ledger.draft import request
from tests.api.v1.world import GIFT, PAYOUT, World
from tests.ledger.examples import COMMUNE, FOUNDED

LINES = {"lines": [PAYOUT]}


@pytest.fixture
def funded(here: World) -> World:
    """The commune has money in cash."""
    assert here["thu-quy"].post("/donations", GIFT).status_code == 201
    return here


def waiting(here: World, body: object = LINES, key: str = "P-1") -> str:
    """Ask for payouts; return what waits."""
    answer = here["thu-quy"].post("/payouts", body, key)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["approval"]["id"])


def state(here: World, approval: str) -> str:
    here.site.catch_up()
    return str(here["thu-quy"].get(f"/approvals/{approval}").json()["approval"]["state"])


def test_a_payout_waits_for_a_second_person_who_gives(funded: World) -> None:
    approval = waiting(funded)
    answer = funded["chu-tai-khoan"].post(f"/approvals/{approval}/give", {})
    assert (answer.status_code, answer.json()["state"]) == (200, "given")
    assert state(funded, approval) == "given"
    paid = funded["thu-quy"].get("/entries", unit="NA-01-01", type="payout").json()["entries"]
    assert [each["facts"]["amount_vnd"] for each in paid] == [300_000]


def test_who_prepared_cannot_give(funded: World) -> None:
    asked = funded["moi-viec"].post("/payouts", LINES).json()["approval"]["id"]
    answer = funded["moi-viec"].post(f"/approvals/{asked}/give", {})
    assert answer.json()["code"] == "preparer_cannot_approve"


def test_who_is_no_account_holder_cannot_give(funded: World) -> None:
    answer = funded["ke-toan"].post(f"/approvals/{waiting(funded)}/give", {})
    assert answer.json()["code"] == "may_not_approve"


def test_a_decision_said_again_is_answered_the_same(funded: World) -> None:
    approval = waiting(funded)
    path = f"/approvals/{approval}/give"
    first, again = (funded["chu-tai-khoan"].post(path, {}) for _ in range(2))
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotency-hit"] == "true"


def test_what_was_asked_is_answered_the_same_after_it_was_given(funded: World) -> None:
    approval = waiting(funded)
    funded["chu-tai-khoan"].post(f"/approvals/{approval}/give", {})
    again = funded["thu-quy"].post("/payouts", LINES, "P-1")
    assert (again.status_code, again.json()["approval"]["id"]) == (202, approval)
    assert again.headers["idempotency-hit"] == "true"


@pytest.mark.parametrize("is_given", [False, True])
def test_another_pupil_under_the_same_key_is_refused(funded: World, is_given: bool) -> None:
    approval = waiting(funded)
    if is_given:
        funded["chu-tai-khoan"].post(f"/approvals/{approval}/give", {})
    other = {"lines": [{**PAYOUT, "recipient": "Kim Đồng"}]}
    answer = funded["thu-quy"].post("/payouts", other, "P-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used_for_other")


def test_other_payouts_under_the_key_of_a_declined_list_are_refused(funded: World) -> None:
    approval = waiting(funded)
    funded["chu-tai-khoan"].post(f"/approvals/{approval}/decline", {})
    again = funded["thu-quy"].post("/payouts", LINES, "P-1")
    assert (again.status_code, again.json()["approval"]["id"]) == (202, approval)
    other = {"lines": [{**PAYOUT, "amount_vnd": 299_999}]}
    answer = funded["thu-quy"].post("/payouts", other, "P-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used_for_other")


def test_what_is_sent_back_is_never_recorded(funded: World) -> None:
    approval = waiting(funded)
    reason = {"reason": "Sai tên người nhận"}
    answer = funded["chu-tai-khoan"].post(f"/approvals/{approval}/decline", reason)
    assert answer.json()["state"] == "declined"
    given = funded["chu-tai-khoan"].post(f"/approvals/{approval}/give", {})
    assert given.json()["code"] == "approval_decided"


def test_the_second_person_sees_the_rows_that_wait(funded: World) -> None:
    shown = funded["chu-tai-khoan"].get(f"/approvals/{waiting(funded)}").json()
    assert shown["rows"][0]["private"]["recipient"] == "Lê Văn Tám"
    assert shown["rows"][0]["facts"]["amount_vnd"] == 300_000


def test_a_small_payout_within_the_unit_s_rule_is_recorded_at_once(funded: World) -> None:
    rule = StateApprovalRule(unit_id=COMMUNE, valid_from=FOUNDED, free_up_to_vnd=300_000)
    funded.site.wiring.office.ask(request(rule, {}, "test"))
    first, again = (funded["thu-quy"].post("/payouts", LINES, "P-1") for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-hit"] == "true"


def test_a_list_waits_as_one(funded: World) -> None:
    smaller = {**PAYOUT, "amount_vnd": 100_000}
    approval = waiting(funded, {"lines": [smaller, {**smaller, "recipient": "Kim Đồng"}]})
    funded["chu-tai-khoan"].post(f"/approvals/{approval}/give", {})
    found = funded["thu-quy"].get("/entries", unit="NA-01-01", type="payout.paid/1").json()
    assert len(found["entries"]) == 2


def test_a_list_that_the_fund_cannot_pay_waits_for_nobody(funded: World) -> None:
    answer = funded["thu-quy"].post("/payouts", {"lines": [PAYOUT, PAYOUT]})
    assert (answer.status_code, answer.json()["code"]) == (409, "insufficient_funds")


def test_lines_of_two_units_are_no_list(funded: World) -> None:
    lines = [PAYOUT, {**PAYOUT, "unit": "NA-01"}]
    answer = funded["moi-viec"].post("/payouts", {"lines": lines})
    assert answer.json()["errors"][0]["pointer"] == "/lines/1"


def test_a_dry_run_judges_the_money_and_asks_nobody(funded: World) -> None:
    fits = funded["thu-quy"].post("/payouts", LINES, dry_run=True)
    too_much = {"lines": [{**PAYOUT, "amount_vnd": 600_000}]}
    refused = funded["thu-quy"].post("/payouts", too_much, dry_run=True)
    assert (fits.json()["would_record"], refused.status_code) == (1, 409)


def admitted(here: World, path: str, body: object) -> httpx.Response:
    """Ask for something that waits, and let the account holder give it."""
    asked = here["thu-quy"].post(path, body)
    assert asked.status_code == 202, asked.text
    approval = asked.json()["approval"]["id"]
    return here["chu-tai-khoan"].post(f"/approvals/{approval}/give", {})


def test_a_gift_is_reversed_by_two(funded: World) -> None:
    funded.site.catch_up()
    gift = funded["thu-quy"].get("/entries", unit="NA-01-01").json()["entries"][0]["id"]
    body = {"lines": [{"reverses": gift, "on": "2022-03-02", "reason": "Ghi nhầm"}]}
    assert admitted(funded, "/reversals", body).status_code == 200
    again = funded["thu-quy"].post("/reversals", body)
    assert again.json()["code"] == "already_reversed"


def test_what_is_no_row_of_money_cannot_be_reversed(funded: World) -> None:
    registry = "ent_0000000000004000800000000000a001_1"
    body = {"lines": [{"reverses": registry, "on": "2022-03-02", "reason": "Ghi nhầm"}]}
    assert funded["thu-quy"].post("/reversals", body).status_code == 404


def test_a_transfer_leaves_with_two_and_arrives_with_one(funded: World) -> None:
    sent = {
        "from_unit": "NA-01-01",
        "to_unit": "NA-01",
        "sent_on": "2022-10-01",
        "amount_vnd": 50_000,
        "paid_from": "cash",
    }
    admitted(funded, "/transfers", {"lines": [sent]})
    funded.site.catch_up()
    (underway,) = funded["huyen"].get("/transfers", unit="NA-01").json()["transfers"]
    path = f"/transfers/{underway['id']}/arrival"
    first, again = (funded["huyen"].post(path, {"received_on": "2022-10-02"}) for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-hit"] == "true"


def test_a_cost_waits_too(funded: World) -> None:
    cost = {
        "unit": "NA-01-01",
        "on": "2022-06-30",
        "what": "management_cost",
        "holding": "cash",
        "amount_vnd": 11_000,
    }
    assert admitted(funded, "/costs", {"lines": [cost]}).status_code == 200
