"""How the value of one field of an entry is shown: words for codes, dates and amounts as usual."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from api.web.texts import phrase
from ledger.events import LotTaken, ReplacedPaper
from reports.numbers import dong, quantity, short_date, whole
from reports.papers import paper_number

Translate = Callable[..., str]

HOLDING_KINDS: Final = {
    "cash": phrase("tiền mặt"),
    "bank": phrase("ngân hàng"),
    "savings": phrase("tiết kiệm"),
    "collector": phrase("người thu"),
}
PLACES: Final = {"cash": phrase("quỹ tiền mặt"), "bank": phrase("tài khoản ngân hàng")}
CODES: Final[dict[str, dict[str, str]]] = {
    "channel": {"cash": phrase("tiền mặt"), "bank": phrase("chuyển khoản")},
    "holding_kind": HOLDING_KINDS,
    "from_kind": HOLDING_KINDS,
    "to_kind": HOLDING_KINDS,
    "kind": {
        **HOLDING_KINDS,
        "scholarship": phrase("học bổng"),
        "reward": phrase("khen thưởng"),
        "aid": phrase("hỗ trợ"),
        "clan": phrase("dòng họ"),
        "agency": phrase("cơ quan"),
        "company": phrase("doanh nghiệp"),
        "fellow_countrymen": phrase("đồng hương"),
        "religious": phrase("tôn giáo"),
        "press": phrase("báo chí"),
        "organisation": phrase("tổ chức"),
        "individual": phrase("cá nhân"),
    },
    "recipient_kind": {
        "pupil": phrase("học sinh"),
        "student": phrase("sinh viên"),
        "teacher": phrase("giáo viên"),
        "adult": phrase("người lớn"),
        "collective": phrase("tập thể"),
    },
    "what": {
        "interest": phrase("lãi tiền gửi"),
        "membership_fee": phrase("hội phí"),
        "state_budget": phrase("ngân sách nhà nước"),
        "other_income": phrase("thu khác"),
        "management_cost": phrase("chi quản lý quỹ"),
        "bank_fee": phrase("phí ngân hàng"),
        "other_cost": phrase("chi khác"),
    },
    "level": {
        "central": phrase("trung ương"),
        "province": phrase("tỉnh, thành phố"),
        "district": phrase("huyện"),
        "commune": phrase("xã, phường"),
        "branch": phrase("chi hội"),
        "board": phrase("ban khuyến học"),
    },
    "precision": {
        "day": phrase("ngày"),
        "month": phrase("tháng"),
        "quarter": phrase("quý"),
        "year": phrase("năm"),
    },
    "role": {
        "treasurer": phrase("thủ quỹ"),
        "accountant": phrase("kế toán"),
        "account_holder": phrase("chủ tài khoản"),
        "inspector": phrase("kiểm tra"),
        "administrator": phrase("quản trị"),
    },
    "scope": {"subtree": phrase("đơn vị và các đơn vị trực thuộc")},
    "of": {"rows": phrase("các dòng"), "file": phrase("cả tệp")},
    "reason": {
        "request": phrase("chính người đó yêu cầu"),
        "consent_withdrawn": phrase("rút lại sự đồng ý"),
        "court": phrase("quyết định của tòa án hoặc cơ quan có thẩm quyền"),
        "mistaken": phrase("thông tin thu thập nhầm"),
        "retention_over": phrase("hết thời hạn lưu giữ"),
    },
    "consenter": {
        "donor": phrase("người ủng hộ"),
        "recipient": phrase("người nhận"),
        "representative": phrase("người đại diện của trẻ em"),
    },
    "fund": {"general": phrase("quỹ chung")},
    "holding": PLACES,
    "from_holding": PLACES,
    "to_holding": PLACES,
}
"""Words for the codes of a field; a code without one is somebody's own and shown as it is."""


LINE_OF: Final = phrase("dòng {line} của ")


def shown(name: str, raw: object, translate: Translate) -> str:  # noqa: PLR0911 - one line for each type
    """Return the value of a field in words.

    >>> shown("recipient_kind", "pupil", str), shown("booked_on", date(2022, 9, 5), str)
    ('học sinh', '05/09/2022')
    """
    match raw:
        case bool():
            return translate(phrase("có") if raw else phrase("không"))
        case int() if name.endswith("_vnd"):
            return dong(raw)
        case int() if name in ("persons", "members"):
            return whole(raw)
        case date():
            return short_date(raw)
        case Decimal():
            return quantity(raw)
        case tuple():
            return "; ".join(_part(each, translate) for each in raw)
        case str() if raw in CODES.get(name, {}):
            return translate(CODES[name][raw])
    return str(raw)


def _part(each: object, translate: Translate) -> str:
    if isinstance(each, ReplacedPaper):
        number = paper_number(each.number, each.year, each.series)
        line = translate(LINE_OF).format(line=each.line) if each.line else ""
        return f"{line}{number}"
    if isinstance(each, LotTaken):
        value = "" if each.amount_vnd is None else f" = {dong(each.amount_vnd)}"
        return f"{each.lot}: {quantity(each.quantity)}{value}"
    return str(each)
