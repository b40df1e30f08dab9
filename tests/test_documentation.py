"""If the code has it and the documents do not, a test fails."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from api.pages.inspecting.wording import TYPES
from api.persons import readings
from ledger import refusals, replacing
from ledger.events import Series
from ledger.postings import Account
from ledger.refusals import Refusal
from ledger.wire import KINDS
from tests.ledger.samples import STORED, file_stem, stem_of_kind

ROOT = Path(__file__).parent.parent
SAYING_NO = (refusals, replacing, readings)
"""The modules that have refusals; `Refusal` knows only those that were read in."""
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


def section(title: str) -> list[str]:
    """Return the rows of one table of the glossary, without its head."""
    text = GLOSSARY.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [line for line in text.splitlines() if line.startswith("| ")][1:]


def codes(title: str) -> list[str]:
    """Return the code words in the last column of one table."""
    return [code for row in section(title) for code in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Events", set(KINDS)),
        ("Accounts", set(get_args(Account))),
        ("Refusals", {kind.code for kind in Refusal.__subclasses__()}),
    ],
)
def test_the_glossary_has_a_row_for_each_and_no_other(title: str, expected: set[str]) -> None:
    assert sorted(codes(title)) == sorted(expected)


def test_the_glossary_names_every_series_of_papers() -> None:
    assert set(get_args(Series)) <= set(codes("Entries and papers"))


@pytest.mark.parametrize("row", [line for line in GLOSSARY.splitlines() if line.startswith("| ")])
def test_a_row_says_it_in_vietnamese_in_english_and_in_code(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 3
    assert all(cells)


@pytest.mark.parametrize("stored", sorted(TYPES))
def test_pages_and_glossary_call_an_event_the_same(stored: str) -> None:
    (row,) = [row for row in section("Events") if f"`{stored}`" in row]
    assert row.removeprefix("| ").lower().startswith(TYPES[stored].lower())


def test_every_event_has_a_stored_sample() -> None:
    assert {file_stem(stored_as) for stored_as in KINDS} == {stem_of_kind(stem) for stem in STORED}


def test_every_refusal_stands_in_the_tree_of_refusals() -> None:
    tree = (refusals.__doc__ or "").partition("\nRefusal\n")[2]
    named = re.findall(r"\b[A-Z][A-Za-z]+\b", tree)
    assert sorted(named) == sorted(kind.__name__ for kind in Refusal.__subclasses__())


def test_every_event_says_what_happened() -> None:
    silent = [kind.__name__ for kind in KINDS.values() if not kind.__doc__]
    assert not silent
