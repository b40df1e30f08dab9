"""The frame of every page, with the keyboard alone, on a phone, in the dark, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response

from tests.browser.accessibility import violations
from tests.browser.conftest import OpenWindow

WEIGHT_MAX = 150_000
PAGES = ("/", "/tra-cuu", "/ung-ho", "/so", "/thiet-lap", "/khong-co-gi")


def target_heights(page: Page) -> dict[str, float]:
    """Return the heights of what can be touched in the frame, by what it says."""
    heights: dict[str, float] = page.evaluate(
        """() => Object.fromEntries(
            [...document.querySelectorAll("header a, header summary, header button, footer a")]
                .filter((each) => each.offsetParent)
                .map((each) => [each.innerText, each.getBoundingClientRect().height]))"""
    )
    return heights


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_window(window: OpenWindow, path: str) -> None:
    page = window()
    page.goto(path)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_four_times_at_most_for_150_kb_at_most(window: OpenWindow, path: str) -> None:
    page = window(360)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - no builtin
    page.goto(path, wait_until="networkidle")
    weight = sum(len(each.body()) for each in answers if each.status < 300 or each.status == 404)
    assert len(answers) <= 4
    assert weight < WEIGHT_MAX
    assert all(each.url.startswith(page.url.split("/", 3)[0]) for each in answers)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_does_nothing_that_its_policy_forbids(window: OpenWindow, path: str) -> None:
    page = window()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path, wait_until="networkidle")
    assert [each for each in said if "404" not in each] == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_the_light_nor_in_the_dark(window: OpenWindow, path: str) -> None:
    page = window()
    for theme in ("light", "dark"):
        page.goto(f"{path}?theme={theme}")
        assert violations(page) == []


def test_text_is_large_and_targets_can_be_hit(window: OpenWindow) -> None:
    page = window(360)
    page.goto("/")
    page.click("summary")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    heights = target_heights(page)
    assert len(heights) > 4
    assert {name: height for name, height in heights.items() if height < 44} == {}


def test_the_keyboard_gets_past_the_navigation_at_once(window: OpenWindow) -> None:
    page = window()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_what_has_the_focus_is_seen(window: OpenWindow) -> None:
    page = window()
    page.goto("/")
    for _ in range(3):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in outline


def test_on_a_phone_the_menu_opens_without_javascript(window: OpenWindow) -> None:
    page = window(360, java_script_enabled=False)
    page.goto("/")
    link = page.locator(".menu a", has_text="Tra cứu khoản ủng hộ")
    assert not link.is_visible()
    page.click("summary")
    link.click()
    assert page.url.endswith("/tra-cuu")


def test_colours_follow_the_device_until_somebody_chooses(window: OpenWindow) -> None:
    page = window(color_scheme="dark")
    page.goto("/")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    page.click("text=Nền sáng")
    light = page.evaluate(paper)
    page.goto("/tra-cuu")
    assert dark == "rgb(20, 25, 27)"
    assert light == page.evaluate(paper) == "rgb(250, 249, 246)"


def test_on_paper_there_is_no_navigation(window: OpenWindow) -> None:
    page = window(color_scheme="dark")
    page.goto("/")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert not page.locator("footer").is_visible()
    assert page.locator(".paper-head").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_language_stays_on_the_next_page(window: OpenWindow) -> None:
    page = window()
    page.goto("/")
    page.click("text=English")
    page.goto("/tra-cuu")
    assert page.get_attribute("html", "lang") == "en"
