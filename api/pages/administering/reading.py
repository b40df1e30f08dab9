"""What is typed about people and roles → values, or a sentence beside each field that is wrong."""

from __future__ import annotations

from typing import Final

from api.identity.acting import Acting, UnitNow, may, unit_now
from api.identity.people import what_is_wrong_with_login, what_is_wrong_with_name
from api.pages.administering.words import ROLES
from api.pages.typed import Reading
from api.web.texts import phrase
from ledger.commands import GrantRole
from ledger.database import Connection

NO_UNIT: Final = phrase(
    "Không có đơn vị mang mã “{code}” trong phạm vi bạn quản trị: hãy xem lại mã."
)


def read_person(reading: Reading) -> tuple[str, str]:
    """Read a person's name and login."""
    name, login = reading.typed.text("ho-ten"), reading.typed.text("dang-nhap")
    if wrong := what_is_wrong_with_name(name):
        reading.fail("ho-ten", wrong)
    if wrong := what_is_wrong_with_login(login):
        reading.fail("dang-nhap", wrong)
    return name, login


def read_grant(
    reading: Reading, connection: Connection, who: Acting, person_id: str = ""
) -> GrantRole | None:
    """Read a role with its unit and days; None if something is wrong."""
    role = reading.choice("vai-tro", {each: each for each in ROLES})
    valid_from = reading.day("tu")
    valid_to = reading.day("den") if reading.typed.text("den") else None
    unit = read_unit(reading, connection, who, "ma-don-vi")
    if role is None or valid_from is None or unit is None or reading.errors:
        return None
    return GrantRole(
        person=person_id,
        role=role,
        unit_id=unit.unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def read_unit(reading: Reading, connection: Connection, who: Acting, name: str) -> UnitNow | None:
    """Read the code of a unit in which the person may administer."""
    code = reading.code(name, required=True)
    if code is None:
        return None
    unit = unit_now(connection, code, who.on)
    if unit is None or not may(connection, who.person, "administer", unit.unit_id, who.on):
        reading.fail(name, NO_UNIT, code=code)
        return None
    return unit
