"""The witness as a process of its own: one address to which logs send their checkpoints.

It has no database and knows nothing of books: see `ledger/log/witness.py` for what it holds fast.

Source: c2sp.org/tlog-witness.
"""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.listening import listening_at, run
from api.operation import logs
from api.operation.watching import Gate
from api.speaking import tell
from ledger.log.notes import Signature
from ledger.log.witness import REQUEST_BYTES_MAX, Growth, NotCosigned, Witness, WitnessFault

STATUS: Final = {
    WitnessFault.MALFORMED: 400,
    WitnessFault.UNKNOWN_LOG: 404,
    WitnessFault.UNSIGNED: 403,
    WitnessFault.SIZES_DISAGREE: 400,
    WitnessFault.STALE: 409,
    WitnessFault.OTHER_ROOT: 409,
    WitnessFault.PROOF_WRONG: 422,
}
SIZE_TYPE: Final = "text/x.tlog.size"


def serve_witness(folder: Path, name: str | None, host: str, port: int) -> None:
    """Serve the witness in `folder` until the process is told to stop (Ctrl-C or SIGTERM).

    Raises:
        Refused: the port is taken, or not ours to open.
        Broken: the key in the folder cannot be used.
    """
    witness = Witness(folder, name)
    listening = listening_at(host, port)
    logs.set_up(sys.stderr)
    _greet(witness, listening)
    run(witness_app(witness), listening)


def witness_app(witness: Witness) -> Starlette:
    """Return the application that asks `witness`."""

    async def add_checkpoint(request: Request) -> Response:
        body = await _body(request)
        try:
            line = await run_in_threadpool(_cosigned, witness, body)
        except NotCosigned as refused:
            logs.note("not_cosigned", reason=str(refused.reason))
            return _refusal(refused)
        return PlainTextResponse(str(line))

    async def greeting(_request: Request) -> Response:
        return PlainTextResponse(f"{witness.verifier}\n")

    app = Starlette(
        routes=[
            Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
            Route("/", greeting),
        ]
    )
    app.state.gate = Gate()
    return app


def _cosigned(witness: Witness, body: bytes) -> Signature:
    return witness.cosign(Growth.parse(body), int(time.time()))


async def _body(request: Request) -> bytes:
    """Return the body of a request, cut off where it is too long to be one."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > REQUEST_BYTES_MAX:
            break
    return bytes(body)


def _refusal(refused: NotCosigned) -> Response:
    status = STATUS[refused.reason]
    if refused.seen is not None:
        # Starlette would add a charset to a type that begins with `text/`.
        headers = {"content-type": SIZE_TYPE}
        return Response(f"{refused.seen}\n", status, headers=headers)
    return PlainTextResponse(f"{refused.reason}\n", status)


def _greet(witness: Witness, listening: socket.socket) -> None:
    host, port = listening.getsockname()[:2]
    tell(f"Nhân chứng đang chạy: http://{host}:{port}/add-checkpoint  (Ctrl-C để dừng)")
    tell(f"Khóa của nhân chứng, gửi cho bên quản lý sổ: {witness.verifier}")
    if not witness.logs():
        tell("Chưa theo dõi sổ nào: soquy witness trust KHÓA_CỦA_SỔ")
