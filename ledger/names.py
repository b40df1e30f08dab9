"""Names without tone marks, so that a search or a comparison does not hang on them.

PostgreSQL may come without ICU; so this is done here, and the result is stored.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final


def _bare(letter: str) -> str:
    """Return `letter` without its marks."""
    if letter in "đĐ":
        return "d"
    parts = unicodedata.normalize("NFD", letter.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


LETTERS: Final = {code: _bare(chr(code)) for code in (*range(0x41, 0x5B), *range(0xC0, 0x1F00))}
"""Latin letters with and without marks (and what lies between) → bare small letters."""


def folded(name: str) -> str:
    """Return `name` in lower case, without tone marks and accents, with single spaces.

    >>> folded("  Đinh Thiện   Lý ")
    'dinh thien ly'
    """
    return " ".join(filter(None, map(_folded_word, name.split())))


@lru_cache(maxsize=8192)
def _folded_word(word: str) -> str:
    """Return one word folded; names are made of the same few thousand words again and again."""
    return word.translate(LETTERS).lower()
