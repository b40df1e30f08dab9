"""What changed between two publications is told down to the entries, and why it changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reports.publication.checking import opened
from reports.publication.differing import CannotCompare, NotComparable, difference, document_of
from tests.api.publishing.conftest import Published, published
from tests.ledger.log.trees import LOG


def test_the_same_package_twice_differs_in_nothing(town: Published) -> None:
    first, _ = town.packages()
    assert difference(first, first).is_none


def test_a_late_entry_and_a_reversal_are_named(town: Published) -> None:
    found = difference(*town.packages())
    assert [(each.why, each.key, each.amount_vnd) for each in found.entries] == [
        ("late", "late", 33_000),
        ("undone", "undone", 300_000),
    ]
    assert [(each.before_vnd, each.after_vnd) for each in found.gifts] == [(300_000, 0)]


def test_figures_are_told_before_and_after(town: Published) -> None:
    found = difference(*town.packages())
    changed = {each.figure: (each.before, each.after) for each in found.figures}
    assert changed["raised.total"] == (1_900_000, 1_633_000)
    assert "paid.total" not in changed


def test_backwards_the_same_entries_are_missing(town: Published) -> None:
    first, second = town.packages()
    assert {each.why for each in difference(second, first).entries} == {"moved_out"}


def test_the_document_says_which_were_compared(town: Published) -> None:
    first, second = town.packages()
    said = document_of(first, second, difference(first, second))
    assert (said["changed"], said["before"]["edition"], said["after"]["edition"]) == (True, 1, 2)


def test_publications_of_two_logs_are_not_compared(town: Published) -> None:
    first, second = town.packages()
    with pytest.raises(CannotCompare) as cannot:
        difference(first, replace(second, key=LOG.verifier))
    assert cannot.value.reason == NotComparable.OTHER_LOG


def test_publications_of_two_units_are_not_compared(town: Published, tmp_path: Path) -> None:
    published(town.url, town.home, "Y", tmp_path / "other")
    first, _ = town.packages()
    with pytest.raises(CannotCompare) as cannot:
        difference(first, opened(tmp_path / "other"))
    assert cannot.value.reason == NotComparable.OTHER_UNIT
