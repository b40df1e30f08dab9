"""Passwords: argon2id, and what makes a password good enough.

A hash takes 64 MiB and about a tenth of a second on purpose; only a few are made at once, so that
many sign-ins at the same moment cannot take all the memory.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from secrets import choice
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from api.web.texts import phrase
from ledger.names import folded

LETTERS_MIN: Final = 10
LETTERS_MAX: Final = 200
AT_ONCE: Final = 4
READABLE: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that cannot be taken for each other."""

COMMON: Final = frozenset(
    Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split()
)
"""The long ones among those that people take first; shorter ones are refused for their length."""

_HASHER: Final = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_AT_ONCE: Final = BoundedSemaphore(AT_ONCE)


def now() -> datetime:
    """Return the instant, in UTC."""
    return datetime.now(UTC)


def hashed(password: str) -> str:
    """Return what is stored instead of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Say whether a password is the one stored; if none is (None), it takes as long and is not."""
    with _AT_ONCE:
        try:
            _HASHER.verify(stored or _nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def temporary() -> str:
    """Return a password to be read out and typed once: four groups of four, 79 random bits."""
    return "-".join("".join(choice(READABLE) for _ in range(4)) for _ in range(4))


def what_is_wrong(password: str, *, names: tuple[str, ...] = ()) -> str | None:
    """Return what is wrong with a new password, as a text to translate; None if nothing is.

    Args:
        password: any text; blanks and marks count.
        names: the person's login and name, which it must not consist of.

    Source:
        OWASP ASVS 5.0, 6.2: length and common ones, no rules about kinds of characters.

    >>> what_is_wrong("khuyenhoc123")
    'Mật khẩu này nhiều người dùng nên dễ đoán: hãy ghép ba, bốn từ không liên quan với nhau.'
    """
    if len(password) < LETTERS_MIN:
        return phrase(
            "Mật khẩu cần ít nhất 10 ký tự: "
            "hãy ghép ba, bốn từ dễ nhớ, ví dụ tên cây, con vật, món ăn."
        )
    if len(password) > LETTERS_MAX:
        return phrase("Mật khẩu dài quá 200 ký tự.")
    bare = folded(password).replace(" ", "")
    if bare in COMMON or len(set(bare)) < 4:
        return phrase(
            "Mật khẩu này nhiều người dùng nên dễ đoán: "
            "hãy ghép ba, bốn từ không liên quan với nhau."
        )
    if bare in {folded(name).replace(" ", "") for name in names}:
        return phrase("Mật khẩu không được trùng họ tên hoặc tên đăng nhập.")
    return None


@cache
def _nobody() -> str:
    """Return the hash that an unknown login is compared with."""
    return _HASHER.hash("nobody")
