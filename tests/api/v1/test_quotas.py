"""One key may ask so much and no more; every answer says how much is left."""

from __future__ import annotations

import re

import httpx
import pytest

from api.v1.quotas import SUBJECTS_MAX, WINDOW_S, Quota, Quotas
from tests.api.v1.world import GIFT, World

POLICY = re.compile(r'"key";q=(\d+);w=60')
LIMIT = re.compile(r'"key";r=(\d+);t=(\d+)')


def left(answer: httpx.Response) -> int:
    found = LIMIT.fullmatch(answer.headers["ratelimit"])
    assert found and 1 <= int(found[2]) <= WINDOW_S
    return int(found[1])


@pytest.fixture
def few(here: World) -> World:
    """An association in which a key may ask three times a minute."""
    here.desk.quotas = Quotas(3)
    return here


def test_every_answer_says_how_much_is_left(few: World) -> None:
    answers = (
        few["thu-quy"].post("/donations", GIFT),
        few["thu-quy"].post("/donations", {}),
        few["thu-quy"].get("/units/khong-co"),
    )
    assert [each.status_code for each in answers] == [201, 400, 404]
    assert [left(each) for each in answers] == [2, 1, 0]
    assert {each.headers["ratelimit-policy"] for each in answers} == {'"key";q=3;w=60'}


def test_too_many_requests_are_refused_until_the_minute_is_over(few: World) -> None:
    refused = [few["thu-quy"].get("/me") for _ in range(5)][-1]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
    wait_s = int(refused.headers["retry-after"])
    assert refused.headers["ratelimit"] == f'"key";r=0;t={wait_s}'


def test_what_was_refused_recorded_nothing_and_is_sent_again_under_its_key(few: World) -> None:
    for _ in range(3):
        few["thu-quy"].get("/me")
    assert few["thu-quy"].post("/donations", GIFT, "G-1").status_code == 429
    few.desk.quotas = Quotas(3)
    answer = few["thu-quy"].post("/donations", GIFT, "G-1")
    assert (answer.status_code, "idempotency-hit" in answer.headers) == (201, False)


def test_one_key_takes_nothing_from_another_of_the_same_person(few: World) -> None:
    for _ in range(4):
        few["thu-quy"].get("/me")
    assert left(few.with_key("thu-quy", ["read"]).get("/me")) == 2


def test_who_has_no_key_is_counted_by_address(few: World) -> None:
    asked = [httpx.get(f"{few.site.address}/v1/units") for _ in range(4)]
    assert [each.status_code for each in asked] == [401, 401, 401, 429]
    assert asked[0].headers["ratelimit"].startswith('"address";r=2;')
    assert few["thu-quy"].get("/me").status_code == 200


def test_a_new_window_begins_when_the_last_one_is_over() -> None:
    now = [100.0]
    quota = Quota("key", 2, clock=lambda: now[0])
    assert [quota.take("a").is_over for _ in range(3)] == [False, False, True]
    now[0] += WINDOW_S - 0.5
    assert (quota.take("a").is_over, quota.take("a").wait_s) == (True, 1)
    now[0] += 0.5
    assert quota.take("a").headers["RateLimit"] == f'"key";r=1;t={WINDOW_S}'


def test_however_many_ask_little_is_remembered() -> None:
    quota = Quota("address", 5)
    for number in range(SUBJECTS_MAX + 10):
        quota.take(str(number))
    assert len(quota._windows) <= SUBJECTS_MAX


def test_the_reference_tells_the_limit(here: World) -> None:
    page = httpx.get(f"{here.site.address}/v1/tai-lieu", headers={"Accept-Language": "vi"}).text
    assert 'RateLimit-Policy: "key";q=120000;w=60' in page.replace("&#34;", '"')
