"""Words of these pages for what the code knows by short names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from api.web.texts import phrase
from ledger.events import Series
from ledger.registry_events import BoardKind, Level, Role

ROLES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        "treasurer": phrase("Thủ quỹ"),
        "accountant": phrase("Kế toán"),
        "account_holder": phrase("Chủ tài khoản"),
        "inspector": phrase("Kiểm tra"),
        "administrator": phrase("Quản trị"),
    }
)
ROLES_EXPLAINED: Final[Mapping[Role, str]] = MappingProxyType(
    {
        "treasurer": phrase("giữ tiền, lập phiếu thu, phiếu chi"),
        "accountant": phrase("ghi sổ, lập phiếu thu, phiếu chi"),
        "account_holder": phrase("duyệt chi; không lập phiếu"),
        "inspector": phrase("xem toàn bộ sổ, không ghi"),
        "administrator": phrase("thêm người, phân quyền, danh mục đơn vị"),
    }
)
LEVELS: Final[Mapping[Level, str]] = MappingProxyType(
    {
        "central": phrase("Trung ương"),
        "province": phrase("Tỉnh, thành phố"),
        "district": phrase("Huyện (đến 30/6/2025)"),
        "commune": phrase("Xã, phường, đặc khu"),
        "branch": phrase("Chi hội"),
        "board": phrase("Ban khuyến học"),
    }
)
KINDS: Final[Mapping[BoardKind, str]] = MappingProxyType(
    {
        "clan": phrase("dòng họ"),
        "agency": phrase("cơ quan"),
        "company": phrase("doanh nghiệp"),
        "fellow_countrymen": phrase("đồng hương"),
        "religious": phrase("tôn giáo"),
    }
)
PAPERS: Final[Mapping[Series, str]] = MappingProxyType(
    {
        "PT": phrase("Phiếu thu"),
        "PC": phrase("Phiếu chi"),
        "BN": phrase("Giấy biên nhận"),
    }
)
