"""Serving: one process for the web, one that keeps the figures up to the journal."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from typing import TYPE_CHECKING

import uvicorn

from api.app import create_app
from api.speaking import tell
from projections.runner import follow

if TYPE_CHECKING:
    from types import FrameType


def serve_until_stopped(url: str, host: str, port: int) -> None:
    """Serve the pages until the process is told to stop (Ctrl-C or SIGTERM)."""
    follower = multiprocessing.get_context("spawn").Process(
        target=_follow_until_stopped, args=(url,), name="soquy-figures", daemon=True
    )
    follower.start()
    tell(f"Mở trang: http://{host}:{port}/  (Ctrl-C để dừng)")
    try:
        uvicorn.run(create_app(url), host=host, port=port, log_level="warning", access_log=False)
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
