"""The log and the measures know every address by its pattern, and nothing of what stood in it."""

from __future__ import annotations

import re
from typing import Final

from fastapi.routing import iter_route_contexts
from starlette.responses import PlainTextResponse

from api.app import create_app
from api.operation.watching import METHODS, QUIET, UNKNOWN
from api.v1 import OPERATIONS
from api.wiring import Wiring
from tests.api.web.conftest import Doing, Logged

SECRET: Final = "x7k2private"
NUMBER: Final = "730915288"
TOLD: Final = METHODS - {"HEAD", "OPTIONS"}


def addresses(wiring: Wiring) -> set[tuple[str, str]]:
    """Return method and pattern of everything that the application answers."""
    pages = {
        (method, route.path)
        for route in iter_route_contexts(create_app(wiring).routes)
        for method in set(route.methods or ()) & TOLD
        if route.path
    }
    return pages | {(each.method, f"/v1{each.path}") for each in OPERATIONS}


def asked(doing: Doing, pairs: set[tuple[str, str]]) -> None:
    """Ask for each address, with the same word, or number, in every place."""
    browser = doing(lambda _request: PlainTextResponse(""))
    for method, pattern in sorted(pairs):
        address = re.sub(r"\{\w+(:\w+)?\}", SECRET, re.sub(r"\{\w+:int\}", NUMBER, pattern))
        browser.request(method, address, headers={"Origin": str(browser.base_url).rstrip("/")})


def told(logged: Logged) -> set[tuple[str, str]]:
    return {(each["method"], each["route"]) for each in logged() if each["event"] == "request"}


def test_every_address_is_known_by_its_pattern(
    wiring: Wiring, doing: Doing, logged: Logged
) -> None:
    known = addresses(wiring)
    asked(doing, known)
    found = told(logged)
    assert {each for each in known - found if each[1] not in QUIET} == set()
    assert found <= known
    assert SECRET not in str(logged()) and NUMBER not in str(logged())


def test_what_is_not_there_is_one_pattern_for_programs_and_one_for_people(
    doing: Doing, logged: Logged
) -> None:
    asked(doing, {("GET", f"/v1/receipts/{SECRET}.doc"), ("GET", f"/{SECRET}/khong-co")})
    assert told(logged) == {("GET", "/v1/{rest}"), ("GET", UNKNOWN)}


def test_measures_have_a_series_for_each_pattern(doing: Doing) -> None:
    browser = doing(lambda _request: PlainTextResponse(""))
    browser.get(f"/v1/receipts/{SECRET}.pdf")
    measured = browser.get("/metrics").text
    assert 'route="/v1/receipts/{entry}.pdf",status="401"' in measured
    assert SECRET not in measured
