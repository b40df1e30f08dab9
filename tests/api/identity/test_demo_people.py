"""The demo's people work in the topmost unit and in a commune with entries."""

from __future__ import annotations

from api.identity import passwords
from api.identity.demo_people import PASSWORD, create_demo_people, demo_people
from api.identity.people import Person
from ledger.commands import ReceiveDonation
from ledger.database import Connection
from tests.api.identity.world import SINCE, World


def a_province(world: World) -> World:
    world.unit("NA", level="province")
    commune = world.unit("X", below="NA")
    world.tell(
        ReceiveDonation(
            unit_id=commune, key="G-1", booked_on=SINCE, channel="cash", amount_vnd=1_000
        )
    )
    return world


def test_everybody_can_sign_in_and_has_their_role(world: World, connection: Connection) -> None:
    made = create_demo_people(a_province(world).wiring)
    assert [login for login, _, _ in made][:2] == ["thuquy", "ketoan"] and len(made) == 8
    rows = connection.execute("SELECT person_id, login, password_hash FROM account").fetchall()
    assert all(passwords.matches(PASSWORD, stored) for _, _, stored in rows)
    world.people = {login: Person(person_id, "", login) for person_id, login, _ in rows}
    assert world.may("thuquy", "enter", "X") and world.may("chutaikhoan.xa", "approve", "X")
    assert not world.may("thuquy.xa", "enter", "NA")


def test_a_second_time_changes_nothing(world: World) -> None:
    first = create_demo_people(a_province(world).wiring)
    assert create_demo_people(world.wiring) == first


def test_a_real_home_has_none(connection: Connection) -> None:
    assert demo_people(connection) == []


def test_the_shown_password_is_not_a_bad_example() -> None:
    assert passwords.what_is_wrong(PASSWORD) is None
