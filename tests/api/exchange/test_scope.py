"""A file may touch the books of the person who sent it, and those of nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID

import pytest

from api.exchange.errors import Code
from api.exchange.reader import read
from api.exchange.scope import Scope, keep_within
from tests.api.books import (
    FileRow,
    gift,
    holder,
    payout,
    population,
    reversal,
    transfer,
    unit,
    write,
)

IDS = {"X": UUID(int=1), "Y": UUID(int=2), "Z": UUID(int=3)}
OWN = frozenset({IDS["Y"], IDS["Z"]})
NOBODY: frozenset[UUID] = frozenset()
TREASURER = Scope(OWN, NOBODY)
ADMINISTRATOR = Scope(NOBODY, OWN)
BOTH = Scope(OWN, OWN)
KNOWN = {"sent": frozenset({IDS["X"]}), "gift": frozenset({IDS["X"]})}
"""Rows in the book of X: a transfer that was sent, and a gift."""


def recorded(keys: Iterable[str]) -> Mapping[str, frozenset[UUID]]:
    return {key: KNOWN[key] for key in keys if key in KNOWN}


def refused(place: Path, scope: Scope, *rows: FileRow) -> list[tuple[str, str | None]]:
    """Return what is refused of some rows: the code and the column."""
    reading = keep_within(read(write(place, rows)), scope, IDS, recorded)
    return [(each.code, each.column) for each in reading.errors]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (gift("d", 5, of="X"), "unit"),
        (payout("p", 5, of="X"), "unit"),
        (transfer("t", 5, "X", "Y"), "from_unit"),
        (transfer("t", 5, "Y", "X", received_on="2022-05-03"), "to_unit"),
        (reversal("r", "gift"), "reverses"),
    ],
    ids=["gift", "payout", "sent", "received", "reversal"],
)
def test_a_row_of_another_unit_is_refused_at_its_cell(
    tmp_path: Path, row: FileRow, column: str
) -> None:
    assert refused(tmp_path, TREASURER, row) == [(Code.OUTSIDE_SCOPE, column)]


@pytest.mark.parametrize(
    "row",
    [
        gift("d", 5, of="Z"),
        transfer("t", 5, "Y", "X"),
        transfer("sent", 5, "X", "Y", received_on="2022-05-03"),
        reversal("r", "a gift of this same file"),
        gift("d", 5, of="a unit that nobody knows"),
    ],
    ids=["below", "sent", "arrival", "reversal", "unknown"],
)
def test_a_row_of_the_own_units_stays(tmp_path: Path, row: FileRow) -> None:
    assert refused(tmp_path, TREASURER, row) == []


@pytest.mark.parametrize(
    "row", [unit("N", "Y"), population("Y", 5), holder()], ids=["unit", "population", "holder"]
)
def test_only_an_administrator_defines(tmp_path: Path, row: FileRow) -> None:
    assert [code for code, _ in refused(tmp_path / "t", TREASURER, row)] == [
        Code.NOT_YOURS_TO_DEFINE
    ]
    assert refused(tmp_path / "a", ADMINISTRATOR, row) == []


def test_an_administrator_records_no_money(tmp_path: Path) -> None:
    assert refused(tmp_path, ADMINISTRATOR, gift("d", 5, of="Y")) == [(Code.OUTSIDE_SCOPE, "unit")]


def test_new_units_stand_below_the_administered_ones(tmp_path: Path) -> None:
    deep = [unit("N1", "Y"), unit("N2", "N1"), gift("d", 5, of="N2")]
    assert refused(tmp_path, BOTH, *deep) == []


@pytest.mark.parametrize("parent", ["", "X", "M"], ids=["root", "above", "cycle"])
def test_a_new_unit_anywhere_else_is_refused(tmp_path: Path, parent: str) -> None:
    rows = [unit("N", parent), unit("M", "N")]
    assert (Code.NOT_YOURS_TO_DEFINE, "code") in refused(tmp_path, BOTH, *rows)


def test_a_known_unit_is_not_moved_out_of_the_administered_ones(tmp_path: Path) -> None:
    assert refused(tmp_path, BOTH, unit("Z", "X")) == [(Code.NOT_YOURS_TO_DEFINE, "parent")]
