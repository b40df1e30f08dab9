"""Reads a file of published figures, strictly: docs/claims.md says how one is written.

Anything unknown, twice or missing is refused with its place in the file, so that a slip of the pen
never turns into a verdict about somebody's report.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NoReturn, TypeVar

from reports.claims.figures import (
    Claim,
    Figure,
    FigureSet,
    Identity,
    Outcome,
    Published,
    Relation,
    Source,
    Tolerance,
)
from reports.claims.problems import ClaimsInvalid, inside
from reports.claims.trees import parse_expression
from reports.claims.units import parse_unit
from reports.claims.words import PrintedNumber, parse_number, parse_qualifier
from reports.numbers import whole

SHIPPED: Final = Path(__file__).parent.parent / "published" / "figures.json"
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
Item = TypeVar("Item")
_DATE: Final = re.compile(r"([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?")


def load_published(path: Path | None = None) -> Published:
    """Read published figures and the claims between them.

    Args:
        path: a JSON file; the figures that come with the product when None.

    Raises:
        ClaimsInvalid: the file cannot be read, is not UTF-8, is not JSON, says a key twice, holds
            a number with a point; or anything that `parse_published` refuses.
    """
    file = path or SHIPPED
    with inside(file.name):
        try:
            text = unicodedata.normalize("NFC", file.read_bytes().decode("utf-8-sig"))
            document = json.loads(
                text,
                object_pairs_hook=_once,
                parse_float=_refuse_fraction,
                parse_constant=_refuse_fraction,
            )
        except OSError as problem:
            raise ClaimsInvalid("không đọc được tệp") from problem
        except UnicodeDecodeError as problem:
            raise ClaimsInvalid("tệp không phải UTF-8") from problem
        except json.JSONDecodeError as problem:
            place = f"dòng {problem.lineno}, cột {problem.colno}"
            raise ClaimsInvalid("tệp không phải JSON đúng", place=place) from problem
        except (ValueError, RecursionError) as problem:
            raise ClaimsInvalid("tệp có số quá dài hoặc lồng quá sâu") from problem
        return parse_published(document)


def parse_published(document: object) -> Published:
    """Turn what a file says into figures and claims.

    Raises:
        ClaimsInvalid: at the first thing that is unknown, missing, double or of another type.
    """
    top = _object(document, required=("sets",))
    sets = _list(top, "sets", _set)
    _refuse_doubles([each.id for each in sets])
    return Published(tuple(sets))


def _set(value: object) -> FigureSet:
    entry = _object(
        value, required=("id", "organisation", "period", "source", "figures", "identities")
    )
    set_id = _id(entry)
    with inside(set_id):
        with inside("source"):
            source = _source(entry["source"])
        figures = _list(entry, "figures", lambda figure: _figure(figure, source))
        _refuse_doubles([figure.id for figure in figures])
        identities = _list(entry, "identities", _identity)
        _refuse_doubles([identity.id for identity in identities])
        return FigureSet(
            id=set_id,
            organisation=_text(entry, "organisation"),
            period=_text(entry, "period"),
            figures=MappingProxyType({figure.id: figure for figure in figures}),
            identities=tuple(identities),
        )


def _source(value: object) -> Source:
    entry = _object(value, required=("publisher",), optional=("title", "address", "date"))
    date = _text(entry, "date")
    if not _DATE.fullmatch(date):
        raise ClaimsInvalid("ngày viết 2022, 2022-12 hoặc 2022-12-31", place="date")
    return Source(
        publisher=_text(entry, "publisher"),
        title=_text(entry, "title"),
        address=_text(entry, "address"),
        date=date,
    )


def _figure(value: object, source: Source) -> Figure:
    entry = _object(
        value,
        required=("id", "what", "value", "unit"),
        optional=("qualifier", "source", "not_printed"),
    )
    figure_id = _id(entry)
    with inside(figure_id):
        if "source" in entry:
            with inside("source"):
                source = _source(entry["source"])
        with inside("value"):
            number = _number(entry["value"])
        with inside("unit"):
            unit = parse_unit(_text(entry, "unit"))
        qualifier = _text(entry, "qualifier")
        with inside("qualifier"):
            reading = parse_qualifier(qualifier)
        return Figure(
            id=figure_id,
            what=_text(entry, "what"),
            number=number,
            unit=unit,
            qualifier=qualifier,
            reading=reading,
            source=source,
            not_printed=_text(entry, "not_printed"),
        )


def _identity(value: object) -> Identity:
    relations = tuple(relation.value for relation in Relation)
    entry = _object(
        value,
        required=("id", "says"),
        optional=(*relations, "tolerance", "expected", "note"),
    )
    identity_id = _id(entry)
    with inside(identity_id):
        expected = _text(entry, "expected") or Outcome.HOLDS.value
        if expected not in set(Outcome):
            raise ClaimsInvalid("chỉ nhận holds hoặc printed_error", place="expected")
        return Identity(
            id=identity_id,
            says=_text(entry, "says"),
            claim=_claim(entry),
            expected=Outcome(expected),
            note=_text(entry, "note"),
        )


def _claim(entry: Mapping[str, object]) -> Claim:
    named = [relation for relation in Relation if relation.value in entry]
    if len(named) != 1:
        raise ClaimsInvalid("cần đúng một trong ba: equal, at_most, at_least")
    relation = named[0]
    sides = entry[relation.value]
    with inside(relation.value):
        if not isinstance(sides, list) or len(sides) != 2:
            raise ClaimsInvalid("cần đúng hai vế")
        with inside("[0]"):
            left = parse_expression(sides[0])
        with inside("[1]"):
            right = parse_expression(sides[1])
    with inside("tolerance"):
        tolerance = _tolerance(entry["tolerance"]) if "tolerance" in entry else None
        if tolerance and relation is not Relation.EQUAL:
            raise ClaimsInvalid("chỉ dùng với equal")
    return Claim(relation, left, right, tolerance)


def _tolerance(value: object) -> Tolerance:
    entry = _object(value, required=("percent", "reason"))
    with inside("percent"):
        percent = _number(entry["percent"])
        if percent.value >= 100:
            raise ClaimsInvalid("phải nhỏ hơn 100")
    return Tolerance(percent, _text(entry, "reason"))


def _number(value: object) -> PrintedNumber:
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_number(whole(value))
    if not isinstance(value, str):
        raise ClaimsInvalid('cần một số nguyên, hoặc số như báo in trong ngoặc kép: "87,1"')
    return parse_number(value)


def _object(
    value: object, *, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ClaimsInvalid("cần một đối tượng JSON {…}")
    for key in value:
        if key not in (*required, *optional):
            raise ClaimsInvalid("không có mục này", place=str(key))
    for key in required:
        if key not in value:
            raise ClaimsInvalid("thiếu mục này", place=key)
    for key in ("id", "what", "says", "publisher", "organisation", "period", "reason"):
        if value.get(key) == "":
            raise ClaimsInvalid("không được để trống", place=key)
    return value


def _list(entry: Mapping[str, object], key: str, read: Callable[[object], Item]) -> list[Item]:
    values = entry[key]
    with inside(key):
        if not isinstance(values, list):
            raise ClaimsInvalid("cần một danh sách […]")
        items = []
        for number, value in enumerate(values):
            with inside(f"[{number}]"):
                items.append(read(value))
        return items


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str):
        raise ClaimsInvalid("cần chữ trong ngoặc kép", place=key)
    return value


def _id(entry: Mapping[str, object]) -> str:
    text = _text(entry, "id")
    if not _ID.fullmatch(text):
        raise ClaimsInvalid("mã chỉ gồm chữ không dấu, chữ số và dấu gạch dưới", place="id")
    return text


def _refuse_doubles(ids: list[str]) -> None:
    for each, times in Counter(ids).items():
        if times > 1:
            raise ClaimsInvalid("mã này có hai lần", place=each)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    _refuse_doubles(keys)
    return dict(pairs)


def _refuse_fraction(text: str) -> NoReturn:
    raise ClaimsInvalid(f'số {text} không chính xác; viết trong ngoặc kép, như báo in: "87,1"')
