"""Around every page: one way to what the visitor may do, one switch of language, one of colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest
from fastapi import Request
from starlette.responses import Response

from api.app import create_app
from api.web.navigation import FOR_ALL, FOR_WORK, current, navigation
from api.web.rendering import page
from api.web.visitor import GUEST, Visitor
from api.wiring import Wiring
from tests.api.web.conftest import Doing

WORK = [item.path for item in FOR_WORK]
ALL = [item.path for item in FOR_ALL]


@dataclass(frozen=True)
class Shown:
    """What `error.html` asks for."""

    title: str = "Tiêu đề <b>"
    text: str = "Lời"
    number: str = ""
    href: str = "/"
    label: str = "Về"


def of(*actions: str) -> Visitor:
    return Visitor(name="Trần Thị Thủ", unit="Hội xã", actions=frozenset(actions), csrf="dấu")


def offered(visitor: Visitor) -> list[str]:
    return [item.path for item in navigation(visitor, [*WORK, *ALL])]


def shown_to(visitor: Visitor) -> Callable[[Request], Response]:
    def act(request: Request) -> Response:
        request.state.visitor = visitor
        return page(request, "error.html", Shown())

    return act


def test_a_treasurer_is_offered_what_treasurers_do() -> None:
    entering = [
        "/ban-lam-viec",
        "/phieu-thu/lap",
        "/phieu-chi/lap",
        "/nhap-excel",
        "/in",
        "/so",
        "/",
    ]
    assert offered(of("enter", "read")) == entering


def test_who_approves_is_not_offered_to_enter() -> None:
    approving = ["/ban-lam-viec", "/so", "/cong-bo", "/quan-tri/du-lieu-ca-nhan", "/"]
    assert offered(of("approve", "read")) == approving


def test_an_inspector_is_offered_to_inspect() -> None:
    assert offered(of("inspect", "read")) == ["/kiem-tra", "/so", "/"]


def test_an_administrator_is_offered_to_administer() -> None:
    assert offered(of("administer", "read")) == ["/nhap-excel", "/so", "/quan-tri", "/"]


def test_a_guest_is_offered_what_is_for_all() -> None:
    assert offered(GUEST) == [item.path for item in FOR_ALL]


def test_only_pages_that_exist_are_offered() -> None:
    assert [item.path for item in navigation(of("enter"), ["/so", "/in"])] == ["/in", "/so"]


def test_every_offered_page_is_served(wiring: Wiring) -> None:
    served = create_app(wiring).state.served
    assert {item.path for item in (*FOR_ALL, *FOR_WORK)} <= served


def test_a_page_belongs_to_the_longest_way_that_leads_to_it() -> None:
    items = list(FOR_WORK)
    assert current(items, "/phieu-thu/lap") == "/phieu-thu/lap"
    assert current(items, "/so") == "/so"
    assert current(items, "/don-vi/NA") == ""


def test_a_page_has_landmarks_a_title_and_a_way_past_the_navigation(doing: Doing) -> None:
    text = doing(shown_to(of("enter"))).get("/so/thu").text
    assert text.count("<h1>") == text.count("<main ") == 1
    assert '<a class="skip" href="#noi-dung">' in text
    assert "<title>Tiêu đề &lt;b&gt; · Sổ quỹ khuyến học</title>" in text
    assert {"<header", "<nav", "<footer"} <= set(re.findall(r"<(?:header|nav|footer)", text))


def test_who_is_signed_in_reads_their_name_and_unit(doing: Doing) -> None:
    text = doing(shown_to(of("enter"))).get("/so/thu").text
    assert "Trần Thị Thủ" in text
    assert "<span>Hội xã</span>" in text


def test_the_language_is_switched_on_the_same_page_and_kept(doing: Doing) -> None:
    browser = doing(shown_to(GUEST))
    first = browser.get("/so/thu?don-vi=NA&trang=2")
    assert 'href="/so/thu?don-vi=NA&amp;trang=2&amp;lang=en"' in first.text
    browser.get("/so/thu?don-vi=NA&trang=2&lang=en")
    assert '<html lang="en">' in browser.get("/so/thu").text
    browser.get("/so/thu?lang=vi")
    assert '<html lang="vi">' in browser.get("/so/thu").text


def test_colours_are_chosen_by_a_link_and_kept(doing: Doing) -> None:
    browser = doing(shown_to(GUEST))
    assert "data-theme" not in browser.get("/so/thu").text
    browser.get("/so/thu?theme=dark")
    assert '<html lang="vi" data-theme="dark">' in browser.get("/so/thu").text
    browser.get("/so/thu?theme=auto")
    assert "data-theme" not in browser.get("/so/thu").text


@pytest.mark.parametrize("query", ["lang=xx", "theme=%3Cscript%3E", "lang="])
def test_what_nobody_offers_is_not_kept(client: httpx.Client, query: str) -> None:
    assert "Set-Cookie" not in client.get(f"/khong-co-gi?{query}").headers
