"""Papers that the tests print: one of each kind, with names that strain the font."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypedDict

from reports.attached import Carried
from reports.papers import GoodsLine, Issuer, Receipt, Voucher, VoucherLine

COMMUNE = Issuer(
    name="Hội Khuyến học xã Quỳnh Lưu",
    code="NA.QL.03",
    parent_name="Hội Khuyến học tỉnh Nghệ An",
    address="UBND xã Quỳnh Lưu",
)
RECORDED_AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CHECK_URL = "HTTPS://SOQUY.EXAMPLE/R/7K3MQ2M9"
CHECK_CODE = "7K3M-Q2M9"
CARRIED = Carried(b'{"amount_vnd":2000000}', None, "c2sp.org/tlog-proof@v1\n")
"""What lies inside is not looked at where only the page is (see test_genuine for what is)."""

BICYCLES = GoodsLine(
    name="Xe đạp học sinh", counted_in="chiếc", quantity=Decimal(20), value_vnd=64_000_000
)
NOTEBOOKS = GoodsLine(
    name="Vở ô ly 96 trang", counted_in="quyển", quantity=Decimal("1250"), value_vnd=2_500_000
)
OLD_BOOKS = GoodsLine(name="Sách giáo khoa cũ", counted_in="bộ", quantity=Decimal("35.5"))

CASH_GIFT = Receipt(
    issuer=COMMUNE,
    number=123,
    year=2022,
    on=date(2022, 11, 5),
    donor="Ông Nguyễn Văn Ẩm",
    donor_address="Xóm 3, xã Quỳnh Lưu",
    channel="cash",
    fund_name="Quỹ chung",
    amount_vnd=2_000_000,
    check_url=CHECK_URL,
    check_code=CHECK_CODE,
    recorded_at=RECORDED_AT,
    carried=CARRIED,
)
GOODS_GIFT = Receipt(
    issuer=COMMUNE,
    number=124,
    year=2022,
    on=date(2022, 11, 5),
    donor="Công ty TNHH Ẵng Ỹ Ữu",
    donor_address="Xã Quỳnh Lưu",
    channel="in_kind",
    fund_name="Quỹ chung",
    amount_vnd=66_500_000,
    goods=(BICYCLES, NOTEBOOKS, OLD_BOOKS),
    note="Trao tại lễ khai giảng",
    check_url=CHECK_URL,
    check_code=CHECK_CODE,
    recorded_at=RECORDED_AT,
    carried=CARRIED,
)
PRESS_GIFT = Receipt(
    issuer=COMMUNE,
    number=125,
    year=2022,
    on=date(2022, 11, 5),
    donor=None,
    channel="press",
    holder_name="Báo Nghệ An",
    fund_name="Tiếp sức đến trường",
    amount_vnd=969_133_628,
    paper_no="AB-00471",
    check_url=CHECK_URL,
    check_code=CHECK_CODE,
    recorded_at=RECORDED_AT,
    carried=CARRIED,
)


class Place(TypedDict):
    """What every sample voucher says alike."""

    issuer: Issuer
    number: int
    year: int
    on: date
    fund_name: str
    holding_name: str
    check_url: str
    check_code: str
    recorded_at: datetime


PLACE = Place(
    issuer=COMMUNE,
    number=45,
    year=2022,
    on=date(2022, 9, 5),
    fund_name="Quỹ chung",
    holding_name="Quỹ tiền mặt",
    check_url=CHECK_URL,
    check_code=CHECK_CODE,
    recorded_at=RECORDED_AT,
)

CASH_IN = Voucher(
    **PLACE,
    form_header="Mẫu số C40-BB\n(Ban hành kèm theo Thông tư số 107/2017/TT-BTC)",
    series="PT",
    book="01/2022",
    person="Ông Nguyễn Văn Ẩm",
    address="Xóm 3, xã Quỳnh Lưu",
    reason="Ủng hộ Quỹ Khuyến học năm 2022",
    lines=(VoucherLine(person="Ông Nguyễn Văn Ẩm", amount_vnd=2_000_005),),
    total_vnd=2_000_005,
    attachments_count=1,
)


def pupil(place: int, *, goods: GoodsLine | None = None) -> VoucherLine:
    """Return the line of one pupil, with money unless goods are given."""
    return VoucherLine(
        person=f"Đặng Thị Ỹ Ẵng {place}",
        birth_year=2006 + place % 6,
        school_class=f"{6 + place % 4}A, THCS Quỳnh Lưu",
        address=f"Xóm {1 + place % 9}",
        amount_vnd=None if goods else 1_750_000,
        goods=goods,
    )


def cash_out(pupils: int) -> Voucher:
    """Return a phiếu chi for so many pupils, taken by one person."""
    return Voucher(
        **PLACE,
        form_header="Mẫu số C41-BB",
        series="PC",
        person="Bà Trần Thị Nhận Thay",
        reason="Trao học bổng đợt 1",
        decision="Quyết định số 12/QĐ-HKH ngày 01/9/2022",
        lines=tuple(pupil(place) for place in range(pupils)),
        total_vnd=pupils * 1_750_000,
    )


GOODS_OUT = Voucher(
    **PLACE,
    series="XK",
    person="Trường THCS Quỳnh Lưu",
    reason="Trao quà khai giảng",
    lines=tuple(
        VoucherLine(person="Trường THCS Quỳnh Lưu", goods=goods)
        for goods in (BICYCLES, NOTEBOOKS, OLD_BOOKS)
    ),
    total_vnd=66_500_000,
)
GOODS_IN = Voucher(
    **PLACE,
    series="NK",
    person="Ông Hồ Sỹ",
    reason="Nhập sách tặng",
    lines=(VoucherLine(person="Ông Hồ Sỹ", goods=OLD_BOOKS),),
    total_vnd=None,
)
BANK_IN = Voucher(
    **PLACE,
    series="BC",
    person="Công ty CP Xi măng Ẵ Ỹ Ữ",
    reason="Chuyển tiền ủng hộ",
    lines=(VoucherLine(person="Công ty CP Xi măng Ẵ Ỹ Ữ", amount_vnd=1_230_950_880_055),),
    total_vnd=1_230_950_880_055,
)
BANK_OUT = Voucher(
    **PLACE,
    series="UNC",
    person="Trường Tiểu học Quỳnh Lưu",
    reason="Chuyển học bổng",
    lines=tuple(VoucherLine(person=f"Em {place}", amount_vnd=500_000) for place in range(3)),
    total_vnd=1_500_000,
)
