"""The OpenAPI document of the API, made of the operations that serve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from api.v1 import answers, rows
from api.v1.callers import SCOPES
from api.v1.forms import Form
from api.v1.operations import JSON, Operation, Parameter, Success
from api.v1.problems import KINDS, MEDIA_TYPE, Words
from api.v1.schemas import Shape, components, ref

VERSION: Final = "1.0.0"
KEY_PATTERN: Final = "^[!-.0-~]{1,80}$"
TAGS: Final[Mapping[str, Words]] = {
    "figures": Words("Đơn vị và số liệu", "Units and figures"),
    "entries": Words("Bút toán, sổ, chứng từ", "Entries, registers, papers"),
    "recording": Words("Ghi sổ", "Recording"),
    "paying": Words("Chi, hủy, duyệt", "Paying, reversing, approving"),
    "defining": Words("Khai báo", "Defining"),
    "administering": Words("Quản trị", "Administering"),
    "persons": Words("Thông tin cá nhân", "Personal data"),
    "publications": Words("Công bố", "Publications"),
    "events": Words("Theo dõi", "Following"),
    "whole": Words("Toàn bộ sổ", "The whole book"),
}
USUAL: Final = ("bad_request", "not_signed_in", "scope_missing", "too_many", "away")
FORMS: Final[tuple[Form, ...]] = (
    *(rows.DONATION, rows.HANDOVER, rows.MOVEMENT, rows.INCOME_ROW, rows.COST_ROW, rows.OPENING),
    *(rows.PAYOUT, rows.TRANSFER, rows.REVERSAL, rows.UNIT, rows.POPULATION, rows.FUND),
    *(rows.HOLDER, rows.HOLDING, rows.SERIES, *rows.IN_BULK.values()),
)
LINKS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "RecordedEntry": (
        ("showEntry", "entry", "/entry/id"),
        ("printReceipt", "entry", "/entry/id"),
        ("printVoucher", "entry", "/entry/id"),
        ("receiveTransfer", "entry", "/entry/id"),
    ),
    "Waits": (
        ("showApproval", "approval", "/approval/id"),
        ("giveApproval", "approval", "/approval/id"),
        ("declineApproval", "approval", "/approval/id"),
    ),
    "People": (
        ("grantRole", "person", "/people/0/id"),
        ("endRole", "person", "/people/0/id"),
    ),
    "ImportWaits": (
        ("showApproval", "approval", "/approvals/0/id"),
        ("giveApproval", "approval", "/approvals/0/id"),
        ("declineApproval", "approval", "/approvals/0/id"),
    ),
    "NewWebhook": (
        ("showWebhook", "webhook", "/id"),
        ("replayWebhook", "webhook", "/id"),
        ("deleteWebhook", "webhook", "/id"),
    ),
}
"""Where what an answer names goes on: operation, its parameter, where in the answer."""


_POLICY: Final = '"(key|address)";'
LIMITS: Final[dict[str, Any]] = {
    "RateLimit-Policy": {
        "description": "How many requests (q) one key may send in so many seconds (w).",
        "schema": {"type": "string", "pattern": f"^{_POLICY}q=[0-9]+;w=[0-9]+$"},
    },
    "RateLimit": {
        "description": "How many are left (r) for so many seconds (t).",
        "schema": {"type": "string", "pattern": f"^{_POLICY}r=[0-9]+;t=[0-9]+$"},
    },
}
RETRY_AFTER: Final[dict[str, Any]] = {
    "description": "After so many seconds it may be sent again.",
    "schema": {"type": "integer", "minimum": 1},
}


def openapi(operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the document; summaries are in English and in Vietnamese."""
    paths: dict[str, dict[str, Any]] = {}
    listed = list(operations)
    for each in listed:
        paths.setdefault(f"/v1{each.path}", {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sổ quỹ khuyến học",
            "version": VERSION,
            "description": (
                "Ledger of funds and scholarships. Amounts are whole đồng as JSON integers, days "
                "2022-12-31, quantities decimal text. Every POST needs an Idempotency-Key, which "
                "is answered the same for ever; it belongs to the person behind the key and to "
                "the path. Problems are RFC 9457 documents, in Vietnamese unless Accept-Language "
                "prefers English."
            ),
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": f"{w.en} / {w.vi}"} for name, w in TAGS.items()],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key from the page /tai-khoan. Scopes: "
                    + "; ".join(f"{name}: {words.en}" for name, words in SCOPES.items()),
                }
            },
            "schemas": {
                **{form.title: form.schema() for form in FORMS},
                **components(shapes_of(listed)),
            },
        },
    }


