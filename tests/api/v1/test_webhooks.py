"""Webhooks tell a real receiver every entry, in order, signed, again if need be, never inside."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from api.v1.deliveries import FAILURES_MAX, deliver_due, delivering
from api.v1.signing import PREFIX, signed
from ledger.commands import EndRole
from ledger.draft import request
from tests.api.v1.world import GIFT, World
from tests.ledger.examples import COMMUNE, FOUNDED

PRIVATE_ALLOWED = "SOQUY_WEBHOOKS_TO_PRIVATE"
GIFTS = ["vn.soquy.donation.received.v1"]


@dataclass
class Receiver:
    """A server of somebody else's: what it was told, and what it answers next."""

    url: str = ""
    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def amounts_vnd(self) -> list[int]:
        """The amounts of the gifts it was told."""
        return [json.loads(body)["data"]["amount_vnd"] for _, body in self.told]

    def wait_for(self, count: int) -> None:
        """Wait until it was told so often."""
        until = time.monotonic() + 20
        while len(self.told) < count:
            assert time.monotonic() < until, f"told {len(self.told)} of {count}"
            time.sleep(0.02)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Yield a receiver on a free port."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.told.append(({n.lower(): v for n, v in self.headers.items()}, body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Yield a receiver that an installation has allowed, though it is inside."""
    monkeypatch.setenv(PRIVATE_ALLOWED, "yes")
    with receiving() as made:
        yield made


def subscribed(here: World, url: str, **more: object) -> dict[str, Any]:
    """Let the treasurer be told of gifts."""
    body = {"url": url, "unit": "NA-01-01", "types": GIFTS, **more}
    answer = here["thu-quy"].post("/webhooks", body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def given(here: World, *amounts_vnd: int) -> None:
    for amount_vnd in amounts_vnd:
        here["thu-quy"].post("/donations", {**GIFT, "amount_vnd": amount_vnd})


def turn(here: World) -> int:
    """Let those be told whose turn it is."""
    return deliver_due(here.site.wiring, threading.Event())


def shown(here: World, webhook: str) -> dict[str, Any]:
    said: dict[str, Any] = here["thu-quy"].get(f"/webhooks/{webhook}").json()
    return said


def test_a_receiver_is_told_at_once_and_in_order(here: World, receiver: Receiver) -> None:
    subscribed(here, receiver.url)
    with delivering(here.site.wiring):
        given(here, 1, 2, 3)
        receiver.wait_for(3)
    assert receiver.amounts_vnd == [1, 2, 3]


def test_what_is_told_is_signed_with_the_secret(here: World, receiver: Receiver) -> None:
    secret = b64decode(subscribed(here, receiver.url)["secret"].removeprefix(PREFIX))
    given(here, 1)
    turn(here)
    ((headers, body),) = receiver.told
    said = signed(secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == said["webhook-signature"]
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert headers["webhook-id"] == json.loads(body)["id"]


def test_what_was_not_taken_comes_again_and_nothing_overtakes_it(
    here: World, receiver: Receiver
) -> None:
    webhook = subscribed(here, receiver.url)["id"]
    receiver.answers = [500]
    given(here, 1, 2)
    turn(here)
    state = shown(here, webhook)
    assert (state["failures"], state["last_status"], receiver.amounts_vnd) == (1, 500, [1])
    assert turn(here) == 0  # not before its time
    make_due(here)
    turn(here)
    assert receiver.amounts_vnd == [1, 1, 2]
    assert shown(here, webhook)["failures"] == 0


def test_a_receiver_that_is_never_there_is_given_up_and_seen_to_be(
    here: World, receiver: Receiver
) -> None:
    webhook = subscribed(here, "http://127.0.0.1:9/nobody")["id"]
    given(here, 1)
    for _ in range(FAILURES_MAX):
        make_due(here)
        turn(here)
    state = shown(here, webhook)
    assert (state["state"], state["failures"], receiver.told) == ("paused", FAILURES_MAX, [])


def test_everything_is_told_again_from_a_position(here: World, receiver: Receiver) -> None:
    webhook = subscribed(here, receiver.url)["id"]
    given(here, 1, 2)
    turn(here)
    answer = here["thu-quy"].post(f"/webhooks/{webhook}/replay", {"after": 0})
    assert answer.json() == {"id": webhook, "position": 0}
    turn(here)
    assert receiver.amounts_vnd == [1, 2, 1, 2]


def test_one_begins_where_one_wants(here: World, receiver: Receiver) -> None:
    given(here, 1)
    subscribed(here, receiver.url)
    subscribed(here, receiver.url, after=0)
    turn(here)
    assert receiver.amounts_vnd == [1]


def test_who_has_no_role_any_more_is_told_nothing(here: World, receiver: Receiver) -> None:
    webhook = subscribed(here, receiver.url)["id"]
    given(here, 1)
    ended = EndRole(
        person=here["thu-quy"].person_id,
        role="treasurer",
        unit_id=COMMUNE,
        valid_from=FOUNDED,
        valid_to=FOUNDED,
    )
    here.site.wiring.office.ask(request(ended, {}, "test"))
    here.site.catch_up()
    turn(here)
    assert (receiver.told, shown(here, webhook)["state"]) == ([], "paused")


def test_a_webhook_is_deleted_by_its_owner_alone(here: World, receiver: Receiver) -> None:
    webhook = subscribed(here, receiver.url)["id"]
    assert here["ke-toan"].client.delete(f"/v1/webhooks/{webhook}").status_code == 404
    assert here["thu-quy"].client.delete(f"/v1/webhooks/{webhook}").status_code == 204
    assert here["thu-quy"].get("/webhooks").json() == {"webhooks": []}


def test_the_same_key_sets_up_one_webhook_with_one_secret(here: World, receiver: Receiver) -> None:
    body = {"url": receiver.url, "unit": "NA-01-01", "types": GIFTS}
    first, again = (here["thu-quy"].post("/webhooks", body, "W-1") for _ in range(2))
    assert (again.content, len(here["thu-quy"].get("/webhooks").json()["webhooks"])) == (
        first.content,
        1,
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://[::1]/hook",
        "https://10.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://user:pass@93.184.216.34/",
        "ftp://93.184.216.34/",
        "not an address",
        "https://xn--/",
        "https://xn--\u0301.vn/",
    ],
)
def test_no_webhook_leads_inside(here: World, url: str) -> None:
    body = {"url": url, "unit": "NA-01-01", "types": GIFTS}
    answer = here["thu-quy"].post("/webhooks", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "target_refused")


def test_an_address_that_became_private_is_not_told(
    here: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = subscribed(here, receiver.url)["id"]
    monkeypatch.delenv(PRIVATE_ALLOWED)
    given(here, 1)
    turn(here)
    assert (receiver.told, shown(here, webhook)["last_error"]) == ([], "https:// is needed")


def make_due(here: World) -> None:
    """Let the time until the next try pass."""
    with here.site.wiring.connection() as connection:
        connection.execute("UPDATE webhook SET next_try_at = now()")
