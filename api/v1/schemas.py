"""What documents are made of: the kinds of their members, and their JSON Schemas by name.

A document of the API is one `Shape`, and its name is the name of its schema in /v1/openapi.json.
Shapes of answers stand in `api/v1/answers.py`, those of bodies in `api/v1/bodies.py`; rows are
declared once for files and programs, in `api/exchange/tables.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from api.v1.ids import (
    APPROVAL_PATTERN,
    CURSOR_PATTERN,
    ENTRY_PATTERN,
    PARTY_PATTERN,
    PERSON_PATTERN,
    UNIT_PATTERN,
    WEBHOOK_PATTERN,
)

Schema = Mapping[str, Any]
_PLACE: Final = "#/components/schemas/"

Day = date
Instant = AwareDatetime
UnitId = Annotated[str, Field(pattern=UNIT_PATTERN)]
EntryId = Annotated[str, Field(pattern=ENTRY_PATTERN)]
ApprovalId = Annotated[str, Field(pattern=APPROVAL_PATTERN)]
WebhookId = Annotated[str, Field(pattern=WEBHOOK_PATTERN)]
PartyId = Annotated[str, Field(pattern=PARTY_PATTERN)]
PersonId = Annotated[str, Field(pattern=PERSON_PATTERN)]
Cursor = Annotated[str, Field(pattern=CURSOR_PATTERN)]
Open = dict[str, Any]
"""An object whose members are described elsewhere."""


class Shape(BaseModel):
    """A JSON object with these members and no other; nothing is converted to fit."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _without_default(schema: dict[str, Any]) -> None:
    del schema["default"]


def left_out() -> Any:  # noqa: ANN401 - stands for a value of any type
    """Return what marks a member that is there or not, and never null."""
    return Field(default=None, json_schema_extra=_without_default)


def ref(name: str) -> Schema:
    """Return a reference to a schema by its name."""
    return {"$ref": f"{_PLACE}{name}"}


class _Generator(GenerateJsonSchema):
    """Members go by their names; a title would say the same once more."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - as inherited
        """Say no."""
        return False


def components(shapes: Iterable[type[Shape]]) -> dict[str, Schema]:
    """Return the JSON Schemas (2020-12) of shapes, and of all that stand in them, by name."""
    _, said = models_json_schema(
        [(each, "validation") for each in dict.fromkeys(shapes)],
        ref_template=_PLACE + "{model}",
        schema_generator=_Generator,
    )
    return dict(said["$defs"])
