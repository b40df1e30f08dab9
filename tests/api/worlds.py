"""Random small worlds: five units whose tree changes, and rows of every kind over three years.

A world is imported in two parts, so that papers come late, transfers arrive that were in transit,
and rows of the first part are undone by the second. Rows that cannot be are among them; what is
refused is taken out of the files before anybody adds them up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from hypothesis import strategies as st

from tests.api import books
from tests.api.books import FileRow, goods

NAMES: Final = ("P", "A", "B", "C", "D")
LEVELS: Final = ("province", "district", "district", "commune", "branch")
DAYS: Final = (
    *("2021-12-31", "2022-01-01", "2022-02-15", "2022-06-30", "2022-07-01"),
    *("2022-12-31", "2023-01-01", "2023-03-10"),
)
PLACES: Final = {"tiet-kiem": "savings", "ngan-hang-2": "bank", "co-hoa": "collector"}
PEOPLE: Final[tuple[dict[str, str], ...]] = (
    {},
    {"recipient_id": "HS-1", "recipient": "Lê Bé"},
    {"recipient_id": "HS-2"},
    {"recipient": "Trần Thị Tý", "birth_year": "2010"},
    {"recipient": "TRẦN THỊ  TỶ", "birth_year": "2010"},
    {"recipient": "Trần Thị Tý"},
)
FUNDS: Final = ("", "", "hb")
ENDOWED: Final = 2_000

Draw = st.DrawFn


class World(NamedTuple):
    """The rows of two imports."""

    first: list[FileRow]
    second: list[FileRow]


@st.composite
def worlds(draw: Draw) -> World:
    """Draw a world."""
    first = [*_tree(draw), *_references(), *_endowments()]
    money = [draw(_row()) for _ in range(draw(st.integers(10, 40)))]
    for at, (_, cells) in enumerate(money):
        cells["key"] = f"{at}"
    cut = draw(st.integers(0, len(money)))
    undoing = _reversals(draw, money)
    early = [each for each in undoing if draw(st.booleans())]
    first += [*money[:cut], *early]
    late = [each for each in undoing if each not in early]
    return World(first, [*money[cut:], *late, *_arrivals(draw, money[:cut])])


def _tree(draw: Draw) -> list[FileRow]:
    """Draw terms in which a unit stands below one that is named before it: never a cycle."""
    rows = [books.unit(NAMES[0], "", LEVELS[0])]
    for at, name in enumerate(NAMES[1:], 1):
        changes = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=2)))
        starts, ends = ["2000-01-01", *changes], [*changes, ""]
        for first, last in zip(starts, ends, strict=True):
            parent = draw(st.sampled_from(NAMES[:at]))
            term = {"valid_from": first, "valid_to": last}
            rows.append(books.unit(name, parent, LEVELS[at], **term))
    return rows


def _references() -> list[FileRow]:
    defined = [books.fund(name, "hb") for name in NAMES]
    kept = [books.holding(name, *place) for name in NAMES for place in PLACES.items()]
    return [*defined, *kept, books.holder("BAO")]


def _endowments() -> list[FileRow]:
    return [
        books.opening(f"{name}-{place}", ENDOWED, of=name, on="2021-12-30", holding=place)
        for name in NAMES
        for place in ("cash", "bank")
    ]


@st.composite
def _row(draw: Draw) -> FileRow:
    """Draw a money row without a key, of any kind but a reversal."""
    draw_row = draw(st.sampled_from(_KINDS))
    file, cells = draw_row(draw, str(draw(st.integers(1, 900))))
    cells["fund"] = draw(st.sampled_from(FUNDS))
    return file, cells


def _where(draw: Draw) -> dict[str, str]:
    return {"of": draw(st.sampled_from(NAMES)), "on": draw(st.sampled_from(DAYS))}


def _opening(draw: Draw, amount: str) -> FileRow:
    said: tuple[dict[str, str], ...] = (
        {"holding": draw(st.sampled_from(("", *PLACES)))},
        {"holder": "BAO"},
        _goods(draw),
    )
    return books.opening("", amount, **_where(draw), **draw(st.sampled_from(said)))


def _gift(draw: Draw, amount: str) -> FileRow:
    return books.gift("", amount, **_where(draw), **_channel(draw, "channel"))


def _gift_of_goods(draw: Draw, amount: str) -> FileRow:
    value = draw(st.sampled_from((amount, amount, "")))
    return books.gift_of_goods("", 1, value, **{**_where(draw), **_goods(draw)})


def _collected(draw: Draw, amount: str) -> FileRow:
    return books.collected("", amount, **_where(draw), holder="BAO")


def _handover(draw: Draw, amount: str) -> FileRow:
    into = draw(st.sampled_from(("", "cash", *PLACES)))
    said = draw(st.sampled_from(({"how": "direct"}, {"how": "to_fund", "into": into})))
    small = str(int(amount) // 3 + 1)
    return books.handover("", small, **_where(draw), holder="BAO", **said)


def _payout(draw: Draw, amount: str) -> FileRow:
    who = draw(st.sampled_from(PEOPLE))
    return books.payout("", amount, **_where(draw), **who, **_channel(draw, "paid_from"))


def _payout_of_goods(draw: Draw, _amount: str) -> FileRow:
    """Draw a payout of exercise books; tables only come and are undone."""
    said = {**_where(draw), **goods(draw(st.integers(1, 5))), **draw(st.sampled_from(PEOPLE))}
    return books.payout_of_goods("", 1, **said)


def _transfer(draw: Draw, amount: str) -> FileRow:
    source, to = draw(st.permutations(NAMES))[:2]
    sent, received = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    arrives = draw(st.sampled_from((received, received, "")))
    paid_from = draw(st.sampled_from(("", "bank", "cash")))
    return books.transfer("", amount, source, to, sent, arrives, paid_from=paid_from)


def _movement(draw: Draw, amount: str) -> FileRow:
    source, to = draw(st.permutations(("cash", "bank", *PLACES)))[:2]
    said = _where(draw)
    return books.movement("", amount, source, to, said["on"], unit=said["of"])


def _other(draw: Draw, amount: str) -> FileRow:
    what = draw(st.sampled_from(("interest", "membership_fee", "bank_fee", "management_cost")))
    said = _where(draw)
    place = draw(st.sampled_from(("", "cash", *PLACES)))
    return books.other("", what, amount, said["on"], unit=said["of"], holding=place)


_KINDS: Final[tuple[Callable[[Draw, str], FileRow], ...]] = (
    *(_opening, _gift, _gift, _gift_of_goods, _collected, _handover, _handover),
    *(_payout, _payout, _payout_of_goods, _transfer, _transfer, _transfer, _movement, _other),
)


def _channel(draw: Draw, column: str) -> dict[str, str]:
    """Draw cash or bank, and a holding that takes such money."""
    channel = draw(st.sampled_from(("cash", "bank")))
    others = ("co-hoa",) if channel == "cash" else ("tiet-kiem", "ngan-hang-2")
    return {column: channel, "holding": draw(st.sampled_from(("", channel, *others)))}


def _goods(draw: Draw) -> dict[str, str]:
    item = draw(st.sampled_from(("Vở", "Bàn")))
    return goods(draw(st.integers(1, 9)), item)


def _reversals(draw: Draw, money: list[FileRow]) -> list[FileRow]:
    """Draw reversals of some rows; never of exercise books that came in (see `oracle_rows`)."""
    rows = []
    for file, cells in money:
        from_lots = cells.get("item") == "Vở" and file != "payouts"
        if not from_lots and draw(st.integers(0, 4)) == 0:
            on = draw(st.sampled_from(DAYS))
            rows.append(books.reversal(f"{cells['key']}-r", cells["key"], on))
    return rows


def _arrivals(draw: Draw, money: list[FileRow]) -> list[FileRow]:
    """Draw the arrival of transfers that were in transit."""
    return [
        (file, {**cells, "received_on": draw(st.sampled_from(DAYS))})
        for file, cells in money
        if file == "transfers" and not cells["received_on"] and draw(st.booleans())
    ]
