"""Everything that can be wrong has a code, a Vietnamese sentence, and a file that provokes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from uuid import UUID

import pytest

from api.exchange.errors import SENTENCES, Code, RowError, said, sentence
from api.exchange.errors_in_english import ENGLISH
from api.exchange.reader import Reading, read
from api.exchange.scope import Scope, keep_within
from tests.api.exchange.given import (
    DONATION,
    GOODS,
    UNITS,
    csv_of,
    folder,
    raw_workbook,
    reading,
    workbook,
)

Provocation = Callable[[Path], Reading]


def _donation(**cells: str) -> Provocation:
    return lambda place: reading(place, donations=csv_of({**DONATION, **cells}))


def _file(**texts: str | bytes) -> Provocation:
    return lambda place: reading(place, **texts)


def _two_files(place: Path) -> Reading:
    (place / "UNITS.csv").write_text(UNITS)
    return reading(place, units=UNITS)


def _folder_as_file(place: Path) -> Reading:
    (place / "units.csv").mkdir()
    return read(place)


def _outside(**texts: str) -> Provocation:
    """Read files as somebody who may not touch the unit they are about."""
    nobody = Scope(frozenset(), frozenset())
    ids = {"NA": UUID(int=1), DONATION["unit"]: UUID(int=2)}
    return lambda place: keep_within(reading(place, **texts), nobody, ids, lambda _keys: {})


WIDE = '<row><c r="ZZ1"><v>1</v></c></row>'
PROVOCATIONS: dict[Code, Provocation] = {
    Code.PATH_NOT_FOUND: lambda place: read(place / "so-lieu"),
    Code.NOT_AN_EXCHANGE_PATH: lambda place: read(folder(place, units=UNITS) / "units.csv"),
    Code.NOTHING_TO_READ: read,
    Code.NOT_A_WORKBOOK: lambda place: read(raw_workbook(place, "<row><c></row>")),
    Code.WORKBOOK_TOO_LARGE: lambda place: read(raw_workbook(place, WIDE)),
    Code.UNKNOWN_FILE: _file(units=UNITS, unit=UNITS),
    Code.UNKNOWN_SHEET: lambda place: read(
        workbook(place, donations=[[*DONATION]], Sheet1=[["x"]])
    ),
    Code.DUPLICATE_FILE: _two_files,
    Code.UNREADABLE_FILE: _folder_as_file,
    Code.EMPTY_FILE: _file(units=""),
    Code.NOT_UTF8: _file(units=UNITS.encode() + b"NA,H\xe9i\n"),
    Code.BAD_QUOTING: _file(units=UNITS + '"NA,Hội'),
    Code.UNKNOWN_COLUMN: _donation(ten="x"),
    Code.DUPLICATE_COLUMN: _donation(khoa="d1"),
    Code.MISSING_COLUMN: _file(holders="code,name\n"),
    Code.DUPLICATE_ROW: _file(holders="code,name,kind\nB,Báo,press\nB,Báo Đảng,press\n"),
    Code.EXTRA_CELL: _file(holders="code,name,kind\nB,Báo, Đài,press\n"),
    Code.MISSING_VALUE: _donation(key=""),
    Code.VALUE_NOT_EXPECTED: _donation(holder="BAO"),
    Code.FORMULA_WITHOUT_VALUE: lambda place: read(
        workbook(place, donations=[[*DONATION], ["=A1", *[*DONATION.values()][1:]]])
    ),
    Code.BAD_DATE: _donation(received_on="06/30/2022"),
    Code.BAD_AMOUNT: _donation(amount_vnd="26,000"),
    Code.AMOUNT_NOT_POSITIVE: _donation(amount_vnd="0"),
    Code.AMOUNT_TOO_LARGE: _donation(amount_vnd=str(2**53)),
    Code.BAD_QUANTITY: _donation(**{**GOODS, "quantity": "1.000"}),
    Code.BAD_NUMBER: _file(population="unit,on,persons,source\nNA,2022-12-31,0,Niên giám\n"),
    Code.BAD_CHOICE: _donation(channel="vàng"),
    Code.BAD_TEXT: _donation(donor="a\x07b"),
    Code.TEXT_TOO_LONG: _donation(donor="a" * 501),
    Code.BAD_FILE_NAME: _donation(evidence="../so.pdf"),
    Code.OUTSIDE_SCOPE: _outside(donations=csv_of(DONATION)),
    Code.NOT_YOURS_TO_DEFINE: _outside(holders="code,name,kind\nB,Báo,press\n"),
}

each_code = pytest.mark.parametrize("code", Code)


@each_code
def test_every_code_is_provoked_by_a_file(tmp_path: Path, code: Code) -> None:
    errors = PROVOCATIONS[code](tmp_path).errors
    assert code in {error.code for error in errors}


@each_code
def test_every_error_becomes_a_sentence_with_its_facts(tmp_path: Path, code: Code) -> None:
    for error in PROVOCATIONS[code](tmp_path).errors:
        for words in (sentence(error), said(error, ENGLISH)):
            assert words.endswith(".") and (words[0].isupper() or words[0] == "“"), words
            assert not re.search(r"None|[{}]|“”", words), words


@each_code
def test_every_error_can_be_told_as_json(tmp_path: Path, code: Code) -> None:
    for error in PROVOCATIONS[code](tmp_path).errors:
        told = json.dumps([error.file, error.row, error.column, error.code, dict(error.facts)])
        assert f'"{error.code.value}"' in told


def test_every_code_has_one_sentence_that_says_what_to_do() -> None:
    assert list(SENTENCES) == list(ENGLISH) == list(Code)
    assert all(":" in words for words in (*SENTENCES.values(), *ENGLISH.values()))


def test_the_sentence_of_an_amount_is_the_one_that_people_know() -> None:
    error = RowError("donations.csv", 2, "amount_vnd", Code.BAD_AMOUNT, "26,000")
    assert sentence(error) == (
        "Số tiền “26,000” không hợp lệ: viết số nguyên đồng, ví dụ 26000 hoặc 26.000."
    )


def test_a_missing_cell_says_by_what_it_is_needed(tmp_path: Path) -> None:
    (error,) = _donation(channel="press")(tmp_path).errors
    assert sentence(error) == ("Thiếu “bên giữ hộ” khi “hình thức” là “press”: điền vào ô này.")
    assert said(error, ENGLISH) == (
        "“holder” is needed here when “channel” is “press”: fill in this cell."
    )


def test_english_sentences_name_columns_by_their_english_names(tmp_path: Path) -> None:
    (error,) = _file(holders="code,name\n")(tmp_path).errors
    assert said(error, ENGLISH).startswith("The column “kind” is missing")


def test_sentences_ask_for_facts_only() -> None:
    known = {"value", "column", "because", "because_en", "label", "known", "limit", "table",
             "line", "first", "first_row", "minimum", "maximum", "allowed"}  # fmt: skip
    sentences = (*SENTENCES.values(), *ENGLISH.values())
    asked = {name for words in sentences for _, name, _, _ in Formatter().parse(words)}
    assert asked - {None} <= known
