"""Accounts: opaque ids, names that stand nowhere else, passwords that are good enough."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from api.identity import passwords
from api.identity.people import (
    NAME_LETTERS_MAX,
    LoginTaken,
    account,
    add_person,
    names_of,
    rename_person,
    what_is_wrong_with_login,
    what_is_wrong_with_name,
)
from ledger.database import Connection
from tests.api.identity.world import PASSWORD, World
from tests.conftest import Hasher


@pytest.fixture
def home(world: World) -> World:
    world.unit("NA", level="province")
    return world


def test_an_id_says_nothing_of_the_person(home: World) -> None:
    ids = [home.person(login, "NA").person_id for login in ("hoa", "binh")]
    assert all(re.fullmatch(r"p-[a-z2-7]{20}", each) for each in ids)
    assert ids[0] != ids[1]


def test_two_people_cannot_have_one_login(home: World, connection: Connection) -> None:
    home.person("hoa", "NA")
    with pytest.raises(LoginTaken):
        add_person(connection, home.units["NA"], " HOA ", "Người khác", "x", temporary=False)


def test_a_login_cannot_be_taken_by_renaming(home: World, connection: Connection) -> None:
    home.person("hoa", "NA")
    other = home.person("binh", "NA")
    with pytest.raises(LoginTaken):
        rename_person(connection, other.person_id, "hoa", "Bình")


def test_a_name_is_shown_for_an_actor(home: World, connection: Connection) -> None:
    person = home.person("hoa", "NA")
    names = names_of(connection, [person.person_id, "import", "p-gone"])
    assert names == {person.person_id: "Người hoa", "import": "nhập từ tệp", "p-gone": "p-gone"}


def test_a_name_is_kept_with_single_spaces(home: World, connection: Connection) -> None:
    person = add_person(connection, home.units["NA"], "hoa", " Lê  Thị Hoa ", "x", temporary=False)
    found = account(connection, person.person_id)
    assert found is not None and found.person.name == "Lê Thị Hoa"


def test_no_password_is_stored(home: World, connection: Connection) -> None:
    home.person("hoa", "NA")
    ((stored,),) = connection.execute("SELECT password_hash FROM account").fetchall()
    assert stored.startswith("$argon2id$v=19$") and PASSWORD not in stored


def test_in_life_a_password_costs_64_mib_and_three_rounds(quick_passwords: Hasher) -> None:
    assert quick_passwords.hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_password_matches_only_itself() -> None:
    stored = passwords.hashed("cây bàng con nghé")
    assert passwords.matches("cây bàng con nghé", stored)
    assert not passwords.matches("cây bàng con nghe", stored)


def test_nobody_has_no_password() -> None:
    assert not passwords.matches("nobody", None)


@pytest.mark.parametrize(
    "password", ["ngan", "1234567890", "Mật Khẩu 123", "aaaaaaaaaaaa", "x" * 201]
)
def test_a_bad_password_is_refused(password: str) -> None:
    assert passwords.what_is_wrong(password) is not None


def test_a_password_is_not_ones_own_name() -> None:
    assert passwords.what_is_wrong("le thi hoa na", names=("hoa", "Lê Thị Hoà Na")) is not None


def test_a_few_words_are_a_good_password() -> None:
    assert passwords.what_is_wrong("cay bang con nghe bat canh") is None


def test_the_sentence_names_the_limits_that_hold() -> None:
    assert f" {passwords.LETTERS_MIN} ký tự" in (passwords.what_is_wrong("x") or "")
    assert f" {passwords.LETTERS_MAX} ký tự" in (passwords.what_is_wrong("x" * 999) or "")
    assert f" {NAME_LETTERS_MAX} chữ" in (what_is_wrong_with_name("x" * 999) or "")


def test_a_temporary_password_is_good_enough_and_never_the_same() -> None:
    made = {passwords.temporary() for _ in range(20)}
    assert len(made) == 20 and not any(map(passwords.what_is_wrong, made))


def test_common_passwords_are_listed_once_and_in_order() -> None:
    assert len(passwords.COMMON) > 40
    listed = sorted(passwords.COMMON)
    assert all(first < second for first, second in pairwise(listed))


@pytest.mark.parametrize("login", ["an", "hoa.na", "thu-quy_1", "HOA"])
def test_a_plain_word_is_a_login(login: str) -> None:
    assert what_is_wrong_with_login(login) is None


@pytest.mark.parametrize("login", ["", "h", "hoà", ".hoa", "hoa.", "hoa na", "x" * 41])
def test_anything_else_is_no_login(login: str) -> None:
    assert what_is_wrong_with_login(login) is not None