def shapes_of(operations: Iterable[Operation]) -> Iterator[type[Shape]]:
    """Return the shapes of all that the operations answer and take; rows have forms instead."""
    yield answers.Problem
    for operation in operations:
        yield from (each.model for each in operation.successes if each.model)
        if operation.body is not None and not isinstance(operation.body.takes, Form):
            yield operation.body.takes


def problems_of(operation: Operation) -> list[str]:
    """Return the codes of every problem that an operation can answer."""
    own = set(operation.problems)
    if operation.method == "POST":
        own |= {"key_missing", "too_large", "not_json"}
    if any(
        each.place == "path" or each.name in ("unit", "parent") for each in operation.parameters
    ):
        own |= {"not_found", "not_allowed"}
    if operation.body is not None:
        own |= {"not_allowed", "row_refused"}
        own |= {code for code, kind in KINDS.items() if kind.status in (409, 413, 422)}
    if operation.tag in ("entries", "events", "whole"):
        own |= {"not_allowed"}
    return [*USUAL, *sorted(own)]


def _operation(operation: Operation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary.en,
        "description": _description(operation),
        "parameters": _parameters(operation),
        "responses": _responses(operation),
        "x-scope": operation.scope,
    }
    if operation.body is not None:
        content = {"schema": ref(operation.body.name), "example": operation.body.example}
        said["requestBody"] = {"required": True, "content": {JSON: content}}
    return said


def _description(operation: Operation) -> str:
    says = operation.says
    more = f" {says.en}" if says else ""
    return f"{operation.summary.vi}.{more} Scope: {operation.scope}."


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    listed = [_parameter(each) for each in operation.parameters]
    if operation.method == "POST":
        listed.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "New for each thing to be done, the same for each try at it.",
                "schema": {"type": "string", "pattern": KEY_PATTERN},
                "example": "8e03978e-40d5-43e8-bc93-6894a57f9324",
            }
        )
    return listed


def _parameter(parameter: Parameter) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path" or parameter.is_required,
        "description": f"{parameter.says.en} / {parameter.says.vi}",
        "schema": dict(parameter.schema),
    }
    if parameter.schema.get("type") == "array":
        said |= {"style": "form", "explode": False, "example": [parameter.example]}
    else:
        said["example"] = parameter.example
    return said


def _responses(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in operation.successes:
        known = found.setdefault(
            str(each.status), {"description": each.says.en, "headers": _headers(operation, each)}
        )
        if links := _links(each):
            known["links"] = links
        if each.status != 204:
            known.setdefault("content", {})[each.media_type] = _content(each)
    if any(each.status == 200 for each in operation.successes) and _has_etag(operation):
        found["304"] = {"description": "What If-None-Match names is still so.", "headers": LIMITS}
    by_status: dict[int, list[str]] = {}
    for code in problems_of(operation):
        by_status.setdefault(KINDS[code].status, []).append(code)
    for status, codes in sorted(by_status.items()):
        found[str(status)] = {
            "description": "Problem: " + ", ".join(sorted(set(codes))),
            "headers": LIMITS | ({"Retry-After": RETRY_AFTER} if status in (409, 429, 503) else {}),
            "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
        }
    return found


def _links(success: Success) -> dict[str, Any]:
    name = success.model.__name__ if success.model else ""
    return {
        operation: {
            "operationId": operation,
            "parameters": {parameter: f"$response.body#{place}"},
        }
        for operation, parameter, place in LINKS.get(name, ())
    }


def _has_etag(operation: Operation) -> bool:
    return operation.method == "GET" and operation.tag == "figures"


def _content(success: Success) -> dict[str, Any]:
    if success.model and success.media_type == "application/x-ndjson":
        return {"schema": {"type": "string"}, "x-line": ref(success.model.__name__)}
    if success.model is None:
        binary = success.media_type.startswith("application/")
        return {"schema": {"type": "string", **({"format": "binary"} if binary else {})}}
    said: dict[str, Any] = {"schema": ref(success.model.__name__)}
    if success.example is not None:
        said["example"] = success.example
    return said


def _headers(operation: Operation, success: Success) -> dict[str, Any]:
    if operation.method != "POST":
        return dict(LIMITS)
    hit = {
        "description": "true: the key was answered before, and this is the same answer.",
        "schema": {"type": "string", "enum": ["true"]},
    }
    place = {"description": "Where it is.", "schema": {"type": "string", "format": "uri-reference"}}
    return (
        LIMITS
        | {"Idempotency-Hit": hit}
        | ({"Location": place} if success.status in (201, 202) else {})
    )
