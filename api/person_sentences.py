"""What the refusals say that are about persons: naming them, looking at them, forgetting them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from api.log_sentences import Sentence

OF_PERSONS: Final[Mapping[str, Sentence]] = {
    "unknown_person": Sentence(
        404,
        "Kho thông tin riêng không biết người này: chưa từng có, hoặc đã xóa. Hãy xem lại tên, "
        "hoặc tìm trong Quản trị, mục Thông tin cá nhân.",
        "The vault knows nobody like that: it never did, or does not any more. Look at the name "
        "again, or search under Administration, Personal data.",
    ),
    "may_not_erase": Sentence(
        403,
        "Bạn không phải chủ tài khoản hay quản trị của đơn vị {unit_id} vào ngày {on} nên không "
        "xóa thông tin cá nhân được: hãy nhờ một trong những người đó.",
        "You are neither an account holder nor an administrator of {unit_id} on {on}, so you "
        "cannot erase anybody: ask one of them.",
    ),
    "holder_holds": Sentence(
        409,
        "Nơi nhận hộ “{holder}” còn giữ tiền của đơn vị {unit_id}: {amount_vnd} đồng. Hãy ghi "
        "khoản nộp vào Quỹ hoặc trao trực tiếp trước, rồi mới xóa thông tin.",
        "The holder “{holder}” still holds money of {unit_id}: {amount_vnd} đồng. Record first "
        "that it was handed over or given directly, then erase.",
    ),
    "look_not_noted": Sentence(
        503,
        "Không ghi lại được ai đang xem thông tin cá nhân, nên không hiện tên ai. Hãy báo người "
        "quản trị máy chủ xem lại cơ sở dữ liệu.",
        "It cannot be noted who looks at personal data, so no name is shown. Ask whoever keeps the "
        "machine to look at the database.",
    ),
    "retention_not_over": Sentence(
        409,
        "Chứng từ kế toán của người này còn phải giữ đến hết {until}: hội chưa được tự hủy. Nếu "
        "chính người đó yêu cầu, hoặc tòa án quyết định, hãy chọn lý do ấy.",
        "The papers of this person must be kept until {until}: they may not be destroyed on our "
        "own account. If the person asks, or a court orders it, give that reason.",
    ),
    "person_ambiguous": Sentence(
        409,
        "Có nhiều người ứng với “{party}”: {found}. Hãy thêm mã đơn vị, hoặc dùng khóa một dòng "
        "của đúng người.",
        "More than one person is meant by “{party}”: {found}. Name the unit, or give the key of "
        "a row about the right one.",
    ),
    "consent_unfitting": Sentence(
        422,
        "Dòng “{about}” không phải khoản ủng hộ hay khoản trao của đơn vị, hoặc không cần sự đồng "
        "ý này ({consenter}): hãy xem lại khóa của dòng và ai là người đồng ý.",
        "The row “{about}” is no gift or award of the unit, or {consenter} has no say in it: look "
        "at the key of the row and at who consents.",
    ),
    "consent_not_given": Sentence(
        409,
        "Dòng “{about}” không có sự đồng ý nào như vậy ({consenter}) để rút lại: hãy xem lại khóa "
        "của dòng; nếu đúng thì không cần làm gì thêm.",
        "No such consent ({consenter}) stands for the row “{about}”: look at its key; if that is "
        "right, nothing is left to do.",
    ),
}
"""By the code of the refusal."""
