"""Charts say what they show, stay inside their frame, and are as large as what they show."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.charts import WIDTH, Group, Link, Tile, bars, flow, short, treemap

SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = st.integers(-(10**12), 10**14)
Rectangle = tuple[float, float, float, float]


def rectangles(svg: str) -> list[Rectangle]:
    """Return x, y, width and height of every rectangle."""
    found = ET.fromstring(svg).iter(f"{SVG}rect")
    names = ("x", "y", "width", "height")
    return [tuple(float(each.get(name, "")) for name in names) for each in found]  # type: ignore[misc]


def height_of(svg: str) -> float:
    return float((ET.fromstring(svg).get("viewBox") or "").split()[3])


def three() -> list[str]:
    """Return one chart of each kind, with a name that must be escaped."""
    name = 'Thu & chi <2022> "cả năm"'
    return [
        bars(name, ["Thu", "Chi"], [Group("1", (5, 3)), Group("2", (7, 0))]),
        treemap(name, [Tile("Vinh & Diễn Châu", 3), Tile("B", 1)]),
        flow(name, [["a"], ["b"]], [Link("a", "b", 5)]),
    ]


def test_every_chart_is_a_picture_with_a_name() -> None:
    for svg in three():
        root = ET.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == root.findtext(f"{SVG}title") == 'Thu & chi <2022> "cả năm"'


def test_no_chart_needs_a_style_a_script_or_anything_from_outside() -> None:
    for svg in three():
        assert not re.search(r"style|script|href|url\(|\son\w+=", svg)


@settings(deadline=None)
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=12))
def test_bars_stay_inside_the_frame(amounts: list[tuple[int, int]]) -> None:
    svg = bars("x", ["a", "b"], [Group(str(at), each) for at, each in enumerate(amounts)])
    for x, y, width, height in rectangles(svg):
        assert x >= 0 and x + width <= WIDTH + 0.2
        assert y >= 0 and y + height <= height_of(svg)


def test_a_bar_is_as_high_as_it_is_much() -> None:
    _, one, two = rectangles(bars("x", ["a"], [Group("1", (30,)), Group("2", (60,))]))
    assert two[3] == pytest.approx(2 * one[3], abs=0.2)


def test_a_bar_below_zero_hangs_down() -> None:
    _, up, down = rectangles(bars("x", ["a"], [Group("1", (30,)), Group("2", (-30,))]))
    assert down[1] == pytest.approx(up[1] + up[3], abs=0.2)


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=60))
def test_areas_are_in_proportion(amounts: list[int]) -> None:
    svg = treemap("x", [Tile(str(at), each) for at, each in enumerate(amounts)])
    whole = WIDTH * height_of(svg)
    areas = [(width + 2) * (height + 2) / whole for _, _, width, height in rectangles(svg)]
    for area, amount in zip(areas, sorted(amounts, reverse=True), strict=True):
        share = amount / sum(amounts)
        assert area == pytest.approx(share, rel=0.15) or share < 0.01


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**13), min_size=2, max_size=30))
def test_areas_do_not_cover_each_other(amounts: list[int]) -> None:
    found = rectangles(treemap("x", [Tile(str(at), each) for at, each in enumerate(amounts)]))
    large = [each for each in found if each[2] > 1 and each[3] > 1]
    for (x, y, wide, high), (x2, y2, wide2, high2) in combinations(large, 2):
        across = min(x + wide, x2 + wide2) - max(x, x2)
        down = min(y + high, y2 + high2) - max(y, y2)
        assert min(across, down) <= 0.25


def test_what_is_not_above_zero_has_no_area() -> None:
    assert len(rectangles(treemap("x", [Tile("a", 5), Tile("b", 0), Tile("c", -3)]))) == 1


def test_a_node_is_as_high_as_what_flows_through_it() -> None:
    links = [Link("a", "m", 30), Link("b", "m", 10), Link("m", "z", 20)]
    found = rectangles(flow("x", [["a", "b"], ["m"], ["z"]], links))
    heights = [each[3] for each in found]
    assert heights == pytest.approx([142.5, 47.5, 190, 95], abs=0.1)


def test_a_band_is_as_wide_as_what_flows() -> None:
    svg = flow("x", [["a", "b"], ["m"]], [Link("a", "m", 30), Link("b", "m", 10)])
    widths = [float(each) for each in re.findall(r'stroke-width="([\d.]+)"', svg)]
    assert widths == pytest.approx([142.5, 47.5], abs=0.1)


def test_a_flow_of_nothing_is_an_empty_picture() -> None:
    assert rectangles(flow("x", [["a"], ["b"]], [Link("a", "b", 0)])) == []


@pytest.mark.parametrize(
    ("amount_vnd", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1 nghìn", "1 k"),
        (1_949_999, "1,9 triệu", "1.9 m"),
        (87_100_000_000, "87,1 tỷ", "87.1 bn"),
        (2_000_000_000_000, "2.000 tỷ", "2,000 bn"),
        (-390_000, "−390 nghìn", "−390 k"),
        (-999, "−999", "−999"),
    ],
)
def test_amounts_are_short(amount_vnd: int, vietnamese: str, english: str) -> None:
    assert (short(amount_vnd), short(amount_vnd, "en")) == (vietnamese, english)
