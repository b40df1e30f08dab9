"""Every paper of an entry, and a print run: papers of some entries as PDF files in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from ledger.database import Connection
from ledger.events import MoneyEvent
from reports.from_entries.found import arrival, recorded
from reports.from_entries.receipts import Gift, receipt_on
from reports.from_entries.refused import no_receipt
from reports.from_entries.vouchers import voucher_on
from reports.from_entries.wording import OnVoucher
from reports.papers import Receipt, Voucher
from reports.receipt import make_receipt
from reports.voucher import make_voucher

OnProgress = Callable[[int, int], None]


def papers_of(
    connection: Connection, key: str, *, check_base_url: str | None = None, copy: int = 1
) -> tuple[Receipt | Voucher, ...]:
    """Return every paper of the row with this key: receipt, voucher, the receiver's voucher.

    Args:
        connection: to a database whose projections know the unit.
        key: of the row.
        check_base_url: as for `receipt_of`.
        copy: which print of the receipt it is.

    Raises:
        UnknownEntry: no row has the key.
        NoSuchPaper: the row has no paper at all.
        Broken: the projections do not know the unit.
    """
    kept = recorded(connection, key)
    event = kept.entry.event
    assert isinstance(event, MoneyEvent)
    found: list[Receipt | Voucher] = []
    if isinstance(event, Gift):
        found.append(receipt_on(connection, kept, event, check_base_url, copy))
    if isinstance(event, OnVoucher):
        found.append(voucher_on(connection, kept, event, check_base_url))
    arrived = arrival(connection, event.key)
    if arrived is not None and isinstance(arrived.entry.event, OnVoucher):
        found.append(voucher_on(connection, arrived, arrived.entry.event, check_base_url))
    if not found:
        raise no_receipt(event)
    return tuple(found)


def write_papers(
    connection: Connection,
    keys: Sequence[str],
    folder: Path,
    on_progress: OnProgress,
    *,
    check_base_url: str | None = None,
) -> list[Path]:
    """Write every paper of some rows into a folder, one after another in this process.

    Args:
        connection: as for `papers_of`.
        keys: the rows; a voucher on which several of them stand is written once.
        folder: made where it is missing; files in it are overwritten.
        on_progress: hears (rows done, all rows).
        check_base_url: as for `receipt_of`.

    Returns:
        The files, in the order of the keys, e.g. `PC-000012-2022-NA-01.pdf`.

    Raises:
        UnknownEntry, NoSuchPaper, Broken: as `papers_of`.
        NativeLibrariesMissing: the machine cannot make PDF.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[Path, None] = {}
    for done, key in enumerate(keys, start=1):
        for paper in papers_of(connection, key, check_base_url=check_base_url):
            path = folder / file_name(paper)
            if path not in written:
                path.write_bytes(_made(paper))
                written[path] = None
        on_progress(done, len(keys))
    return list(written)


def file_name(paper: Receipt | Voucher) -> str:
    """Return the name of a paper's file; what a code of a unit may hold cannot leave the folder."""
    series = paper.SERIES if isinstance(paper, Receipt) else paper.series
    return f"{series}-{paper.number:06d}-{paper.year}-{quote(paper.issuer.code, safe='')}.pdf"


def _made(paper: Receipt | Voucher) -> bytes:
    return make_receipt(paper) if isinstance(paper, Receipt) else make_voucher(paper)
