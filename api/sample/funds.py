"""Restricted funds: money with a purpose of its own within a unit's fund.

Every unit has the unrestricted fund as well. An endowment keeps its principal on a savings book and
awards only the interest.
"""

from __future__ import annotations

from typing import NamedTuple

from api.sample.days import BACK_TO_SCHOOL, MONTH, SUMMARY, Season

TIEP_SUC = "tiep-suc"
DINH_THIEN_LY = "dinh-thien-ly"
ENDOWMENT = "chi-lai"


class RestrictedFund(NamedTuple):
    """Its name, its purpose, and the seasons that serve the purpose."""

    name: str
    purpose: str
    seasons: tuple[Season, ...]


RESTRICTED_FUNDS = {
    TIEP_SUC: RestrictedFund(
        "Tiếp sức đến trường",
        "Học bổng tân sinh viên, học sinh vượt khó đầu năm học",
        (BACK_TO_SCHOOL, MONTH),
    ),
    DINH_THIEN_LY: RestrictedFund(
        "Quỹ Đinh Thiện Lý",
        "Học bổng theo ủy quyền của nhà tài trợ",
        (SUMMARY, BACK_TO_SCHOOL),
    ),
    ENDOWMENT: RestrictedFund(
        "Quỹ khuyến học bền vững",
        "Gốc gửi tiết kiệm, chỉ chi lãi để thưởng học sinh",
        (SUMMARY, MONTH),
    ),
}
