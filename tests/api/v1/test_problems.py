"""Whatever a program sends is answered, and what is wrong with it is said; never with a 500."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.v1.everything import OPERATIONS
from api.v1.ids import cursor
from tests.api.v1.world import GIFT, World

POSTS = [each for each in OPERATIONS if each.method == "POST" and "{" not in each.path]
UNIT = {"unit": "NA-01-01"}
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def posted(here: World, path: str, raw: bytes, kind: str = "application/json") -> httpx.Response:
    """Post bytes; return the answer."""
    headers = {"Idempotency-Key": "K-1", "Content-Type": kind}
    query = "?unit=NA-01-01" if path == "/holders" else ""
    return here["moi-viec"].client.post(f"/v1{path}{query}", content=raw, headers=headers)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a": NaN}',
        b'{"amount_vnd": 1, "amount_vnd": 2}',
        b'"\\ud800"',
        b"1" * 5_000,
    ],
    ids=range(8),
)
def test_what_is_no_json_is_a_bad_request(here: World, raw: bytes) -> None:
    answer = posted(here, "/donations", raw)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_garbage_of_any_shape_is_refused_and_never_breaks_anything(here: World) -> None:
    @settings(
        max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.sampled_from([each.path for each in POSTS]), JSON_VALUES)
    def never_breaks(path: str, said: object) -> None:
        answer = posted(here, path, json.dumps(said).encode())
        assert 400 <= answer.status_code < 500 or (path, said) == ("/rebuilds", {})

    never_breaks()


def test_a_member_of_any_value_is_recorded_or_refused(here: World) -> None:
    @settings(
        max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.sampled_from([*GIFT, "note", "item", "fund", "evidence", "x"]), JSON_VALUES)
    def never_breaks(name: str, value: object) -> None:
        answer = posted(here, "/donations", json.dumps({**GIFT, name: value}).encode())
        assert answer.status_code in (201, 400, 403, 409, 422)

    never_breaks()


def test_a_problem_names_every_member_that_is_wrong(here: World) -> None:
    body = {"unit": "", "received_on": "2022-02-30", "channel": "gold", "a/b": 1}
    answer = here["thu-quy"].post("/donations", body)
    pointers = {each["pointer"]: each["code"] for each in answer.json()["errors"]}
    assert pointers == {
        "/a~1b": "unknown",
        "/unit": "text",
        "/received_on": "day",
        "/channel": "choice",
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**GIFT, "item": "vở"}, "/item"),
        ({**GIFT, "channel": "press"}, "/holder"),
        ({**GIFT, "amount_vnd": 0}, "/amount_vnd"),
        ({**GIFT, "amount_vnd": "500000"}, "/amount_vnd"),
        ({**GIFT, "amount_vnd": 2**53}, "/amount_vnd"),
        ({**GIFT, "amount_vnd": True}, "/amount_vnd"),
        ({**GIFT, "donor": None}, "/donor"),
    ],
)
def test_a_row_of_no_known_shape_is_a_bad_request(
    here: World, body: dict[str, object], pointer: str
) -> None:
    answer = here["thu-quy"].post("/donations", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


@pytest.mark.parametrize("text", ["   ", "a\u202eb", "\x00"])
def test_a_text_that_cannot_be_seen_is_refused(here: World, text: str) -> None:
    answer = here["thu-quy"].post("/donations", {**GIFT, "donor": text})
    assert (answer.status_code, answer.json()["code"]) == (422, "row_refused")


def test_only_json_is_taken(here: World) -> None:
    answer = posted(here, "/donations", b"a=1", "application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["code"]) == (415, "not_json")


def test_a_body_has_a_limit(here: World) -> None:
    answer = posted(here, "/donations", b" " * (9 * 1_048_576))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "path", ["/v1/nothing", "/v1/units/NA/nothing", "/v1/entries/ent_1", "/v1/units/khong-co"]
)
def test_what_is_not_there_is_a_problem_too(here: World, path: str) -> None:
    answer = here["thu-quy"].client.get(path)
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_there_names_those_that_are(here: World) -> None:
    answer = here["thu-quy"].client.put("/v1/donations", json=GIFT)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "level=1", "nothing=1", "limit=1&limit=2"])
def test_a_parameter_that_cannot_be_is_named(here: World, query: str) -> None:
    answer = here["thu-quy"].client.get(f"/v1/units?{query}")
    name = query.partition("=")[0]
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, name)


@pytest.mark.parametrize("path", ["/units", "/balances", "/people", "/entries", "/approvals"])
def test_a_cursor_with_a_zero_byte_is_of_no_list(here: World, path: str) -> None:
    query = {"cursor": cursor("\0")} | ({} if path in ("/units", "/balances") else UNIT)
    answer = here["moi-viec"].get(path, **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "row_refused")


def test_while_the_office_is_closing_nothing_is_lost_silently(here: World) -> None:
    here.site.wiring.office.close()
    answer = here["thu-quy"].post("/donations", GIFT)
    assert (answer.status_code, answer.json()["code"]) == (503, "away")
    assert answer.headers["retry-after"] == "2"
