"""The process beside the web that has the log cosigned: how witnesses are reached, and who hears.

Witnesses are named by who runs the machine, in a file among the keys. Addresses that strangers
name (webhooks) must not reach inside; a witness may well stand in the same building.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Final

import httpx

from api.operation import logs
from ledger.log import rounds
from ledger.log.notes import NOTE_BYTES_MAX
from ledger.log.witnessing import Answer, Unanswered

CONNECT_S: Final = 5.0
ANSWER_S: Final = 10.0
"""After this a witness that is slow is let go; it is asked again a moment later."""


def ask_until(url: str, keys: Path, stop: threading.Event) -> None:
    """Have every new checkpoint cosigned until `stop` is set."""
    logs.set_up(sys.stderr)
    rounds.follow(url, keys, post, stop, _tell)


def post(address: str, body: bytes) -> Answer:
    """Send `body` to a witness.

    Raises:
        Unanswered: it is away, too slow, or says too much.
    """
    until = time.monotonic() + ANSWER_S
    timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)
    try:
        with (
            httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", address, content=body) as answer,
        ):
            said = bytearray()
            for part in answer.iter_raw():
                said += part
                if len(said) > NOTE_BYTES_MAX or time.monotonic() > until:
                    raise Unanswered("it does not come to an end")
            return Answer(answer.status_code, answer.headers.get("content-type", ""), bytes(said))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unanswered(type(error).__name__) from error


def _tell(witness: str, error: Exception) -> None:
    logs.alarm("witness", error, witness=witness, said=str(error))
