"""Working without a mouse: one reaches things with the Tab key and knows them by their names."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

STEPS_MAX = 80
SKIP = "Đến nội dung chính"
MENU = "Mục lục"
NAME = """() => {
    const here = document.activeElement;
    if (here === document.body) return "";
    const label = here.labels && here.labels[0];
    return (here.getAttribute("aria-label") || (label || here).innerText || "").trim();
}"""


def focused(page: Page) -> str:
    """Return the name of what has the focus, as a screen reader says it."""
    return str(page.evaluate(NAME))


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab, or Shift+Tab, until something of this name has the focus."""
    passed = []
    for _ in range(STEPS_MAX):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(focused(page))
        if passed[-1] == name:
            return
    raise AssertionError(f"{name} is not among {passed}")


def type_into(page: Page, typed: Mapping[str, str]) -> None:
    """Type into fields by their names, in their order on the page, from where the focus is."""
    for name, text in typed.items():
        if focused(page) != name:
            tab_to(page, name)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def enter(page: Page) -> None:
    """Press Enter and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, name: str, *, back: bool = False) -> None:
    """Go to a link or a button, press Enter, and wait for the page that follows."""
    tab_to(page, name, back=back)
    enter(page)


def choose(page: Page, name: str) -> None:
    """Choose a page from the navigation, which a phone folds away."""
    if focused(page) != SKIP:
        tab_to(page, SKIP, back=True)
    if page.locator("summary", has_text=MENU).is_visible():
        tab_to(page, MENU)
        page.keyboard.press("Enter")
    press(page, name)
