"""The documentation of the exchange files says what the declaration says, column for column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.exchange import fields, spreadsheet, workbook
from api.exchange.columns import Column
from api.exchange.errors import SENTENCES, Code
from api.exchange.tables import TABLES, Cell, Table, When

DOCS = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    """Return the part of the page about one file."""
    return DOCS.split(f"### `{name}.csv`\n")[1].split("\n### ")[0].split("\n## ")[0]


def column_line(column: Column) -> str:
    """Return the line of the page about one column."""
    kind = column.kind.name
    if column.kind.choices:
        kind = ", ".join(
            f"`{choice.word}` ({', '.join(choice.names)})" for choice in column.kind.choices
        )
    return f"| `{column.name}` | {', '.join(column.headings)} | {column.need.value} | {kind} |"


def rule_line(rule: When) -> str:
    """Return the line of the page about one rule."""
    match rule.is_now:
        case Cell.FILLED:
            when = f"`{rule.column}` filled"
        case Cell.EMPTY:
            when = f"`{rule.column}` empty"
        case words:
            when = f"`{rule.column}` = {', '.join(f'`{word}`' for word in words)}"
    needs = ", ".join(f"`{name}`" for name in rule.needs) or "–"
    forbids = ", ".join(f"`{name}`" for name in rule.forbids) or "–"
    return f"| {when} | {needs} | {forbids} |"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_page_has_every_column_of_a_file_in_order(table: Table[Any]) -> None:
    lines = [line for line in section(table.name).splitlines() if line.startswith("| `")]
    paper = 6 if table.is_money else 0
    own = table.columns[: len(table.columns) - paper]
    assert lines == [*map(column_line, own), *map(rule_line, table.rules)]


def test_the_page_has_the_columns_that_every_money_file_may_have() -> None:
    lines = DOCS.split("### On every money file\n")[1].split("\n### ")[0].splitlines()
    money = [table for table in TABLES if table.is_money]
    assert [line for line in lines if line.startswith("| `")] == [
        column_line(column) for column in money[0].columns[-6:]
    ]
    assert len({table.columns[-6:] for table in money}) == 1


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_page_says_what_identifies_a_row(table: Table[Any]) -> None:
    key = " + ".join(f"`{name}`" for name in table.natural_key)
    assert f"Identified by {key}." in section(table.name)


def test_the_page_lists_the_files_in_the_order_of_reading() -> None:
    places = [DOCS.index(f"### `{table.name}.csv`") for table in TABLES]
    assert places == sorted(places)


@pytest.mark.parametrize("code", Code)
def test_the_page_has_every_code_with_its_sentence(code: Code) -> None:
    assert f"| `{code}` | {SENTENCES[code]} |" in DOCS


@pytest.mark.parametrize(
    "limit",
    [
        f"at most {fields.CODE_MAX_CHARS} characters",
        f"at most {fields.LINE_MAX_CHARS} characters",
        f"at most {fields.NOTE_MAX_CHARS:,} characters",
        f"{workbook.FILE_MAX_BYTES >> 20} MB on disk",
        f"{workbook.UNPACKED_MAX_BYTES >> 20} MB unpacked",
        f"{workbook.COLUMNS_MAX} columns",
        f"{spreadsheet.MEMORY_MAX_BYTES >> 20} MB of memory",
        f"{spreadsheet.PROCESSOR_MAX_S} seconds",
    ],
)
def test_the_page_names_every_limit(limit: str) -> None:
    assert limit in DOCS
