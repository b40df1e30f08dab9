"""How the command line speaks: results on stdout, all else on stderr, errors as sentences."""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any, Final, NoReturn, ParamSpec, TypeVar

import typer

from api import answers
from ledger.database import DatabaseUnavailable, MigrationChanged
from ledger.postgres import PostgresUnavailable
from ledger.refusals import Broken, Refusal

Given = ParamSpec("Given")
Result = TypeVar("Result")

PHASES: Final = {
    "seal": "Niêm phong tên",
    "sample": "Lập số liệu mẫu",
    "read": "Đọc tệp",
    "decide": "Xét từng dòng",
    "record": "Ghi sổ",
    "project": "Tổng hợp số liệu",
    "log": "Đóng dấu nhật ký",
    "papers": "In chứng từ",
    "export": "Kết xuất dữ liệu",
    "publish": "Lập gói công bố",
    "entries": "Kiểm tra bút toán",
    "leaves": "Kiểm tra nhật ký",
    "figures": "Kiểm tra số liệu",
    "replay": "Lập lại để so",
}


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


FormatOption = Annotated[Format, typer.Option("--format", help="Cách in kết quả.")]
"""How every command that prints a result takes `--format`."""


class Refused(Exception):
    """The command cannot be obeyed; the message tells people why, and what to do."""

    def __init__(self, message: str, *, code: int) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(message)
        self.exit_code = code


def say(text: str) -> None:
    """Print a result."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def tell(text: str) -> None:
    """Print a message beside the result."""
    sys.stderr.write(text + "\n")


def print_json(document: object) -> None:
    """Print one JSON document."""
    say(json.dumps(document, ensure_ascii=False))


def fail(message: str, *, code: int) -> NoReturn:
    """Say what is wrong and end with an exit code."""
    tell(message)
    raise typer.Exit(code)


def plain_errors(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Turn what a person can mend into a sentence and an exit code."""

    @functools.wraps(command)
    def speaking(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            fail(answers.sentence(refusal), code=3)
        except Refused as refused:
            fail(str(refused), code=refused.exit_code)
        except Broken as broken:
            fail(f"Dữ liệu đã lưu bị sai, dừng lại: {broken}", code=1)
        except PostgresUnavailable as unavailable:
            fail(str(unavailable), code=1)
        except DatabaseUnavailable as unavailable:
            fail(f"Không kết nối được cơ sở dữ liệu: {unavailable}", code=1)
        except MigrationChanged as changed:
            fail(f"Cơ sở dữ liệu và chương trình khác phiên bản ({changed}).", code=1)
        except KeyboardInterrupt:
            fail("Đã dừng theo yêu cầu.", code=130)

    return speaking


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a listener that draws a bar on stderr for whatever takes longer than a second."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description:<20}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=not sys.stderr.isatty(),
    )
    tasks: dict[str, TaskID] = {}
    begun = time.monotonic()

    def listen(phase: str, done: int, whole: int) -> None:
        if phase not in tasks:
            if time.monotonic() - begun < 1 and done < whole:
                return
            if not tasks:
                bar.start()
            tasks[phase] = bar.add_task(PHASES.get(phase, phase), total=max(whole, 1))
        bar.update(tasks[phase], completed=done, total=max(whole, 1))

    try:
        yield listen
    finally:
        if tasks:
            bar.stop()


def table(title: str, columns: list[str], rows: list[list[str]], *, right: set[int]) -> str:
    """Return a plain table for the terminal; `right`: the columns of numbers."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for at, column in enumerate(columns):
        drawn.add_column(column, justify="right" if at in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    width = None if sys.stdout.isatty() else 140
    console = Console(
        width=width, file=sys.stdout, highlight=False, no_color=not sys.stdout.isatty()
    )
    with console.capture() as captured:
        console.print(drawn)
    return captured.get()


def document_text(pairs: list[tuple[str, Any]]) -> str:
    """Return lines of `name: value`, aligned."""
    width = max(len(name) for name, _ in pairs)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in pairs)
