"""What the API takes beside rows, and lists of rows: every body, and reading one.

    a JSON value → read(body, value) → the body, or a problem with a pointer to each flaw

Rows inside a body are left as they came: their forms read them (`api/v1/forms.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    create_model,
)
from pydantic_core import core_schema

from api.v1 import rows
from api.v1.asking import bad_form
from api.v1.events import TYPES
from api.v1.flaws import of_form, pointer
from api.v1.forms import Form, day_in, whole_in
from api.v1.schemas import Day, EntryId, Shape, left_out
from api.v1.targets import URL_CHARS_MAX
from ledger.money import AMOUNT_MAX_VND
from ledger.privacy_events import Consenter, ErasureReason
from ledger.registry_events import Role

LINES_MAX: Final = 500
ROWS_MAX: Final = 5_000
REASON_CHARS_MAX: Final = 500

if TYPE_CHECKING:
    EventType = str
    TableName = str
else:
    EventType = Literal[*TYPES]
    TableName = Literal[*rows.IN_BULK]


def _whole(said: object) -> object:
    """Return the integer that a number is: to JSON, 1.0 is one too."""
    whole = whole_in(said)
    return said if whole is None else whole


def _day(said: object) -> object:
    day = day_in(said)
    return said if day is None else day


@dataclass(frozen=True, slots=True)
class RowOf:
    """Marks a member as a row of a form, whose schema it has."""

    form: Form

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Take anything: the form reads it."""
        return core_schema.any_schema(ref=self.form.title)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return a reference to the schema of the form."""
        named = handler(schema)
        handler.resolve_ref_schema(named).update(self.form.schema())
        return named


Position = Annotated[int, Field(ge=0, le=2**53 - 1), BeforeValidator(_whole)]


class Nothing(Shape):
    """An empty object: the address says all."""


class Decline(Shape):
    """Why something is sent back."""

    reason: Annotated[str, Field(min_length=1, max_length=REASON_CHARS_MAX)] = left_out()


class ErasureWish(Shape):
    """Why somebody is erased."""

    reason: ErasureReason


class ConsentWish(Shape):
    """Whether the person of a gift or an award may be named to everybody, and whose wish that is.

    `who` said so, and `how` (on paper, by telephone), are kept in the vault.
    """

    entry: EntryId
    consenter: Consenter
    wish: Literal["given", "withdrawn"]
    who: Annotated[str, Field(min_length=1, max_length=REASON_CHARS_MAX)]
    how: Annotated[str, Field(min_length=1, max_length=REASON_CHARS_MAX)]


class Arrival(Shape):
    """The day on which a transfer arrived."""

    received_on: Annotated[Day, BeforeValidator(_day)]


_Day = Annotated[Day, BeforeValidator(_day)]
_Unit = Annotated[str, Field(min_length=1, max_length=200)]


class RoleWish(Shape):
    """A role in a unit and all below it, from a day to a day; `valid_to` left out: open."""

    role: Role
    unit: _Unit
    valid_from: _Day
    valid_to: _Day = left_out()


class RoleEnd(Shape):
    """The role that began on `valid_from` ends with the day `valid_to`."""

    role: Role
    unit: _Unit
    valid_from: _Day
    valid_to: _Day


class PublicationWish(Shape):
    """Figures of a year to be published; `until` left out: its end, or today."""

    unit: _Unit
    year: Annotated[int, Field(ge=1900, le=2200), BeforeValidator(_whole)]
    until: _Day = left_out()


class ApprovalRuleWish(Shape):
    """From a day on, up to which amount no second person is needed; 0: one always is."""

    unit: _Unit
    valid_from: _Day
    free_up_to_vnd: Annotated[int, Field(ge=0, le=AMOUNT_MAX_VND), BeforeValidator(_whole)]


class WebhookWish(Shape):
    """What to be told, and where; `after` is a position of the log, left out: from now on."""

    url: Annotated[str, Field(min_length=1, max_length=URL_CHARS_MAX)]
    unit: Annotated[str, Field(min_length=1, max_length=200)]
    types: Annotated[list[EventType], Field(min_length=1, max_length=len(TYPES))]
    after: Position = left_out()


class Replay(Shape):
    """After which position of the log to tell again."""

    after: Position


class Lines(Shape):
    """Rows that are put before a second person as one list; all are of one unit."""

    lines: Annotated[list[Any], Field(min_length=1, max_length=LINES_MAX)]


def lines_of(form: Form) -> type[Lines]:
    """Return the body that lists rows of a form."""
    listed = Annotated[list[Annotated[Any, RowOf(form)]], Field(min_length=1, max_length=LINES_MAX)]
    return create_model(f"{form.title}Lines", __base__=Lines, __doc__=Lines.__doc__, lines=listed)


class Keyed(Shape):
    """A row with a key of its own."""

    model_config = ConfigDict(extra="allow")

    key: Annotated[str, Field(min_length=1, max_length=60, pattern=rows.KEY_PATTERN)]

    @property
    def said(self) -> dict[str, Any]:
        """The row as it came."""
        return {"key": self.key, **(self.model_extra or {})}


class BulkRow(Shape):
    """A row of one of several tables."""

    table: TableName
    row: Keyed


def _as_came(said: object) -> object:
    return said


def _in_list(table: str, form: Form) -> type[Shape]:
    """Return what a row of a table is in a list of rows."""
    members: dict[str, Any] = {"table": Literal[table], "row": Annotated[Any, RowOf(form)]}
    return create_model(f"{form.title}InList", __base__=Shape, __doc__=BulkRow.__doc__, **members)


_ROWS: Final = reduce(or_, (_in_list(*each) for each in rows.IN_BULK.items()))


class Import(Shape):
    """Rows of several tables: all of them or none (atomic), or the good ones (continue)."""

    mode: Literal["atomic", "continue"]
    rows: Annotated[
        list[Annotated[BulkRow, BeforeValidator(_as_came, json_schema_input_type=_ROWS)]],
        Field(min_length=1, max_length=ROWS_MAX),
    ]


EXPECTED: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "model_type": "object",
    "dict_type": "object",
    "list_type": "array",
    "too_short": "array",
    "too_long": "array",
    "literal_error": "choice",
    "string_type": "text",
    "string_too_short": "text",
    "string_too_long": "text",
    "string_pattern_mismatch": "name",
    "int_type": "whole_number",
    "greater_than_equal": "whole_number",
    "less_than_equal": "whole_number",
    "date_type": "day",
}
"""What pydantic finds wrong, in our words."""

Read = TypeVar("Read", bound=Shape)


def read(body: type[Read], said: object) -> Read:
    """Return the body that a JSON value is.

    Raises:
        Problem: bad_request, with every flaw.
    """
    try:
        return body.model_validate(said)
    except ValidationError as wrong:
        found = wrong.errors(include_url=False, include_context=False, include_input=False)
        raise bad_form(
            *(of_form(pointer(*each["loc"]), EXPECTED[each["type"]]) for each in found)
        ) from None
