"""The declaration of every exchange file: the one source for reading, writing and documentation.

A file is read in the order of `TABLES`: reference files first, then money files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Generic, TypeVar

from api.exchange import columns as of
from api.exchange.columns import Column, Kind, Need
from api.exchange.rows import (
    DonationRow,
    FundRow,
    HandoverRow,
    HolderRow,
    HoldingRow,
    IncomeCostRow,
    MovementRow,
    OpeningRow,
    PayoutRow,
    PopulationRow,
    ReversalRow,
    Row,
    SeriesRow,
    TransferRow,
    UnitRow,
)

RowT = TypeVar("RowT", bound=Row)


class Cell(Enum):
    """Whether a cell says anything."""

    FILLED = "filled"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class When:
    """When `column` has one of the values of `is_now`, `needs` are filled and `forbids` empty."""

    column: str
    is_now: tuple[str, ...] | Cell
    needs: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Generic[RowT]):
    """One file: its name without ending, its columns in order, and what identifies a row.

    `sheet` is what a workbook may call it in Vietnamese.
    """

    name: str
    sheet: str
    row_type: type[RowT]
    columns: tuple[Column, ...]
    natural_key: tuple[str, ...]
    rules: tuple[When, ...] = ()

    @property
    def is_money(self) -> bool:
        """Whether its rows are recorded by day, each under its own key."""
        return self.natural_key == ("key",)


def _must(name: str, kind: Kind, *headings: str) -> Column:
    return Column(name, kind, headings, Need.VALUE)


def _may(name: str, kind: Kind, *headings: str) -> Column:
    return Column(name, kind, headings)


_KEY: Final = _must("key", of.CODE, "khóa", "mã dòng")
_UNIT: Final = _must("unit", of.CODE, "đơn vị", "mã đơn vị")
_ON: Final = _must("on", of.DATE, "ngày")
_FUND: Final = _may("fund", of.CODE, "nguồn quỹ", "nguồn", "mã nguồn", "quỹ")
_HOLDING: Final = _may("holding", of.CODE, "nơi giữ tiền", "mã nơi giữ tiền")
_HOLDER_NAMES: Final = ("bên giữ hộ", "mã bên giữ hộ")
_HOLDER: Final = _may("holder", of.CODE, *_HOLDER_NAMES)
_ITEM: Final = _may("item", of.LINE, "mặt hàng", "hiện vật", "tên hàng")
_QUANTITY: Final = _may("quantity", of.QUANTITY, "số lượng")
_COUNTED_IN: Final = _may("counted_in", of.LINE, "đơn vị tính", "ĐVT")
_AMOUNT_NAMES: Final = ("số tiền", "số tiền (đồng)", "số tiền (đ)", "thành tiền")
_AMOUNT: Final = _must("amount_vnd", of.AMOUNT, *_AMOUNT_NAMES)
_AMOUNT_OR_GOODS: Final = Column("amount_vnd", of.AMOUNT, _AMOUNT_NAMES, Need.HEADING)
_GOODS_ORDER: Final = _may("goods_order", of.NUMBER, "thứ tự nhập xuất")
_NOTE: Final = _may("note", of.NOTE, "ghi chú", "nội dung", "diễn giải")
_PAPER: Final = (
    _may("voucher", of.LINE, "chứng từ"),
    _may("paper_no", of.LINE, "số biên lai", "số phiếu giấy", "số phiếu"),
    _may("document_on", of.DATE, "ngày chứng từ", "ngày trên giấy"),
    _may("precision", of.PRECISION, "độ chính xác của ngày", "mức ngày"),
    _may("decision", of.LINE, "quyết định", "số quyết định"),
    _may("evidence", of.FILES, "minh chứng", "tệp kèm theo"),
)
_GOODS: Final = ("item", "quantity", "counted_in")
_MONEY: Final = ("cash", "bank")

UNITS: Final = Table(
    "units",
    "Đơn vị",
    UnitRow,
    (
        _must("code", of.CODE, "mã đơn vị", "mã"),
        _must("name", of.LINE, "tên đơn vị", "tên"),
        _must("level", of.LEVEL, "cấp"),
        Column("parent", of.CODE, ("đơn vị cấp trên", "cấp trên", "trực thuộc"), Need.HEADING),
        _must("valid_from", of.DATE, "từ ngày", "hiệu lực từ"),
        _may("valid_to", of.DATE, "đến ngày", "hiệu lực đến"),
        _may("kind", of.BOARD_KIND, "loại ban", "loại"),
    ),
    ("code", "valid_from"),
    (When("level", ("central", "province", "district", "commune", "branch"), forbids=("kind",)),),
)
POPULATION: Final = Table(
    "population",
    "Dân số",
    PopulationRow,
    (
        _UNIT,
        _ON,
        _must("persons", of.PERSONS, "số dân", "dân số"),
        _may("members", of.COUNT, "hội viên", "số hội viên"),
        _must("source", of.LINE, "nguồn số liệu", "nguồn"),
    ),
    ("unit", "on"),
)
FUNDS: Final = Table(
    "funds",
    "Nguồn quỹ",
    FundRow,
    (
        _UNIT,
        _must("fund", of.CODE, "nguồn quỹ", "nguồn", "mã nguồn", "quỹ"),
        _must("name", of.LINE, "tên nguồn", "tên", "tên quỹ"),
        _may("purpose", of.NOTE, "mục đích"),
        _must("restricted", of.YES_NO, "chỉ dùng đúng mục đích", "có mục đích riêng"),
    ),
    ("unit", "fund"),
)
HOLDERS: Final = Table(
    "holders",
    "Bên giữ hộ",
    HolderRow,
    (
        _must("code", of.CODE, "mã bên giữ hộ", "mã"),
        _must("name", of.LINE, "tên bên giữ hộ", "tên"),
        _must("kind", of.HOLDER_KIND, "loại"),
    ),
    ("code",),
)
HOLDINGS: Final = Table(
    "holdings",
    "Nơi giữ tiền",
    HoldingRow,
    (
        _UNIT,
        _must("holding", of.CODE, "nơi giữ tiền", "mã nơi giữ tiền"),
        _must("kind", of.HOLDING_KIND, "loại"),
        _may("name", of.LINE, "tên"),
        _may("number", of.LINE, "số tài khoản", "số sổ", "số hiệu"),
        _may("matures_on", of.DATE, "ngày đáo hạn", "đáo hạn"),
    ),
    ("unit", "holding"),
)
SERIES: Final = Table(
    "series",
    "Số chứng từ",
    SeriesRow,
    (
        _UNIT,
        _must("year", of.YEAR, "năm"),
        _must("series", of.SERIES, "loại chứng từ", "ký hiệu"),
        _may("book", of.LINE, "quyển", "quyển số"),
        _must("next_number", of.NUMBER, "số tiếp theo", "số kế tiếp"),
    ),
    ("unit", "year", "series"),
)
OPENINGS: Final = Table(
    "openings",
    "Số dư mang sang",
    OpeningRow,
    (
        _KEY,
        _UNIT,
        _ON,
        _FUND,
        _HOLDING,
        _HOLDER,
        _ITEM,
        _QUANTITY,
        _COUNTED_IN,
        _may("amount_vnd", of.AMOUNT, *_AMOUNT_NAMES),
        _GOODS_ORDER,
        *_PAPER,
    ),
    ("key",),
    (
        When("item", Cell.EMPTY, needs=("amount_vnd",), forbids=("quantity", "counted_in")),
        When("item", Cell.FILLED, needs=("quantity", "counted_in"), forbids=("holding", "holder")),
        When("holder", Cell.FILLED, forbids=("holding",)),
    ),
)
DONATIONS: Final = Table(
    "donations",
    "Thu ủng hộ",
    DonationRow,
    (
        _KEY,
        _UNIT,
        _must("received_on", of.DATE, "ngày nhận", "ngày", "ngày thu", "ngày ủng hộ"),
        _must("channel", of.CHANNEL, "hình thức", "hình thức ủng hộ", "kênh"),
        _FUND,
        _may("donor", of.LINE, "người ủng hộ", "tên người ủng hộ", "nhà tài trợ", "nhà hảo tâm"),
        _may("donor_id", of.CODE, "mã người ủng hộ"),
        _may("donor_kind", of.DONOR_KIND, "loại người ủng hộ"),
        _may("contact", of.LINE, "liên hệ", "điện thoại", "số điện thoại"),
        _AMOUNT_OR_GOODS,
        _ITEM,
        _QUANTITY,
        _COUNTED_IN,
        _HOLDER,
        _HOLDING,
        _NOTE,
        _GOODS_ORDER,
        *_PAPER,
    ),
    ("key",),
    (
        When("channel", _MONEY, needs=("amount_vnd",), forbids=(*_GOODS, "holder")),
        When("channel", ("in_kind",), needs=_GOODS, forbids=("holder", "holding")),
        When("channel", ("press",), needs=("holder", "amount_vnd"), forbids=(*_GOODS, "holding")),
    ),
)
HANDOVERS: Final = Table(
    "handovers",
    "Nhận bàn giao",
    HandoverRow,
    (
        _KEY,
        _UNIT,
        _must("holder", of.CODE, *_HOLDER_NAMES),
        _must("handed_over_on", of.DATE, "ngày bàn giao", "ngày"),
        _must("how", of.HANDOVER_WAY, "cách bàn giao", "hình thức"),
        _FUND,
        _AMOUNT,
        _may("into", of.CODE, "nhập vào", "nơi nhận tiền"),
        _may("recipients", of.COUNT, "số người nhận", "số người"),
        _NOTE,
        *_PAPER,
    ),
    ("key",),
    (
        When("how", ("to_fund",), forbids=("recipients",)),
        When("how", ("direct",), forbids=("into",)),
    ),
)
PAYOUTS: Final = Table(
    "payouts",
    "Chi trao",
    PayoutRow,
    (
        _KEY,
        _UNIT,
        _must("paid_on", of.DATE, "ngày chi", "ngày", "ngày trao"),
        _FUND,
        _may("round", of.LINE, "đợt", "đợt trao"),
        _may("recipient", of.LINE, "người nhận", "tên người nhận", "họ tên", "họ và tên"),
        _may("recipient_id", of.CODE, "mã người nhận"),
        _must("recipient_kind", of.RECIPIENT_KIND, "đối tượng", "loại người nhận"),
        _must("kind", of.PAYOUT_KIND, "loại chi", "loại"),
        _must("paid_from", of.PAID_FROM, "chi từ", "hình thức"),
        _HOLDING,
        _AMOUNT_OR_GOODS,
        _ITEM,
        _QUANTITY,
        _COUNTED_IN,
        _may("birth_year", of.YEAR, "năm sinh"),
        _may("school", of.LINE, "trường"),
        _may("class", of.LINE, "lớp"),
        _may("address", of.LINE, "địa chỉ"),
        _may("guardian", of.LINE, "người giám hộ", "phụ huynh"),
        _NOTE,
        _GOODS_ORDER,
        *_PAPER,
    ),
    ("key",),
    (
        When("paid_from", _MONEY, needs=("amount_vnd",), forbids=_GOODS),
        When("paid_from", ("in_kind",), needs=_GOODS, forbids=("holding",)),
    ),
)
TRANSFERS: Final = Table(
    "transfers",
    "Điều chuyển",
    TransferRow,
    (
        _KEY,
        _must("from_unit", of.CODE, "đơn vị chuyển", "từ đơn vị"),
        _must("to_unit", of.CODE, "đơn vị nhận", "đến đơn vị"),
        _FUND,
        _AMOUNT,
        _must("sent_on", of.DATE, "ngày chuyển", "ngày gửi"),
        _may("received_on", of.DATE, "ngày nhận"),
        _may("paid_from", of.MONEY_FROM, "chuyển từ", "hình thức"),
        *_PAPER,
    ),
    ("key",),
)
MOVEMENTS: Final = Table(
    "movements",
    "Chuyển nội bộ",
    MovementRow,
    (
        _KEY,
        _UNIT,
        _ON,
        _FUND,
        _must("from_holding", of.CODE, "từ nơi giữ", "chuyển từ"),
        _must("to_holding", of.CODE, "đến nơi giữ", "chuyển đến"),
        _AMOUNT,
        *_PAPER,
    ),
    ("key",),
)
INCOME_COSTS: Final = Table(
    "income_costs",
    "Thu chi khác",
    IncomeCostRow,
    (
        _KEY,
        _UNIT,
        _ON,
        _must("what", of.INCOME_COST, "khoản", "khoản mục"),
        _FUND,
        _HOLDING,
        _AMOUNT,
        _NOTE,
        *_PAPER,
    ),
    ("key",),
)
REVERSALS: Final = Table(
    "reversals",
    "Hủy dòng",
    ReversalRow,
    (
        _KEY,
        _must("reverses", of.CODE, "đảo dòng", "khóa dòng bị đảo"),
        _must("on", of.DATE, "ngày", "ngày đảo"),
        _must("reason", of.NOTE, "lý do"),
        _GOODS_ORDER,
        *_PAPER,
    ),
    ("key",),
)

TABLES: Final[tuple[Table[Any], ...]] = (
    UNITS,
    POPULATION,
    FUNDS,
    HOLDERS,
    HOLDINGS,
    SERIES,
    OPENINGS,
    DONATIONS,
    HANDOVERS,
    PAYOUTS,
    TRANSFERS,
    MOVEMENTS,
    INCOME_COSTS,
    REVERSALS,
)
