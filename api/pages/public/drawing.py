"""The charts of the pages for everybody: figures in, an SVG string out; empty where nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from api.pages.public.naming import LEVELS
from api.web.texts import Language, phrase, translate
from projections.association import LevelFlow
from projections.figures import Figures
from projections.unit_page import Month
from reports import charts

MONTHS = phrase("Vận động được và đã chi theo tháng")
PARTS = phrase("Vận động được của từng đơn vị trực thuộc")
WAYS = phrase("Tiền từ đâu đến và đi đâu")
RAISED, PAID = phrase("Vận động được"), phrase("Đã chi")
CAME = {
    "raised_cash": phrase("Tiền mặt"),
    "raised_bank": phrase("Chuyển khoản"),
    "raised_in_kind": phrase("Hiện vật"),
    "raised_press": phrase("Qua báo chí"),
    "other_income": phrase("Thu khác"),
    "transfers_in": phrase("Điều chuyển đến"),
}
WENT = {
    "paid_cash": phrase("Trao tiền mặt"),
    "paid_bank": phrase("Trao chuyển khoản"),
    "paid_in_kind": phrase("Trao hiện vật"),
    "costs": phrase("Chi khác"),
    "transfers_out": phrase("Điều chuyển đi"),
}
HERE = phrase("Quỹ")


def months(found: Sequence[Month], year: int, until: date, language: Language) -> str:
    """Return bars for each month of a year up to a day."""
    by_month = {each.first.month: each for each in found if each.first.year == year}
    if not any(each.raised_vnd or each.paid_vnd for each in by_month.values()):
        return ""
    last = until.month if until.year == year else 12
    groups = [
        charts.Group(str(number), (each.raised_vnd, each.paid_vnd))
        for number in range(1, last + 1)
        for each in [by_month.get(number, Month(date(year, number, 1), 0, 0))]
    ]
    series = [translate(language, RAISED), translate(language, PAID)]
    return charts.bars(translate(language, MONTHS), series, groups, language)


def parts(found: Iterable[tuple[str, int]], language: Language) -> str:
    """Return a treemap of names with amounts."""
    tiles = [charts.Tile(name, amount) for name, amount in found if amount > 0]
    return charts.treemap(translate(language, PARTS), tiles, language) if tiles else ""


def ways_of_levels(levels: Sequence[LevelFlow], language: Language) -> str:
    """Return how money flowed through the levels; transfers between levels are not drawn."""
    names = {each.level: translate(language, LEVELS[each.level]) for each in levels}
    came, went = _named(CAME, language), _named(WENT, language)
    links = [
        charts.Link(name, names[each.level], getattr(each, column))
        for column, name in came.items()
        if column in LevelFlow._fields
        for each in levels
    ]
    links += [
        charts.Link(names[each.level], name, getattr(each, column))
        for each in levels
        for column, name in went.items()
        if column in LevelFlow._fields
    ]
    return _flow(came, list(names.values()), went, links, language)


def ways_of_unit(figures: Figures, language: Language) -> str:
    """Return how money flowed through one unit."""
    here = translate(language, HERE)
    came, went = _named(CAME, language), _named(WENT, language)
    links = [charts.Link(name, here, getattr(figures, column)) for column, name in came.items()]
    links += [charts.Link(here, name, getattr(figures, column)) for column, name in went.items()]
    return _flow(came, [here], went, links, language)


def _flow(
    came: dict[str, str],
    middle: list[str],
    went: dict[str, str],
    links: list[charts.Link],
    language: Language,
) -> str:
    if not any(link.amount > 0 for link in links):
        return ""
    columns = [list(came.values()), middle, list(went.values())]
    return charts.flow(translate(language, WAYS), columns, links, language)


def _named(words: dict[str, str], language: Language) -> dict[str, str]:
    return {column: translate(language, text) for column, text in words.items()}
