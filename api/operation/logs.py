"""The log: one line of JSON for each thing that happened, on stderr, without personal data.

A line names the pattern of an address, never the address itself: codes of receipts and what people
searched for stay out. Of an error it says which kind and where in the program, not what it said,
because messages quote values. The only module that knows structlog.
"""

from __future__ import annotations

import atexit
import logging
import threading
import traceback
from collections import deque
from contextlib import suppress
from typing import Final, TextIO, cast

import structlog

from ledger.database import ROOT

FRAMES_MAX: Final = 12
EVERY_S: Final = 0.2


def set_up(stream: TextIO | Gathered) -> None:
    """Write log lines as JSON from now on, those of libraries too, from warnings upwards."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", stream)),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Libraries()], force=True)


class Gathered:
    """A stream that writes lines a moment later, many at once, and whatever is left at the end.

    Writing each line at once took longer than answering a request did.
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to `stream`."""
        self._stream = stream
        self._lines: deque[str] = deque()
        self._over = threading.Event()
        threading.Thread(target=self._run, name="log", daemon=True).start()
        atexit.register(self.close)

    def write(self, line: str, /) -> int:
        """Take a line."""
        self._lines.append(line)
        return len(line)

    def flush(self) -> None:
        """Do nothing: it is written in a moment."""

    def close(self) -> None:
        """Write what is left."""
        self._over.set()
        self._empty()

    def _run(self) -> None:
        while not self._over.wait(EVERY_S):
            self._empty()

    def _empty(self) -> None:
        lines = []
        with suppress(IndexError):  # at the end two threads may empty it
            while True:
                lines.append(self._lines.popleft())
        if lines:
            self._stream.write("".join(lines))
            self._stream.flush()


class _Libraries(logging.Handler):
    """Passes on that a library warned, and where; what it said may quote values."""

    def emit(self, record: logging.LogRecord) -> None:
        note("library", name=record.name, said=str(record.msg), line=record.lineno)


def note(event: str, **facts: object) -> None:
    """Write a line about something that happened as it should."""
    structlog.get_logger().info(event, **facts)


def alarm(event: str, error: BaseException, **facts: object) -> None:
    """Write a line about an error: its kind, and where it was raised."""
    structlog.get_logger().error(event, error=type(error).__name__, at=places(error), **facts)


def places(error: BaseException) -> list[str]:
    """Return where an error passed through, outermost first, as `file:line function`."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    return [
        f"{frame.filename.removeprefix(f'{ROOT}/')}:{frame.lineno} {frame.name}" for frame in frames
    ]
