"""Papers on the command line: from a key to a PDF file, or a sentence why there is none.

Whoever prints one is noted before it is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

from api.home import database, figures_database, keys_folder
from api.log_keeping import bring_log_up
from api.office import office_at
from api.papers_queue.again import print_again
from api.persons.readings import note_entries_shown
from api.speaking import Refused
from ledger.database import Connection
from projections.figures import unit_by_code
from reports.from_entries import (
    NoSuchPaper,
    entries_on_voucher,
    receipt_of,
    statement_of,
    voucher_of,
)
from reports.from_entries.found import recorded
from reports.from_entries.receipts import Gift
from reports.native import NativeLibrariesMissing
from reports.numbers import VIETNAM
from reports.receipt import make_receipt
from reports.statement import make_statement
from reports.voucher import make_voucher

Paper = TypeVar("Paper")
ACTOR: Final = "commandline"


def print_receipt(key: str, out: Path | None, *, again: bool = False) -> Path:
    """Write the donor's receipt of the gift recorded under `key`; return where it lies.

    Args:
        key: of the gift, or of its reversal.
        out: the file; None: by its number, here.
        again: it is one more print for the donor, which the unit's book counts. Without it the
            paper is the first print, the same file each time.

    Raises:
        UnknownEntry: no row has this key.
        AlreadyReversed: one more print of the receipt of a gift that was undone.
        Refused: the row has no receipt, or PDF cannot be made on this machine.
    """
    with _papers_database() as (url, connection), _no_such_paper():
        paper = receipt_of(connection, key)
        note_entries_shown(connection, "receipt", [recorded(connection, key).entry])
        if again:
            paper = receipt_of(connection, key, copy=_count_print(url, connection, key))
    return _written(make_receipt, paper, out or Path(f"BN-{paper.number:06d}-{paper.year}.pdf"))


def print_voucher(key: str, out: Path | None) -> Path:
    """Write the accounting voucher of which the row under `key` is a line; see `print_receipt`."""
    with figures_database() as connection, _no_such_paper():
        paper = voucher_of(connection, key)
        note_entries_shown(connection, "voucher", entries_on_voucher(connection, key))
    name = f"{paper.series}-{paper.number:06d}-{paper.year}.pdf"
    return _written(make_voucher, paper, out or Path(name))


def print_statement(unit: str, year: int, donor: str, out: Path | None) -> Path:
    """Write what a donor gave to a unit in a year; return where it lies.

    Args:
        unit: its code.
        year: in which the gifts count.
        donor: their name, with tone marks or without, or the id that the unit gave them.
        out: the file; None: by unit and year, here.

    Raises:
        UnknownUnit: no unit has this code.
        Refused: nobody of this name gave, or several did; or PDF cannot be made on this machine.
    """
    with figures_database() as connection, _no_such_paper():
        unit_id = unit_by_code(connection, unit)
        found, read = statement_of(connection, unit_id, year, donor)
        note_entries_shown(connection, "statement", read)
    name = f"bang-ke-{year}-{quote(unit, safe='')}.pdf"
    return _written(make_statement, found, out or Path(name))


def _count_print(url: str, connection: Connection, key: str) -> int:
    """Let the unit's book count one more print of a gift's receipt; return which one it is."""
    entry = recorded(connection, key).entry
    assert isinstance(entry.event, Gift)
    gift = entry.event.key
    with office_at(url, keys_folder()) as office:
        counted = print_again(
            office,
            entry.originator_id,
            [gift],
            actor=ACTOR,
            form_key=os.urandom(8).hex(),
            on=datetime.now(VIETNAM).date(),
            strictly=True,
        )
    return counted[gift]


@contextmanager
def _papers_database() -> Iterator[tuple[str, Connection]]:
    """Yield the home's database and a connection to it; the log covers every entry."""
    with database() as url:
        bring_log_up(url)
        with figures_database() as connection:
            yield url, connection


@contextmanager
def _no_such_paper() -> Iterator[None]:
    try:
        yield
    except NoSuchPaper as none:
        raise Refused(str(none), code=3) from none


def _written(make: Callable[[Paper], bytes], paper: Paper, path: Path) -> Path:
    try:
        pdf = make(paper)
    except NativeLibrariesMissing as missing:
        raise Refused(str(missing), code=1) from missing
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf)
    return path
