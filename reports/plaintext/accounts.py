"""The ledger's accounts as names that hledger and beancount both take.

    Assets    :unit:Cash|Bank|Savings|Collector:fund:holding      Assets:unit:Goods:fund
    Income    :unit:Raised:Cash|Bank|InKind|Press:fund            Income:unit:Other:fund
    Expenses  :unit:Paid:Cash|Bank|InKind:fund                    Expenses:unit:Costs:fund
    Equity    :unit:BroughtIn|Corrections:Money|Goods:fund        Equity:unit:Transfers:In|Out:fund
    Equity    :unit:Memorandum:Held|Facilitated:fund:holder
    Equity    :unit:Memorandum:InTransit|Contra:fund

The unit stands first and the fund after the kind, so that every figure of a unit is the sum below
one account. Amounts have the sign that they have in `ledger/postings.py`: both tools, too, show
what came in from outside as negative.

Memorandum accounts of a unit sum to zero: what others hold for it, gave in its name, or have not
yet received from it stands beside the books and changes neither assets nor equity.
"""

from __future__ import annotations

import re
from typing import Final

from ledger.postings import Account, Posting

FIGURES: Final[dict[str, tuple[str, int]]] = {
    "Assets:{}:Cash": ("cash", 1),
    "Assets:{}:Bank": ("bank", 1),
    "Assets:{}:Savings": ("savings", 1),
    "Assets:{}:Collector": ("with_collectors", 1),
    "Assets:{}:Goods": ("goods", 1),
    "Income:{}:Raised:Cash": ("raised_cash", -1),
    "Income:{}:Raised:Bank": ("raised_bank", -1),
    "Income:{}:Raised:InKind": ("raised_in_kind", -1),
    "Income:{}:Raised:Press": ("raised_press", -1),
    "Income:{}:Other": ("other_income", -1),
    "Expenses:{}:Paid:Cash": ("paid_cash", 1),
    "Expenses:{}:Paid:Bank": ("paid_bank", 1),
    "Expenses:{}:Paid:InKind": ("paid_in_kind", 1),
    "Expenses:{}:Costs": ("costs", 1),
    "Equity:{}:BroughtIn:Money": ("brought_in_money", -1),
    "Equity:{}:BroughtIn:Goods": ("brought_in_goods", -1),
    "Equity:{}:Corrections:Money": ("corrections_money", -1),
    "Equity:{}:Corrections:Goods": ("corrections_goods", -1),
    "Equity:{}:Transfers:In": ("transfers_in", -1),
    "Equity:{}:Transfers:Out": ("transfers_out", 1),
    "Equity:{}:Memorandum:Held": ("held_by_others", 1),
    "Equity:{}:Memorandum:Facilitated": ("facilitated", 1),
    "Equity:{}:Memorandum:InTransit": ("in_transit_out", 1),
}
"""Account of a unit ({}) → the figure that the sum below it is, over all years, and its sign."""

CONTRA: Final = "Equity:{}:Memorandum:Contra"
_ACCOUNTS: Final[dict[Account, str]] = {
    "cash": "Assets:{}:Cash",
    "bank": "Assets:{}:Bank",
    "savings": "Assets:{}:Savings",
    "collector": "Assets:{}:Collector",
    "goods": "Assets:{}:Goods",
    "brought_in.money": "Equity:{}:BroughtIn:Money",
    "brought_in.goods": "Equity:{}:BroughtIn:Goods",
    "raised.cash": "Income:{}:Raised:Cash",
    "raised.bank": "Income:{}:Raised:Bank",
    "raised.in_kind": "Income:{}:Raised:InKind",
    "raised.press": "Income:{}:Raised:Press",
    "other_income": "Income:{}:Other",
    "paid.cash": "Expenses:{}:Paid:Cash",
    "paid.bank": "Expenses:{}:Paid:Bank",
    "paid.in_kind": "Expenses:{}:Paid:InKind",
    "costs": "Expenses:{}:Costs",
    "transfers_in": "Equity:{}:Transfers:In",
    "transfers_out": "Equity:{}:Transfers:Out",
    "corrections.money": "Equity:{}:Corrections:Money",
    "corrections.goods": "Equity:{}:Corrections:Goods",
    "corrections.transfers_in": "Equity:{}:Corrections:Money",
    "corrections.transfers_out": "Equity:{}:Corrections:Money",
    "held": "Equity:{}:Memorandum:Held",
    "facilitated": "Equity:{}:Memorandum:Facilitated",
    "transit.sent": "Equity:{}:Memorandum:InTransit",
    "transit.arrived": "Equity:{}:Memorandum:InTransit",
    "memorandum": CONTRA,
}
_WITH_PLACE: Final = frozenset({"cash", "bank", "savings", "collector", "held", "facilitated"})
_NOT_PLAIN: Final = re.compile(r"(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])|[^A-Za-z0-9-]")
_AS_IT_IS: Final = re.compile(r"[0-9]|(?!X-)[A-Z](?![a-z])")
_SMALL_WORD: Final = re.compile(r"[a-z]{2}")


def component(code: str) -> str:
    """Return the part of an account name that stands for `code`; two codes never have the same.

    Letters a–z, digits, and hyphens between two of them stay. Any other character becomes `--`,
    its number in Unicode in hexadecimal, `-`. An account name's part begins with a capital or a
    digit: a word in small letters gets a capital; whatever could then be mistaken for another
    code, or begins otherwise, is put behind `X-`.

    >>> component("NA-01"), component("general"), component("tk-1"), component("38.01")
    ('NA-01', 'General', 'Tk-1', '38--2e-01')
    >>> component("General"), component("a1"), component("A1"), component("X-1"), component("đ")
    ('X-General', 'X-a1', 'A1', 'X-X-1', 'X---111-')
    """
    plain = _NOT_PLAIN.sub(lambda each: f"--{ord(each[0]):x}-", code)
    if _AS_IT_IS.match(plain):
        return plain
    if _SMALL_WORD.match(plain):
        return plain[0].upper() + plain[1:]
    return f"X-{plain}"


def figure_account(unit: str, account: Account) -> str:
    """Return the account of a unit (its component) that sums up one account of the ledger."""
    return _ACCOUNTS[account].format(unit)


def account_name(unit: str, line: Posting) -> str:
    """Return the account of a posting in the book of a unit (its component)."""
    name = f"{figure_account(unit, line.account)}:{component(line.fund)}"
    if line.account in _WITH_PLACE:
        return f"{name}:{component(line.place or '')}"
    return name
