"""What each automatic check looks at, in words, and what it means when it finds nothing."""

from __future__ import annotations

from typing import Final, NamedTuple

from api.web.texts import phrase


class Words(NamedTuple):
    """The title of a check, and what it looks at; `{days}` is after how many days."""

    title: str
    about: str


STATES: Final = {
    "good": phrase("Đạt"),
    "look": phrase("Cần xem"),
    "wrong": phrase("Sai"),
}

NUMBER_FAULTS: Final = {
    "check_numbers": phrase("thiếu số"),
    "check_lines": phrase("thiếu dòng, hoặc dòng lặp"),
    "numbers_twice": phrase("số lặp"),
}
"""What is wrong with the numbers of papers, by the name of the query that found it."""

CHECK_WORDS: Final = {
    "check_numbers": Words(
        phrase("Số chứng từ liên tục"),
        phrase("Mỗi loại chứng từ trong năm không thiếu số nào mà không có lý do."),
    ),
    "check_lines": Words(
        phrase("Chứng từ đủ dòng"),
        phrase("Chứng từ nhiều dòng có đủ các dòng 1, 2, 3… không thiếu, không lặp dòng nào."),
    ),
    "check_postings": Words(
        phrase("Định khoản cân bằng"), phrase("Mỗi bút toán cộng lại bằng không ở từng nguồn.")
    ),
    "check_below_zero": Words(
        phrase("Không ngày nào âm quỹ"),
        phrase("Cuối mỗi ngày, không nơi giữ tiền nào và không loại hiện vật nào dưới không."),
    ),
    "check_restricted_overspent": Words(
        phrase("Nguồn có mục đích không chi quá thu"),
        phrase("Nguồn có mục đích riêng không chi nhiều hơn số đã thu vào nguồn đó."),
    ),
    "check_same_person": Words(
        phrase("Người lập khác người duyệt"),
        phrase("Không đề nghị nào do cùng một người lập và duyệt."),
    ),
    "check_restricted_costs": Words(
        phrase("Chi quản lý từ nguồn có mục đích"),
        phrase("Khoản chi không phải cho người nhận mà lấy từ nguồn có mục đích riêng."),
    ),
    "check_goods_unvalued": Words(
        phrase("Hiện vật chưa quy ra tiền"),
        phrase("Hiện vật đã nhập kho mà chưa có giá trị; số dư hiện vật vì thế chưa tính chúng."),
    ),
    "check_transit": Words(
        phrase("Tiền chuyển lâu chưa đến"),
        phrase("Đã gửi hơn {days} ngày trước cuối kỳ mà đơn vị nhận chưa báo đến."),
    ),
    "check_held": Words(
        phrase("Nơi nhận hộ giữ lâu"),
        phrase("Tiền nơi nhận hộ đã thu hơn {days} ngày trước cuối kỳ mà chưa nộp."),
    ),
    "check_collectors": Words(
        phrase("Người thu chưa nộp"),
        phrase("Tiền ở người thu hơn {days} ngày trước cuối kỳ mà chưa nộp vào quỹ."),
    ),
    "check_one_person": Words(
        phrase("Chi không qua người thứ hai"),
        phrase("Khoản chi hoặc hủy trong mức một người được tự làm."),
    ),
    "check_approved_outside": Words(
        phrase("Chi đã duyệt ngoài phần mềm"),
        phrase("Khoản chi ghi lại từ trước: chữ ký duyệt nằm trên giấy, cần đối chiếu bản gốc."),
    ),
    "check_undecided": Words(
        phrase("Trao không ghi quyết định"),
        phrase("Khoản chi cho người nhận mà bút toán không nêu quyết định nào."),
    ),
    "check_late": Words(
        phrase("Ghi sổ chậm"),
        phrase("Bút toán ghi sau ngày chứng từ hơn {days} ngày, không kể số liệu nhập từ trước."),
    ),
    "check_reversals": Words(
        phrase("Đơn vị hủy nhiều bút toán"),
        phrase("Hơn hai lần hủy và hơn một phần năm mươi số bút toán trong kỳ."),
    ),
    "check_same_gift": Words(
        phrase("Khoản ủng hộ có thể ghi trùng"),
        phrase("Cùng người ủng hộ, cùng ngày, cùng số tiền."),
    ),
    "check_same_payout": Words(
        phrase("Khoản trao có thể ghi trùng"),
        phrase("Cùng người nhận, cùng ngày, cùng loại, cùng số tiền."),
    ),
}
"""Every check by the name of its query."""
