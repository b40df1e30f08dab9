"""Clients of a process of their own: `python -m bench.http_clients`, asked by one JSON on stdin.

Each client is a connection that is kept open. It asks again as soon as it was answered; or, as a
person does, every so many seconds, and then an answer is as late as it comes after that moment. The
requests are plain bytes, so that little of the machine goes into asking. Says on stdout, as one
JSON object, how many answers a second came and how long each took.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any, TypedDict
from uuid import uuid4

import uvloop


class Work(TypedDict):
    """What clients do: `units` are posted gifts, else `paths` are read, in turn.

    `every_s`: how often each asks; 0: as often as it is answered.
    """

    port: int
    clients: int
    seconds: float
    every_s: float
    key: str
    units: list[str]
    paths: list[str]


def main() -> None:
    """Do the work, and tell of it."""
    work: Work = json.load(sys.stdin)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        json.dump(runner.run(_all(work)), sys.stdout)


async def _all(work: Work) -> dict[str, Any]:
    make = _gifts(work) if work["units"] else _reads(work)
    latencies_ms: list[float] = []
    statuses: Counter[int] = Counter()
    begun = time.perf_counter()

    async def client(at: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", work["port"])
        asks_at = begun + work["every_s"] * at / work["clients"]
        while max(asks_at, time.perf_counter()) - begun < work["seconds"]:
            await asyncio.sleep(asks_at - time.perf_counter())
            asked_at = asks_at if work["every_s"] else time.perf_counter()
            writer.write(make())
            statuses[await _answer(reader)] += 1
            latencies_ms.append((time.perf_counter() - asked_at) * 1000)
            asks_at += work["every_s"]
        writer.close()

    await asyncio.gather(*(client(at) for at in range(work["clients"])))
    seconds = time.perf_counter() - begun
    return {
        "rate": len(latencies_ms) / seconds,
        "latencies_ms": latencies_ms,
        "statuses": dict(statuses),
    }


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer with a length; return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return int(head[9:12])


def _gifts(work: Work) -> Callable[[], bytes]:
    numbers = count()

    def make() -> bytes:
        number = next(numbers)
        unit = work["units"][number % len(work["units"])]
        body = (
            f'{{"unit":"{unit}","received_on":"2022-09-08","channel":"cash",'
            f'"amount_vnd":{50_000 + number},"donor":"Nguyễn Thị Minh Khai {number}"}}'
        ).encode()
        head = (
            f"POST /v1/donations HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {work['key']}\r\n"
            f"idempotency-key: {uuid4()}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return make


def _reads(work: Work) -> Callable[[], bytes]:
    numbers = count()

    def make() -> bytes:
        path = work["paths"][next(numbers) % len(work["paths"])]
        return f"GET {path} HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n\r\n".encode()

    return make


if __name__ == "__main__":
    main()
