"""The reference of the API as a page: made of the declarations, so it says what is served.

It needs no script and nothing from outside; every problem has an anchor of its own, where the
`type` of a problem document leads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from api.settings import settings
from api.v1.callers import SCOPES
from api.v1.events import TYPES
from api.v1.everything import OPERATIONS
from api.v1.openapi import FORMS, TAGS
from api.v1.operations import Operation, Parameter
from api.v1.problems import KINDS, REFERENCE, Language
from api.web.preferences import preferences_of
from api.web.rendering import page

router: Final = APIRouter()


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """A parameter: what it takes, in words of JSON Schema."""

    name: str
    place: str
    is_required: bool
    says: str
    takes: str


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """An operation, its words in one language; `example` is a body, or empty."""

    name: str
    method: str
    path: str
    summary: str
    says: str
    scope: str
    parameters: tuple[ShownParameter, ...]
    example: str
    answers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together."""

    tag: str
    title: str
    operations: tuple[ShownOperation, ...]


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A body: its members with what each takes; a mark where every shape needs it."""

    title: str
    members: tuple[tuple[str, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole reference in one language."""

    groups: tuple[Group, ...]
    forms: tuple[ShownForm, ...]
    scopes: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, int, str], ...]
    events: tuple[str, ...]
    requests_per_minute: int


@router.get("/v1", include_in_schema=False)
@router.get("/v1/", include_in_schema=False)
@router.get(REFERENCE, include_in_schema=False)
def show(request: Request) -> Response:
    """Show the reference."""
    return page(request, "v1/reference.html", reference(preferences_of(request).language))


def reference(language: Language) -> Reference:
    """Return the reference in a language."""
    return Reference(
        groups=tuple(
            Group(
                tag,
                title.said(language),
                tuple(_shown(each, language) for each in OPERATIONS if each.tag == tag),
            )
            for tag, title in TAGS.items()
        ),
        forms=tuple(
            ShownForm(form.title, tuple(_members(form.schema())))
            for form in FORMS
            if not form.title.endswith("Row")
        ),
        scopes=tuple((name, words.said(language)) for name, words in SCOPES.items()),
        problems=tuple(
            (code, kind.status, kind.title.said(language))
            for code, kind in sorted(KINDS.items(), key=lambda each: (each[1].status, each[0]))
        ),
        events=tuple(TYPES),
        requests_per_minute=settings().requests_per_minute,
    )


def _shown(operation: Operation, language: Language) -> ShownOperation:
    body = operation.body
    return ShownOperation(
        name=operation.name,
        method=operation.method,
        path=f"/v1{operation.path}",
        summary=operation.summary.said(language),
        says=operation.says.said(language) if operation.says else "",
        scope=operation.scope,
        parameters=tuple(_parameter(each, language) for each in operation.parameters),
        example=json.dumps(body.example, ensure_ascii=False, indent=2) if body else "",
        answers=tuple((each.status, each.says.said(language)) for each in operation.successes),
    )


def _parameter(parameter: Parameter, language: Language) -> ShownParameter:
    return ShownParameter(
        name=parameter.name,
        place=parameter.place,
        is_required=parameter.is_required or parameter.place == "path",
        says=parameter.says.said(language),
        takes=_takes(parameter.schema),
    )


def _members(schema: Mapping[str, Any]) -> Iterable[tuple[str, str, str, bool]]:
    """Return name, label, what it takes, and whether every shape needs it, of each member."""
    shapes = schema.get("oneOf", [schema])
    every: dict[str, Mapping[str, Any]] = {}
    for shape in shapes:
        for name, said in shape["properties"].items():
            known = every.get(name, {})
            both = dict.fromkeys([*known.get("enum", ()), *said.get("enum", ())])
            every[name] = {**said, **({"enum": list(both)} if both else {})}
    for name, said in every.items():
        needed = all(name in shape["required"] for shape in shapes)
        yield name, said.get("description", ""), _takes(said), needed


def _takes(schema: Mapping[str, Any]) -> str:
    """Return what a schema takes, in few words."""
    if "enum" in schema:
        return " | ".join(schema["enum"])
    kind = schema["type"]
    if schema.get("format") == "date":
        return "2022-12-31"
    if schema.get("format") == "date-time":
        return "2022-12-31T17:00:00Z"
    if kind == "array":
        items = schema["items"]
        return "[…]" if "enum" in items else "[{name, content}]"
    if kind == "integer":
        return f"{schema['minimum']}…{schema['maximum']}"
    return str(kind)
