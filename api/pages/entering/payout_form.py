"""A list of recipients → requests. The list is typed, or pasted from a spreadsheet.

A pasted line is: name, year of birth, school, class, amount. Years, schools and classes may be
missing; a number in front and a line of headings are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from api.exchange.errors import Fault
from api.exchange.fields import read_amount, read_quantity, read_year
from api.pages.entering.gift_form import row_key
from api.pages.entering.small_form import Offered
from api.pages.typed import MISSING, Reading, Typed
from api.web.texts import phrase
from ledger.commands import MoneyCommand, PayAward, PayAwardInGoods
from ledger.draft import Request, request
from ledger.events import MoneyChannel, PayoutKind, RecipientKind
from reports.numbers import quantity as shown_quantity

From = Literal["money", "goods"]
LINES_MAX: Final = 120
FIRST_LINES: Final = 3
OF_A_LINE: Final = ("ten", "nam-sinh", "truong", "lop", "so-tien", "so-luong", "ghi-chu")
KINDS: Final[dict[PayoutKind, str]] = {
    "scholarship": phrase("Học bổng"),
    "reward": phrase("Khen thưởng"),
    "aid": phrase("Hỗ trợ"),
}
RECIPIENTS: Final[dict[RecipientKind, str]] = {
    "pupil": phrase("Học sinh"),
    "student": phrase("Sinh viên"),
    "teacher": phrase("Giáo viên"),
    "adult": phrase("Người lớn"),
    "collective": phrase("Tập thể"),
}
FIELDS: Final = {
    "fund": "nguon",
    "holding": "noi-giu",
    "amount_vnd": "noi-giu",
    "quantity": "hien-vat",
}
NOBODY: Final = phrase("Danh sách chưa có ai: điền hoặc dán ít nhất một người nhận.")
TOO_MANY: Final = phrase(
    "Danh sách dài hơn {limit} người: hãy chia thành nhiều phiếu, hoặc nhập từ Excel."
)
_NUMBER_IN_FRONT: Final = re.compile(r"[0-9]{1,4}\.?")


class Pasted(NamedTuple):
    """One line of a pasted list, as text."""

    name: str
    birth_year: str
    school: str
    class_name: str
    amount: str


class Shared(NamedTuple):
    """What all lines of a list have in common."""

    asked: dict[str, Any]
    goods: tuple[str, str] | None


def lines_of(typed: Typed) -> int:
    """Return how many lines the form has."""
    said = typed.text("dong")
    return min(max(int(said), 1), LINES_MAX) if said.isdecimal() and len(said) < 4 else FIRST_LINES


def pasted_lines(text: str) -> Iterator[Pasted]:
    r"""Read a list as a spreadsheet copies it.

    >>> list(pasted_lines("1\tLê Bé\t2010\tTHCS Kim Liên\t8A\t500.000"))[0].amount
    '500.000'
    >>> list(pasted_lines("Họ tên\tSố tiền\nLê Bé\t500000"))
    [Pasted(name='Lê Bé', birth_year='', school='', class_name='', amount='500000')]
    """
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > 1 and _NUMBER_IN_FRONT.fullmatch(cells[0]):
            cells = cells[1:]
        if not any(cells) or _is_heading(cells):
            continue
        name, *others = cells
        amount = others.pop() if others and _is_an_amount(others) else ""
        has_year = bool(others) and (not others[0] or _is_a_year(others[0]))
        year = others.pop(0) if has_year else ""
        school, class_name = [*others, "", ""][:2]
        yield Pasted(name, year, school, class_name, amount)


def _is_an_amount(others: list[str]) -> bool:
    """Say whether the last cell is meant as an amount, right or wrong; a year alone is none."""
    last = others[-1]
    has_digit = any(each.isdecimal() for each in last)
    has_letter = any(each.isalpha() and each not in "đĐ" for each in last)
    return has_digit and not has_letter and not (len(others) == 1 and _is_a_year(last))


def _is_a_year(text: str) -> bool:
    return not isinstance(read_year(text), Fault)


def _is_heading(cells: list[str]) -> bool:
    return len(cells) > 1 and not any(any(c.isdecimal() for c in cell) for cell in cells)


def with_pasted(typed: Typed) -> Typed:
    """Return the form with the pasted list in its first free lines, and the box empty again."""
    values = dict(typed.values)
    free = [n for n in range(1, LINES_MAX + 1) if is_blank(typed, n)]
    last = max((n for n in range(1, LINES_MAX + 1) if not is_blank(typed, n)), default=0)
    for number, line in zip(free, pasted_lines(typed.values.get("dan", "")), strict=False):
        last = max(last, number)
        for field, said in zip(("ten", "nam-sinh", "truong", "lop", "so-tien"), line, strict=True):
            values[f"{field}-{number}"] = said
    values["dan"] = ""
    values["dong"] = str(max(last, lines_of(typed)))
    return Typed(values, typed.language)


def is_blank(typed: Typed, number: int) -> bool:
    """Say whether nobody has typed anything into a line."""
    return not any(typed.text(f"{name}-{number}") for name in OF_A_LINE)


def goods_offered(offered: Offered) -> dict[str, tuple[str, str]]:
    """Return the goods in stock, by the text under which a form offers them."""
    stock: dict[tuple[str, str], Any] = {}
    for each in offered.held:
        if each.account == "goods" and each.quantity > 0:
            kind = (each.place, each.counted_in)
            stock[kind] = stock.get(kind, 0) + each.quantity
    return {
        f"{item} · {shown_quantity(left)} {counted_in}": (item, counted_in)
        for (item, counted_in), left in stock.items()
    }


def money_holdings(offered: Offered) -> dict[str, MoneyChannel]:
    """Return the channel by which each holding of a unit pays."""
    return {
        each.code: "cash" if each.kind in ("cash", "collector") else "bank"
        for each in offered.defined.holdings.values()
    }


def total_vnd(typed: Typed) -> tuple[int, int]:
    """Return what the readable lines add up to in đồng, and how many there are."""
    usual = read_amount(typed.text("muc"))
    lines = [n for n in range(1, lines_of(typed) + 1) if not is_blank(typed, n)]
    amounts = [
        usual if not typed.text(f"so-tien-{n}") else read_amount(typed.text(f"so-tien-{n}"))
        for n in lines
    ]
    return sum(each for each in amounts if not isinstance(each, Fault)), len(lines)


def payouts_of(
    reading: Reading, out_of: From, offered: Offered, unit_id: UUID, key: str, actor: str
) -> list[Request]:
    """Return the requests that a list makes; `reading.errors` says whether they are whole."""
    shared = _shared(reading, out_of, offered, unit_id)
    typed = reading.typed
    lines = [n for n in range(1, lines_of(typed) + 1) if not is_blank(typed, n)]
    if not lines:
        reading.fail("ten-1", NOBODY)
        return []
    if len(lines) > 1:
        shared.asked["voucher"] = key
    found: list[Request] = []
    for place, number in enumerate(lines, 1):
        said = _private(reading, number)
        command = _command(reading, shared, number, row_key(key, place))
        if command is not None:
            found.append(request(command, said, actor))
    return found


def _shared(reading: Reading, out_of: From, offered: Offered, unit_id: UUID) -> Shared:
    asked: dict[str, Any] = {
        "unit_id": unit_id,
        "booked_on": reading.day("ngay"),
        "fund": reading.choice("nguon", {code: code for code, _ in offered.funds}),
        "kind": reading.choice("loai", {code: code for code in KINDS}),
        "recipient_kind": reading.choice("doi-tuong", {code: code for code in RECIPIENTS}),
        "award_round": reading.line("dot"),
        "decision": reading.line("quyet-dinh"),
    }
    if out_of == "goods":
        return Shared(asked, reading.choice("hien-vat", goods_offered(offered)))
    channels = money_holdings(offered)
    holding = reading.choice("noi-giu", {code: code for code in channels})
    asked |= {"holding": holding, "channel": channels.get(holding or "", "cash")}
    return Shared(asked, None)


def _command(reading: Reading, shared: Shared, number: int, key: str) -> MoneyCommand | None:
    typed, asked = reading.typed, shared.asked
    if shared.goods is not None:
        quantity = _quantity(reading, number)
        if reading.errors or quantity is None:
            return None
        item, counted_in = shared.goods
        return PayAwardInGoods(
            **asked, key=key, item=item, counted_in=counted_in, quantity=quantity
        )
    name = (
        f"so-tien-{number}" if typed.text(f"so-tien-{number}") or not typed.text("muc") else "muc"
    )
    amount_vnd = reading.amount(name)
    if reading.errors or amount_vnd is None:
        return None
    return PayAward(**asked, key=key, amount_vnd=amount_vnd)


def _quantity(reading: Reading, number: int) -> Any:  # noqa: ANN401 - a Decimal or nothing
    """Read how much of the goods one line gets; an empty cell is one."""
    if not reading.typed.text(f"so-luong-{number}"):
        return read_quantity("1")
    return reading.quantity(f"so-luong-{number}")


def _private(reading: Reading, number: int) -> dict[str, Any]:
    """Read what of a line is about the recipient."""
    if not reading.typed.text(f"ten-{number}"):
        reading.fail(f"ten-{number}", MISSING)
    said = {
        "recipient": reading.line(f"ten-{number}"),
        "birth_year": reading.year(f"nam-sinh-{number}"),
        "school": reading.line(f"truong-{number}"),
        "class": reading.line(f"lop-{number}"),
        "note": reading.line(f"ghi-chu-{number}"),
    }
    return {name: value for name, value in said.items() if value is not None}
