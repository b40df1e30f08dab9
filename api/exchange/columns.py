"""What a column of an exchange file is: its names, its kind, whether it may be empty.

Every heading is accepted by its English name and its Vietnamese names, with or without tone marks,
in upper or lower case. Choices are accepted in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from api.exchange import fields
from api.exchange.fields import Reader, Value


class Need(Enum):
    """How much of a column must be there."""

    VALUE = "required"
    """The heading, and a value in every row."""
    HEADING = "heading required"
    """The heading; whether a cell may be empty depends on the row."""
    NOTHING = "optional"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a column: the English word in files, and its Vietnamese names."""

    word: str
    names: tuple[str, ...]
    value: Value


@dataclass(frozen=True, slots=True)
class Kind:
    """What the cells of a column hold, and how they are read.

    Printable text of at most `as_is_max_chars` is its own value; reading would not change it.
    """

    name: str
    read: Reader
    choices: tuple[Choice, ...] = ()
    as_is_max_chars: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `headings` are its Vietnamese names, the first is the one shown."""

    name: str
    kind: Kind
    headings: tuple[str, ...]
    need: Need = Need.NOTHING

    @property
    def label(self) -> str:
        """The Vietnamese name that messages use."""
        return self.headings[0]


def choice_kind(*choices: Choice) -> Kind:
    """Return the kind of a column that takes one of `choices`, in English or Vietnamese."""
    by_name = {
        fields.folded(name): each.value for each in choices for name in (each.word, *each.names)
    }
    allowed = ", ".join(f"{each.word} ({each.names[0]})" for each in choices)
    return Kind("choice", fields.choice_reader(by_name, allowed), choices)


def word(word: str, *names: str) -> Choice:
    """Return a choice whose value is the English word itself."""
    return Choice(word, names, word)


CODE: Final = Kind("code", fields.read_code, as_is_max_chars=fields.CODE_MAX_CHARS)
LINE: Final = Kind("line", fields.read_line, as_is_max_chars=fields.LINE_MAX_CHARS)
NOTE: Final = Kind("text", fields.read_note, as_is_max_chars=fields.NOTE_MAX_CHARS)
DATE: Final = Kind("date", fields.read_date)
AMOUNT: Final = Kind("amount", fields.read_amount)
QUANTITY: Final = Kind("quantity", fields.read_quantity)
YEAR: Final = Kind("year", fields.read_year)
FILES: Final = Kind("file names", fields.read_file_names)
PERSONS: Final = Kind("count, 1 or more", fields.count_reader(1, 10_000_000_000))
COUNT: Final = Kind("count, 0 or more", fields.count_reader(0, 10_000_000_000))
NUMBER: Final = Kind("number, 1 or more", fields.count_reader(1, 999_999_999))

YES_NO: Final = choice_kind(
    Choice("yes", ("có", "đúng", "true"), True), Choice("no", ("không", "sai", "false"), False)
)
LEVEL: Final = choice_kind(
    word("central", "trung ương"),
    word("province", "tỉnh", "thành phố", "tỉnh/thành phố"),
    word("district", "huyện", "quận", "thị xã"),
    word("commune", "xã", "phường", "thị trấn", "đặc khu"),
    word("branch", "chi hội"),
    word("board", "ban", "ban khuyến học"),
)
BOARD_KIND: Final = choice_kind(
    word("clan", "dòng họ"),
    word("agency", "cơ quan"),
    word("company", "doanh nghiệp", "công ty"),
    word("fellow_countrymen", "đồng hương"),
    word("religious", "tôn giáo"),
)
HOLDER_KIND: Final = choice_kind(
    word("press", "báo chí", "báo"),
    word("organisation", "tổ chức"),
    word("individual", "cá nhân"),
)
HOLDING_KIND: Final = choice_kind(
    word("cash", "tiền mặt"),
    word("bank", "ngân hàng", "tiền gửi ngân hàng"),
    word("savings", "tiết kiệm", "sổ tiết kiệm"),
    word("collector", "người thu"),
)
SERIES: Final = choice_kind(
    word("PT", "phiếu thu"),
    word("PC", "phiếu chi"),
    word("BC", "báo có", "giấy báo có"),
    word("UNC", "ủy nhiệm chi"),
    word("NK", "nhập kho", "phiếu nhập kho"),
    word("XK", "xuất kho", "phiếu xuất kho"),
    word("BN", "biên nhận", "giấy biên nhận"),
)
CHANNEL: Final = choice_kind(
    word("cash", "tiền mặt"),
    word("bank", "ngân hàng", "chuyển khoản"),
    word("in_kind", "hiện vật"),
    word("press", "báo chí", "qua báo", "giữ hộ"),
)
PAID_FROM: Final = choice_kind(
    word("cash", "tiền mặt"),
    word("bank", "ngân hàng", "chuyển khoản"),
    word("in_kind", "hiện vật"),
)
MONEY_FROM: Final = choice_kind(word("cash", "tiền mặt"), word("bank", "ngân hàng", "chuyển khoản"))
DONOR_KIND: Final = choice_kind(
    word("person", "cá nhân"),
    word("family", "gia đình", "hộ gia đình"),
    word("clan", "dòng họ"),
    word("organisation", "tổ chức"),
    word("company", "doanh nghiệp", "công ty"),
)
HANDOVER_WAY: Final = choice_kind(
    word("to_fund", "nhập quỹ", "về quỹ"), word("direct", "trao trực tiếp", "trực tiếp")
)
RECIPIENT_KIND: Final = choice_kind(
    word("pupil", "học sinh"),
    word("student", "sinh viên"),
    word("teacher", "giáo viên", "thầy cô"),
    word("adult", "người lớn"),
    word("collective", "tập thể"),
)
PAYOUT_KIND: Final = choice_kind(
    word("scholarship", "học bổng"),
    word("reward", "khen thưởng", "thưởng"),
    word("aid", "hỗ trợ"),
)
INCOME_COST: Final = choice_kind(
    word("interest", "lãi tiền gửi", "tiền lãi"),
    word("membership_fee", "hội phí"),
    word("state_budget", "ngân sách", "ngân sách nhà nước"),
    word("other_income", "thu khác"),
    word("management_cost", "chi quản lý", "chi quản lý quỹ"),
    word("bank_fee", "phí ngân hàng"),
    word("other_cost", "chi khác"),
)
PRECISION: Final = choice_kind(
    word("day", "ngày"), word("month", "tháng"), word("quarter", "quý"), word("year", "năm")
)
