"""Charts as SVG: one string for a page and for a PDF, with nothing from outside.

    bars       amounts side by side, month by month
    treemap    parts of a whole as areas
    flow       money from where it came through who keeps it to where it went

A chart is a picture (`role="img"`) with a name; what it shows stands in a table beside it, for
those who cannot see it. Letters take the colour of the text around them (`currentColor`); the other
colours stand out from white and from black alike. Drawn 400 wide, so that letters stay legible on
a telephone. No style attribute and no script: a page with a strict content policy shows it whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Final, Literal, NamedTuple

WIDTH: Final = 400
TEXT: Final = 12
LINE: Final = 14
COLOURS: Final = ("#1f8a94", "#b9770e", "#3b7dd8", "#8e6bd0", "#4f8f3f", "#7a828c")
TILES: Final = ("#115e67", "#7a4a06", "#1f4f8f", "#5b3f94", "#2f6124", "#4b535c")
"""Dark enough for white letters."""

_STEPS: Final = ((10**9, "tỷ", "bn"), (10**6, "triệu", "m"), (10**3, "nghìn", "k"))
Language = Literal["vi", "en"]


class Group(NamedTuple):
    """Bars that stand together: what is written below them, and an amount for each series."""

    label: str
    amounts: tuple[int, ...]


class Tile(NamedTuple):
    """A part of a whole."""

    label: str
    amount: int


class Link(NamedTuple):
    """An amount that goes from a node of one column to a node of the next; both by their names."""

    source: str
    target: str
    amount: int


class _Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def short(amount_vnd: int, language: Language = "vi") -> str:
    """Return an amount in few letters, rounded to one decimal.

    >>> short(87_100_000_000), short(390_000), short(87_100_000_000, "en"), short(-1_500_000)
    ('87,1 tỷ', '390 nghìn', '87.1 bn', '−1,5 triệu')
    """
    sign = "−" if amount_vnd < 0 else ""
    for step, vietnamese, english in _STEPS:
        if abs(amount_vnd) >= step:
            tenths = (abs(amount_vnd) * 10 + step // 2) // step
            whole, tenth = divmod(tenths, 10)
            point = "," if language == "vi" else "."
            number = f"{whole:,}".replace(",", "." if language == "vi" else ",")
            unit = vietnamese if language == "vi" else english
            return f"{sign}{number}{f'{point}{tenth}' if tenth else ''} {unit}"
    return f"{sign}{abs(amount_vnd)}"


def bars(
    title: str, series: Sequence[str], groups: Sequence[Group], language: Language = "vi"
) -> str:
    """Return amounts side by side; below zero they hang down.

    Args:
        title: what the chart shows, in a few words.
        series: the names of the amounts of a group, in their order.
        groups: at least one.
        language: in which amounts are written.
    """
    top = 14 + 18 * len(series)
    height, left, base = top + 190, 62, top + 160
    every = [amount for group in groups for amount in group.amounts]
    most, least = max(*every, 0), min(*every, 0)
    step = _round_step(max(most - least, 1))
    high, low = -(-most // step) * step or step, least // step * step
    scale = (base - top) / (high - low)
    zero = top + high * scale
    parts = list(_legend(series))
    for mark in range(low, high + 1, step):
        y = zero - mark * scale
        parts.append(_line(left, y, WIDTH, y))
        parts.append(_text(left - 5, y + 4, short(mark, language), anchor="end"))
    slot = (WIDTH - left) / len(groups)
    width = slot * 0.8 / len(series)
    for at, group in enumerate(groups):
        x = left + slot * (at + 0.1)
        for number, amount in enumerate(group.amounts):
            size = abs(amount) * scale
            y = zero - size if amount >= 0 else zero
            box = _Box(x + width * number, y, width - 1, size)
            parts.append(_rectangle(box, COLOURS[number], f"{group.label}: {series[number]}"))
        parts.append(_text(left + slot * (at + 0.5), base + 18, group.label, anchor="middle"))
    return _picture(title, height, parts)


def treemap(title: str, tiles: Sequence[Tile], language: Language = "vi") -> str:
    """Return parts of a whole as areas, the largest first; what is not above zero has none."""
    height = 260
    shown = sorted((tile for tile in tiles if tile.amount > 0), key=lambda tile: -tile.amount)
    parts: list[str] = []
    boxes = _squarified([tile.amount for tile in shown], _Box(0, 0, WIDTH, height))
    for at, (tile, box) in enumerate(zip(shown, boxes, strict=True)):
        inner = _Box(box.x + 1, box.y + 1, max(box.width - 2, 0.5), max(box.height - 2, 0.5))
        said = f"{tile.label}: {short(tile.amount, language)}"
        parts.append(_rectangle(inner, TILES[at % len(TILES)], said))
        parts += _tile_letters(inner, tile.label, short(tile.amount, language))
    return _picture(title, height, parts)


def flow(
    title: str, columns: Sequence[Sequence[str]], links: Sequence[Link], language: Language = "vi"
) -> str:
    """Return money that flows from column to column, as wide as it is much.

    A node is as high as what comes in or what goes out, whichever is more; the rest of it stays.

    Args:
        title: what the chart shows, in a few words.
        columns: the names of the nodes, each of them in one column only.
        links: from a node to one of the next column; what is not above zero is left out.
        language: in which amounts are written.
    """
    drawn = [link for link in links if link.amount > 0]
    sizes = _node_sizes(columns, drawn)
    whole = max((sum(sizes[name] for name in column) for column in columns), default=0) or 1
    most = max(sum(sizes[name] > 0 for name in column) for column in columns)
    height = 210 + 48 * most
    scale = 190 / whole
    boxes = _node_boxes(columns, sizes, scale, height)
    parts = list(_bands(drawn, boxes, scale))
    for number, column in enumerate(columns):
        for name in column:
            if sizes[name] > 0:
                parts.append(_rectangle(boxes[name], COLOURS[number % 2], name))
                lines = (name, short(sizes[name], language))
                parts += _node_letters(boxes[name], lines, number, len(columns))
    return _picture(title, height, parts)


def _round_step(spread: int) -> int:
    """Return 1, 2 or 5 times a power of ten so that about four of them cover `spread`."""
    power: int = 10 ** max(len(str(spread)) - 2, 0)
    while spread > 5 * power * 5:
        power *= 10
    return next((power * each for each in (1, 2, 5) if spread <= 5 * power * each), power * 10)


def _squarified(amounts: Sequence[int], room: _Box) -> list[_Box]:
    """Divide a room among amounts, the largest first, into areas that are as square as may be."""
    boxes: list[_Box] = []
    left = sum(amounts)
    at = 0
    while at < len(amounts):
        short_side = min(room.width, room.height)
        per_amount = room.width * room.height / left
        count = 1
        while at + count < len(amounts):
            now = _worst(amounts[at : at + count], per_amount, short_side)
            if _worst(amounts[at : at + count + 1], per_amount, short_side) > now:
                break
            count += 1
        row = amounts[at : at + count]
        placed, room = _row(row, sum(row) * per_amount, room)
        boxes += placed
        left -= sum(row)
        at += count
    return boxes


def _worst(row: Sequence[int], per_amount: float, side: float) -> float:
    """Return how much longer than wide the worst area of a row along `side` would be."""
    thick = sum(row) * per_amount / side
    lengths = [each * per_amount / thick for each in row]
    return max(max(thick / each, each / thick) for each in lengths)


def _row(row: Sequence[int], area: float, room: _Box) -> tuple[list[_Box], _Box]:
    """Lay a row along the shorter side of a room; return its boxes and the room that is left."""
    whole = sum(row)
    edges = [0.0]
    for each in row:
        edges.append(edges[-1] + each / whole)
    if room.width >= room.height:
        thick = area / room.height
        boxes = [
            _Box(room.x, room.y + a * room.height, thick, (b - a) * room.height)
            for a, b in pairwise(edges)
        ]
        return boxes, _Box(room.x + thick, room.y, max(room.width - thick, 1e-9), room.height)
    thick = area / room.width
    boxes = [
        _Box(room.x + a * room.width, room.y, (b - a) * room.width, thick)
        for a, b in pairwise(edges)
    ]
    return boxes, _Box(room.x, room.y + thick, room.width, max(room.height - thick, 1e-9))


def _tile_letters(box: _Box, label: str, amount: str) -> Iterable[str]:
    """Yield name and amount of a tile as far as they fit into it."""
    letters = int((box.width - 8) / (TEXT * 0.56))
    if box.height < 20 or letters < 3:
        return
    cut = label if len(label) <= letters else label[: letters - 1].rstrip() + "…"
    if letters >= 5 or len(label) <= letters:
        yield _text(box.x + 5, box.y + 15, cut, fill="#ffffff")
        if box.height >= 36 and len(amount) <= letters:
            yield _text(box.x + 5, box.y + 31, amount, fill="#ffffff")


def _node_sizes(columns: Sequence[Sequence[str]], links: Sequence[Link]) -> dict[str, int]:
    names = [name for column in columns for name in column]
    assert len(set(names)) == len(names), "a node stands in one column"
    came, went = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for link in links:
        went[link.source] += link.amount
        came[link.target] += link.amount
    return {name: max(came[name], went[name]) for name in names}


def _node_boxes(
    columns: Sequence[Sequence[str]], sizes: dict[str, int], scale: float, height: int
) -> dict[str, _Box]:
    boxes: dict[str, _Box] = {}
    for number, column in enumerate(columns):
        shown = [name for name in column if sizes[name] > 0]
        x = (WIDTH - 8) * number / max(len(columns) - 1, 1)
        # Every node keeps room for the letters above it.
        taken = sum(sizes[name] * scale for name in shown)
        gap = (height - taken) / max(len(shown), 1)
        y = gap * 0.8
        for name in shown:
            boxes[name] = _Box(x, y, 8, max(sizes[name] * scale, 1.5))
            y += sizes[name] * scale + gap
    return boxes


def _bands(links: Sequence[Link], boxes: dict[str, _Box], scale: float) -> Iterable[str]:
    """Yield each link as a band between the two nodes, one below the other at both of them."""
    left = {name: box.y for name, box in boxes.items()}
    right = dict(left)
    for link in links:
        source, target = boxes[link.source], boxes[link.target]
        wide = max(link.amount * scale, 0.4)
        x1, x2 = source.x + source.width, target.x
        y1, y2 = left[link.source] + wide / 2, right[link.target] + wide / 2
        left[link.source] += link.amount * scale
        right[link.target] += link.amount * scale
        middle = (x1 + x2) / 2
        yield (
            f'<path d="M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} '
            f'{y2:.1f}" fill="none" stroke="{COLOURS[0]}" stroke-opacity="0.35" '
            f'stroke-width="{wide:.1f}"/>'
        )


def _node_letters(box: _Box, lines: tuple[str, str], number: int, columns: int) -> Iterable[str]:
    """Write two lines above a node: inward at the edges, in the middle elsewhere."""
    for said, y in zip(lines, (box.y - 5 - LINE, box.y - 5), strict=True):
        if number == 0:
            yield _text(box.x, y, said)
        elif number == columns - 1:
            yield _text(box.x + box.width, y, said, anchor="end")
        else:
            yield _text(box.x + box.width / 2, y, said, anchor="middle")


def _legend(series: Sequence[str]) -> Iterable[str]:
    for at, name in enumerate(series):
        y = 4 + 18 * at
        yield _rectangle(_Box(62, y, 11, 11), COLOURS[at], name)
        yield _text(79, y + 10, name)


def _picture(title: str, height: int, parts: Iterable[str]) -> str:
    name = escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="{name}" '
        f'viewBox="0 0 {WIDTH} {height}" font-size="{TEXT}" '
        f'font-family="system-ui, sans-serif"><title>{name}</title>{"".join(parts)}</svg>'
    )


def _rectangle(box: _Box, fill: str, said: str) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" fill="{fill}"><title>{escape(said)}</title></rect>'
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" '
        f'stroke-opacity="0.2"/>'
    )


def _text(
    x: float, y: float, said: str, *, anchor: str = "start", fill: str = "currentColor"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(said)}</text>'
    )
