"""What axe-core finds wrong with a page for people who see, hear or move differently."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@cache
def _axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, rules: Sequence[str] = TAGS) -> list[str]:
    """Return each rule that the page breaks, with the places; empty if all is well.

    Args:
        page: as it is shown now.
        rules: names of rules, or of groups of them.
    """
    # Evaluated rather than added as a script, which the page's own policy would rightly refuse.
    page.evaluate(_axe())
    found: list[str] = page.evaluate(
        """async (tags) => {
            const said = await axe.run(document, {runOnly: tags});
            return said.violations.map((each) =>
                each.id + ": " + each.nodes.map((node) => node.target.join(" ")).join(", "));
        }""",
        list(rules),
    )
    return found
