"""Check codes: eight characters on a paper by which anyone finds its entry again.

    stored bytes → SHA-256 → its first 35 bits as 7 characters → a check character → XXXX-XXXX

The alphabet is Crockford's base 32: figures and capitals without I, L, O and U, so that nothing
looks like anything else. Any one character mistyped, and any two swapped, do not fit the check
character. The code is no secret: entries are public. It does not stand for the entry alone either:
of 620,000 entries about six pairs share one, and the number on the paper tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS: Final = 7
_BITS: Final = 5
_FIELD: Final = 0b100101
"""x⁵ + x² + 1: twice a value, again and again, runs through all 31 of them but zero."""


def check_code(raw: bytes) -> str:
    """Return the code of the entry that is stored as `raw`.

    >>> check_code(b"an entry")
    'KYVZ-5ZXK'
    """
    drawn = int.from_bytes(sha256(raw).digest()) >> (256 - _BITS * CHARACTERS)
    values = [(drawn >> shift) % 32 for shift in range(_BITS * (CHARACTERS - 1), -1, -_BITS)]
    code = "".join(ALPHABET[value] for value in [*values, _check_value(values)])
    return f"{code[:4]}-{code[4:]}"


def _check_value(values: Iterable[int]) -> int:
    """Weigh each value by its place, in the field of 32 elements, and sum."""
    total = 0
    for value in values:
        doubled = (total ^ value) << 1
        total = doubled ^ _FIELD if doubled >= 32 else doubled
    return total
