"""Webhooks: who wants to be told of new entries, how far they have been told, and since when not.

Told are public facts, of a unit and all below it, to an address that a person has named, as long
as the person has a role there. A webhook is told in order, and again from any position.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

from api.v1 import answers
from api.v1.asking import key_of, unit_of
from api.v1.bodies import Replay, WebhookWish, read
from api.v1.ids import id_in, unit_name, webhook_name
from api.v1.kept import kept
from api.v1.operations import Answer, Asked, Body, Operation, Success, answer_json
from api.v1.parameters import WEBHOOK
from api.v1.problems import Problem, Words, not_found
from api.v1.signing import shown_secret
from api.v1.targets import require_url
from ledger.database import Connection, query
from projections.feed import log_end


def _list(asked: Asked) -> Answer:
    return answer_json({"webhooks": _found(asked, None)})


def _show(asked: Asked) -> Answer:
    found = _found(asked, _id(asked))
    if not found:
        raise _none()
    return answer_json(found[0])


def _found(asked: Asked, webhook_id: UUID | None) -> list[dict[str, Any]]:
    sought = {"person_id": asked.caller.person.person_id, "webhook_id": webhook_id}
    with asked.wiring.connection() as connection:
        rows = connection.execute(query("webhooks_of"), sought).fetchall()
    return [_document(row) for row in rows]


def _document(row: tuple[Any, ...]) -> dict[str, Any]:
    name, url, unit_id, types, state, position, failures, status, error, last, due, created = row
    return {
        "id": webhook_name(name),
        "url": url,
        "unit": unit_name(unit_id),
        "types": types,
        "state": state,
        "position": position,
        "failures": failures,
        "last_status": status,
        "last_error": error,
        "last_delivered_at": _instant(last) if last else None,
        "next_try_at": _instant(due),
        "created_at": _instant(created),
    }


def _create(asked: Asked) -> Answer:
    said = read(WebhookWish, asked.body)
    unit_id = unit_of(asked, said.unit)
    asked.desk.callers.require_now(asked.caller, "read", unit_id)
    return kept(asked, "webhooks", lambda: _written(asked, said, unit_id))


def _written(asked: Asked, said: WebhookWish, unit_id: UUID) -> Answer:
    require_url(said.url)
    key = key_of(asked, "webhooks").encode()
    webhook_id = UUID(bytes=blake2b(key, digest_size=16).digest())
    with asked.wiring.connection() as connection:
        row = {
            "webhook_id": webhook_id,
            "person_id": asked.caller.person.person_id,
            "unit_id": unit_id,
            "url": said.url,
            "types": said.types,
            "secret": token_bytes(32),
            "position": _start(connection, said),
        }
        connection.execute(query("webhook_write"), row)
        found = connection.execute(query("webhook_secret"), {"webhook_id": webhook_id}).fetchone()
    assert found is not None
    name = webhook_name(webhook_id)
    document = {"id": name, "secret": shown_secret(bytes(found[0]))}
    return answer_json(document, status=201, Location=f"/v1/webhooks/{name}")


def _start(connection: Connection, said: WebhookWish) -> int:
    """Return the position of the log after which a new webhook is told."""
    return said.after if "after" in said.model_fields_set else log_end(connection)


def _delete(asked: Asked) -> Answer:
    sought = {"person_id": asked.caller.person.person_id, "webhook_id": _id(asked)}
    with asked.wiring.connection() as connection:
        if connection.execute(query("webhook_delete"), sought).fetchone() is None:
            raise _none()
    return Answer(204)


def _replay(asked: Asked) -> Answer:
    after = read(Replay, asked.body).after
    webhook_id = _id(asked)
    if not _found(asked, webhook_id):
        raise _none()

    def again() -> Answer:
        sought = {
            "person_id": asked.caller.person.person_id,
            "webhook_id": webhook_id,
            "position": after,
        }
        with asked.wiring.connection() as connection:
            connection.execute(query("webhook_replay"), sought)
        return answer_json({"id": webhook_name(webhook_id), "position": after})

    return kept(asked, f"webhooks/{webhook_id.hex}/replay", again)


def _id(asked: Asked) -> UUID:
    found = id_in(asked.parameters["webhook"], "whk")
    assert found is not None
    return found


def _none() -> Problem:
    return not_found("Không có địa chỉ nhận tin này.", "There is no such webhook.")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


_NEW: Final = {
    "url": "https://example.org/soquy",
    "unit": "NA-01-01",
    "types": ["vn.soquy.donation.received.v1"],
}

WEBHOOKS: Final = (
    Operation(
        method="GET",
        path="/webhooks",
        name="listWebhooks",
        tag="events",
        summary=Words("Các địa chỉ nhận tin của bạn", "List your webhooks"),
        scope="read",
        successes=(Success(200, Words("Tất cả.", "All."), answers.Webhooks),),
        handle=_list,
    ),
    Operation(
        method="POST",
        path="/webhooks",
        name="createWebhook",
        tag="events",
        summary=Words("Nhận tin ở một địa chỉ", "Be told at an address"),
        says=Words(
            "Mỗi tin là một CloudEvent, ký theo Standard Webhooks bằng `secret`.",
            "Each delivery is one CloudEvent, signed with `secret` as Standard Webhooks say.",
        ),
        scope="read",
        body=Body(WebhookWish, _NEW),
        successes=(Success(201, Words("Đã đặt.", "It is set up."), answers.NewWebhook),),
        problems=("not_found", "target_refused", "key_used_for_other", "in_flight"),
        handle=_create,
    ),
    Operation(
        method="GET",
        path="/webhooks/{webhook}",
        name="showWebhook",
        tag="events",
        summary=Words("Một địa chỉ nhận tin", "Show a webhook, and how far it was told"),
        scope="read",
        parameters=(WEBHOOK,),
        successes=(Success(200, Words("Tình trạng.", "Its state."), answers.Webhook),),
        problems=("not_found",),
        handle=_show,
    ),
    Operation(
        method="DELETE",
        path="/webhooks/{webhook}",
        name="deleteWebhook",
        tag="events",
        summary=Words("Thôi nhận tin", "Be told no more"),
        scope="read",
        parameters=(WEBHOOK,),
        successes=(Success(204, Words("Đã thôi.", "Done.")),),
        problems=("not_found",),
        handle=_delete,
    ),
    Operation(
        method="POST",
        path="/webhooks/{webhook}/replay",
        name="replayWebhook",
        tag="events",
        summary=Words("Gửi lại từ một vị trí", "Tell again from a position"),
        scope="read",
        parameters=(WEBHOOK,),
        body=Body(Replay, {"after": 0}),
        successes=(Success(200, Words("Gửi lại.", "It is told again."), answers.Replayed),),
        problems=("not_found", "key_used_for_other", "in_flight"),
        handle=_replay,
    ),
)
