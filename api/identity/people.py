"""Accounts: who may sign in. The only place where the names of the association's people stand.

The journal knows a person by `person_id`, a random word that says nothing. Whoever must be
forgotten loses the row here; the entries stay, by somebody without a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import choice
from typing import Final
from uuid import UUID

from api.identity import passwords
from api.web.texts import phrase
from ledger.database import Connection, Contradiction, query
from ledger.names import folded

LOGIN: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])")
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
ID_LETTERS: Final = 20
"""100 random bits."""

NAME_LETTERS_MAX: Final = 80
TEMPORARY_DAYS: Final = 7
SAID_OF: Final = {"import": "nhập từ tệp", "demo": "số liệu mẫu"}
"""Actors that are not people, and what is shown for them."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in; `person_id` is the ledger's actor."""

    person_id: str
    name: str
    login: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account as administrators see it."""

    person: Person
    unit_id: UUID
    must_change: bool
    password_until: datetime | None
    disabled_at: datetime | None


class LoginTaken(Exception):
    """Somebody else signs in under this name."""


def new_id(prefix: str, letters: int = ID_LETTERS) -> str:
    """Return a random word, like p-4k2v….

    >>> len(new_id("p"))
    22
    """
    return f"{prefix}-{''.join(choice(LETTERS) for _ in range(letters))}"


def what_is_wrong_with_login(login: str) -> str | None:
    """Return what is wrong with a login, as a text to translate; None if nothing is.

    >>> what_is_wrong_with_login("thu-quy.na") is None
    True
    """
    if LOGIN.fullmatch(login.strip().casefold()):
        return None
    return phrase(
        "Tên đăng nhập gồm 2–40 chữ cái không dấu, chữ số, dấu chấm, gạch nối; "
        "bắt đầu và kết thúc bằng chữ hoặc số."
    )


def what_is_wrong_with_name(name: str) -> str | None:
    """Return what is wrong with a person's name, as a text to translate; None if nothing is."""
    if not name.strip():
        return phrase("Hãy ghi họ và tên.")
    if len(name.strip()) > NAME_LETTERS_MAX:
        return phrase("Họ tên dài quá 80 chữ.")
    return None


def add_person(
    connection: Connection, unit_id: UUID, login: str, name: str, password: str, *, temporary: bool
) -> Person:
    """Add an account.

    Args:
        connection: to the tables.
        unit_id: whose administrators look after it.
        login: what the person types to sign in; see `what_is_wrong_with_login`.
        name: family name and given name.
        password: its hash is stored.
        temporary: somebody else made the password, so it ends soon and must be changed.

    Raises:
        LoginTaken: somebody has this login.
    """
    person = Person(new_id("p"), _spaced(name), login.strip().casefold())
    row = {
        "person_id": person.person_id,
        "login": person.login,
        "name": person.name,
        "name_folded": folded(person.name),
        "unit_id": unit_id,
        **_password(password, temporary=temporary),
    }
    try:
        with connection.transaction():
            connection.execute(query("account_write"), row)
    except Contradiction as contradiction:
        raise LoginTaken(person.login) from contradiction
    return person


def rename_person(connection: Connection, person_id: str, login: str, name: str) -> None:
    """Change how a person is called and under what they sign in.

    Raises:
        LoginTaken: somebody else has this login.
    """
    row = {
        "person_id": person_id,
        "login": login.strip().casefold(),
        "name": _spaced(name),
        "name_folded": folded(name),
    }
    try:
        with connection.transaction():
            connection.execute(query("account_rename"), row)
    except Contradiction as contradiction:
        raise LoginTaken(login) from contradiction


def set_password(
    connection: Connection, person_id: str, password: str, *, temporary: bool = False
) -> None:
    """Give a person another password; see `add_person`."""
    row = {"person_id": person_id, **_password(password, temporary=temporary)}
    connection.execute(query("password_write"), row)


def disable(connection: Connection, person_id: str) -> None:
    """Let a person sign in no more; their sessions and keys are dead at once."""
    connection.execute(query("account_disable"), {"person_id": person_id})


def enable(connection: Connection, person_id: str) -> None:
    """Let a person sign in again."""
    connection.execute(query("account_enable"), {"person_id": person_id})


def account(connection: Connection, person_id: str) -> Account | None:
    """Return the account of a person; None if there is none."""
    row = connection.execute(query("account_of_person"), {"person_id": person_id}).fetchone()
    return _account(*row) if row else None


def any_account(connection: Connection) -> bool:
    """Say whether anybody can sign in."""
    row = connection.execute(query("accounts_any")).fetchone()
    return bool(row and row[0])


def names_of(connection: Connection, person_ids: Collection[str]) -> dict[str, str]:
    """Return what to show for some actors: the person's name, or the actor itself."""
    rows = connection.execute(query("names_of_people"), {"person_ids": list(person_ids)})
    names = {person_id: name for person_id, name in rows}
    return {each: names.get(each) or SAID_OF.get(each, each) for each in person_ids}


def password_ended(until: datetime | None, now: datetime) -> bool:
    """Say whether a temporary password may be used no more."""
    return until is not None and until < now


def _account(
    person_id: str,
    login: str,
    name: str,
    unit_id: UUID,
    _hash: str,
    must_change: bool,
    until: datetime | None,
    disabled_at: datetime | None,
) -> Account:
    return Account(Person(person_id, name, login), unit_id, must_change, until, disabled_at)


def _password(password: str, *, temporary: bool) -> dict[str, object]:
    until = passwords.now() + timedelta(days=TEMPORARY_DAYS) if temporary else None
    return {
        "password_hash": passwords.hashed(password),
        "must_change": temporary,
        "password_until": until,
    }


def _spaced(name: str) -> str:
    return " ".join(name.split())
