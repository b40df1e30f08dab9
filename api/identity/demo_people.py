"""The people of the demo, whose passwords everybody may read. A real home never has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from api.identity.people import Person, add_person
from api.wiring import Wiring
from ledger.commands import GrantRole
from ledger.database import Connection, query
from ledger.draft import Request, request
from ledger.registry_events import Role
from projections.runner import catch_up

PASSWORD: Final = "khuyen-hoc-2022"
SINCE: Final = date(2022, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who may be tried out."""

    login: str
    password: str
    roles: str
    name: str


@dataclass(frozen=True, slots=True)
class _Cast:
    login: str
    name: str
    roles: tuple[Role, ...]
    title: str


AT_THE_TOP: Final = (
    _Cast("thuquy", "Nguyễn Thị Hạnh", ("treasurer",), "Thủ quỹ"),
    _Cast("ketoan", "Trần Văn Bình", ("accountant",), "Kế toán"),
    _Cast("chutaikhoan", "Lê Quang Đạo", ("account_holder",), "Chủ tài khoản"),
    _Cast("kiemtra", "Phạm Thu Hà", ("inspector",), "Ủy ban kiểm tra"),
    _Cast("quantri", "Hoàng Minh Tuấn", ("administrator",), "Quản trị"),
)
IN_A_COMMUNE: Final = (
    _Cast("thuquy.xa", "Vũ Thị Lan", ("treasurer",), "Thủ quỹ"),
    _Cast("ketoan.xa", "Đặng Thị Mai", ("accountant",), "Kế toán"),
    _Cast("chutaikhoan.xa", "Bùi Đức Thắng", ("account_holder",), "Chủ tài khoản"),
)
"""Invented people; no name is anybody's."""


def create_demo_people(wiring: Wiring) -> list[tuple[str, str, str]]:
    """Let the demo be tried by people of the topmost unit and of one commune below it.

    Args:
        wiring: over a home with the demo's units.

    Returns:
        Login, password and roles of each; the same when it is called again.
    """
    with wiring.connection() as connection:
        known = demo_people(connection)
        if not known:
            with connection.transaction():
                for place, (unit_id, title, each) in enumerate(_cast(connection)):
                    _create(wiring, connection, place, unit_id, title, each)
            known = demo_people(connection)
    catch_up(wiring.url)
    return [(each.login, each.password, each.roles) for each in known]


def demo_people(connection: Connection) -> list[DemoPerson]:
    """Return the people of the demo; nobody in a real home."""
    return [DemoPerson(*row) for row in connection.execute(query("demo_people"))]


def _cast(connection: Connection) -> list[tuple[UUID, str, _Cast]]:
    """Return who works where: at the top, and in the first commune that has entries of its own."""
    found: list[tuple[UUID, str, _Cast]] = []
    for name, cast in (("demo_top", AT_THE_TOP), ("demo_commune", IN_A_COMMUNE)):
        row = connection.execute(query(name)).fetchone()
        if row is not None:
            found += [(row[0], row[1], each) for each in cast]
    return found


def _create(
    wiring: Wiring, connection: Connection, place: int, unit_id: UUID, title: str, each: _Cast
) -> None:
    person = add_person(connection, unit_id, each.login, each.name, PASSWORD, temporary=False)
    row = {
        "person_id": person.person_id,
        "place": place,
        "password": PASSWORD,
        "roles": f"{each.title}, {title}",
    }
    connection.execute(query("demo_person_write"), row)
    for role in each.roles:
        wiring.office.ask(_grant(person, role, unit_id))


def _grant(person: Person, role: Role, unit_id: UUID) -> Request:
    command = GrantRole(person=person.person_id, role=role, unit_id=unit_id, valid_from=SINCE)
    return request(command, {}, "demo")
