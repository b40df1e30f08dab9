"""What people read when the ledger says no: one table from code to status and sentence.

Sentences take the refusal's facts. A unit is named by its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from api.log_sentences import OF_THE_LOG, Sentence
from api.person_sentences import OF_PERSONS
from ledger.refusals import Refusal

SENTENCES: Final[Mapping[str, Sentence]] = {
    **OF_THE_LOG,
    **OF_PERSONS,
    "may_not_publish": Sentence(
        403,
        "Bạn không phải chủ tài khoản của đơn vị {unit_id} vào ngày {on} nên không công bố được: "
        "hãy nhờ chủ tài khoản công bố.",
        "You are not an account holder of {unit_id} on {on}, so you cannot publish: ask one to do "
        "it.",
    ),
    "publication_period_wrong": Sentence(
        422,
        "Không công bố được số liệu năm {year} đến {until}: ngày cuối phải thuộc năm đó và không "
        "sau ngày công bố {on}.",
        "Figures of {year} up to {until} cannot be published on {on}: the last day must be in that "
        "year and over.",
    ),
    "publication_not_whole": Sentence(
        422,
        "Số liệu công bố năm {year} không trọn vẹn: mã kiểm hoặc số lượng sai dạng. Hãy lập lại "
        "bản công bố.",
        "The publication of {year} is not whole: a hash or a count cannot be right. Make it again.",
    ),
    "publication_total_differs": Sentence(
        422,
        "Các khoản thu cộng lại được {total_vnd} đ, không khớp số vận động {raised_vnd} đ: hãy "
        "lập lại bản công bố; nếu vẫn lệch, hãy báo người quản trị máy chủ chạy soquy audit.",
        "The receipts add up to {total_vnd} đ, which does not give {raised_vnd} đ raised: make "
        "the publication again; if it still differs, have soquy audit run.",
    ),
    "publication_behind": Sentence(
        409,
        "Năm {year} đã có bản công bố lập khi sổ có {reached} bút toán: hãy lập lại trên sổ mới "
        "nhất.",
        "{year} was published when the book had {reached} entries: make it again on the newest.",
    ),
    "approval_needed": Sentence(
        403,
        "Khoản chi hoặc hủy bút toán cần người thứ hai duyệt: hãy gửi trình duyệt.",
        "Money out and reversals need a second person: ask for approval.",
    ),
    "preparer_cannot_approve": Sentence(
        403,
        "Người lập không được tự duyệt: hãy nhờ chủ tài khoản khác duyệt.",
        "Who prepared the rows cannot approve them: ask another account holder.",
    ),
    "may_not_approve": Sentence(
        403,
        "Bạn không phải chủ tài khoản của đơn vị {unit_id} vào ngày {on} nên không duyệt được: "
        "hãy nhờ chủ tài khoản duyệt.",
        "You are not an account holder of {unit_id} on {on}, so you cannot approve: ask one to do "
        "it.",
    ),
    "unknown_approval": Sentence(
        404,
        "Không có đề nghị duyệt nào mang khóa “{key}” ở đơn vị này: hãy xem lại đường dẫn.",
        "Nothing was put before a second person under the key “{key}” in this unit: look at the "
        "address again.",
    ),
    "approval_decided": Sentence(
        409,
        "Đề nghị “{key}” đã được duyệt, trả lại hoặc rút lại trước đó: hãy tải lại trang.",
        "“{key}” was approved, sent back or withdrawn before: load the page again.",
    ),
    "approval_content_differs": Sentence(
        409,
        "Nội dung của “{key}” không còn là nội dung đã trình: hãy trình duyệt lại.",
        "The rows of “{key}” are not those that were put forward: ask again.",
    ),
    "unknown_grant": Sentence(
        404,
        "Người này chưa từng được giao vai trò đó từ ngày {valid_from}: hãy xem lại vai trò, đơn "
        "vị và ngày bắt đầu.",
        "The person was never granted that role from {valid_from}: look at the role, the unit and "
        "the first day.",
    ),
    "grant_empty": Sentence(
        422,
        "Vai trò không thể kết thúc ngày {valid_to}, trước ngày bắt đầu {valid_from}: hãy chọn từ "
        "ngày {valid_from} trở đi.",
        "The role cannot end on {valid_to}, before it begins on {valid_from}: choose {valid_from} "
        "or a later day.",
    ),
    "roles_conflict": Sentence(
        422,
        "Một người không được vừa là thủ quỹ vừa là kế toán của đơn vị {unit_id} từ ngày {on}: "
        "hãy cho vai trò kia kết thúc trước, hoặc giao cho người khác.",
        "One person cannot be both treasurer and accountant of {unit_id} from {on}: end the other "
        "role first, or choose somebody else.",
    ),
    "amount_not_positive": Sentence(
        422,
        "Số tiền phải từ 1 đồng trở lên.",
        "The amount must be at least 1 đồng.",
    ),
    "amount_too_large": Sentence(
        422,
        "Số tiền vượt quá 9.007.199.254.740.991 đồng cho một dòng: hãy xem lại số chữ số.",
        "The amount exceeds 9,007,199,254,740,991 đồng for one row: count its digits again.",
    ),
    "book_full": Sentence(
        422,
        "Cộng mọi số tiền đã ghi, sổ của đơn vị sẽ vượt {limit_vnd} đồng, mức lớn nhất của một sổ: "
        "hãy xem lại số chữ số của các số tiền.",
        "All amounts of this book together would exceed {limit_vnd} đồng, the most for a book: "
        "look at the digits of the amounts again.",
    ),
    "quantity_not_positive": Sentence(
        422, "Số lượng phải lớn hơn 0.", "The quantity must be above 0."
    ),
    "goods_value_differs": Sentence(
        422,
        "Giá trị xuất kho theo các lô là {lots_vnd} đồng, không phải {stated_vnd} đồng: hãy để "
        "trống số tiền hoặc sửa lại cho khớp.",
        "The lots are worth {lots_vnd} đồng, not {stated_vnd}: leave the amount empty or mend it.",
    ),
    "unknown_unit": Sentence(
        422,
        "Không có đơn vị mang mã “{unit}”: hãy thêm đơn vị vào danh mục hoặc sửa lại mã.",
        "No unit has the code “{unit}”: add the unit first, or correct the code.",
    ),
    "unknown_fund": Sentence(
        422,
        "Đơn vị không có nguồn “{fund}”: hãy thêm nguồn vào danh mục hoặc sửa lại mã nguồn.",
        "The unit has no fund “{fund}”: add it first, or correct its code.",
    ),
    "unknown_holding": Sentence(
        422,
        "Đơn vị không có nơi giữ tiền “{holding}”: hãy thêm vào danh mục hoặc sửa lại mã.",
        "The unit has no holding “{holding}”: add it first, or correct its code.",
    ),
    "unknown_holder": Sentence(
        422,
        "Không có nơi nhận hộ mang mã “{holder}”: hãy thêm vào danh mục hoặc sửa lại mã.",
        "No holder is registered under “{holder}”: register it first, or correct the code.",
    ),
    "unknown_entry": Sentence(
        422,
        "Không có dòng nào mang khóa “{key}”: hãy xem lại khóa.",
        "No row has the key “{key}”: look at the key again.",
    ),
    "no_receipt": Sentence(
        422,
        "“{key}” không phải khoản ủng hộ nên không có giấy biên nhận: hãy in chứng từ của nó.",
        "“{key}” is no gift, so that it has no receipt: print its voucher instead.",
    ),
    "unit_not_valid": Sentence(
        422,
        "Đơn vị {unit_id} không hoạt động vào ngày {on}: hãy xem lại ngày hoặc thời gian hiệu lực "
        "của đơn vị.",
        "The unit {unit_id} did not exist on {on}: look at the day, or at the unit's term.",
    ),
    "received_before_sent": Sentence(
        422,
        "Ngày nhận {received_on} trước ngày chuyển {sent_on}: hãy sửa lại ngày.",
        "Received on {received_on}, before it was sent on {sent_on}: correct the day.",
    ),
    "reversed_too_early": Sentence(
        422,
        "Ngày hủy {on} trước ngày {original_on} của dòng bị hủy: hãy sửa lại ngày.",
        "Reversed on {on}, before the row's own day {original_on}: correct the day.",
    ),
    "code_taken": Sentence(
        409,
        "Mã {code} đã là của {bearer}: hãy chọn mã khác cho đơn vị này.",
        "The code {code} is that of {bearer}: choose another one for this unit.",
    ),
    "unit_terms_overlap": Sentence(
        422,
        "Hai dòng của đơn vị {code} (từ {first} và từ {second}) trùng thời gian hiệu lực: hãy "
        "điền ngày kết thúc cho dòng trước.",
        "Two rows of the unit {code} (from {first} and from {second}) overlap: give the earlier "
        "one a last day.",
    ),
    "unit_term_empty": Sentence(
        422,
        "Ngày kết thúc {valid_to} trước ngày bắt đầu {valid_from}: hãy sửa lại một trong hai ngày.",
        "The validity ends on {valid_to}, before it begins on {valid_from}: correct one of the "
        "days.",
    ),
    "insufficient_funds": Sentence(
        409,
        "Không đủ tiền: nguồn “{fund}” tại “{holding}” sẽ thiếu {short_vnd} đồng vào cuối ngày "
        "{on}. Hãy giảm số tiền, chọn nguồn hoặc nơi giữ tiền khác, hoặc ghi trước khoản thu còn "
        "thiếu.",
        "Not enough: fund “{fund}” in “{holding}” would lack {short_vnd} đồng at the end of {on}. "
        "Lower the amount, take another fund or holding, or first record what came in.",
    ),
    "insufficient_goods": Sentence(
        409,
        "Không đủ hiện vật: “{item}” sẽ thiếu {short} {counted_in} vào cuối ngày {on}. Hãy giảm "
        "số lượng, xem lại tên và đơn vị tính, hoặc ghi trước hiện vật đã nhận.",
        "Not enough goods: “{item}” would lack {short} {counted_in} at the end of {on}. Lower the "
        "quantity, look at the name and the unit of count, or first record the goods received.",
    ),
    "insufficient_held": Sentence(
        409,
        "Nơi nhận hộ “{holder}” đang giữ ít hơn số bàn giao: sẽ thiếu {short_vnd} đồng vào cuối "
        "ngày {on}. Hãy giảm số tiền, hoặc ghi trước khoản họ đã thu.",
        "The holder “{holder}” has collected less: {short_vnd} đồng would lack at the end of "
        "{on}. Lower the amount, or first record what was collected.",
    ),
    "transfer_to_self": Sentence(
        422,
        "Đơn vị không thể điều chuyển cho chính mình: hãy chọn đơn vị nhận khác; giữa các nơi giữ "
        "tiền của đơn vị thì dùng mục Chuyển giữa tiền mặt và ngân hàng.",
        "A unit cannot transfer to itself: choose another unit; between its own holdings, record "
        "a move.",
    ),
    "movement_to_self": Sentence(
        422,
        "Nơi đi và nơi đến cùng là “{holding}”: hãy chọn hai nơi giữ tiền khác nhau.",
        "Money cannot move from “{holding}” to itself: choose two holdings.",
    ),
    "holding_of_other_kind": Sentence(
        422,
        "“{holding}” là nơi giữ tiền loại {kind}, không dùng cho {asked}: hãy chọn nơi giữ tiền "
        "khác, hoặc sửa hình thức.",
        "“{holding}” is of the kind {kind}, not {asked}: choose another holding, or correct the "
        "channel.",
    ),
    "fund_unknown_to_receiver": Sentence(
        422,
        "Đơn vị nhận {unit_id} không có nguồn “{fund}”: hãy thêm nguồn này cho đơn vị nhận trước.",
        "The receiving unit {unit_id} has no fund “{fund}”: add it there first.",
    ),
    "voucher_mixed": Sentence(
        422,
        "Chứng từ “{voucher}” có dòng của hai đơn vị hoặc hai ngày: hãy tách thành nhiều chứng "
        "từ, mỗi chứng từ một đơn vị và một ngày.",
        "The voucher “{voucher}” has rows of two units or two days: divide it, one unit and one "
        "day each.",
    ),
    "series_already_used": Sentence(
        409,
        "Sổ {series} năm {year} đã dùng đến số trước {reached}: số tiếp theo không thể là "
        "{asked}, hãy ghi từ {reached} trở lên.",
        "Series {series} of {year} has reached {reached}; it cannot go on from {asked}: give "
        "{reached} or more.",
    ),
    "tree_has_cycle": Sentence(
        422,
        "Đơn vị {unit_id} sẽ nằm dưới chính mình: hãy sửa đơn vị cấp trên.",
        "The unit {unit_id} would be above itself: choose another parent.",
    ),
    "event_too_large": Sentence(
        413,
        "Dòng này quá dài ({size} byte, tối đa {limit}): hãy rút gọn hoặc tách thành nhiều dòng.",
        "The entry is too large ({size} bytes, at most {limit}): shorten it, or make several rows.",
    ),
    "key_used_for_other": Sentence(
        422,
        "Khóa “{key}” đã ghi với nội dung khác: hãy dùng khóa mới, hoặc hủy dòng cũ rồi ghi lại.",
        "The key “{key}” was recorded before with other content: use a new key, or reverse the "
        "old row first.",
    ),
    "already_reversed": Sentence(
        409,
        "Dòng “{key}” đã được hủy trước đó: hãy xem bút toán hủy trong sổ, không cần hủy lần nữa.",
        "The row “{key}” has been reversed before: see the reversal in the book, nothing is left "
        "to do.",
    ),
    "reversal_of_reversal": Sentence(
        422,
        "“{key}” là một bút toán hủy, không thể hủy tiếp: hãy ghi lại dòng mới.",
        "“{key}” is a reversal and cannot be reversed; record the row again.",
    ),
    "not_reversed": Sentence(
        422,
        "Trong sổ của đơn vị không có dòng “{key}” đã hủy: hãy xem lại khóa, chỉ dòng đã hủy mới "
        "có phiếu thay thế.",
        "No reversed row of the unit has the key “{key}”: only a reversed row is replaced.",
    ),
    "replaces_other_kind": Sentence(
        422,
        "Dòng đã hủy “{key}” thuộc loại khác: hãy ghi phiếu thay thế cùng loại với nó, hoặc bỏ "
        "phần thay thế.",
        "The reversed row “{key}” is of another kind: record one of its kind, or do not name it "
        "as replaced.",
    ),
    "already_replaced": Sentence(
        409,
        "Dòng “{key}” đã có phiếu thay thế “{by}”: hãy xem phiếu đó; nếu nó sai thì hủy rồi thay "
        "chính nó.",
        "The row “{key}” is replaced by “{by}”: see that one; if it is wrong, reverse and replace "
        "it instead.",
    ),
    "transfer_reversed": Sentence(
        409,
        "Khoản điều chuyển “{key}” đã bị hủy nên không thể nhận: hãy hỏi lại đơn vị gửi.",
        "The transfer “{key}” was reversed, so it cannot arrive: ask the unit that sent it.",
    ),
    "evidence_missing": Sentence(
        422,
        "Không thấy tệp “{name}” bên cạnh dữ liệu: hãy chép tệp vào cùng thư mục hoặc bỏ tên tệp.",
        "The file “{name}” is not beside the data: put it into the same folder, or drop its name.",
    ),
}

COLUMNS: Final[Mapping[str, str]] = {
    "unknown_fund": "fund",
    "fund_unknown_to_receiver": "fund",
    "holding_of_other_kind": "holding",
    "movement_to_self": "to_holding",
    "transfer_to_self": "to_unit",
    "unknown_holder": "holder",
    "unknown_entry": "reverses",
    "already_reversed": "reverses",
    "reversal_of_reversal": "reverses",
    "not_reversed": "replaces",
    "replaces_other_kind": "replaces",
    "already_replaced": "replaces",
    "key_used_for_other": "key",
    "voucher_mixed": "voucher",
    "evidence_missing": "evidence",
    "amount_not_positive": "amount_vnd",
    "amount_too_large": "amount_vnd",
    "book_full": "amount_vnd",
    "goods_value_differs": "amount_vnd",
    "insufficient_funds": "amount_vnd",
    "insufficient_held": "amount_vnd",
    "insufficient_goods": "quantity",
    "quantity_not_positive": "quantity",
    "received_before_sent": "received_on",
    "transfer_reversed": "received_on",
    "reversed_too_early": "on",
    "unit_term_empty": "valid_to",
    "unit_terms_overlap": "valid_from",
    "code_taken": "code",
    "tree_has_cycle": "parent",
    "series_already_used": "next_number",
    "roles_conflict": "role",
    "grant_empty": "valid_to",
}
"""The column in which the cause of a refusal stands, where it is one."""


def sentence(refusal: Refusal, *, language: str = "vi", names: Mapping[UUID, str] = {}) -> str:
    """Return what `refusal` says; `names` gives the codes of unit ids."""
    found = SENTENCES[refusal.code]
    facts = {
        name: _shown(names.get(value, str(value)) if isinstance(value, UUID) else value)
        for name, value in refusal.facts.items()
    }
    return (found.vi if language == "vi" else found.en).format(**facts)


def _shown(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return "—"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".") if abs(value) >= 10_000 else str(value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)
