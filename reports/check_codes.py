"""Check codes: eight characters on a paper by which anyone finds its entry again.

    stored bytes → SHA-256 → its first 35 bits as 7 characters → a check character → XXXX-XXXX

The alphabet is Crockford's base 32: figures and capitals without I, L, O and U, so that nothing
looks like anything else. Any one character mistyped, and any two swapped, do not fit the check
character. The code is no secret: entries are public. It does not stand for the entry alone either:
of 620,000 entries about six pairs share one, and the number on the paper tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from projections.paper_codes import code_of

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS: Final = 7
LENGTH: Final = CHARACTERS + 1
LOOKS_LIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
"""What people type for a figure that looks like it, and what they put between the characters."""

Slip = Literal["empty", "too_short", "too_long", "strange_character", "does_not_fit"]
_BITS: Final = 5
_FIELD: Final = 0b100101
"""x⁵ + x² + 1: twice a value, again and again, runs through all 31 of them but zero."""


class Mistyped(Exception):
    """What was typed is no code: `slip` says how, `typed` what was left of it after tidying up."""

    def __init__(self, slip: Slip, typed: str) -> None:
        """Keep both."""
        super().__init__(slip)
        self.slip: Slip = slip
        self.typed = typed


def check_code(raw: bytes) -> str:
    """Return the code of the entry that is stored as `raw`.

    >>> check_code(b"an entry")
    'KYVZ-5ZXK'
    """
    return spelled(code_of(raw))


def spelled(code: int) -> str:
    """Return the characters that stand for the 35 bits of an entry.

    >>> spelled(21437061117)
    'KYVZ-5ZXK'
    """
    values = [(code >> shift) % 32 for shift in range(_BITS * (CHARACTERS - 1), -1, -_BITS)]
    text = "".join(ALPHABET[value] for value in [*values, _check_value(values)])
    return f"{text[:4]}-{text[4:]}"


def read_code(text: str) -> int:
    """Return the 35 bits that a typed code stands for; small letters, spaces, no dash: all one.

    Raises:
        Mistyped: nothing typed; too short; too long; a character that no code has; the check
            character does not fit the others.

    >>> read_code("kyvz5zxk") == read_code(" KYVZ-5ZXK ")
    True
    """
    typed = "".join(text.upper().split()).translate(LOOKS_LIKE)
    if not typed:
        raise Mistyped("empty", typed)
    if any(each not in ALPHABET for each in typed):
        raise Mistyped("strange_character", typed)
    if len(typed) != LENGTH:
        raise Mistyped("too_short" if len(typed) < LENGTH else "too_long", typed)
    code = _fitting(typed)
    if code is None:
        raise Mistyped("does_not_fit", typed)
    return code


def near_misses(typed: str) -> dict[int, Literal["one_character", "two_swapped"]]:
    """Return the codes from which one slip makes the eight characters `typed`, and which slip.

    A slip is one character for another, or two neighbours swapped. There are at most 15.

    >>> near_misses("KYVZ5ZXJ")[read_code("KYVZ-5ZXK")]
    'one_character'
    >>> near_misses("YKVZ5ZXK")[read_code("KYVZ-5ZXK")]
    'two_swapped'
    """
    found: dict[int, Literal["one_character", "two_swapped"]] = {}
    for at in range(LENGTH):
        for each in ALPHABET:
            code = _fitting(typed[:at] + each + typed[at + 1 :])
            if code is not None:
                found[code] = "one_character"
    for at in range(LENGTH - 1):
        swapped = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
        code = _fitting(swapped)
        if code is not None:
            found[code] = "two_swapped"
    return found


def _fitting(eight: str) -> int | None:
    """Return the bits of eight characters; None if the last does not fit the others."""
    values = [ALPHABET.index(each) for each in eight]
    if _check_value(values[:-1]) != values[-1]:
        return None
    code = 0
    for value in values[:-1]:
        code = code << _BITS | value
    return code


def _check_value(values: Iterable[int]) -> int:
    """Weigh each value by its place, in the field of 32 elements, and sum."""
    total = 0
    for value in values:
        doubled = (total ^ value) << 1
        total = doubled ^ _FIELD if doubled >= 32 else doubled
    return total
