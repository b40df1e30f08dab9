"""A program records rows: once for each key, as the person behind its own key, in their units."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ledger.database import connect
from tests.api.v1.world import GIFT, World

GOODS = {
    "unit": "NA-01-01",
    "received_on": "2022-03-01",
    "channel": "in_kind",
    "item": "vở",
    "quantity": "20.5",
    "counted_in": "quyển",
}
HELD = {
    "unit": "NA-01-01",
    "received_on": "2022-03-01",
    "channel": "press",
    "holder": "bao-nghe-an",
    "amount_vnd": 70_000,
}


def entries(here: World) -> int:
    """Return how many gifts are in the journal."""
    with connect(here.site.wiring.url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM journal_events WHERE topic LIKE 'donation.%'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_a_gift_is_recorded_by_the_person_behind_the_key(here: World) -> None:
    answer = here["thu-quy"].post("/donations", GIFT)
    entry = answer.json()["entry"]
    assert (answer.status_code, entry["facts"]["amount_vnd"]) == (201, 500_000)
    assert entry["actor"] == here["thu-quy"].person_id
    assert answer.headers["location"] == f"/v1/entries/{entry['id']}"


def test_the_same_key_and_body_get_the_same_answer_and_nothing_more_is_recorded(
    here: World,
) -> None:
    first = here["thu-quy"].post("/donations", GIFT, "K-1")
    again = here["thu-quy"].post("/donations", GIFT, "K-1")
    assert (again.status_code, again.content) == (201, first.content)
    assert "idempotency-hit" not in first.headers
    assert again.headers["idempotency-hit"] == "true"
    assert entries(here) == 1


@pytest.mark.parametrize("other", [{"amount_vnd": 1}, {"donor": "Trần Văn Học"}])
def test_the_same_key_with_another_body_is_refused(here: World, other: dict[str, object]) -> None:
    here["thu-quy"].post("/donations", GIFT, "K-1")
    answer = here["thu-quy"].post("/donations", {**GIFT, **other}, "K-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used_for_other")


def test_nobody_learns_anything_from_the_keys_of_others(here: World) -> None:
    here["thu-quy"].post("/donations", GIFT, "K-1")
    answer = here["moi-viec"].post("/donations", {**GIFT, "amount_vnd": 9}, "K-1")
    assert answer.status_code == 201
    assert "idempotency-hit" not in answer.headers


def test_without_a_key_nothing_is_read(here: World) -> None:
    answer = here["thu-quy"].client.post("/v1/donations", json=GIFT)
    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")


def test_many_at_once_with_one_key_record_once(here: World) -> None:
    with ThreadPoolExecutor(16) as hands:
        asked = [hands.submit(here["thu-quy"].post, "/donations", GIFT, "K-1") for _ in range(48)]
        answers = [each.result() for each in asked]
    assert {each.status_code for each in answers} <= {201, 409}
    assert len({each.content for each in answers if each.status_code == 201}) == 1
    assert entries(here) == 1


def test_a_key_that_is_being_answered_is_in_flight(here: World) -> None:
    with here.desk.alone(f"{here['thu-quy'].person_id}/donations/K-1"):
        answer = here["thu-quy"].post("/donations", GIFT, "K-1")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_flight")
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize("body", [GIFT, GOODS, HELD], ids=["money", "goods", "held"])
def test_a_dry_run_says_that_it_could_be_and_records_nothing(
    here: World, body: dict[str, object]
) -> None:
    answer = here["thu-quy"].post("/donations", body, dry_run=True)
    assert answer.json() == {"dry_run": True, "would_record": 1}
    assert entries(here) == 0


@pytest.mark.parametrize("body", [GOODS, HELD], ids=["goods", "held"])
def test_gifts_in_kind_and_through_a_holder_have_receipts_too(
    here: World, body: dict[str, object]
) -> None:
    answer = here["thu-quy"].post("/donations", body)
    assert answer.json()["entry"]["facts"]["receipt_number"] == 1


def test_money_handed_over_moves_on_and_earns_interest(here: World) -> None:
    asker = here["thu-quy"]
    assert asker.post("/donations", HELD).status_code == 201
    handed = {
        "unit": "NA-01-01",
        "holder": "bao-nghe-an",
        "handed_over_on": "2022-03-02",
        "how": "to_fund",
        "amount_vnd": 70_000,
        "into": "cash",
    }
    moved = {
        "unit": "NA-01-01",
        "on": "2022-03-03",
        "from_holding": "cash",
        "to_holding": "bank",
        "amount_vnd": 70_000,
    }
    interest = {"unit": "NA-01-01", "on": "2022-03-31", "what": "interest", "amount_vnd": 9}
    paths = ("/handovers", "/movements", "/incomes")
    answers = [asker.post(*each) for each in zip(paths, (handed, moved, interest), strict=True)]
    assert [each.status_code for each in answers] == [201, 201, 201]


def test_what_the_ledger_refuses_points_at_the_member(here: World) -> None:
    answer = here["thu-quy"].post("/donations", {**GIFT, "fund": "khong-co"})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "unknown_fund")
    assert problem["errors"][0]["pointer"] == "/fund"
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_english_asker_gets_english(here: World) -> None:
    headers = {"Idempotency-Key": "K-1", "Accept-Language": "en"}
    body = {**GIFT, "fund": "khong-co"}
    answer = here["thu-quy"].client.post("/v1/donations", json=body, headers=headers)
    assert answer.json()["title"] == "The ledger refuses"


def test_evidence_leaves_a_mark_in_the_entry_and_no_name(here: World) -> None:
    evidence = [{"name": "bien-ban.pdf", "content": "JVBERi0="}]
    entry = here["thu-quy"].post("/donations", {**GIFT, "evidence": evidence}).json()["entry"]
    assert len(entry["facts"]["evidence"]) == 1
    assert "bien-ban" not in str(entry)
