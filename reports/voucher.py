"""The accounting vouchers: phiếu thu, phiếu chi, giấy báo có, ủy nhiệm chi, phiếu nhập, xuất kho.

The slip follows the forms that treasurers and inspectors know (C40-BB, C41-BB); which form number
and circular stand in the corner is told by the caller, because rules change. A voucher of many
lines carries them behind the slip as a list to be signed.

Source: Circular 41/2022/TT-BTC lets a unit design its own vouchers within the Law on Accounting,
art. 16; the layouts are those of Circular 107/2017/TT-BTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Final

from reports import html, numbers, pdf
from reports.papers import Voucher, VoucherSeries
from reports.qr import qr_picture

HEAD: Final = "Thủ trưởng đơn vị"
CHIEF_ACCOUNTANT: Final = "Kế toán trưởng"
PREPARER: Final = "Người lập"
CASHIER: Final = "Thủ quỹ"
STOREKEEPER: Final = "Thủ kho"


@dataclass(frozen=True, slots=True)
class Form:
    """The fixed words of one kind of voucher.

    `settled` are those who sign that cash has changed hands; `list_signature` heads the column in
    which each person of a list signs.
    """

    title: str
    person: str
    reason: str
    holding: str
    signatures: tuple[str, ...]
    settled: tuple[str, ...] = ()
    list_signature: str | None = None
    remark: str | None = None


FORMS: Final[dict[VoucherSeries, Form]] = {
    "PT": Form(
        title="PHIẾU THU",
        person="Họ và tên người nộp tiền",
        reason="Nội dung",
        holding="Nhập quỹ",
        signatures=(HEAD, CHIEF_ACCOUNTANT, PREPARER),
        settled=("Người nộp", CASHIER),
        list_signature="Ký nộp",
    ),
    "PC": Form(
        title="PHIẾU CHI",
        person="Họ và tên người nhận tiền",
        reason="Nội dung",
        holding="Xuất quỹ",
        signatures=(HEAD, CHIEF_ACCOUNTANT, PREPARER),
        settled=(CASHIER, "Người nhận tiền"),
        list_signature="Ký nhận",
    ),
    "BC": Form(
        title="GIẤY BÁO CÓ",
        remark="đơn vị lập để ghi sổ tiền gửi khi tiền về tài khoản",
        person="Người chuyển tiền",
        reason="Nội dung",
        holding="Tài khoản nhận",
        signatures=(HEAD, CHIEF_ACCOUNTANT, PREPARER),
    ),
    "UNC": Form(
        title="ỦY NHIỆM CHI",
        remark="bản ghi sổ của đơn vị, không thay lệnh gửi ngân hàng",
        person="Người thụ hưởng",
        reason="Nội dung",
        holding="Tài khoản trích",
        signatures=(HEAD, CHIEF_ACCOUNTANT, PREPARER),
    ),
    "NK": Form(
        title="PHIẾU NHẬP KHO",
        person="Họ và tên người giao",
        reason="Nội dung nhập",
        holding="Nhập tại",
        signatures=(HEAD, CHIEF_ACCOUNTANT, PREPARER, "Người giao", STOREKEEPER),
        list_signature="Ký giao",
    ),
    "XK": Form(
        title="PHIẾU XUẤT KHO",
        person="Họ và tên người nhận",
        reason="Lý do xuất",
        holding="Xuất tại",
        signatures=(HEAD, CHIEF_ACCOUNTANT, PREPARER, "Người nhận", STOREKEEPER),
        list_signature="Ký nhận",
    ),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns the signed list has: those in which at least one line says something.

    `amount_mm` is wide enough for the total, the longest amount of all.
    """

    birth_year: bool
    school_class: bool
    address: bool
    note: bool
    before_amount: int
    after_amount: int
    amount_mm: int


def make_voucher(voucher: Voucher) -> bytes:
    """Return the voucher as PDF; the same voucher always gives the same bytes.

    Raises:
        NativeLibrariesMissing: the machine cannot make PDF.
    """
    form = FORMS[voucher.series]
    page = html.fill(
        "voucher.html",
        voucher=voucher,
        form=form,
        columns=_columns(voucher, form),
        enclosed=_enclosed(voucher),
        qr=qr_picture(voucher.check_url),
        created=f"{voucher.recorded_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    return pdf.render(
        page,
        stylesheets=(html.stylesheet("paper.css"), html.stylesheet("voucher.css")),
        identifier=f"{voucher.issuer.code}/{voucher.label}".encode(),
    )


def _columns(voucher: Voucher, form: Form) -> Columns:
    """Find the columns of the list, and how many stand on either side of the amount."""
    birth_year = any(line.birth_year for line in voucher.lines)
    school_class = any(line.school_class for line in voucher.lines)
    address = any(line.address for line in voucher.lines)
    note = any(line.note or line.cancelled_on for line in voucher.lines)
    return Columns(
        birth_year=birth_year,
        school_class=school_class,
        address=address,
        note=note,
        before_amount=2 + birth_year + school_class + address + voucher.is_for_goods,
        after_amount=note + bool(form.list_signature),
        amount_mm=max(22, 2 * len(numbers.whole(voucher.total_vnd or 0))),
    )


def _enclosed(voucher: Voucher) -> str:
    """Say what is attached; the number of source papers stays blank where nobody counted them."""
    count = voucher.attachments_count
    papers = f"{'………' if count is None else numbers.whole(count)} chứng từ gốc"
    if not voucher.needs_list:
        return papers
    return f"{papers} và danh sách {numbers.whole(len(voucher.lines))} dòng"
