"""The whole year: reference files, then what comes in from the top and goes out from below."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.sample import mistakes, offices, press, transfers
from api.sample.awards import award_season
from api.sample.book import Book
from api.sample.clerk import Clerk
from api.sample.days import BACK_TO_SCHOOL, MONTH, SUMMARY, TET, YEAR_END
from api.sample.desk import Desk
from api.sample.dice import AWARD_STEP_VND, Dice, apportion
from api.sample.funds import TIEP_SUC
from api.sample.grassroots import run_small_unit
from api.sample.plan import Quota, quotas
from api.sample.recipients import Pool
from api.sample.rows import ExchangeFolder
from api.sample.size import size_at
from api.sample.summary import SampleSummary, summarise
from api.sample.tree import Tree, Unit, build_tree, population_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from pathlib import Path

_AWARD_SEASONS = (TET, SUMMARY, BACK_TO_SCHOOL, MONTH)
_AWARD_SHARES = (18, 28, 22, 32)
_STAGE = "Lập số liệu mẫu"
# One small unit in this many records a gift twice, and one an award.
_MISTAKE_EACH = 90


@dataclass(slots=True)
class _Year:
    """The desks and books that are needed at the same time."""

    clerk: Clerk
    tree: Tree
    quotas: dict[str, Quota]
    desks: dict[str, Desk] = field(default_factory=dict)
    small_books: dict[str, Book] = field(default_factory=dict)
    small_units: int = 0

    def sit_down(self, unit: Unit) -> Desk:
        """Return a new desk for `unit`, over its book if money was already sent to it."""
        quota = self.quotas[unit.code]
        book = self.small_books.pop(unit.code, None) or Book(unit)
        pool = Pool(self.clerk.dice, unit, quota.awards)
        return Desk(self.clerk, book, quota, pool)


def write_sample(
    folder: Path,
    *,
    scale: Fraction | float,
    seed: int = 2022,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> SampleSummary:
    """Write the exchange files of a province year shaped like Nghệ An 2022.

    Args:
        folder: where the CSV files go; made when missing, files of the same names are replaced.
        scale: 0.002 to 1; every total is that part of the published one.
        seed: same seed and scale, same bytes, in every Python from 3.11 on.
        on_progress: called with a stage in Vietnamese, units done and units in all.

    Returns:
        The counts and totals of what was written.

    Raises:
        ValueError: `scale` is out of range.

    Source:
        The association's 2022 summary; see `api.sample.size`. People and small places are made up.
    """
    size = size_at(scale)
    dice = Dice(seed)
    tree = build_tree(size, dice)
    with ExchangeFolder(folder) as files:
        for unit in tree.units:
            for row in unit.rows():
                files.write(row)
        for population in population_rows(tree, size.scale):
            files.write(population)
        year = _Year(Clerk(files, dice), tree, quotas(size, tree, dice))
        _write_money(year, on_progress or _silent)
        return summarise(size, seed, tree, year.clerk)


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def _write_money(year: _Year, on_progress: Callable[[str, int, int], None]) -> None:
    tree, total = year.tree, len(year.tree.units)
    _money_comes_in(year)
    done = 0
    for office in (*tree.at("commune"), *tree.at("district"), *tree.at("province")):
        done += 1 + _small_units_of(year, office)
        on_progress(_STAGE, done, total)
    for level in ("commune", "district", "province"):
        for number, office in enumerate(tree.at(level)):
            _money_goes_out(year, year.desks[office.code], number)


def _money_comes_in(year: _Year) -> None:
    """Let every office open its books and take in its gifts, then pass a part down."""
    tree, files = year.tree, year.clerk.folder
    communes = tree.at("commune")
    persons = press.person_holders(year.clerk.dice, (len(communes) + 6) // 8)
    for holder in (*press.PRESS, press.FOUNDATION, *persons):
        files.write(holder)
    for level in ("province", "district", "commune"):
        for number, office in enumerate(tree.at(level)):
            desk = year.desks[office.code] = year.sit_down(office)
            offices.open_office(desk, number)
            has_person = level == "commune" and number % 8 == 1
            offices.take_in(desk, persons[number // 8].code if has_person else None)
    districts = [year.desks[district.code] for district in tree.at("district")]
    province = year.desks[tree.units[0].code]
    transfers.pass_down(province, [desk.book for desk in districts])
    with_fund = [desk.book for desk in districts if TIEP_SUC in desk.funds]
    transfers.pass_down(province, with_fund, TIEP_SUC)
    for district in districts:
        below = [year.desks[commune.code].book for commune in communes]
        code = district.unit.code
        mine = [book for book in below if code in (book.unit.parent, book.unit.earlier_parent)]
        transfers.pass_down(district, mine)


def _small_units_of(year: _Year, office: Unit) -> int:
    """Write the years of the branches and boards right below an office, and return how many."""
    desk = year.desks[office.code]
    small = [unit for unit in year.tree.children[office.code] if unit.level in ("branch", "board")]
    for unit in small:
        if unit.level == "branch" and desk.dice.percent(20):
            book = year.small_books[unit.code] = Book(unit)
            transfers.pass_to_branch(desk, book)
        _small_unit(year, unit, desk.book)
    return len(small)


def _small_unit(year: _Year, unit: Unit, above: Book) -> None:
    desk = year.sit_down(unit)
    if unit.kind == "agency" and desk.dice.percent(40):
        desk.money_in = "bank"
    run_small_unit(desk, above)
    if year.small_units % _MISTAKE_EACH == 7:
        mistakes.gift_typed_twice(desk)
    elif year.small_units % _MISTAKE_EACH == 22:
        mistakes.award_paid_back(desk)
    year.small_units += 1
    desk.book.assert_never_short()


def _money_goes_out(year: _Year, desk: Desk, number: int) -> None:
    """Let an office award, round by round, and pass a part of what is left up."""
    quota = desk.quota
    paid = apportion(quota.paid_vnd // AWARD_STEP_VND, _AWARD_SHARES)
    awards = apportion(quota.awards, _AWARD_SHARES)
    left_vnd, left = quota.paid_vnd % AWARD_STEP_VND, 0
    for season, steps, count in zip(_AWARD_SEASONS, paid, awards, strict=True):
        left_vnd += steps * AWARD_STEP_VND
        left_vnd, left = award_season(desk, season, left_vnd, left + count)
    left_vnd, left = award_season(desk, YEAR_END, left_vnd, left)
    assert (left_vnd, left) == (0, 0), desk.unit.code
    offices.keep_interest(desk)
    if desk.unit.parent is None:
        mistakes.award_paid_back(desk)
    else:
        above = year.desks[desk.unit.parent].book
        transfers.pass_up(desk, above, number)
        if desk.unit.level == "commune" and number % 6 == 0:
            mistakes.transfer_to_the_wrong_unit(desk, above)
        if desk.unit.level == "district" and number == 0:
            mistakes.transfer_sent_back(desk, above)
    desk.book.assert_never_short()
