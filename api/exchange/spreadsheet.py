"""One .xlsx → the records of its sheets, read by a child process that may fail without harm."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGABRT, SIGKILL, SIGSEGV, SIGXCPU
from typing import IO, Any, Final

from api.exchange.errors import Code, RowError, shortened
from api.exchange.sources import Batch, Source, Unreadable

_CHILD: Final = Path(__file__).with_name("workbook.py")
MEMORY_MAX_BYTES: Final = 1_536 * 2**20
PROCESSOR_MAX_S: Final = 60


def sheets_of(path: Path, on_sheet: Callable[[int, int], None]) -> Iterator[Source]:
    """Return the sheets of the workbook at `path`, in its order; take them one by one.

    What a sheet gave counts only when the iterator has come to its end.

    Args:
        path: the workbook.
        on_sheet: called after each sheet with the number of sheets done and their total.

    Raises:
        Unreadable: the file cannot be opened, is no workbook, or passes a limit.
    """
    # -P: the modules beside the child must not stand in for the standard library.
    command = [sys.executable, "-P", str(_CHILD)]
    command += [str(MEMORY_MAX_BYTES), str(PROCESSOR_MAX_S), str(path)]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as child,
    ):
        assert child.stdout is not None
        try:
            yield from _sheets(path, _messages(child.stdout), on_sheet)
        except _Died:
            raise Unreadable(_death(path, child.wait(), complaints)) from None
        finally:
            child.kill()


class _Died(Exception):
    """The child ended without a last word."""


def _messages(output: IO[bytes]) -> Iterator[list[Any]]:
    for line in output:
        if not line.endswith(b"\n"):
            return
        yield json.loads(line)


def _sheets(
    path: Path, messages: Iterator[list[Any]], on_sheet: Callable[[int, int], None]
) -> Iterator[Source]:
    done, total = 0, 0
    after_rows: list[list[Any]] = []
    while message := after_rows.pop() if after_rows else next(messages, None):
        match message:
            case ["sheets", total]:
                pass
            case ["sheet", str(name)]:
                source = Source(name, _batches(messages, after_rows))
                yield source
                for _ in source.batches:  # what the caller did not want
                    pass
                done += 1
                on_sheet(done, total)
            case ["refused", str(code), str(why)]:
                raise Unreadable(_refusal(path, Code(code), why))
            case ["end"]:
                return
            case _:
                break
    raise _Died


def _batches(messages: Iterator[list[Any]], after_rows: list[list[Any]]) -> Iterator[Batch]:
    for message in messages:
        if message[0] != "rows":
            after_rows.append(message)
            return
        yield Batch(message[1], message[2])


def _death(path: Path, exit_code: int, complaints: IO[bytes]) -> RowError:
    if exit_code == -SIGXCPU:
        return _refusal(path, Code.WORKBOOK_TOO_LARGE, f"{PROCESSOR_MAX_S} giây xử lý")
    complaints.seek(0)
    said = complaints.read().decode(errors="replace").strip()
    # Calamine aborts when it gets no memory; Python tells, but closing a file may tell after it.
    if exit_code in (-SIGABRT, -SIGKILL, -SIGSEGV) or "MemoryError" in said:
        return _refusal(path, Code.WORKBOOK_TOO_LARGE, f"{MEMORY_MAX_BYTES >> 20} MB bộ nhớ")
    return _refusal(path, Code.NOT_A_WORKBOOK, said.rpartition("\n")[2])


def _refusal(path: Path, code: Code, why: str) -> RowError:
    fact = "limit" if code is Code.WORKBOOK_TOO_LARGE else "reason"
    return RowError(path.name, None, None, code, shortened(path.name), {fact: shortened(why)})
