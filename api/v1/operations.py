"""What an operation of the API is: the one declaration behind serving, OpenAPI and the reference.

Operation   method and path, who may, what is asked, what is answered, and the function
Asked       one request, read and checked against the declaration
Answer      what goes back
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from api.identity.tokens import Scope
from api.v1.callers import Caller
from api.v1.desk import Desk
from api.v1.forms import Form
from api.v1.problems import Flaw, Language, Problem, Words
from api.v1.schemas import Schema, Shape
from api.wiring import Wiring

Method = Literal["GET", "POST", "DELETE"]
JSON: Final = "application/json"


class NotSo(Exception):
    """A parameter cannot be read; the words say what it should be."""

    def __init__(self, words: Words) -> None:
        """Keep the words."""
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Parameter:
    """One word of the path or of the query; `read` raises NotSo where `schema` does not hold."""

    name: str
    says: Words
    schema: Schema
    read: Callable[[str], Any]
    example: str | int | bool
    place: Literal["path", "query"] = "query"
    default: Any = None
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The JSON that a POST carries, a row or another document, and an example."""

    takes: Form | type[Shape]
    example: Any
    bytes_max: int = 8 * 1_048_576

    @property
    def name(self) -> str:
        """The name of its schema."""
        return self.takes.title if isinstance(self.takes, Form) else self.takes.__name__


@dataclass(frozen=True, slots=True)
class Success:
    """A good answer: what it means, its media type, and, of JSON, its shape and an example.

    Of an answer of many lines, `model` is what each line is.
    """

    status: int
    says: Words
    model: type[Shape] | None = None
    example: Any = None
    media_type: str = JSON


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. A file is sent, then deleted."""

    status: int = 200
    body: bytes | Path = b""
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `parameters` are read and complete, `body` is JSON or None.

    `key` is the Idempotency-Key of a POST, `etag` what If-None-Match says.
    """

    desk: Desk
    caller: Caller
    language: Language
    parameters: Mapping[str, Any]
    body: Any
    key: str
    etag: str

    @property
    def wiring(self) -> Wiring:
        """What all requests share."""
        return self.desk.wiring

    @property
    def is_dry(self) -> bool:
        """Whether nothing may be recorded."""
        return bool(self.parameters.get("dry_run"))


Handle = Callable[[Asked], Answer] | Callable[[Asked], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path. `problems` are the codes that it can answer beside the usual ones.

    A coroutine is run in the loop; any other function in a thread.
    """

    method: Method
    path: str
    name: str
    tag: str
    summary: Words
    says: Words | None = None
    scope: Scope
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    successes: tuple[Success, ...]
    problems: tuple[str, ...] = ()
    handle: Handle


def answer_json(document: object, *, status: int = 200, **headers: str) -> Answer:
    """Return a JSON answer; names of headers are written with underscores here."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, json.dumps(document, ensure_ascii=False).encode(), JSON, named)


def parameters_of(
    operation: Operation, path: Mapping[str, str], query: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return every parameter by name, read, with its default where it was not given.

    Raises:
        Problem: bad_request, naming each parameter that is unknown, repeated, missing or wrong.
    """
    known = {each.name: each for each in operation.parameters if each.place == "query"}
    flaws: list[Flaw] = []
    given: dict[str, str] = {}
    for name, text in query:
        if name not in known:
            words = Words(f"Không có tham số “{name[:80]}”.", f"There is no parameter {name[:80]}.")
            flaws.append(Flaw(name[:80], "unknown_parameter", words, in_body=False))
        elif name in given:
            words = Words(f"“{name}” có hai lần.", f"{name} is given twice.")
            flaws.append(Flaw(name, "repeated_parameter", words, in_body=False))
        given[name] = text
    found: dict[str, Any] = {}
    for each in operation.parameters:
        word = path.get(each.name) if each.place == "path" else given.get(each.name)
        try:
            found[each.name] = each.default if word is None else each.read(word)
        except NotSo as wrong:
            flaws.append(Flaw(each.name, "bad_parameter", wrong.words, in_body=False))
            continue
        if word is None and each.is_required:
            words = Words(f"Thiếu tham số “{each.name}”.", f"The parameter {each.name} is missing.")
            flaws.append(Flaw(each.name, "missing_parameter", words, in_body=False))
    if flaws:
        raise Problem("bad_request", flaws[0].detail, tuple(flaws))
    return found
