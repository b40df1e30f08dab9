"""Processes beside the web: what takes long keeps nobody waiting there, and uses the other core.

One that dies is started again; all of them end with the program, even if that was killed.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

AGAIN_S: Final = 1.0


@contextmanager
def beside(name: str, work: Callable[..., None], *words: str | Path) -> Iterator[None]:
    """Keep a process that does `work(*words, stop)` for the time of a `with` block.

    Args:
        name: of the process.
        work: a function of a module; it returns soon after the event `stop` was set.
        words: what it is told.
    """
    over = threading.Event()
    running: list[SpawnProcess] = []

    def keep() -> None:
        while not over.is_set():
            companion = multiprocessing.get_context("spawn").Process(
                target=_until_stopped, args=(work, *words), name=name, daemon=True
            )
            companion.start()
            running[:] = [companion]
            companion.join()
            over.wait(AGAIN_S)

    keeper = threading.Thread(target=keep, name=f"{name}-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        for companion in running:
            companion.terminate()
        keeper.join()


def _until_stopped(work: Callable[..., None], *words: str | Path) -> None:
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_orphaned, args=(stop,), daemon=True).start()
    work(*words, stop)


def _orphaned(stop: threading.Event) -> None:
    """Stop when the program is gone, even if it was killed and could not say so."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    stop.set()
