"""Every answer carries the headers of safety, and what is private is not kept by a browser."""

from __future__ import annotations

import httpx
import pytest
from fastapi import Request
from starlette.responses import PlainTextResponse, Response

from api.web.security import HEADERS
from api.web.visitor import Visitor
from tests.api.web.conftest import Doing


def as_treasurer(request: Request) -> Response:
    request.state.visitor = Visitor(name="Trần Thị Thủ", actions=frozenset({"enter"}), csrf="x")
    return PlainTextResponse("of somebody")


@pytest.mark.parametrize("path", ["/khong-co-gi", "/health", "/static/0/soquy.css"])
def test_every_answer_is_safe(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)


def test_no_script_or_style_runs_from_inside_a_page() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in policy


def test_https_is_asked_for_only_where_it_is_spoken(client: httpx.Client) -> None:
    behind = client.get("/khong-co-gi", headers={"X-Forwarded-Proto": "https"})
    assert behind.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "Strict-Transport-Security" not in client.get("/khong-co-gi").headers


def test_pages_of_somebody_signed_in_are_kept_nowhere(doing: Doing) -> None:
    assert doing(as_treasurer).get("/so/thu").headers["Cache-Control"] == "no-store"


def test_pages_for_all_are_asked_for_again(client: httpx.Client) -> None:
    assert client.get("/khong-co-gi").headers["Cache-Control"] == "private, no-cache"


def test_what_an_answer_says_itself_stays(doing: Doing) -> None:
    own = {"Cache-Control": "max-age=60"}
    answer = doing(lambda _request: PlainTextResponse("", headers=own)).get("/so/thu")
    assert answer.headers["Cache-Control"] == "max-age=60"
