"""What somebody sees when it did not work: a page for people, a problem for programs.

    refused by the ledger  its own status and sentence     database away  503, come back soon
    no such page           404                             unexpected     500 with a number to call

The same words everywhere, Vietnamese first; what went wrong inside is in the log under the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.answers import SENTENCES, sentence
from api.web.preferences import preferences_of
from api.web.rendering import page
from api.web.security import MEGABYTE, TooLarge
from api.web.texts import phrase, translator
from api.wiring import wired
from ledger.database import DatabaseUnavailable, query
from ledger.journal import Unreachable
from ledger.refusals import Refusal
from ledger.writer import Closing

RETRY_AFTER_S: Final = 5


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What `error.html` shows; `number` names the error in the log, or is empty."""

    title: str
    text: str
    number: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to a status: title and sentence."""

    title: str
    text: str


WORDS: Final[Mapping[int, Said]] = {
    400: Said(phrase("Yêu cầu không đọc được"), phrase("Hãy quay lại trang trước và thử lại.")),
    401: Said(phrase("Cần đăng nhập"), phrase("Hãy đăng nhập rồi mở lại trang này.")),
    403: Said(
        phrase("Bạn không có quyền mở trang này"),
        phrase("Nếu công việc cần đến trang này, hãy nhờ người quản trị của đơn vị cấp quyền."),
    ),
    404: Said(
        phrase("Không có trang này"),
        phrase("Địa chỉ có thể đã gõ thiếu hoặc thừa một chữ. Hãy bắt đầu lại từ trang đầu."),
    ),
    405: Said(
        phrase("Trang này không mở theo cách đó"), phrase("Hãy quay lại trang trước và thử lại.")
    ),
    409: Said(
        phrase("Có người vừa ghi trước"), phrase("Hãy mở lại trang để xem số liệu mới nhất.")
    ),
    413: Said(
        phrase("Tệp quá lớn"),
        phrase("Mỗi lần chỉ gửi được tối đa {limit} MB. Hãy chia tệp thành nhiều phần nhỏ hơn."),
    ),
    422: Said(
        phrase("Có chỗ điền chưa đúng"),
        phrase("Hãy quay lại, xem chỗ được nêu rồi gửi lại. Chưa có gì được ghi sổ."),
    ),
    429: Said(
        phrase("Bạn thử quá nhiều lần"),
        phrase("Hãy nghỉ ít phút rồi thử lại, vì sự an toàn chung."),
    ),
    500: Said(
        phrase("Máy chủ gặp lỗi"),
        phrase("Lỗi đã được ghi lại. Hãy thử lại; nếu vẫn lỗi, xin báo cho người quản trị."),
    ),
    503: Said(
        phrase("Máy chủ đang tạm nghỉ"),
        phrase("Hãy đợi một phút rồi tải lại trang. Việc gửi lại không bị ghi sổ hai lần."),
    ),
}


CODES: Final[Mapping[int, str]] = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "busy",
    413: "too_large",
    422: "bad_request",
    429: "too_many",
    500: "unexpected",
    503: "away",
}
"""What programs know a status by, where nothing closer is known."""


def wants_json(request: Request) -> bool:
    """Say whether a program asked, not a person."""
    accept = request.headers.get("accept", "")
    of_programs = request.url.path.startswith("/v1/")
    return of_programs or ("json" in accept and "text/html" not in accept)


def refusing(app: FastAPI) -> None:
    """Let `app` say what went wrong in the words above."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Refusal, _refused)
    for away in (Unreachable, DatabaseUnavailable, Closing):
        app.add_exception_handler(away, _away)


def answer(
    request: Request,
    status: int,
    *,
    code: str = "",
    text: str = "",
    headers: Mapping[str, str] | None = None,
    number: str = "",
    **values: object,
) -> Response:
    """Return the page or the problem for a status.

    Args:
        request: who asks.
        status: of the answer.
        code: a stable name of what is wrong; empty: that of the status.
        text: the sentence, in the language of the request; empty: that of the status.
        headers: more of them.
        number: of the error in the log.
        values: what stands in the sentence of the status.
    """
    said = WORDS.get(status, WORDS[400 if status < 500 else 500])
    _ = translator(preferences_of(request).language)
    text = text or _(said.text, **values)
    if wants_json(request):
        return _problem(request, status, code, _(said.title), text, headers, number)
    shown = ErrorPage(_(said.title), text, number, href="/", label=_(phrase("Về trang đầu")))
    return page(request, "error.html", shown, status=status, headers=headers)


def _problem(
    request: Request,
    status: int,
    code: str,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None,
    number: str,
) -> Response:
    """Return a problem as RFC 9457 has it."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code or CODES.get(status, "bad_request"),
        "instance": request.url.path,
    }
    if number:
        body["number"] = number
    return JSONResponse(
        body, status, headers=dict(headers or {}), media_type="application/problem+json"
    )


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if 300 <= error.status_code < 400 and error.headers:
        return RedirectResponse(error.headers["Location"], error.status_code)
    limit = error.limit // MEGABYTE if isinstance(error, TooLarge) else 1
    own_words = "" if error.detail == HTTPStatus(error.status_code).phrase else str(error.detail)
    return answer(request, error.status_code, text=own_words, headers=error.headers, limit=limit)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = sorted({str(each["loc"][-1]) for each in error.errors()})
    _ = translator(preferences_of(request).language)
    text = _(phrase("Chỗ chưa đúng: {places}. Chưa có gì được ghi sổ."), places=", ".join(places))
    return answer(request, 422, text=text)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    names = _codes(request, error)
    text = sentence(error, language=preferences_of(request).language, names=names)
    return answer(request, SENTENCES[error.code].status, code=error.code, text=text)


def _codes(request: Request, refusal: Refusal) -> dict[UUID, str]:
    """Return the codes of the units that a refusal speaks of."""
    unit_ids = [fact for fact in refusal.facts.values() if isinstance(fact, UUID)]
    if not unit_ids:
        return {}
    with wired(request).connection() as connection:
        asked = {"unit_ids": unit_ids}
        return dict(connection.execute(query("codes_of_some_units"), asked).fetchall())


async def _away(request: Request, _error: Exception) -> Response:
    return answer(request, 503, headers={"Retry-After": str(RETRY_AFTER_S)})
