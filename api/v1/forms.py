"""JSON objects ↔ rows: the same declaration of every row as in exchange files.

    a JSON object → Form.row → a typed row of api/exchange/rows.py, or everything that is wrong
    Form.schema   → the JSON Schema of the object, one alternative for each shape that it may have

What the schema forbids is told as `bad_request`; what only the content tells (a text of blanks, a
day of the year 9000) is refused as `row_refused`. Amounts are JSON integers, quantities decimal
text, days 2022-12-31; nothing is guessed, and no member is null.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from api.exchange import columns as of
from api.exchange import fields as cell
from api.exchange.columns import Column, Kind, Need
from api.exchange.errors import Code, Fault
from api.exchange.fields import Value
from api.exchange.shape import Shape
from api.exchange.tables import Table
from api.v1.flaws import of_content, of_form, pointer
from api.v1.problems import Flaw
from ledger.money import AMOUNT_MAX_VND

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
QUANTITY_PATTERN: Final = "^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?$"
BASE64_PATTERN: Final = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
_QUANTITY: Final = re.compile(QUANTITY_PATTERN)
FILES_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 20,
    "items": {
        "title": "Evidence",
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": cell.FILE_NAME_MAX_CHARS},
            "content": {"type": "string", "pattern": BASE64_PATTERN, "maxLength": 1_000_000},
        },
        "required": ["name", "content"],
        "additionalProperties": False,
    },
}
"""Files beside a row. The entry keeps a mark of each, the vault its name; the file is yours."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One shape of a row: values of the column that tells it, columns it needs, and lacks."""

    title: str
    column: str | None = None
    values: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A value, or why there is none; `is_form` says that the schema forbids it."""

    value: Value = None
    fault: Fault | None = None
    expected: str = ""


class Form:
    """A table as JSON objects, without the columns that do not belong to a request."""

    def __init__(
        self,
        table: Table[Any],
        *,
        title: str,
        without: tuple[str, ...] = (),
        schemas: Mapping[str, Mapping[str, Any]] = {},
        variants: tuple[Variant, ...] = (),
        key: Mapping[str, Any] | None = None,
        beside: Mapping[str, Mapping[str, Any]] = {},
    ) -> None:
        """Prepare.

        Args:
            table: what the rows are.
            title: the name of the schema.
            without: columns that requests do not have.
            schemas: schemas of columns that are narrower here than in a file.
            variants: the shapes; none: there is one.
            key: the schema of `key`, where rows bear their own.
            beside: members that are no column of a file, each with the schema of its text; they
                are looked at, and read by whoever makes the request.
        """
        self.table = table
        self.title = title
        self._columns = table.columns
        self._shape = Shape(table)
        self._variants = variants or (Variant(title),)
        left_out = {*without, "goods_order", *(() if key else ("key",))}
        self._asked = {each.name: each for each in table.columns if each.name not in left_out}
        own = {"key": key} if key else {}
        self._narrowed = {**schemas, **own}
        self._schemas = {
            name: {**_schema(each), **schemas.get(name, {}), **own.get(name, {})}
            for name, each in self._asked.items()
        }
        self._beside = {name: re.compile(str(said["pattern"])) for name, said in beside.items()}
        self._schemas |= {name: dict(said) for name, said in beside.items()}
        self._readers = {name: _reader(each.kind) for name, each in self._asked.items()}
        self._places = {each.name: at for at, each in enumerate(table.columns)}
        self._empty = [None] * len(table.columns)
        self._needed = [each.name for each in self._asked.values() if each.need is Need.VALUE]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of an object."""
        shapes = [self._shape_schema(variant) for variant in self._variants]
        return shapes[0] if len(shapes) == 1 else {"title": self.title, "oneOf": shapes}

    def row(
        self, said: object, given: Mapping[str, Value], *, below: str = ""
    ) -> tuple[Any, list[Flaw], list[Flaw]]:
        """Return the row that a JSON value stands for.

        Args:
            said: the JSON value.
            given: values of columns that requests do not have, such as the key.
            below: the JSON pointer of the value in the body.

        Returns:
            The row or None; what the schema forbids; what is refused. Both empty: there is a row.
        """
        if not isinstance(said, dict):
            return None, [of_form(below, "object")], []
        form = [
            of_form(below + pointer(name), "unknown")
            for name in said
            if name not in self._asked and name not in self._beside
        ]
        form += self._flaws_beside(said, below)
        form += [of_form(f"{below}/{name}", "missing") for name in self._needed if name not in said]
        content: list[Flaw] = []
        values: list[Value | Fault] = list(self._empty)
        for name in given.keys() & self._places.keys():
            values[self._places[name]] = given[name]
        for name, value in said.items():
            if name not in self._asked:
                continue
            read = self._read(name, value)
            place = f"{below}/{name}"
            if read.expected:
                form.append(of_form(place, read.expected))
            elif read.fault:
                content.append(of_content(place, self._asked[name], read.fault))
            values[self._places[name]] = read.fault or read.value
        for at, fault in [] if form else self._shape.faults(values):
            form.append(of_content(f"{below}/{self._columns[at].name}", self._columns[at], fault))
        if form or content:
            return None, form, content
        return self.table.row_type(0, *values), [], []

    def _flaws_beside(self, said: Mapping[str, object], below: str) -> list[Flaw]:
        """Return what is wrong with members that are no columns of a file."""
        found: list[Flaw] = []
        for name in self._beside.keys() & said.keys():
            value = said[name]
            lacks = [each for each in self._variants if name in each.lacks]
            if any(said.get(each.column or "") in each.values for each in lacks):
                found.append(of_form(f"{below}/{name}", "unknown"))
            elif not (isinstance(value, str) and self._beside[name].search(value)):
                found.append(of_form(f"{below}/{name}", "name"))
        return found

    def _read(self, name: str, said: object) -> Read:
        narrowed = self._narrowed.get(name)
        if narrowed is None:
            return self._readers[name](said)
        if "enum" in narrowed and said not in narrowed["enum"]:
            return Read(expected="choice")
        if "pattern" in narrowed and not (
            isinstance(said, str) and re.search(narrowed["pattern"], said)
        ):
            return Read(expected="name")
        return self._readers[name](said)

    def _shape_schema(self, variant: Variant) -> dict[str, Any]:
        properties = {
            name: dict(schema)
            for name, schema in self._schemas.items()
            if name not in variant.lacks
        }
        if variant.column:
            properties[variant.column]["enum"] = list(variant.values)
        required = [*self._needed, *(name for name in variant.needs if name not in self._needed)]
        return {
            "title": variant.title,
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


def _schema(column: Column) -> dict[str, Any]:
    """Return the JSON Schema of a column."""
    return {"description": column.label, **_schema_of(column.kind)}


def _schema_of(kind: Kind) -> Mapping[str, Any]:
    if kind.choices:
        values = [each.value for each in kind.choices]
        return {"type": "boolean"} if True in values else {"type": "string", "enum": values}
    if kind.as_is_max_chars:
        return {"type": "string", "minLength": 1, "maxLength": kind.as_is_max_chars}
    if kind in _SCHEMAS:
        return _SCHEMAS[kind]
    minimum, maximum = _BOUNDS[kind.name]
    return {"type": "integer", "minimum": minimum, "maximum": maximum}


_SCHEMAS: Final[Mapping[Kind, Mapping[str, Any]]] = {
    of.DATE: {"type": "string", "format": "date"},
    of.QUANTITY: {"type": "string", "pattern": QUANTITY_PATTERN},
    of.FILES: FILES_SCHEMA,
}


_BOUNDS: Final = {
    of.AMOUNT.name: (1, AMOUNT_MAX_VND),
    of.YEAR.name: (cell.YEAR_MIN, cell.YEAR_MAX),
    of.PERSONS.name: (1, 10_000_000_000),
    of.COUNT.name: (0, 10_000_000_000),
    of.NUMBER.name: (1, 999_999_999),
}


def _reader(kind: Kind) -> Callable[[object], Read]:
    """Return what reads a JSON value of a column of this kind."""
    if kind.choices:
        return _choice_reader(frozenset(each.value for each in kind.choices))
    if kind.as_is_max_chars:
        return _text_reader(kind)
    own = {of.DATE: _day, of.QUANTITY: _quantity, of.FILES: _files}
    return own.get(kind) or _whole_reader(*_BOUNDS[kind.name])


def _choice_reader(values: frozenset[Value]) -> Callable[[object], Read]:
    def yes_no(said: object) -> Read:
        return Read(said) if isinstance(said, bool) else Read(expected="yes_no")

    def choice(said: object) -> Read:
        known = isinstance(said, str) and said in values
        return Read(str(said)) if known else Read(expected="choice")

    return yes_no if True in values else choice


def _text_reader(kind: Kind) -> Callable[[object], Read]:
    def read(said: object) -> Read:
        if not isinstance(said, str) or not 1 <= len(said) <= kind.as_is_max_chars:
            return Read(expected="text")
        text = said.strip()
        if not text:
            return Read(fault=Fault(Code.MISSING_VALUE, facts={"because": ""}))
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        value = kind.read(text)
        return Read(fault=value) if isinstance(value, Fault) else Read(value)

    return read


def _whole_reader(minimum: int, maximum: int) -> Callable[[object], Read]:
    def read(said: object) -> Read:
        value = whole_in(said)
        if value is not None and minimum <= value <= maximum:
            return Read(value)
        return Read(expected="whole_number")

    return read


def whole_in(said: object) -> int | None:
    """Return the integer that a JSON value is (1.0 is one too, RFC 8259); None: it is none."""
    if isinstance(said, float) and said.is_integer() and abs(said) < 2**53:
        return int(said)
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def day_in(said: object) -> date | None:
    """Return the day that a JSON value says, of any year; None: it says none."""
    try:
        is_day = isinstance(said, str) and _DAY.fullmatch(said)
        return date.fromisoformat(str(said)) if is_day else None
    except ValueError:
        return None


def _day(said: object) -> Read:
    if day_in(said) is None:
        return Read(expected="day")
    value = cell.read_date(str(said))
    return Read(fault=value) if isinstance(value, Fault) else Read(value)


def _quantity(said: object) -> Read:
    if not isinstance(said, str) or not _QUANTITY.fullmatch(said):
        return Read(expected="quantity")
    if (quantity := Decimal(said)) > 0:
        return Read(quantity)
    return Read(fault=Fault(Code.BAD_QUANTITY, said))


def _files(said: object) -> Read:
    try:
        names = [name for name, _ in contents(said)]
    except ValueError:
        return Read(expected="files")
    value = cell.read_file_names(";".join(names))
    if isinstance(value, Fault) or len(value) != len(names):
        return Read(fault=value if isinstance(value, Fault) else Fault(Code.BAD_FILE_NAME, ""))
    return Read(value)


def contents(said: object) -> list[tuple[str, bytes]]:
    """Return name and bytes of each file of `evidence`.

    Raises:
        ValueError: it is not such a list, or not base64.
    """
    if not isinstance(said, list) or not 1 <= len(said) <= 20:
        raise ValueError("not a list of files")
    found = []
    for each in said:
        if not isinstance(each, dict) or set(each) != {"name", "content"}:
            raise ValueError("not a file")
        name, content = each["name"], each["content"]
        if not (isinstance(name, str) and 1 <= len(name) <= cell.FILE_NAME_MAX_CHARS):
            raise ValueError("not a name")
        if not isinstance(content, str) or len(content) > 1_000_000:
            raise ValueError("not base64")
        found.append((name, b64decode(content, validate=True)))
    return found
