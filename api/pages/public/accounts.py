"""Bank accounts that a unit has published. Those it only books money on stay private."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from ledger.database import Connection, query
from projections.paper_codes import code_of
from reports.check_codes import spelled
from reports.qr import qr_picture
from reports.vietqr import BANKS, Account, vietqr_text

UNITS_SHOWN_MAX: Final = 50


class Published(NamedTuple):
    """An account as it was published; `bank` is the bank's number with NAPAS."""

    published_id: int
    bank: str
    number: str
    owner: str
    published_at: datetime

    @property
    def bank_name(self) -> str:
        """What people call the bank."""
        return BANKS.get(self.bank, self.bank)

    @property
    def account(self) -> Account:
        """The account as banks know it."""
        return Account(self.bank, self.number)


def reference_of(unit_id: UUID) -> str:
    """Return what a transfer to a unit is to say, so that it is recognised on the statement.

    Eight characters of which the last fits the others, so that one that was mistyped is noticed.

    >>> reference_of(UUID(int=7))
    'UNG HO DEQ44T1Q'
    """
    return f"UNG HO {spelled(code_of(unit_id.bytes)).replace('-', '')}"


@lru_cache(maxsize=1_000)
def picture_of(account: Account, reference: str, amount_vnd: int | None) -> str:
    """Return the QR code from which a bank's application fills in the transfer."""
    return qr_picture(vietqr_text(account, reference, amount_vnd))


def accounts_of(connection: Connection, unit_id: UUID) -> list[Published]:
    """Return the accounts that a unit has published, the oldest first."""
    rows = connection.execute(query("accounts_of_unit"), {"unit_id": unit_id})
    return [Published(*row) for row in rows]


def units_with_accounts(connection: Connection) -> list[tuple[str, str]]:
    """Return code and name of units that have published an account."""
    rows = connection.execute(query("units_with_accounts"), {"limit": UNITS_SHOWN_MAX})
    return sorted(rows.fetchall(), key=lambda row: str(row[1]))


def publish(
    connection: Connection, unit_id: UUID, account: Account, owner: str, person_id: str
) -> None:
    """Publish an account of a unit; published again, it stays as it is."""
    said = {"unit_id": unit_id, "bank": account.bin, "number": account.number}
    connection.execute(query("account_publish"), {**said, "owner": owner, "person_id": person_id})


def withdraw(connection: Connection, unit_id: UUID, published_id: int, person_id: str) -> None:
    """Withdraw an account of a unit; one that is withdrawn already stays so."""
    connection.execute(
        query("account_withdraw"),
        {"unit_id": unit_id, "published_id": published_id, "person_id": person_id},
    )
