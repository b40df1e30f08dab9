"""Who may do what: every address of the site × every role, and no way in without a check.

The table says which action an address needs; whoever adds an address adds a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from api.app import create_app
from api.identity.acting import ALLOWED, acting, anybody, signed_in
from api.pages.administering.account import with_any_password
from api.v1 import OPERATIONS
from tests.api.pages.administering.town import STAFF, Town
from tests.api.pages.entering.commune import Browser

PUBLIC: Final = "public"
OWN: Final = "own"
INSIDE: Final = "inside"
"""Only for who is signed in; which unit it is about is looked up first, then whether they may."""

TABLE: Final = {
    "/": PUBLIC,
    "/static": PUBLIC,
    "/health": PUBLIC,
    "/ready": PUBLIC,
    "/metrics": PUBLIC,
    "/v1": PUBLIC,
    "/don-vi": PUBLIC,
    "/cac-don-vi": PUBLIC,
    "/dan-so": PUBLIC,
    "/tra-cuu": PUBLIC,
    "/v": PUBLIC,
    "/r": PUBLIC,
    "/bien-nhan": PUBLIC,
    "/kiem-chung": PUBLIC,
    "/kiem-chung.html": PUBLIC,
    "/ung-ho": PUBLIC,
    "/cong-khai": PUBLIC,
    "/cong-bo": "approve",
    "/ung-ho/tai-khoan": "approve",
    "/checkpoint": PUBLIC,
    "/tile": PUBLIC,
    "/log-key": PUBLIC,
    "/so": PUBLIC,
    "/chung-tu": PUBLIC,
    "/dang-nhap": PUBLIC,
    "/dang-nhap/tiep-tuc": OWN,
    "/dang-nhap/bo-qua": OWN,
    "/dang-xuat": PUBLIC,
    "/thiet-lap": PUBLIC,
    "/thiet-lap/nguoi": "administer",
    "/thiet-lap/so-du": "administer",
    "/thiet-lap/so-chung-tu": "administer",
    "/thiet-lap/xong": "administer",
    "/tai-khoan": OWN,
    "/ban-lam-viec": "read",
    "/nguon-va-noi-giu": "enter",
    "/phieu-thu": "enter",
    "/phieu-chi": "enter",
    "/chuyen-quy": "enter",
    "/dieu-chuyen": "enter",
    "/huy-but-toan": "enter",
    "/in": "enter",
    "/in/giay.pdf": "read",
    "/in/giay.png": "read",
    "/in/bang-ke": "read",
    "/duyet": "read",
    "/duyet/{unit:path}/{key}": INSIDE,
    "/nhap-excel": "read",
    "POST /nhap-excel": INSIDE,
    "/nhap-excel/mau": "enter",
    "/nhap-excel/{upload_id}": INSIDE,
    "/kiem-tra": "inspect",
    "/quan-tri": "administer",
    "/quan-tri/du-lieu-ca-nhan": "read",
    "/quan-tri/du-lieu-ca-nhan/da-xem": "administer",
    "/quan-tri/du-lieu-ca-nhan/{subject_id}/dong-y": "enter",
}
"""The longest beginning counts; shown to all beyond: /so and /chung-tu hide persons themselves."""

MARKS: Final[dict[Callable[..., Any], str]] = {
    **{acting(action): action for action in ALLOWED},
    signed_in: OWN,
    with_any_password: OWN,
    anybody: PUBLIC,
}
ACTIONS: Final = {
    login: {action for action, roles in ALLOWED.items() if role in roles}
    for login, (role, _) in STAFF.items()
}


def needed(path: str, method: str = "GET") -> str:
    """Return what the table says of an address."""
    if said := TABLE.get(f"{method} {path}"):
        return said
    parts = path.split("/")
    begins = ["/".join(parts[:count]) or "/" for count in range(len(parts), 0, -1)]
    return TABLE[next(each for each in begins if each in TABLE and (each != "/" or path == "/"))]


def marks(dependant: Any) -> Iterator[str]:  # noqa: ANN401
    for each in dependant.dependencies:
        if each.call in MARKS:
            yield MARKS[each.call]
        yield from marks(each)


@pytest.fixture(scope="module")
def routes(shared_town: Town) -> list[tuple[str, str, set[str]]]:
    """Give the address, the method and the marks of every page."""
    app = create_app(shared_town.site.wiring)
    return [
        (each.path, method, set(marks(each.original_route.dependant)))
        for each in iter_route_contexts(app.routes)
        for method in each.methods or ()
        if each.path and hasattr(each.original_route, "dependant")
    ]


@pytest.fixture(scope="module")
def browsers(shared_town: Town) -> dict[str, Browser]:
    """Give a browser for each of the staff."""
    return {login: shared_town.browser(login) for login in STAFF}


def test_every_address_stands_in_the_table(routes: list[tuple[str, str, set[str]]]) -> None:
    assert len(routes) > 100
    assert {path: needed(path) for path, _, _ in routes}


def test_every_line_of_the_table_is_an_address(routes: list[tuple[str, str, set[str]]]) -> None:
    paths = {path for path, _, _ in routes}
    lines = [each.removeprefix("POST ") for each in TABLE if each != "/"]
    assert [
        each for each in lines if not any(f"{it}/".startswith(f"{each}/") for it in paths)
    ] == []


def test_every_page_is_marked_as_the_table_says(routes: list[tuple[str, str, set[str]]]) -> None:
    wrong = {}
    for path, method, found in routes:
        said = needed(path, method)
        if said == INSIDE:
            found -= {"read"}
        expected = {PUBLIC: {PUBLIC}, OWN: {OWN}, INSIDE: {OWN}}.get(said, {said, OWN})
        if found != expected and not (said == PUBLIC and method == "GET" and not found):
            wrong[f"{method} {path}"] = (said, found)
    assert wrong == {}


def test_no_address_writes_without_a_mark(routes: list[tuple[str, str, set[str]]]) -> None:
    writing = [(path, found) for path, method, found in routes if method not in ("GET", "HEAD")]
    assert len(writing) > 40
    assert [path for path, found in writing if not found] == []


def test_nobody_gets_in_without_signing_in(
    shared_town: Town, routes: list[tuple[str, str, set[str]]]
) -> None:
    client = shared_town.client()
    open_to_all = [
        path
        for path, method, _ in routes
        if needed(path) != PUBLIC and method == "GET" and not is_sent_away(client, path)
    ]
    assert open_to_all == []


@pytest.mark.parametrize("login", STAFF)
def test_each_role_gets_in_where_it_may_and_nowhere_else(
    browsers: dict[str, Browser], routes: list[tuple[str, str, set[str]]], login: str
) -> None:
    browser, wrong = browsers[login], {}
    token = browser.filled("/tai-khoan", "/dang-xuat")["csrf"]
    for path, method, _ in routes:
        if (action := needed(path, method)) not in ALLOWED:
            continue
        answer = browser.client.request(method, concrete(path), data=form(method, token))
        if (answer.status_code == 403) == (action in ACTIONS[login]):
            wrong[f"{method} {path}"] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_a_program_needs_a_key(shared_town: Town, operation: Any) -> None:  # noqa: ANN401
    client = shared_town.client()
    answer = client.request(operation.method, concrete(f"/v1{operation.path}"))
    assert answer.status_code == 401


def is_sent_away(client: httpx.Client, path: str) -> bool:
    answer = client.get(concrete(path))
    return bool(answer.headers.get("location", "").startswith("/dang-nhap?tiep="))


def concrete(path: str) -> str:
    """Return an address that fits a pattern."""
    return re.sub(r"\{(\w+)(?::(\w+))?\}", lambda each: "1" if each[2] == "int" else "x", path)


def form(method: str, token: str) -> dict[str, str] | None:
    return {"csrf": token} if method == "POST" else None
