"""From HTTP to operations and back: one ASGI application for each path.

    method → caller, counted → parameters → key and body of a POST → the operation
        → its answer, or a problem

Nothing is read of a body before it is known who asks. Everything that a program can do wrong ends
as a problem document.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.identity.limits import address
from api.persons.readings import LookNotNoted
from api.v1.callers import Caller
from api.v1.desk import Desk
from api.v1.openapi import KEY_PATTERN
from api.v1.operations import JSON, Answer, Asked, Operation, parameters_of
from api.v1.problems import (
    MEDIA_TYPE,
    Flaw,
    Language,
    Problem,
    Words,
    not_found,
    preferred,
    refused,
)
from api.wiring import wired
from ledger.database import DatabaseUnavailable
from ledger.journal import Conflict, Unreachable
from ledger.writer import Closing

_KEY: Final = re.compile(KEY_PATTERN.removeprefix("^").removesuffix("$"))
_LONE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
CHUNK: Final = 1_048_576
AWAY: Final = Words(
    "Máy chủ tạm thời chưa ghi hay đọc được: gửi lại với cùng Idempotency-Key.",
    "The server cannot read or write for a moment: send it again with the same Idempotency-Key.",
)


class Resource:
    """One path: its operations by method; `path` is its pattern, for logs and measures."""

    def __init__(self, path: str, operations: Iterable[Operation]) -> None:
        """Serve these, which have one path."""
        self.path = path
        self._operations: dict[str, Operation] = {each.method: each for each in operations}
        if "GET" in self._operations:
            self._operations["HEAD"] = self._operations["GET"]
        self._allow = ", ".join(sorted(self._operations))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        language = preferred(request.headers.get("accept-language", ""))
        also: dict[str, str] = {}
        try:
            answer = await _answer(self._operation(scope["method"]), request, language, also)
        except Problem as problem:
            answer = _of_problem(problem, language)
        except LookNotNoted as refusal:
            answer = _of_problem(refused(refusal), language)
        except (Unreachable, Closing, Conflict, DatabaseUnavailable):
            away = Problem("away", AWAY, headers={"Retry-After": "2"})
            answer = _of_problem(away, language)
        await _send(answer, send, also, with_body=scope["method"] != "HEAD")

    def _operation(self, method: str) -> Operation:
        operation = self._operations.get(method)
        if operation is None:
            words = Words(f"Ở đây chỉ dùng được: {self._allow}.", f"Only {self._allow} here.")
            raise Problem("method_not_allowed", words, headers={"Allow": self._allow})
        return operation


NOWHERE: Final = Resource("/v1/{rest}", ())
"""Stands in logs and measures for whatever is not there."""


class Programs:
    """Everything below /v1/: a look into a table, then at the few patterns of as many steps.

    A layer of the application that passes on what is not for programs. Routes that are tried one
    after the other, and layers that only pages need, would cost a gift half of its time.
    """

    def __init__(
        self, app: ASGIApp, operations: Sequence[Operation], pages: Collection[str]
    ) -> None:
        """Serve `operations` before `app`, to which the `pages` below /v1/ are left."""
        self._app = app
        self._pages = frozenset(pages)
        self._plain: dict[str, Resource] = {}
        self._patterns: dict[int, list[tuple[re.Pattern[str], Resource]]] = {}
        for path in dict.fromkeys(each.path for each in operations):
            whole = f"/v1{path}"
            resource = Resource(whole, (each for each in operations if each.path == path))
            if "{" in path:
                steps = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(whole))
                found = self._patterns.setdefault(path.count("/"), [])
                found.append((re.compile(steps), resource))
            else:
                self._plain[whole] = resource

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith("/v1/") or path in self._pages:
            await self._app(scope, receive, send)
            return
        resource, scope["path_params"] = self._plain.get(path), {}
        if resource is None:
            for pattern, each in self._patterns.get(path.count("/") - 1, ()):
                if found := pattern.fullmatch(path):
                    resource, scope["path_params"] = each, found.groupdict()
        scope["route"] = resource or NOWHERE
        if resource is not None:
            await resource(scope, receive, send)
            return
        language = preferred(Request(scope, receive).headers.get("accept-language", ""))
        problem = not_found("Không có địa chỉ này trong /v1.", "There is no such path in /v1.")
        await _send(_of_problem(problem, language), send, {}, with_body=scope["method"] != "HEAD")


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that was asked."""
    state = request.app.state
    if not hasattr(state, "v1_desk"):
        state.v1_desk = Desk(wired(request))
    desk: Desk = state.v1_desk
    return desk


