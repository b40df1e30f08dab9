"""The plain text that beancount reads.

Every account is opened before the first entry. A balance is checked at the beginning of the day
that follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from reports.plaintext.transactions import Balance, Transaction

OPENED_ON: Final = "1900-01-01"


def opening(remarks: Iterable[str], accounts: Iterable[str]) -> str:
    """Return the head of the file: remarks, the commodity, every account."""
    lines = [f"; {remark}" for remark in remarks]
    lines += ["", 'option "title" "Sổ quỹ"', 'option "operating_currency" "VND"', ""]
    lines += [f"{OPENED_ON} commodity VND", ""]
    lines += [*(f"{OPENED_ON} open {account} VND" for account in accounts), ""]
    return "\n".join(lines)


def transaction(what: Transaction) -> str:
    """Return one transaction."""
    lines = [f'\n{what.on} * "{what.label}"']
    lines += [f'  {name}: "{_quoted(value)}"' for name, value in what.facts]
    lines += [f"  {account}  {amount_vnd} VND" for account, amount_vnd in what.lines]
    return "\n".join(lines) + "\n"


def balances(checked: Iterable[Balance]) -> str:
    """Return what makes beancount check `checked`."""
    day = timedelta(days=1)
    return "".join(
        f"{each.on + day} balance {each.account}  {each.amount_vnd} VND\n" for each in checked
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
