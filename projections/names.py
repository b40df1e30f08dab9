"""Names without tone marks, so that a search or a comparison does not hang on them.

PostgreSQL may come without ICU; so this is done here, and the result is stored.
"""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """Return `name` in lower case, without tone marks and accents, with single spaces.

    >>> folded("  Đinh Thiện   Lý ")
    'dinh thien ly'
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def person(recipient_id: str | None, name: str | None, birth_year: int | None, key: str) -> str:
    """Return what tells the recipients of one unit apart.

    Their id if they have one, else their folded name and birth year; a payout that names nobody
    (`key`) stands for somebody of its own.
    """
    if recipient_id:
        return f"id:{recipient_id}"
    if name:
        return f"name:{folded(name)}:{birth_year or ''}"
    return f"nobody:{key}"
