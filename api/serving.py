"""Serving: one process for the web, one that keeps the figures up to the journal."""

from __future__ import annotations

import multiprocessing
import signal
import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

from api.app import create_app
from api.speaking import Refused, tell
from projections.runner import follow

if TYPE_CHECKING:
    from types import FrameType


def serve_until_stopped(url: str, host: str, port: int) -> None:
    """Serve the pages until the process is told to stop (Ctrl-C or SIGTERM).

    Raises:
        Refused: the port is taken, or not ours to open.
    """
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise Refused(
            f"Không mở được cổng {port} trên {host} vì đang có chương trình khác dùng: "
            f"chọn cổng khác, ví dụ --port {port + 1}.",
            code=1,
        ) from error
    follower = multiprocessing.get_context("spawn").Process(
        target=_follow_until_stopped, args=(url,), name="soquy-figures", daemon=True
    )
    follower.start()
    tell(f"Mở trang: http://{host}:{port}/  (Ctrl-C để dừng)")
    try:
        config = uvicorn.Config(create_app(url), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        follower.terminate()
        follower.join()


def _follow_until_stopped(url: str) -> None:
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follow(url, stop)
