"""The log says what happened in the program, and nothing about a person."""

from __future__ import annotations

import logging

from fastapi import Request
from starlette.responses import PlainTextResponse, Response

from tests.api.web.conftest import Doing, Logged


def quiet(_request: Request) -> Response:
    return PlainTextResponse("")


def test_a_request_is_one_line_under_its_number(doing: Doing, logged: Logged) -> None:
    answer = doing(quiet).get("/so/thu")
    (line,) = [each for each in logged() if each["event"] == "request"]
    assert line["number"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/so/thu", 200)
    assert line["ms"] >= 0


def test_what_somebody_looked_for_is_not_logged(doing: Doing, logged: Logged) -> None:
    browser = doing(quiet)
    browser.get("/so/thu?ten=Nguyen-Van-An", headers={"User-Agent": "may-cua-An"})
    browser.get("/bien-nhan/MA-RIENG")
    assert "An" not in str(logged())
    assert "RIENG" not in str(logged())


def test_what_is_asked_every_few_seconds_is_not_logged(doing: Doing, logged: Logged) -> None:
    browser = doing(quiet)
    browser.get("/health")
    browser.get("/metrics")
    assert logged() == []


def test_what_a_library_quotes_is_not_logged(logged: Logged) -> None:
    logging.getLogger("thu-vien").warning("failed: %s", "Nguyễn Văn Ẩn")
    assert [(each["event"], each["name"], each["said"]) for each in logged()] == [
        ("library", "thu-vien", "failed: %s")
    ]
