"""The log: one line of JSON for each thing that happened, on stderr, without personal data.

A line names the pattern of an address, never the address itself: codes of receipts and what people
searched for stay out. Of an error it says which kind and where in the program, not what it said,
because messages quote values. The only module that knows structlog.
"""

from __future__ import annotations

import logging
import traceback
from typing import Final, TextIO

import structlog

from ledger.database import ROOT

FRAMES_MAX: Final = 12


def set_up(stream: TextIO) -> None:
    """Write log lines as JSON from now on, those of libraries too, from warnings upwards."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Libraries()], force=True)


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