async def _answer(
    operation: Operation, request: Request, language: Language, also: dict[str, str]
) -> Answer:
    desk = desk_of(request)
    caller = await _caller(desk, request, operation, also)
    asked = Asked(
        desk=desk,
        caller=caller,
        language=language,
        parameters=_parameters(operation, request),
        body=None,
        key="",
        etag=request.headers.get("if-none-match", ""),
    )
    if operation.method == "POST":
        asked = await _posted(operation, request, asked, caller)
    if asyncio.iscoroutinefunction(operation.handle):
        answer: Answer = await operation.handle(asked)
    else:
        answer = await run_in_threadpool(operation.handle, asked)  # type: ignore[arg-type]
    return answer


async def _caller(
    desk: Desk, request: Request, operation: Operation, also: dict[str, str]
) -> Caller:
    """Return who asks, counted; `also` gets the headers that say what is left to them.

    Raises:
        Problem: too_many, not_signed_in, scope_missing; in this order.
    """
    authorization = request.headers.get("authorization", "")
    found = await desk.callers.find(authorization)
    left = desk.quotas.take(authorization if found else None, address(request))
    also.update(left.headers)
    if left.is_over:
        words = Words(
            f"Quá nhiều yêu cầu: đợi {left.wait_s} giây rồi gửi lại.",
            f"Too many requests: wait {left.wait_s} seconds, then send it again.",
        )
        raise Problem("too_many", words, headers={"Retry-After": str(left.wait_s)})
    return desk.callers.admit(found, operation.scope)


async def _posted(operation: Operation, request: Request, asked: Asked, caller: Caller) -> Asked:
    """Return what is asked with the key and the body of a POST.

    Raises:
        Problem: key_missing, not_json, too_large, bad_request; in this order.
    """
    key = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        words = Words(
            "Cần đầu mục Idempotency-Key: 1–80 ký tự ASCII, không có dấu cách và dấu gạch chéo.",
            "The header Idempotency-Key is needed: 1–80 visible ASCII characters, no stroke.",
        )
        raise Problem("key_missing", words)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        words = Words("Gửi Content-Type: application/json.", "Send Content-Type: application/json.")
        raise Problem("not_json", words)
    assert operation.body is not None
    body = _json(await _bytes(request, operation.body.bytes_max))
    return Asked(asked.desk, caller, asked.language, asked.parameters, body, key, asked.etag)


def _parameters(operation: Operation, request: Request) -> dict[str, Any]:
    try:
        text = request.scope["query_string"].decode("ascii")
        query = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=50)
    except (UnicodeDecodeError, ValueError) as error:
        words = Words("Phần sau dấu ? không đọc được.", "The query cannot be read.")
        raise Problem("bad_request", words) from error
    return parameters_of(operation, request.path_params, query)


async def _bytes(request: Request, most: int) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            words = Words(
                f"Nhiều nhất {most // 1024} KiB một lần.", f"At most {most // 1024} KiB at once."
            )
            raise Problem("too_large", words)
        parts.append(part)
    return b"".join(parts)


def _json(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        said = json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_no_constant)
        if _LONE.search(raw):
            json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        words = Words("Nội dung không phải là JSON đúng.", "The body is not proper JSON.")
        flaw = Flaw("", "not_json", words)
        raise Problem("bad_request", words, (flaw,)) from error
    return said


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a member is given twice")
    return said


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def _of_problem(problem: Problem, language: Language) -> Answer:
    return Answer(problem.status, problem.body(language), MEDIA_TYPE, problem.headers)


async def _send(answer: Answer, send: Send, also: Mapping[str, str], *, with_body: bool) -> None:
    headers = {"content-type": answer.media_type, "cache-control": "private, no-cache"}
    headers |= {name.lower(): value for name, value in (*also.items(), *answer.headers.items())}
    if answer.media_type in (JSON, MEDIA_TYPE):
        headers["vary"] = "Accept-Language, Authorization"
    if answer.is_repeated:
        headers["idempotency-hit"] = "true"
    if answer.status in (204, 304):
        del headers["content-type"]
    elif isinstance(answer.body, bytes):
        headers["content-length"] = str(len(answer.body))
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": _encoded(headers),
        }
    )
    if isinstance(answer.body, Path):
        await _send_file(answer.body, send)
    else:
        body = answer.body if with_body else b""
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


async def _send_file(path: Path, send: Send) -> None:
    try:
        for part in _parts(path):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        path.unlink(missing_ok=True)


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            yield part
