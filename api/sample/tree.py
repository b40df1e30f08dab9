"""The tree of units: province, districts, communes, branches, clan and agency boards.

A few units have a history within the year: a commune and some branches get another name on 1 July,
one commune passes to another district on that day, and some branches and clan boards are founded
in spring. Nothing is dissolved: an emptied book is another story.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from api.sample.days import CHANGE_DAY, ISO, LAST_DAY, day_of
from api.sample.dice import apportion, apportion_at_least
from api.sample.names import SURNAMES
from api.sample.places import (
    COMMUNE_AGENCIES,
    DISTRICT_AGENCIES,
    DISTRICTS,
    District,
    bare,
    commune_name,
)
from api.sample.rows import PopulationRow, UnitRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from api.sample.dice import Dice
    from api.sample.size import Size

PROVINCE_CODE = "NA"
_PROVINCE_NAME = "Hội Khuyến học tỉnh Nghệ An"
_POPULATION_SOURCE = (
    "Tổng kết năm 2022 của Hội Khuyến học tỉnh Nghệ An: 775.276 hội viên, "
    "bằng 23,2% dân số (3.341.707 người)"
)
_FOUNDED_DAY = day_of(3, 15)
_FOUNDED_EACH = 150
_RENAMED_EACH = 800
# One branch in this many is that of a large school, and as strong as so many others.
_SCHOOL_EACH = 25
_SCHOOL_STRENGTH = 8
# Of a hundred agency boards, how many belong to a district and how many to the province.
_AGENCIES_OF_DISTRICTS = 12
_AGENCIES_OF_PROVINCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as it is at the end of the year, and how it was before 1 July if that differs."""

    code: str
    name: str
    level: str
    parent: str | None
    place: str
    valid_from: str
    kind: str | None = None
    surname: str | None = None
    first_day: int = 0
    earlier_name: str | None = None
    earlier_parent: str | None = None
    strength: int = 1
    residents: int = 0
    members: int = 0

    @property
    def short_place(self) -> str:
        """The name of the commune, district or province without its kind."""
        return bare(self.place.rsplit(", ", 1)[-1])

    def parent_on(self, day: int) -> str | None:
        """Return the code of the unit above on a day of 2022."""
        return self.earlier_parent if self.earlier_parent and day < CHANGE_DAY else self.parent

    def rows(self) -> Iterator[UnitRow]:
        """Yield one row for each interval of the unit's life, oldest first."""
        changed = self.earlier_name or self.earlier_parent
        now = UnitRow(
            self.code, self.name, self.level, self.parent, self.valid_from, None, self.kind
        )
        if not changed:
            yield now
            return
        yield now._replace(
            name=self.earlier_name or self.name,
            parent=self.earlier_parent or self.parent,
            valid_to=ISO[CHANGE_DAY - 1],
        )
        yield now._replace(valid_from=ISO[CHANGE_DAY])


@dataclass(slots=True)
class Tree:
    """All units, parents before children, and who is below whom at the end of the year."""

    units: list[Unit] = field(default_factory=list)
    by_code: dict[str, Unit] = field(default_factory=dict)
    children: dict[str, list[Unit]] = field(default_factory=dict)

    def add(self, unit: Unit) -> Unit:
        """Add a unit; its parent may still be to come."""
        self.units.append(unit)
        self.by_code[unit.code] = unit
        self.children[unit.code] = self.children.get(unit.code, [])
        if unit.parent is not None:
            self.children.setdefault(unit.parent, []).append(unit)
        return unit

    def at(self, level: str) -> list[Unit]:
        """Return the units of one level, in the order of their codes."""
        return [unit for unit in self.units if unit.level == level]


def build_tree(size: Size, dice: Dice) -> Tree:
    """Return the tree of a sample of this size."""
    tree = Tree()
    province, districts, communes = _offices(size)
    tree.add(province)
    for district in districts:
        tree.add(district)
    for commune in communes:
        tree.add(commune)
    weights = [commune.residents * dice.between(80, 120) for commune in communes]
    _add_branches(tree, communes, apportion_at_least(1, size.branches, weights))
    _add_clan_boards(tree, communes, apportion_at_least(1, size.clan_boards, weights))
    _add_agency_boards(tree, size.agency_boards, weights)
    return tree


def population_rows(tree: Tree, scale: Fraction) -> Iterator[PopulationRow]:
    """Yield residents and members of province, districts and communes at the end of the year."""
    part = "" if scale == 1 else f"; số liệu mẫu lấy {scale.numerator}/{scale.denominator}"
    for unit in tree.units:
        if unit.residents:
            source = _POPULATION_SOURCE if unit.parent is None else "Phân bổ từ số dân toàn tỉnh"
            yield PopulationRow(
                unit.code, ISO[LAST_DAY], unit.residents, unit.members, f"{source}{part}"
            )


