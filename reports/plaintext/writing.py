"""Journal → one file of plain text, which checks itself against the figures of the projections.

    journal → postings → transactions            what an outside tool adds up
    figures → balances at the end of each year   what it must come to

The two ways meet only in the tool that reads the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from ledger.database import Connection, connect, query
from ledger.postings import Posting
from ledger.wire import from_bytes
from projections import runner
from projections.figures import asked, figures_of
from reports.plaintext import beancount, hledger
from reports.plaintext.accounts import FIGURES, account_name, component, figure_account
from reports.plaintext.transactions import Balance, Transaction, transaction

BATCH: Final = 2_000
BEGINNING: Final = date(1900, 1, 1)
END: Final = date(9999, 12, 31)
REMARKS: Final = (
    "Sổ quỹ: mọi bút toán đã ghi, kết xuất từ nhật ký. Không có tên người cho, người nhận.",
    "Tài khoản Memorandum nằm ngoài bảng cân đối: tiền người khác giữ hộ, trao hộ, đang chuyển.",
    "Đơn vị trong tài khoản = mã đơn vị, tên đơn vị:",
)
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Format:
    """How one tool wants head, transactions and balances to be written."""

    opening: Callable[[Iterable[str], Iterable[str]], str]
    transaction: Callable[[Transaction], str]
    balances: Callable[[Iterable[Balance]], str]


HLEDGER: Final = Format(hledger.opening, hledger.transaction, hledger.balances)
BEANCOUNT: Final = Format(beancount.opening, beancount.transaction, beancount.balances)


def export_hledger(url: str, out: Path, on_progress: OnProgress = lambda _done, _all: None) -> int:
    """Write every entry to the file `out` as a journal of hledger.

    Args:
        url: a database that has been migrated; its projections are brought up to date.
        out: replaced when the whole file is written.
        on_progress: hears how many entries have been read, and how many there are.

    Returns:
        The number of transactions; entries that move no money or goods are none.
    """
    return _export(url, out, HLEDGER, on_progress)


def export_beancount(
    url: str, out: Path, on_progress: OnProgress = lambda _done, _all: None
) -> int:
    """Write every entry to the file `out` as a ledger of beancount; see `export_hledger`."""
    return _export(url, out, BEANCOUNT, on_progress)


def _export(url: str, out: Path, form: Format, on_progress: OnProgress) -> int:
    runner.catch_up(url)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.draft")
    try:
        with (
            connect(url, autocommit=False) as connection,
            draft.open("w", encoding="utf-8", newline="\n") as file,
        ):
            connection.execute(query("snapshot"))
            count = _write(connection, file, form, on_progress)
        os.replace(draft, out)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _write(connection: Connection, file: IO[str], form: Format, on_progress: OnProgress) -> int:
    units = {
        unit_id: (code, name)
        for unit_id, code, name in connection.execute(query("plaintext_units"))
    }
    codes = {unit_id: code for unit_id, (code, _) in units.items()}
    remarks = [f"{component(code)} = {code}, {name}" for code, name in units.values()]
    accounts, sums = _accounts(connection, codes)
    file.write(form.opening([*REMARKS, *remarks], sorted(accounts)))
    count = 0
    for what in _transactions(connection, codes, on_progress):
        file.write(form.transaction(what))
        count += 1
    for year in _years(connection):
        file.write(form.balances(_balances(connection, codes, sums, year)))
    return count


def _accounts(connection: Connection, codes: Mapping[UUID, str]) -> tuple[set[str], set[str]]:
    """Return every account that entries use with those above them, and the latter alone."""
    accounts: set[str] = set()
    sums: set[str] = set()
    for unit_id, account, fund, place in connection.execute(query("plaintext_accounts")):
        unit = component(codes[unit_id])
        accounts.add(account_name(unit, Posting(account, fund, 0, place)))
        sums.add(figure_account(unit, account))
    return accounts | sums, sums


def _transactions(
    connection: Connection, codes: Mapping[UUID, str], on_progress: OnProgress
) -> Iterator[Transaction]:
    """Give what the projections know, in the order of the journal."""
    row = connection.execute(query("plaintext_size")).fetchone()
    assert row is not None
    upto, whole = row
    with connection.cursor(name="plaintext_entries", binary=True) as stream:
        stream.itersize = BATCH
        stream.execute(query("plaintext_entries"), {"upto": upto})
        for done, (raw,) in enumerate(stream, 1):
            what = transaction(from_bytes(raw), codes)
            if what is not None:
                yield what
            if done % BATCH == 0 or done == whole:
                on_progress(done, whole)


def _years(connection: Connection) -> range:
    row = connection.execute(query("plaintext_years")).fetchone()
    assert row is not None
    first, last = row
    return range(0) if first is None else range(first.year, last.year + 1)


def _balances(
    connection: Connection, codes: Mapping[UUID, str], sums: set[str], year: int
) -> Iterator[Balance]:
    """Give what the figures say lies below each account of each unit at the end of a year."""
    last = date(year, 12, 31)
    ids = list(codes)
    for start in range(0, len(ids), BATCH):
        found = figures_of(connection, ids[start : start + BATCH], asked(last, BEGINNING))
        for unit_id, (own, _) in found.items():
            unit = component(codes[unit_id])
            for pattern, (name, sign) in FIGURES.items():
                account, amount_vnd = pattern.format(unit), sign * getattr(own, name)
                # A figure without an account is told too: the tool will not know the account.
                if amount_vnd or account in sums:
                    yield Balance(last, account, amount_vnd)
