"""Papers on the command line: from a key to a PDF file, or a sentence why there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from api.home import figures_database
from api.speaking import Refused
from ledger.database import Connection
from reports.from_entries import NoSuchPaper, receipt_of, voucher_of
from reports.native import NativeLibrariesMissing
from reports.receipt import make_receipt
from reports.voucher import make_voucher

Paper = TypeVar("Paper")


def print_receipt(key: str, out: Path | None) -> Path:
    """Write the donor's receipt of the gift recorded under `key`; return where it lies.

    Raises:
        UnknownEntry: no row has this key.
        Refused: the row has no receipt, or PDF cannot be made on this machine.
    """
    paper = _found(receipt_of, key)
    return _written(make_receipt, paper, out or Path(f"BN-{paper.number:06d}-{paper.year}.pdf"))


def print_voucher(key: str, out: Path | None) -> Path:
    """Write the accounting voucher of which the row under `key` is a line; see `print_receipt`."""
    paper = _found(voucher_of, key)
    name = f"{paper.series}-{paper.number:06d}-{paper.year}.pdf"
    return _written(make_voucher, paper, out or Path(name))


def _found(paper_of: Callable[[Connection, str], Paper], key: str) -> Paper:
    with figures_database() as connection:
        try:
            return paper_of(connection, key)
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
