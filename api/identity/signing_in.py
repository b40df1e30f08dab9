"""Signing in with a password: the same time and the same words whether the login exists or not."""

from __future__ import annotations

from fastapi import Request

from api.identity import passwords
from api.identity.limits import (
    SIGN_IN_PER_ADDRESS,
    SIGN_IN_PER_LOGIN,
    address,
    forget_tries,
    try_once,
)
from api.identity.people import Person, password_ended
from api.operation.logs import note
from ledger.database import Connection, query


class WrongPassword(Exception):
    """No account has this login and this password."""


class PasswordEnded(Exception):
    """The temporary password was right, and is too old."""


def person_of_password(
    connection: Connection, request: Request, login: str, password: str
) -> Person:
    """Return who signs in.

    Args:
        connection: to the tables.
        request: from whose address.
        login: as typed; upper and lower case are the same.
        password: as typed.

    Raises:
        TooManyTries: from this address, or under this login, in this order.
        WrongPassword: no such account, another password, or the account is disabled.
        PasswordEnded: the temporary password is too old.
    """
    login = login.strip().casefold()
    try_once(connection, SIGN_IN_PER_ADDRESS, address(request))
    try_once(connection, SIGN_IN_PER_LOGIN, login)
    row = connection.execute(query("account_of_login"), {"login": login}).fetchone()
    person_id, _, name, _, stored, _, until, disabled_at = row or (None,) * 8
    right = passwords.matches(password, stored)
    if not right or disabled_at is not None or person_id is None:
        note("sign_in_failed", person=person_id)
        raise WrongPassword
    forget_tries(connection, SIGN_IN_PER_LOGIN, login)
    if password_ended(until, passwords.now()):
        raise PasswordEnded
    return Person(person_id, name, login)
