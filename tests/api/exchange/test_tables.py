"""The declaration of the files says what the contract says, and agrees with itself."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

import pytest

from api.exchange import rows
from api.exchange.columns import Column, Need
from api.exchange.fields import folded
from api.exchange.reader import Reading
from api.exchange.tables import TABLES, Table

CONTRACT = {
    "units": "code, name, level, parent, valid_from, valid_to…, kind…",
    "population": "unit, on, persons, members…, source",
    "funds": "unit, fund, name, purpose…, restricted",
    "holders": "code, name, kind",
    "holdings": "unit, holding, kind, name…, number…, matures_on…",
    "series": "unit, year, series, book…, next_number",
    "openings": "key, unit, on, fund…, holding…, holder…, item…, quantity…, counted_in…, "
    "amount_vnd…, goods_order…",
    "donations": "key, unit, received_on, channel, fund…, donor…, donor_id…, donor_kind…, "
    "contact…, amount_vnd, item…, quantity…, counted_in…, holder…, holding…, note…, "
    "goods_order…",
    "handovers": "key, unit, holder, handed_over_on, how, fund…, amount_vnd, into…, recipients…, "
    "note…",
    "payouts": "key, unit, paid_on, fund…, round…, recipient…, recipient_id…, recipient_kind, "
    "kind, paid_from, holding…, amount_vnd, item…, quantity…, counted_in…, birth_year…, school…, "
    "class…, address…, guardian…, note…, goods_order…",
    "transfers": "key, from_unit, to_unit, fund…, amount_vnd, sent_on, received_on…, paid_from…",
    "movements": "key, unit, on, fund…, from_holding, to_holding, amount_vnd",
    "income_costs": "key, unit, on, what, fund…, holding…, amount_vnd, note…",
    "reversals": "key, reverses, on, reason, goods_order…",
}
ON_EVERY_MONEY_FILE = ", voucher…, paper_no…, document_on…, precision…, decision…, evidence…"

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_the_files_stand_in_the_order_of_the_contract() -> None:
    assert [table.name for table in TABLES] == list(CONTRACT)


@each_table
def test_a_file_has_the_columns_of_the_contract(table: Table[Any]) -> None:
    declared = ", ".join(
        column.name + ("…" if column.need is Need.NOTHING else "") for column in table.columns
    )
    assert declared == CONTRACT[table.name] + (ON_EVERY_MONEY_FILE if table.is_money else "")


@each_table
def test_a_row_has_one_field_for_each_column_in_order(table: Table[Any]) -> None:
    fields = [each.name for each in dataclasses.fields(table.row_type)]
    columns = [column.name.replace("class", "class_name") for column in table.columns]
    assert fields == ["row", *columns]
    assert table.name == table.row_type.FILE


@each_table
def test_a_heading_means_one_column(table: Table[Any]) -> None:
    headings = [
        folded(name) for column in table.columns for name in {column.name, *column.headings}
    ]
    assert len(headings) == len(set(headings))


@each_table
def test_a_row_may_hold_exactly_the_choices_of_its_columns(table: Table[Any]) -> None:
    types = typing.get_type_hints(table.row_type, vars(rows))
    for column in table.columns:
        if column.kind.choices and column.name != "restricted":
            words = {choice.word for choice in column.kind.choices}
            assert _literals(types[column.name]) == words, column.name


def _literals(kind: Any) -> set[str]:  # noqa: ANN401
    if typing.get_origin(kind) is typing.Literal:
        return set(typing.get_args(kind))
    return {word for part in typing.get_args(kind) for word in _literals(part)}


@each_table
def test_a_field_may_be_absent_exactly_when_its_cell_may_be_empty(table: Table[Any]) -> None:
    types = typing.get_type_hints(table.row_type, vars(rows))
    fields = dataclasses.fields(table.row_type)[1:]
    may_be_absent = {
        each.name for each in fields if type(None) in typing.get_args(types[each.name])
    }
    assert may_be_absent == {
        field.name
        for field, column in zip(fields, table.columns, strict=True)
        if column.need is not Need.VALUE
    }


def _columns_with_choices() -> list[Column]:
    return [column for table in TABLES for column in table.columns if column.kind.choices]


@pytest.mark.parametrize("column", _columns_with_choices(), ids=lambda column: column.name)
def test_a_word_means_one_choice(column: Column) -> None:
    words = [
        folded(name) for choice in column.kind.choices for name in {choice.word, *choice.names}
    ]
    assert len(words) == len(set(words))


@each_table
def test_a_rule_speaks_of_columns_and_choices_that_exist(table: Table[Any]) -> None:
    column_by_name = {column.name: column for column in table.columns}
    for rule in table.rules:
        assert {rule.column, *rule.needs, *rule.forbids} <= set(column_by_name)
        words = {choice.word for choice in column_by_name[rule.column].kind.choices}
        assert not isinstance(rule.is_now, tuple) or set(rule.is_now) <= words


def test_a_reading_has_a_place_for_every_file() -> None:
    places = [each.name for each in dataclasses.fields(Reading)]
    assert places == [*CONTRACT, "errors", "shown_names"]
