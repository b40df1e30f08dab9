"""What a program reads when something is wrong: RFC 9457 problem documents.

`code` is stable and says which problem it is; `type` leads to its words on the reference page;
`title` is the same for all of one kind, `detail` speaks of this one; `errors` point into the body
or at a parameter. Vietnamese, unless the asker prefers English.

    400   the request is not formed as the OpenAPI document says
    401   no key, or one that is not (any more) known
    403   the key, or the person behind it, may not
    404 405 413 415   as ever
    409   formed well, and contrary to the books as they stand, or still being answered
    422   formed well, and refused by a rule
    429   the key has been used too often within a minute
    503   away for a moment; the same request with the same Idempotency-Key is safe
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from api.answers import COLUMNS, SENTENCES, sentence
from ledger.refusals import Refusal

Language = Literal["vi", "en"]
MEDIA_TYPE: Final = "application/problem+json"
REFERENCE: Final = "/v1/tai-lieu"


class Words(NamedTuple):
    """The same in Vietnamese and in English."""

    vi: str
    en: str

    def said(self, language: Language) -> str:
        """Return the words in a language."""
        return self.vi if language == "vi" else self.en


class Kind(NamedTuple):
    """One kind of problem: its HTTP status and its title."""

    status: int
    title: Words


OWN_KINDS: Final[Mapping[str, Kind]] = {
    "bad_request": Kind(400, Words("Yêu cầu không đúng dạng", "The request is not well formed")),
    "key_missing": Kind(400, Words("Thiếu Idempotency-Key", "Idempotency-Key is missing")),
    "not_signed_in": Kind(401, Words("Chưa có khóa truy cập", "No valid key")),
    "scope_missing": Kind(403, Words("Khóa không có quyền này", "The key lacks this scope")),
    "not_allowed": Kind(403, Words("Không có quyền ở đơn vị này", "No such role in this unit")),
    "not_found": Kind(404, Words("Không tìm thấy", "Not found")),
    "method_not_allowed": Kind(405, Words("Không dùng được cách gọi này", "Method not allowed")),
    "in_flight": Kind(
        409, Words("Yêu cầu cùng khóa đang được xử lý", "The same key is being answered")
    ),
    "no_paper": Kind(409, Words("Không có chứng từ loại này", "There is no such paper")),
    "busy": Kind(409, Words("Đang có người làm việc này", "Somebody is doing this already")),
    "too_large": Kind(413, Words("Nội dung quá lớn", "The body is too large")),
    "not_json": Kind(415, Words("Nội dung phải là JSON", "The body must be JSON")),
    "key_used_for_other": Kind(
        422, Words("Khóa đã dùng cho nội dung khác", "The key was used for another body")
    ),
    "row_refused": Kind(422, Words("Nội dung bị từ chối", "The content is refused")),
    "target_refused": Kind(422, Words("Không gửi được tới địa chỉ này", "Address refused")),
    "too_many": Kind(429, Words("Quá nhiều yêu cầu", "Too many requests")),
    "away": Kind(503, Words("Tạm thời chưa trả lời được", "Away for a moment")),
}
REFUSED: Final = Words("Sổ không nhận", "The ledger refuses")
KINDS: Final[Mapping[str, Kind]] = {
    **{code: Kind(each.status, REFUSED) for code, each in SENTENCES.items()},
    **OWN_KINDS,
}
"""Every problem by its code."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: where (a JSON pointer, or the name of a parameter), and what."""

    pointer: str
    code: str
    detail: Words
    in_body: bool = True

    def document(self, language: Language) -> dict[str, str]:
        """Return it as JSON has it."""
        place = "pointer" if self.in_body else "parameter"
        return {place: self.pointer, "code": self.code, "detail": self.detail.said(language)}


class Problem(Exception):
    """The request ends here, with this answer."""

    def __init__(
        self,
        code: str,
        detail: Words,
        flaws: tuple[Flaw, ...] = (),
        headers: Mapping[str, str] = {},
    ) -> None:
        """Say what is wrong; `code` stands in `KINDS`."""
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.flaws = flaws
        self.headers = headers

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.code].status

    def document(self, language: Language) -> dict[str, Any]:
        """Return the problem document."""
        kind = KINDS[self.code]
        said: dict[str, Any] = {
            "type": f"{REFERENCE}#{self.code}",
            "title": kind.title.said(language),
            "status": kind.status,
            "detail": self.detail.said(language),
            "code": self.code,
        }
        if self.flaws:
            said["errors"] = [flaw.document(language) for flaw in self.flaws]
        return said

    def body(self, language: Language) -> bytes:
        """Return the problem document as bytes."""
        return json.dumps(self.document(language), ensure_ascii=False).encode()


def refused(refusal: Refusal, names: Mapping[UUID, str] = {}, *, below: str = "") -> Problem:
    """Return what a refusal of the ledger is to a program.

    Args:
        refusal: what the ledger said.
        names: the codes of the units that it speaks of.
        below: the JSON pointer of the row in the body.
    """
    words = Words(sentence(refusal, names=names), sentence(refusal, language="en", names=names))
    column = COLUMNS.get(refusal.code)
    flaws = (Flaw(f"{below}/{column}", refusal.code, words),) if column else ()
    return Problem(refusal.code, words, flaws)


def not_found(vi: str, en: str) -> Problem:
    """Return the problem that something does not exist."""
    return Problem("not_found", Words(vi, en))


def preferred(accepted: str) -> Language:
    """Return the language of an Accept-Language header; Vietnamese unless English comes first.

    >>> preferred("en-GB,en;q=0.9,vi;q=0.5"), preferred("vi,en;q=0.8"), preferred("")
    ('en', 'vi', 'vi')
    """
    weights = {"vi": 0.0, "en": 0.0}
    for each in accepted.split(","):
        name, _, weight = each.strip().partition(";q=")
        tag = name.partition("-")[0].lower()
        if tag in weights:
            try:
                weights[tag] = max(weights[tag], float(weight or 1))
            except ValueError:
                continue
    return "en" if weights["en"] > weights["vi"] else "vi"
