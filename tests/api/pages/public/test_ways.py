"""No link of the pages for everybody leads nowhere, and a figure's entries add up to it."""

from __future__ import annotations

import re

from tests.api.pages.public.town import Town, links

PAGES = ("/?nam=2022", "/don-vi/X?nam=2022", "/don-vi/Z?nam=2022", "/ung-ho?don-vi=X", "/bien-nhan")


def test_every_link_leads_to_a_page(town: Town) -> None:
    receipts = [f"/bien-nhan/{town.code(key)}" for key in ("d1", "d4", "c1", "p1")]
    ways = {each for page in (*PAGES, *receipts) for each in links(town.get(page).text)}
    dead = {each: town.get(each).status_code for each in ways if "lang=" not in each}
    assert {each: status for each, status in dead.items() if status >= 400} == {}


def test_the_entries_behind_a_figure_add_up_to_it(town: Town) -> None:
    page = town.get("/don-vi/X?nam=2022").text
    figures = re.findall(
        r'class="money" href="(/so\?[^"]*muc=(?:raised|paid|money)[^"]*)">([\d.]+)', page
    )
    assert len(figures) >= 3
    for href, amount in figures:
        assert amount in town.text(href.replace("&amp;", "&")), href
