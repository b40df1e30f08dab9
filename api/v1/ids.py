"""Names that programs pass around: what kind of thing it is, then which one.

    unit_<32 hex figures>                    a unit
    ent_<32 hex figures of the unit>_<n>     the n-th entry of its book
    apr_<32 hex figures of the unit>_<key>   what waits, or waited, for a second person
    whk_<32 hex figures>                     a webhook
    prs_<32 hex figures of the unit>_<32>    a person whom the unit knows, until they are erased
    p-<20 letters and figures>               a person, as in the journal

A cursor is opaque: it is given out with one page, and asks for the next.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import Final, NamedTuple
from uuid import UUID

UNIT_PATTERN: Final = "^unit_[0-9a-f]{32}$"
ENTRY_PATTERN: Final = "^ent_[0-9a-f]{32}_[1-9][0-9]{0,17}$"
APPROVAL_PATTERN: Final = "^apr_[0-9a-f]{32}_[A-Za-z0-9_-]{2,1100}$"
WEBHOOK_PATTERN: Final = "^whk_[0-9a-f]{32}$"
PARTY_PATTERN: Final = "^prs_[0-9a-f]{32}_[0-9a-f]{32}$"
PERSON_PATTERN: Final = "^p-[a-z2-7]{20}$"
CURSOR_PATTERN: Final = "^[A-Za-z0-9_-]{2,400}$"

_ENTRY: Final = re.compile(r"ent_([0-9a-f]{32})_([1-9][0-9]{0,17})")
_APPROVAL: Final = re.compile(r"apr_([0-9a-f]{32})_([A-Za-z0-9_-]{2,1100})")
_PARTY: Final = re.compile(r"prs_([0-9a-f]{32})_([0-9a-f]{32})")
_ONE: Final = re.compile(r"(unit|whk)_([0-9a-f]{32})")


class Place(NamedTuple):
    """Where an entry stands: in which book, and as which of its entries (from 1)."""

    unit_id: UUID
    version: int


def unit_name(unit_id: UUID) -> str:
    """Return the name of a unit for programs."""
    return f"unit_{unit_id.hex}"


def webhook_name(webhook_id: UUID) -> str:
    """Return the name of a webhook for programs."""
    return f"whk_{webhook_id.hex}"


def entry_name(unit_id: UUID, version: int) -> str:
    """Return the name of an entry for programs.

    >>> entry_name(UUID(int=3), 12)
    'ent_00000000000000000000000000000003_12'
    """
    return f"ent_{unit_id.hex}_{version}"


def approval_name(unit_id: UUID, key: str) -> str:
    """Return the name of something that waits for a second person."""
    return f"apr_{unit_id.hex}_{_packed(key)}"


def party_name(unit_id: UUID, subject_id: UUID) -> str:
    """Return the name of a person as a unit knows them."""
    return f"prs_{unit_id.hex}_{subject_id.hex}"


def party_in(name: str) -> tuple[UUID, UUID] | None:
    """Return unit and subject that the name of a person stands for; None: it is no such name.

    >>> party_in(party_name(UUID(int=3), UUID(int=4))) == (UUID(int=3), UUID(int=4))
    True
    """
    found = _PARTY.fullmatch(name)
    return (UUID(hex=found[1]), UUID(hex=found[2])) if found else None


def id_in(name: str, prefix: str) -> UUID | None:
    """Return the id that a name with this prefix stands for; None: it is no such name."""
    found = _ONE.fullmatch(name)
    return UUID(hex=found[2]) if found and found[1] == prefix else None


def place_in(name: str) -> Place | None:
    """Return the place that the name of an entry stands for; None: it is no such name.

    >>> place_in("ent_00000000000000000000000000000003_12") == Place(UUID(int=3), 12)
    True
    """
    found = _ENTRY.fullmatch(name)
    return Place(UUID(hex=found[1]), int(found[2])) if found else None


def approval_in(name: str) -> tuple[UUID, str] | None:
    """Return unit and key that the name of an approval stands for; None: it is no such name."""
    found = _APPROVAL.fullmatch(name)
    key = _unpacked(found[2]) if found else None
    return None if found is None or key is None else (UUID(hex=found[1]), key)


def cursor(*place: str | int) -> str:
    """Return an opaque text from which `place_of_cursor` gets these words again."""
    return _packed("\x1f".join(map(str, place)))


def place_of_cursor(text: str, words: int) -> tuple[str, ...] | None:
    """Return the words of a cursor; None: it is none, or one of another list.

    >>> place_of_cursor(cursor("NA-01", 7), 2)
    ('NA-01', '7')
    """
    place = tuple((_unpacked(text) or "").split("\x1f"))
    # No code, key or day has a zero byte, and no database takes one.
    return place if len(place) == words and all(place) and "\0" not in "".join(place) else None


def _packed(text: str) -> str:
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _unpacked(text: str) -> str | None:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (NotBase64, UnicodeDecodeError):
        return None
