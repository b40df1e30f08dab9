"""Keys for programs: known by a hash, ended by a day, by their owner, or with the account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.identity.passwords import now
from api.identity.people import Person, disable, enable, set_password
from api.identity.tokens import issue_token, person_of_token, revoke_token, tokens_of
from ledger.database import Connection
from tests.api.identity.world import World


@pytest.fixture
def person(world: World) -> Person:
    world.unit("NA", level="province")
    return world.person("hoa", "NA")


def issued(connection: Connection, person: Person, days: int = 1) -> str:
    ends = now() + timedelta(days=days)
    return issue_token(connection, person.person_id, "kế toán", {"enter", "read"}, ends)


def test_a_key_stands_for_its_person_and_scopes(connection: Connection, person: Person) -> None:
    assert person_of_token(connection, issued(connection, person)) == (
        person,
        frozenset({"read", "enter"}),
    )


def test_no_key_stands_in_the_table(connection: Connection, person: Person) -> None:
    secret = issued(connection, person)
    rows = connection.execute("SELECT row_to_json(api_token)::text FROM api_token").fetchall()
    assert secret.startswith("soquy_") and secret not in rows[0][0]


@pytest.mark.parametrize("secret", ["", "soquy_", "soquy_wrong"])
def test_another_text_is_no_key(connection: Connection, person: Person, secret: str) -> None:
    issued(connection, person)
    assert person_of_token(connection, secret) is None


def test_a_key_that_has_ended_is_dead(connection: Connection, person: Person) -> None:
    assert person_of_token(connection, issued(connection, person, days=-1)) is None


def test_a_revoked_key_is_dead(connection: Connection, person: Person) -> None:
    secret = issued(connection, person)
    (token,) = tokens_of(connection, person.person_id)
    revoke_token(connection, person.person_id, token.token_id)
    assert person_of_token(connection, secret) is None


def test_nobody_revokes_the_key_of_another(connection: Connection, person: Person) -> None:
    secret = issued(connection, person)
    (token,) = tokens_of(connection, person.person_id)
    revoke_token(connection, "p-another", token.token_id)
    assert person_of_token(connection, secret) is not None


def test_a_key_is_dead_while_its_account_is_locked(connection: Connection, person: Person) -> None:
    secret = issued(connection, person)
    disable(connection, person.person_id)
    assert person_of_token(connection, secret) is None
    enable(connection, person.person_id)
    assert person_of_token(connection, secret) is not None


def test_a_key_is_dead_while_the_password_is_temporary(
    connection: Connection, person: Person
) -> None:
    secret = issued(connection, person)
    set_password(connection, person.person_id, "x", temporary=True)
    assert person_of_token(connection, secret) is None


def test_the_owner_sees_when_a_key_was_used(connection: Connection, person: Person) -> None:
    secret = issued(connection, person)
    assert tokens_of(connection, person.person_id)[0].used_at is None
    person_of_token(connection, secret)
    assert tokens_of(connection, person.person_id)[0].used_at is not None
