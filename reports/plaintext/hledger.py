"""The plain text that hledger reads.

Accounts and the commodity are declared, so that `hledger check --strict` knows them all. A balance
is checked by a transaction of nothing that asserts it, with all accounts below (`=*`).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from reports.plaintext.transactions import Balance, Transaction

FACTS: Final = ("key", "entry", "paper", "goods", "to", "from", "reverses")


def opening(remarks: Iterable[str], accounts: Iterable[str]) -> str:
    """Return the head of the file: remarks, the commodity, every account."""
    lines = [f"; {remark}" for remark in remarks]
    lines += ["", "decimal-mark .", "commodity 1000. VND", ""]
    lines += [f"tag {name}" for name in FACTS]
    lines += ["", *(f"account {account}" for account in accounts), ""]
    return "\n".join(lines)


def transaction(what: Transaction) -> str:
    """Return one transaction."""
    lines = [f"\n{what.on} {what.label}"]
    lines += [f"    ; {name}:{value}" for name, value in what.facts]
    lines += [f"    {account}  {amount_vnd} VND" for account, amount_vnd in what.lines]
    return "\n".join(lines) + "\n"


def balances(checked: Iterable[Balance]) -> str:
    """Return what makes hledger check `checked`, which are given by day and unit."""
    text = []
    for (on, unit), group in groupby(checked, key=lambda each: (each.on, _unit(each))):
        text.append(f"\n{on} Kiểm số dư {unit}\n")
        text += [f"    {each.account}  0 VND =* {each.amount_vnd} VND\n" for each in group]
    return "".join(text)


def _unit(balance: Balance) -> str:
    return balance.account.split(":")[1]