def _offices(size: Size) -> tuple[Unit, list[Unit], list[Unit]]:
    """Return province, districts and communes with residents that add up."""
    chosen = DISTRICTS[: size.districts]
    counts = apportion(size.communes, [district.communes for district in chosen])
    communes: list[Unit] = []
    weights: list[int] = []
    for number, (district, count) in enumerate(zip(chosen, counts, strict=True), start=1):
        for index in range(count):
            communes.append(_commune(number, district, index))
            # Towns and larger communes come first.
            weights.append(district.residents_thousand * (150 - 80 * index // count) // count)
    communes = _with_a_history(communes)
    persons = apportion_at_least(1, size.population, weights)
    members = apportion_at_least(1, size.members, persons)
    communes = [
        replace(commune, residents=residents, members=joined)
        for commune, residents, joined in zip(communes, persons, members, strict=True)
    ]
    districts = [
        _district(number, district, communes) for number, district in enumerate(chosen, start=1)
    ]
    province = Unit(
        code=PROVINCE_CODE,
        name=_PROVINCE_NAME,
        level="province",
        parent=None,
        place="tỉnh Nghệ An",
        valid_from="1999-05-19",
        residents=sum(district.residents for district in districts),
        members=sum(district.members for district in districts),
    )
    return province, districts, communes


def _district_code(number: int) -> str:
    return f"{PROVINCE_CODE}-{number:02d}"


def _district(number: int, district: District, communes: list[Unit]) -> Unit:
    code = _district_code(number)
    below = [commune for commune in communes if commune.parent == code]
    place = f"{district.kind} {district.name}"
    return Unit(
        code=code,
        name=f"Hội Khuyến học {place}",
        level="district",
        parent=PROVINCE_CODE,
        place=place,
        valid_from="2000-01-01",
        residents=sum(commune.residents for commune in below),
        members=sum(commune.members for commune in below),
    )


def _commune(number: int, district: District, index: int) -> Unit:
    place = commune_name(district, index)
    return Unit(
        code=f"{_district_code(number)}-{index + 1:02d}",
        name=f"Hội Khuyến học {place}",
        level="commune",
        parent=_district_code(number),
        place=place,
        valid_from="2001-09-02",
    )


def _with_a_history(communes: list[Unit]) -> list[Unit]:
    """Let the last commune of district 2 pass to district 1, whose own last becomes a ward."""
    first, second = _district_code(1), _district_code(2)
    renamed = max(index for index, commune in enumerate(communes) if commune.parent == first)
    moved = max(index for index, commune in enumerate(communes) if commune.parent == second)
    communes[moved] = replace(communes[moved], parent=first, earlier_parent=second)
    name = communes[renamed].short_place
    communes[renamed] = replace(
        communes[renamed],
        place=f"phường {name}",
        name=f"Hội Khuyến học phường {name}",
        earlier_name=f"Hội Khuyến học xã {name}",
    )
    return communes


def _add_branches(tree: Tree, communes: list[Unit], counts: list[int]) -> None:
    for commune, count in zip(communes, counts, strict=True):
        in_town = not commune.place.startswith("xã")
        for index in range(count):
            number = len(tree.units)
            is_school = number % _SCHOOL_EACH == 12
            hamlet = f"{'khối' if in_town else 'xóm'} {index + 1}"
            where = f"Trường THPT {commune.short_place} {index + 1}" if is_school else hamlet
            branch = Unit(
                code=f"{commune.code}-C{index + 1:02d}",
                name=f"Chi hội Khuyến học {where}, {commune.place}",
                level="branch",
                parent=commune.code,
                place=f"{hamlet}, {commune.place}",
                strength=_SCHOOL_STRENGTH if is_school else 1,
                valid_from=f"20{2 + number % 9:02d}-01-01",
            )
            tree.add(_with_a_life(branch, number))


def _add_clan_boards(tree: Tree, communes: list[Unit], counts: list[int]) -> None:
    for commune, count in zip(communes, counts, strict=True):
        offset = len(tree.units)
        for index in range(count):
            surname = SURNAMES[(offset + index) % len(SURNAMES)]
            round_number = index // len(SURNAMES)
            clan = surname if round_number == 0 else f"{surname} (chi {round_number + 1})"
            board = Unit(
                code=f"{commune.code}-D{index + 1:02d}",
                name=f"Ban Khuyến học dòng họ {clan}, {commune.place}",
                level="board",
                kind="clan",
                parent=commune.code,
                place=commune.place,
                surname=surname,
                valid_from=f"20{5 + (offset + index) % 12:02d}-01-01",
            )
            tree.add(_with_a_life(board, offset + index))


def _add_agency_boards(tree: Tree, count: int, commune_weights: list[int]) -> None:
    of_province = count * _AGENCIES_OF_PROVINCE // 100
    of_districts = count * _AGENCIES_OF_DISTRICTS // 100
    of_communes = count - of_province - of_districts
    districts = tree.at("district")
    shares = [
        *zip(tree.at("province"), [of_province], strict=True),
        *zip(districts, apportion(of_districts, [1] * len(districts)), strict=True),
        *zip(tree.at("commune"), apportion(of_communes, commune_weights), strict=True),
    ]
    for office, number in shares:
        kinds = COMMUNE_AGENCIES if office.level == "commune" else DISTRICT_AGENCIES
        for index in range(number):
            again = f" số {index // len(kinds) + 1}" if index >= len(kinds) else ""
            agency = f"{kinds[index % len(kinds)]} {office.short_place}{again}"
            tree.add(
                Unit(
                    code=f"{office.code}-Q{index + 1:02d}",
                    name=f"Ban Khuyến học {agency}",
                    level="board",
                    kind="agency",
                    parent=office.code,
                    place=office.place,
                    valid_from="2012-11-20",
                )
            )


def _with_a_life(unit: Unit, number: int) -> Unit:
    """Let some units be founded in spring and some branches bear another name until 1 July."""
    if number % _FOUNDED_EACH == 17:
        return replace(unit, first_day=_FOUNDED_DAY, valid_from=ISO[_FOUNDED_DAY])
    if unit.level == "branch" and number % _RENAMED_EACH == 60:
        old = unit.name.replace("Chi hội Khuyến học", "Chi hội Khuyến học, khuyến tài")
        return replace(unit, earlier_name=old)
    return unit
