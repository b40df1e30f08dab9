"""Tools that know nothing of this program add up its entries and come to the same figures.

hledger and beancount are run as commands only. Both files carry the figures of the end of each
year, so that each tool holds what it has added up against them by itself; hledger's sums are held
against the figures once more here.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.sample import write_sample
from ledger.database import connect
from projections.figures import Figures, all_units, asked, described, unit_by_code
from reports.plaintext import beancount, export_beancount, export_hledger, hledger
from reports.plaintext.accounts import FIGURES, component
from reports.plaintext.transactions import Transaction
from tests.databases import reading
from tests.new_homes import EVERY_COLUMN, new_homes, record

BEAN_CHECK = Path(sys.executable).parent / "bean-check"
needs_hledger = pytest.mark.skipif(
    shutil.which("hledger") is None, reason="hledger is not installed (apt-get install hledger)"
)
YEAR_ENDS = (date(2022, 12, 31), date(2023, 12, 31))
PART = re.compile(r"[A-Z0-9][A-Za-z0-9-]*")
HOSTILE = 'a "b" \\ c; d, date:2022-99-99 [2022/99] (e)  f | * !'


class Exported(NamedTuple):
    """A home, and its entries as files for both tools."""

    home: str
    journal: Path
    beans: Path


@pytest.fixture(scope="module", params=["every column", "sample year"])
def exported(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_url: str,
    migrated_database_name: str,
) -> Iterator[Exported]:
    place = tmp_path_factory.mktemp("plaintext")
    source = EVERY_COLUMN if request.param == "every column" else place
    if source == place:
        write_sample(source, scale=0.002)
    with new_homes(postgres_url, migrated_database_name) as new_home:
        made = Exported(new_home(), place / "soquy.journal", place / "soquy.beancount")
        record(made.home, source)
        export_hledger(made.home, made.journal)
        export_beancount(made.home, made.beans)
        yield made


def run_hledger(journal: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Ask hledger."""
    command = ["hledger", "-f", str(journal), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def bean_check(beans: Path) -> subprocess.CompletedProcess[str]:
    """Ask beancount."""
    command = [str(BEAN_CHECK), "--no-cache", str(beans)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def added_up(journal: Path, on: date) -> dict[str, int]:
    """Return what hledger says lies in each account at the end of a day."""
    words = ("balance", "--flat", "--no-total", "-O", "csv", "-e", f"{on.year + 1}-01-01")
    _, *rows = csv.reader(run_hledger(journal, *words).stdout.splitlines())
    return {account: int(amount.removesuffix(" VND")) for account, amount in rows}


def below(sums: dict[str, int], pattern: str) -> int:
    """Return what lies in and below the accounts that match `pattern`."""
    begins_so = re.compile(f"{pattern}(:|$)")
    return sum(amount_vnd for account, amount_vnd in sums.items() if begins_so.match(account))


def with_an_amount_changed(file: Path) -> str:
    """Return the text of an export with what was brought in first made 1 đồng, on both sides."""
    amounts = re.compile(r"(Assets:NA:Bank:General:Bank  |Equity:NA:BroughtIn:Money:General  -)\d+")
    return amounts.sub(lambda each: f"{each[1]}1", file.read_text(encoding="utf-8"), count=2)


def own_figures(home: str, on: date) -> dict[str, Figures]:
    """Return the figures of each unit's own book from the beginning of time to a day."""
    with connect(home) as connection:
        found = described(connection, all_units(connection), asked(on, date(1900, 1, 1)))
    return {each.code: each.own for each in found}


def code_of(part: str) -> str:
    """Return the code that a part of an account name stands for, by the rule of docs/export.md."""
    plain = part.removeprefix("X-")
    if plain == part and re.match(r"[A-Z][a-z]", part):
        plain = part[0].lower() + part[1:]
    return re.sub(r"--([0-9a-f]+)-", lambda each: chr(int(each[1], 16)), plain)


@given(st.text(min_size=1) | st.text(alphabet="aAbX0-ă ", min_size=1, max_size=6))
def test_every_code_has_an_account_name_of_its_own(code: str) -> None:
    assert PART.fullmatch(component(code))
    assert code_of(component(code)) == code


@needs_hledger
def test_hledger_finds_nothing_to_object_to(exported: Exported) -> None:
    said = run_hledger(exported.journal, "check", "--strict")
    assert (said.returncode, said.stderr) == (0, "")


def test_beancount_finds_nothing_to_object_to(exported: Exported) -> None:
    said = bean_check(exported.beans)
    assert (said.returncode, said.stderr) == (0, "")


@needs_hledger
@pytest.mark.parametrize("day", YEAR_ENDS, ids=str)
def test_hledger_adds_up_to_the_figures_of_every_unit(exported: Exported, day: date) -> None:
    sums = added_up(exported.journal, day)
    wrong = [
        (code, name)
        for code, figures in own_figures(exported.home, day).items()
        for pattern, (name, sign) in FIGURES.items()
        if below(sums, pattern.format(component(code))) != sign * getattr(figures, name)
    ]
    assert wrong == []


@needs_hledger
@pytest.mark.parametrize("day", YEAR_ENDS, ids=str)
def test_all_books_together_are_the_figures_of_the_province(exported: Exported, day: date) -> None:
    with connect(exported.home) as connection:
        (top,) = described(connection, [unit_by_code(connection, "NA")], asked(day))
    sums, any_unit = added_up(exported.journal, day), "[^:]+"
    goods = below(sums, f"Assets:{any_unit}:Goods")
    on_the_way = below(sums, f"Equity:{any_unit}:Memorandum:InTransit")
    money = below(sums, "Assets") - goods + on_the_way
    assert (money, goods) == (top.subtree.money, top.subtree.goods)
    assert sum(sums.values()) == below(sums, f"Equity:{any_unit}:Memorandum") == 0


@needs_hledger
def test_hledger_notices_an_amount_that_was_changed(exported: Exported) -> None:
    changed = exported.journal.with_name("changed.journal")
    changed.write_text(with_an_amount_changed(exported.journal), encoding="utf-8")
    assert "balance assertion" in run_hledger(changed, "check").stderr


def test_beancount_notices_an_amount_that_was_changed(exported: Exported) -> None:
    changed = exported.beans.with_name("changed.beancount")
    changed.write_text(with_an_amount_changed(exported.beans), encoding="utf-8")
    assert "Balance failed" in bean_check(changed).stderr


def test_every_entry_that_moves_something_is_there_once(exported: Exported) -> None:
    with connect(exported.home) as connection:
        rows = connection.execute(b"SELECT count(DISTINCT (unit_id, version)) FROM entry")
        entries = [count for (count,) in rows]
    told = [re.findall(r" entry: ?\"?([^\n\"]+)", each.read_text()) for each in exported[1:]]
    assert [len(set(each)) for each in told] == [len(each) for each in told] == entries * 2


def test_nobody_is_named(exported: Exported) -> None:
    with reading(exported.home) as connection:
        parts = connection.execute(b"SELECT private FROM private_parts").fetchall()
    kept = [part.opened() for (part,) in parts]
    assert kept
    names = {
        str(each[name])
        for each in kept
        for name in (
            "donor",
            "recipient",
            "recipient_id",
            "donor_id",
            "contact",
            "number",
            "guardian",
        )
        if name in each
    }
    text = exported.journal.read_text() + exported.beans.read_text()
    assert [name for name in names if name in text] == []


def test_words_that_mean_something_to_a_tool_are_only_words(tmp_path: Path) -> None:
    accounts = ["Assets:NA:Cash:General:Cash", "Income:NA:Raised:Cash:General"]
    lines = ((accounts[0], 1_000), (accounts[1], -1_000))
    odd = Transaction(YEAR_ENDS[0], "Nhận ủng hộ", (("key", HOSTILE), ("goods", HOSTILE)), lines)
    beans, journal = tmp_path / "odd.beancount", tmp_path / "odd.journal"
    beans.write_text(beancount.opening([HOSTILE], accounts) + beancount.transaction(odd))
    journal.write_text(hledger.opening([HOSTILE], accounts) + hledger.transaction(odd))
    assert bean_check(beans).returncode == 0
    if shutil.which("hledger"):
        assert run_hledger(journal, "check", "--strict").returncode == 0


def test_an_empty_home_gives_an_empty_ledger(database_url: str, tmp_path: Path) -> None:
    assert export_beancount(database_url, tmp_path / "empty.beancount") == 0
    assert bean_check(tmp_path / "empty.beancount").returncode == 0
