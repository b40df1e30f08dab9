"""Answers that are kept, where the ledger keeps none itself: definitions, lists, webhooks.

    the same key again, the same body   → the same answer, as a hit
    the same key, another body          → key_used_for_other
    the same key, not answered yet      → in_flight, in whatever process

What was refused is not kept: nothing came of it, and mended it may be asked again under its key.
If the process dies between doing and keeping, the same is done again, which changes nothing: a
publication is found by its key (`api/publishing.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from api.v1.asking import key_of
from api.v1.flaws import PRIVATE
from api.v1.operations import JSON, Answer, Asked
from api.v1.problems import Problem, Words
from ledger.database import query


def kept(asked: Asked, resource: str, do: Callable[[], Answer]) -> Answer:
    """Return what was answered to the key before, or do it and keep the answer.

    Raises:
        Problem: in_flight, key_used_for_other, and whatever `do` raises.
    """
    key = key_of(asked, resource)
    fingerprint = _fingerprint([sorted(asked.parameters.items(), key=str), asked.body])
    with asked.desk.alone(key), asked.wiring.connection() as connection, connection.transaction():
        row = connection.execute(query("v1_answer_lock"), {"key": key}).fetchone()
        if row is None or not row[0]:
            words = Words(
                "Yêu cầu trước có cùng Idempotency-Key chưa xong: đợi rồi gửi lại.",
                "An earlier request with this Idempotency-Key is not answered yet: try again.",
            )
            raise Problem("in_flight", words, headers={"Retry-After": "1"})
        known = connection.execute(query("v1_answer_find"), {"key": key}).fetchone()
        if known is not None:
            if bytes(known[0]) != fingerprint:
                raise other_body()
            return Answer(known[1], bytes(known[2]), JSON, is_repeated=True)
        answer = do()
        assert isinstance(answer.body, bytes)
        said = {
            "key": key,
            "fingerprint": fingerprint,
            "status": answer.status,
            "body": answer.body,
        }
        connection.execute(query("v1_answer_write"), said)
        return answer


def other_body() -> Problem:
    """Return the problem that the key was used before, with another body."""
    words = Words(
        "Idempotency-Key này đã dùng cho một nội dung khác: dùng khóa mới.",
        "This Idempotency-Key was used for another body: use a new one.",
    )
    return Problem("key_used_for_other", words)


def _fingerprint(said: Any) -> bytes:  # noqa: ANN401 - any JSON
    text = json.dumps(_without_private(said), sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=16).digest()


def _without_private(said: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(said, dict):
        return {name: _without_private(each) for name, each in said.items() if name not in PRIVATE}
    return [_without_private(each) for each in said] if isinstance(said, list) else said
