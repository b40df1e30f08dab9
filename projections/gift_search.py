"""A donor finds their own gift by what only they and the treasurer have: day, amount, and a mark.

    day on the paper + amount (0: goods without a value)     one look into an index
    + mark      number of the receipt, number of a paper written by hand, key of the row,
                or the bank's reference, as the treasurer noted it

Bank references and notes are private: they lie in the vault and nowhere else, in no index and no
projection, so that erasing the vault's row ends the search too. They are compared here, for the few
gifts of one day and amount, and only as a whole: a mark that is merely a part of what is noted
finds nothing, so that nothing can be guessed piece by piece. What is found are public facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from ledger.database import Connection, query
from ledger.events import DonationCollected, DonationReceived, GoodsDonated
from ledger.wire import Entry, from_bytes

MARK_MAX_CHARS: Final = 100
FOUND_MAX: Final = 5
"""More gifts than this are never shown together: a mark that fits so many tells none apart."""

RECEIPT: Final = re.compile(r"0*([1-9][0-9]{0,8})(?:/([0-9]{4})(?:/BN)?)?", re.IGNORECASE)
"""`123`, `000123`, `000123/2022`, `000123/2022/BN`."""
_FIGURES: Final = re.compile(r"[0-9]+")
_NOT_KEPT: Final = re.compile(r"[^0-9A-Z]")
_WORDS: Final = re.compile(r"[\s,;:()\[\]“”\"']+")
NOTED: Final = ("reference", "note")
"""Private fields of a gift in which a treasurer notes the bank's reference."""

Gift = DonationReceived | GoodsDonated | DonationCollected


class Found(NamedTuple):
    """A gift, and the bytes that it is stored as."""

    entry: Entry
    raw: bytes


def gifts_like(connection: Connection, on: date, amount_vnd: int, mark: str) -> list[Found]:
    """Return the gifts with this day on their paper, this amount and this mark, oldest first.

    Args:
        connection: to a database whose projections are up to date; it has the vault's keys.
        on: the day on the donor's paper, or on which the gift counts if there is no other.
        amount_vnd: of the gift; 0 for goods that nobody valued.
        mark: the number of the receipt, of a paper, a key or a bank's reference; it has a figure.

    Returns:
        At most `FOUND_MAX` + 1, so that the asker sees when there are too many.
    """
    if not has_figure(mark):
        return []
    numbered = RECEIPT.fullmatch(mark.strip())
    sought = {"on": on, "amount_vnd": amount_vnd}
    found: list[Found] = []
    for state, private in connection.execute(query("gifts_like"), sought):
        raw = bytes(state)
        entry = from_bytes(raw)
        if _fits(entry, private.opened() if private else {}, mark, numbered):
            found.append(Found(entry, raw))
            if len(found) > FOUND_MAX:
                break
    return found


def bare(mark: str) -> str:
    """Return a mark as it is compared: capitals and figures alone.

    >>> bare("FT22.305-118 ab")
    'FT22305118AB'
    """
    return _NOT_KEPT.sub("", mark.upper())


def has_figure(mark: str) -> bool:
    """Say whether a mark has a figure, without which nothing is looked for."""
    return _FIGURES.search(mark) is not None


def _fits(
    entry: Entry, private: Mapping[str, Any], mark: str, numbered: re.Match[str] | None
) -> bool:
    event = entry.event
    assert isinstance(event, Gift)
    if numbered and event.receipt_number == int(numbered[1]):
        return numbered[2] is None or int(numbered[2]) == event.booked_on.year
    sought = bare(mark)
    return sought in {bare(event.paper_no or ""), bare(event.key), *_noted(private)}


def _noted(private: Mapping[str, Any]) -> Iterator[str]:
    """Yield every word with a figure that the treasurer noted, and each note as a whole."""
    for name in NOTED:
        noted = private.get(name)
        if isinstance(noted, str):
            yield bare(noted)
            for word in _WORDS.split(noted):
                if _FIGURES.search(word):
                    yield bare(word)
