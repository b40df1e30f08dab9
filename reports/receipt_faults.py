"""What people read about a receipt that is not genuine: the reason, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.log.merkle import ProofWrong
from ledger.log.notes import NoteWrong
from reports.attached import LATER
from reports.genuine import Fault, NotGenuine
from reports.proof_text import why
from reports.receipt_text import Shown

SENTENCES: Final[Mapping[Fault, str]] = {
    Fault.NOT_A_PDF: "Tệp này không phải PDF, hoặc đã hỏng.",
    Fault.NOTHING_INSIDE: (
        "Trong tệp PDF này không có bằng chứng đính kèm: có thể là bản chụp, bản in lại thành tệp, "
        "hoặc không phải biên nhận của sổ này. Hãy dùng tệp gốc mà đơn vị gửi."
    ),
    Fault.ATTACHED_TWICE: "Trong tệp PDF có hai tệp đính kèm cùng tên.",
    Fault.NOT_AN_ENTRY: "Tệp đính kèm không phải bút toán của một khoản ủng hộ, hoặc đã bị sửa.",
    Fault.PROOF_WRONG: "Bằng chứng đính kèm không đúng.",
    Fault.KEY_WRONG: "Bằng chứng đính kèm không do khóa mà bạn tin ký.",
    Fault.NAME_WRONG: "Tên hoặc liên hệ đính kèm không phải của người ủng hộ khoản này.",
    Fault.PAGE_WRONG: "Trang giấy không nói đúng như bút toán.",
    Fault.PAGE_COVERED: "Trên trang giấy có hình hoặc ghi chú được chèn thêm.",
    Fault.CANCELLED_OTHERWISE: "Bút toán hủy đính kèm là của khoản khác.",
    Fault.REPLACED_OTHERWISE: "Bút toán thay thế đính kèm không thay cho khoản này.",
}
INSIDE: Final = dict(
    zip((name for name, _ in LATER), ("Bút toán hủy", "Bút toán thay thế"), strict=True)
)
WHAT: Final[Mapping[Shown, str]] = {
    Shown.NUMBER: "số",
    Shown.CANCELLED: "dòng đã hủy",
    Shown.REPLACED_BY: "dòng thay bằng",
    Shown.REPLACES: "dòng thay thế",
    Shown.DONOR: "tên người ủng hộ",
    Shown.CONTACT: "địa chỉ, liên hệ",
    Shown.FUND: "nội dung",
    Shown.CHANNEL: "hình thức",
    Shown.AMOUNT: "số tiền",
    Shown.WORDS: "số tiền bằng chữ",
    Shown.PAPER_NO: "số biên lai viết tay",
    Shown.NOTE: "ghi chú",
    Shown.CODE: "mã kiểm chứng",
    Shown.RECORDED: "lúc ghi sổ",
    Shown.GOODS: "bảng hiện vật",
    Shown.DATE: "ngày",
    Shown.REST: "phần ký",
}


def why_not(wrong: NotGenuine) -> tuple[str, str]:
    """Return the code of the reason, and the reason as people read it."""
    code, said = _why_not(wrong)
    return code, f"{INSIDE[wrong.inside]} đính kèm: {said}" if wrong.inside else said


def _why_not(wrong: NotGenuine) -> tuple[str, str]:
    cause = wrong.__cause__
    if isinstance(cause, ProofWrong | NoteWrong):
        return str(cause.reason), why(cause)
    differs = wrong.differs
    if differs is None:
        return str(wrong.fault), SENTENCES[wrong.fault]
    code = f"{wrong.fault}_{differs.what}"
    if differs.what is Shown.REST:
        return code, f"Trên giấy có chữ được viết thêm hoặc xóa bớt: “{differs.shown}”."
    said = f"Trên giấy, {WHAT[differs.what]} là “{differs.shown}”; trong sổ là “{differs.meant}”."
    return code, said
