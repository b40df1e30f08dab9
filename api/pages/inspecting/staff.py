"""Who acted, as each reader may know it: staff see names, everybody else sees duties.

A guest reads “thủ quỹ của đơn vị (mã 7KQ2)”: who it was by duty, and by the end of the opaque id
whether two of them are one person.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from api.identity.people import names_of
from api.pages.inspecting.units import Units
from api.pages.inspecting.values import CODES, Translate
from api.web.texts import phrase
from ledger.database import Connection
from projections.trail import Duty, duties_of

OF_UNIT: Final = phrase("{role} của đơn vị (mã {mark})")
OF_ANOTHER: Final = phrase("{role} của {unit} (mã {mark})")
WITHOUT_DUTY: Final = phrase("người có mã {mark}")
ENTERING: Final = ("treasurer", "accountant", "account_holder", "administrator", "inspector")
DECIDING: Final = ("account_holder", "treasurer", "accountant", "administrator", "inspector")
"""Of several roles, the one in which somebody writes down, or decides, comes first."""

MARK_CHARS: Final = 4


def names_for_guests(
    connection: Connection,
    actors: Collection[str],
    deciding: Collection[str],
    about: tuple[UUID, date],
    units: Units,
    translate: Translate,
) -> dict[str, str]:
    """Return the duties of those who acted, and no name of a person.

    Args:
        connection: where roles are looked up.
        actors: everybody who acted, persons or not.
        deciding: those of them who decided about an approval.
        about: the unit in whose book it stands, and the day.
        units: names of units.
        translate: into the reader's language.
    """
    people = {each for each in actors if each.startswith("p-")}
    said = names_of(connection, set(actors) - people)
    duties = duties_of(connection, people, *about)
    for person in people:
        order = DECIDING if person in deciding else ENTERING
        held = [each for each in duties if each.person == person]
        chosen = min(held, key=lambda each: order.index(each.role), default=None)
        said[person] = _said(person, chosen, about[0], units, translate)
    return said


def _said(person: str, duty: Duty | None, unit_id: UUID, units: Units, translate: Translate) -> str:
    mark = person[-MARK_CHARS:].upper()
    if duty is None:
        return translate(WITHOUT_DUTY, mark=mark)
    role = translate(CODES["role"][duty.role])
    if duty.unit_id == unit_id:
        return translate(OF_UNIT, role=role, mark=mark)
    return translate(OF_ANOTHER, role=role, unit=units.named(duty.unit_id).name, mark=mark)
