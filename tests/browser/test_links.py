"""No link leads nowhere: from the first page, and from the desk of everybody who works here.

Links are followed once. Of addresses that differ only in their numbers and values a few are taken,
so that the walk ends; the switches of language and colours stand on every page and are tried once.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.province import ROLES, TREASURER

ALIKE_MAX = 2
LINKS_MAX = 150
LINK = re.compile(r'(?:href|src|hx-get)="([^"#]+)')
STARTS = {"": "/", TREASURER: "/in?loai=THU&tu=01/01/2022&den=31/12/2022"}
"""Where somebody begins who does not begin at their desk."""
FOUND = (200, 429)
"""429: there is something, but not for somebody who asks for so much at once."""
SWITCHES = {"lang", "theme"}


def shape(address: str) -> str:
    """Return what addresses of one kind have in common.

    >>> shape("/so?don-vi=NA-01&trang=7"), shape("/chung-tu/00a7-12")
    ('/so?don-vi&trang', '/chung-tu/*')
    """
    parts = urlsplit(address)
    path = "/".join("*" if re.search(r"[0-9]", each) else each for each in parts.path.split("/"))
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if SWITCHES.intersection(names):
        path, names = "every page", sorted(SWITCHES.intersection(names))
    return f"{path}?{'&'.join(names)}" if names else path


def links_of(page: str, address: str) -> list[str]:
    """Return the addresses on the same site to which a page leads."""
    found = [urljoin(address, unescape(each)) for each in LINK.findall(page)]
    return [each for each in found if urlsplit(each).netloc == urlsplit(address).netloc]


def dead_ends(page: Page, start: str) -> dict[str, str]:
    """Return the addresses that lead nowhere, with the status and where they stand."""
    answer = page.goto(start)
    assert answer is not None
    waiting = deque((each, answer.url) for each in links_of(answer.text(), answer.url))
    seen, alike, dead = {answer.url}, Counter[str](), dict[str, str]()
    while waiting and len(seen) < LINKS_MAX:
        address, origin = waiting.popleft()
        alike[shape(address)] += 1
        if address in seen or alike[shape(address)] > ALIKE_MAX:
            continue
        seen.add(address)
        followed = page.request.get(address, headers={"Accept": "text/html"})
        if followed.status not in FOUND:
            dead[address] = f"{followed.status}, on {origin}"
        elif followed.headers["content-type"].startswith("text/html"):
            waiting.extend((each, address) for each in links_of(followed.text(), address))
    return dead


@pytest.mark.parametrize("login", ROLES)
def test_every_link_leads_somewhere(visit: Visit, login: str) -> None:
    assert dead_ends(visit(login), STARTS.get(login, "/ban-lam-viec")) == {}
