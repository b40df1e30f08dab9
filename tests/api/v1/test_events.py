"""The feed: every new entry once, in the order of the log, as it is stored."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.v1.world import GIFT, World


def feed(here: World, **query: str | int) -> list[dict[str, Any]]:
    """Return the events that the treasurer's program is told."""
    answer = here["thu-quy"].get("/events", unit="NA-01-01", **query)
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_an_event_is_a_cloud_event_with_the_entry_as_stored(here: World) -> None:
    recorded = here["thu-quy"].post("/donations", GIFT).json()["entry"]
    (event,) = feed(here, types="vn.soquy.donation.received.v1")
    with here.site.wiring.connection() as connection:
        row = connection.execute(
            "SELECT state FROM journal_events WHERE notification_id = %s", (event["position"],)
        ).fetchone()
    assert row is not None
    assert (event["specversion"], event["id"]) == ("1.0", recorded["id"])
    assert event["data"] == json.loads(bytes(row[0]))
    assert event["subject"] == "unit_10000000000040008000000000000003"


def test_the_feed_goes_on_from_any_position(here: World) -> None:
    for amount_vnd in (1, 2, 3):
        here["thu-quy"].post("/donations", {**GIFT, "amount_vnd": amount_vnd})
    whole = feed(here)
    parts: list[dict[str, Any]] = []
    while part := feed(here, after=parts[-1]["position"] if parts else 0, limit=2):
        parts += part
    assert parts == whole
    assert [each["data"]["amount_vnd"] for each in whole[-3:]] == [1, 2, 3]


def test_the_feed_of_a_unit_is_silent_about_others(here: World) -> None:
    here["huyen"].post("/donations", {**GIFT, "unit": "NA-01"})
    assert feed(here, types="vn.soquy.donation.received.v1") == []


def test_nobody_s_name_is_in_the_feed(here: World) -> None:
    here["thu-quy"].post("/donations", GIFT)
    assert "Khai" not in json.dumps(feed(here), ensure_ascii=False)


def test_who_waits_is_told_when_something_comes(here: World) -> None:
    end = feed(here)[-1]["position"]
    with ThreadPoolExecutor(1) as hand:
        waiting = hand.submit(feed, here, after=end, wait=20)
        here["thu-quy"].post("/donations", GIFT)
        (event,) = waiting.result()
    assert event["data"]["amount_vnd"] == GIFT["amount_vnd"]


@pytest.mark.parametrize("query", [{"types": "vn.soquy.nothing.v1"}, {"after": -1}, {"wait": 31}])
def test_a_feed_that_cannot_be_is_refused(here: World, query: dict[str, Any]) -> None:
    answer = here["thu-quy"].get("/events", unit="NA-01-01", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
