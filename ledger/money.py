"""Whole đồng. No floats, no fractions, no currency but VND.

An amount of one entry is an `int` of đồng, 1 ≤ amount ≤ `AMOUNT_MAX_VND`. Sums may be larger, and
signed. The upper limit is the largest integer that every JSON reader keeps exactly (RFC 8259). What
one book adds up to has a limit too, `TURNOVER_MAX_VND`: a few hundred rows of nonsense would make
sums that no database can add, and rows are for ever.
"""

from __future__ import annotations

from typing import Final

from ledger.refusals import AmountNotPositive, AmountTooLarge, Refusal

AMOUNT_MAX_VND: Final = 2**53 - 1
TURNOVER_MAX_VND: Final = 2**59


class BookFull(Refusal):
    """All amounts of a book together must not exceed 2^59 đồng, 64 times the largest one."""

    code = "book_full"


def require_amount(amount_vnd: int) -> None:
    """Admit `amount_vnd` as the amount of one entry.

    Raises:
        AmountNotPositive: below 1 đồng.
        AmountTooLarge: above 2^53 − 1 đồng.
    """
    if amount_vnd < 1:
        raise AmountNotPositive(amount_vnd=amount_vnd)
    if amount_vnd > AMOUNT_MAX_VND:
        raise AmountTooLarge(amount_vnd=amount_vnd, limit_vnd=AMOUNT_MAX_VND)


def require_room(turnover_vnd: int) -> None:
    """Admit a book in which all amounts ever written add up to `turnover_vnd`.

    Raises:
        BookFull: above 2^59 đồng.
    """
    if turnover_vnd > TURNOVER_MAX_VND:
        raise BookFull(limit_vnd=TURNOVER_MAX_VND)


def per_capita_vnd(total_vnd: int, persons: int) -> int:
    """Return đồng for each inhabitant, rounded half up to a whole đồng.

    Args:
        total_vnd: what was raised, or is held, in đồng; any sign.
        persons: inhabitants; at least 1.

    Raises:
        AmountNotPositive: `persons` is below 1.

    Source:
        Nghệ An 2022: 87.1 tỷ for 3,341,707 inhabitants, published as 26,000 đồng.

    >>> per_capita_vnd(87_100_000_000, 3_341_707)
    26065
    """
    if persons < 1:
        raise AmountNotPositive(amount_vnd=persons)
    return (2 * total_vnd + persons) // (2 * persons)


def rounded_down_vnd(amount_vnd: int, step_vnd: int) -> int:
    """Return the largest multiple of `step_vnd` (≥ 1) that is not above `amount_vnd`.

    >>> rounded_down_vnd(26_065, 1_000)
    26000
    """
    return amount_vnd // step_vnd * step_vnd
