"""The people whom a unit awards. Most of them come back in the next round.

All are made up. A pupil's class follows from the year of birth and the school year of the award.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.sample import names
from api.sample.days import SCHOOL_YEAR_DAY
from api.sample.places import UNIVERSITIES

if TYPE_CHECKING:
    from api.sample.dice import Dice
    from api.sample.tree import Unit

_YEAR = 2022
# Younger children are named with a parent.
_GUARDIAN_BORN_FROM = 2012


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, or a class as a whole. A pupil's school is told by its place."""

    name: str
    kind: str
    id: str | None = None
    birth_year: int | None = None
    school: str | None = None
    letter: str | None = None
    address: str | None = None
    guardian: str | None = None

    def school_on(self, day: int) -> str | None:
        """Return the school in the school year of `day`."""
        grade = self._grade_on(day)
        return self.school if grade is None else f"Trường {_stage(grade)} {self.school}"

    def class_on(self, day: int) -> str | None:
        """Return a pupil's class in the school year of `day`: `6A` becomes `7A` in September."""
        grade = self._grade_on(day)
        return None if grade is None else f"{grade}{self.letter}"

    def _grade_on(self, day: int) -> int | None:
        if self.kind != "pupil" or self.birth_year is None:
            return None
        return _YEAR - self.birth_year - (5 if day >= SCHOOL_YEAR_DAY else 6)


def _stage(grade: int) -> str:
    return "Tiểu học" if grade <= 5 else "THCS" if grade <= 9 else "THPT"


class Pool:
    """The recipients of one unit, drawn round and round; nobody twice in one list."""

    __slots__ = ("_dice", "_next", "_people", "_size", "_unit")

    def __init__(self, dice: Dice, unit: Unit, awards: int) -> None:
        """Plan for seven people to every ten awards."""
        self._dice = dice
        self._unit = unit
        self._size = awards * 7 // 10 + 1
        self._people: list[Recipient] = []
        self._next = 0

    def draw(self, count: int) -> list[Recipient]:
        """Return `count` different recipients; those of the last list come last."""
        self._size = max(self._size, count)
        drawn = []
        for _ in range(count):
            if self._next == self._size:
                self._next = 0
            if self._next == len(self._people):
                self._people.append(self._someone(self._next))
            drawn.append(self._people[self._next])
            self._next += 1
        return drawn

    def _someone(self, number: int) -> Recipient:
        unit, dice = self._unit, self._dice
        roll = dice.below(100)
        if unit.level == "province" and roll < 45:
            return self._student(number)
        if unit.kind == "clan":
            return self._pupil(number) if roll < 88 else self._student(number)
        if roll < 2:
            team = f"Tập thể lớp {dice.between(6, 9)}{dice.pick('ABC')}"
            return Recipient(f"{team} Trường THCS {unit.short_place}", "collective")
        if roll < 5:
            teacher = f"Thầy {names.man(dice)}" if roll < 3 else f"Cô {names.woman(dice)}"
            school = f"Trường THCS {unit.short_place}"
            return Recipient(teacher, "teacher", self._id(number), school=school)
        if roll < 7:
            return Recipient(names.woman(dice), "adult", self._id(number), address=unit.place)
        return self._pupil(number)

    def _pupil(self, number: int) -> Recipient:
        unit, dice = self._unit, self._dice
        born = dice.between(2005, 2015)
        surname = unit.surname if dice.percent(80) else None
        guardian = None
        if born >= _GUARDIAN_BORN_FROM:
            guardian = f"Mẹ: {names.woman(dice)}" if dice.percent(60) else f"Bố: {names.man(dice)}"
        return Recipient(
            names.child(dice, surname),
            "pupil",
            self._id(number),
            born,
            unit.short_place,
            dice.pick("ABCD"),
            unit.place,
            guardian,
        )

    def _student(self, number: int) -> Recipient:
        unit, dice = self._unit, self._dice
        return Recipient(
            names.child(dice, unit.surname),
            "student",
            self._id(number),
            dice.between(2001, 2004),
            f"Trường {dice.pick(UNIVERSITIES)}",
            address=unit.place,
        )

    def _id(self, number: int) -> str | None:
        """Return the unit's own number of the person; most small units keep none."""
        if self._unit.level == "board" or (self._unit.level == "branch" and number % 3):
            return None
        return f"HS-{self._unit.code}-{number + 1:04d}"
