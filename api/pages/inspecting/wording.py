"""The words of the inspector's pages: figures, accounts, types of entries, fields, and the trail.

Vietnamese, marked for translation; the keys are those of the ledger. Every event has a line in the
trail: one sentence that says what happened.
"""

from __future__ import annotations

from typing import Final

from api.web.texts import phrase

FIGURES: Final = {
    "money": phrase("Số dư Quỹ"),
    "cash": phrase("Tiền mặt tại quỹ"),
    "bank": phrase("Tiền gửi ngân hàng"),
    "savings": phrase("Sổ tiết kiệm"),
    "with_collectors": phrase("Tiền ở người thu, chưa nộp"),
    "in_transit": phrase("Tiền đang chuyển giữa các đơn vị bên trong"),
    "in_transit_out": phrase("Tiền đang chuyển cho đơn vị bên ngoài"),
    "goods": phrase("Hiện vật còn trong kho, quy ra tiền"),
    "held_by_others": phrase("Tiền nơi nhận hộ đang giữ"),
    "brought_in_money": phrase("Số dư tiền mang sang"),
    "brought_in_goods": phrase("Hiện vật mang sang"),
    "raised": phrase("Tổng vận động được"),
    "raised_cash": phrase("Vận động bằng tiền mặt"),
    "raised_bank": phrase("Vận động bằng chuyển khoản"),
    "raised_in_kind": phrase("Vận động bằng hiện vật, quy ra tiền"),
    "raised_press": phrase("Vận động qua báo chí, nơi nhận hộ"),
    "other_income": phrase("Thu khác"),
    "paid": phrase("Tổng chi cho người nhận"),
    "paid_cash": phrase("Chi bằng tiền mặt"),
    "paid_bank": phrase("Chi bằng chuyển khoản"),
    "paid_in_kind": phrase("Chi bằng hiện vật"),
    "occurrences": phrase("Số lượt trao"),
    "recipients": phrase("Số người nhận"),
    "costs": phrase("Chi khác"),
    "transfers_in": phrase("Điều chuyển đến"),
    "transfers_out": phrase("Điều chuyển đi"),
    "succession_in": phrase("Số dư theo đơn vị chuyển đến"),
    "succession_out": phrase("Số dư theo đơn vị chuyển đi"),
    "corrections_money": phrase("Điều chỉnh năm trước, bằng tiền"),
    "corrections_goods": phrase("Điều chỉnh năm trước, bằng hiện vật"),
    "facilitated": phrase("Trao trực tiếp, không qua Quỹ"),
}
"""Every figure that links here (openings are stocks of the day before)."""

ACCOUNTS: Final = {
    "cash": phrase("Tiền mặt"),
    "bank": phrase("Ngân hàng"),
    "savings": phrase("Tiết kiệm"),
    "collector": phrase("Ở người thu"),
    "goods": phrase("Hiện vật trong kho"),
    "brought_in.money": phrase("Số dư tiền mang sang"),
    "brought_in.goods": phrase("Hiện vật mang sang"),
    "raised.cash": phrase("Vận động, tiền mặt"),
    "raised.bank": phrase("Vận động, chuyển khoản"),
    "raised.in_kind": phrase("Vận động, hiện vật"),
    "raised.press": phrase("Vận động, qua nơi nhận hộ"),
    "other_income": phrase("Thu khác"),
    "paid.cash": phrase("Chi học bổng, khen thưởng, hỗ trợ: tiền mặt"),
    "paid.bank": phrase("Chi học bổng, khen thưởng, hỗ trợ: chuyển khoản"),
    "paid.in_kind": phrase("Chi học bổng, khen thưởng, hỗ trợ: hiện vật"),
    "costs": phrase("Chi khác"),
    "transfers_in": phrase("Điều chuyển đến"),
    "transfers_out": phrase("Điều chuyển đi"),
    "corrections.money": phrase("Điều chỉnh năm trước: tiền"),
    "corrections.goods": phrase("Điều chỉnh năm trước: hiện vật"),
    "corrections.transfers_in": phrase("Điều chỉnh năm trước: điều chuyển đến"),
    "corrections.transfers_out": phrase("Điều chỉnh năm trước: điều chuyển đi"),
    "held": phrase("Nơi nhận hộ đang giữ"),
    "facilitated": phrase("Trao trực tiếp, không qua Quỹ"),
    "transit.sent": phrase("Đang chuyển: đã gửi"),
    "transit.arrived": phrase("Đang chuyển: đã đến"),
    "memorandum": phrase("Đối ứng ngoài sổ"),
}

TYPES: Final = {
    "unit.term_started/1": phrase("Đơn vị bắt đầu mang tên, mã, cấp trên"),
    "unit.term_ended/1": phrase("Hết thời gian hiệu lực"),
    "unit.term_corrected/1": phrase("Sửa thông tin đơn vị ghi sai"),
    "population.stated/1": phrase("Công bố dân số"),
    "holder.registered/1": phrase("Đăng ký nơi nhận hộ"),
    "role.granted/1": phrase("Giao vai trò"),
    "role.ended/1": phrase("Thôi vai trò"),
    "approval_rule.stated/1": phrase("Quy định mức chi không cần người thứ hai duyệt"),
    "log.key_handed_over/1": phrase("Khóa ký nhật ký được bàn giao"),
    "fund.defined/1": phrase("Lập nguồn"),
    "holding.defined/1": phrase("Mở nơi giữ tiền"),
    "series.continued/1": phrase("Đánh số tiếp theo sổ giấy"),
    "approval.asked/1": phrase("Đề nghị duyệt"),
    "approval.given/1": phrase("Duyệt"),
    "approval.declined/1": phrase("Không duyệt"),
    "opening.money/1": phrase("Số dư tiền mang sang"),
    "opening.goods/1": phrase("Hiện vật mang sang"),
    "opening.held/1": phrase("Tiền nơi khác đang giữ, mang sang"),
    "donation.received/1": phrase("Thu tiền ủng hộ"),
    "donation.goods/1": phrase("Nhận hiện vật ủng hộ"),
    "donation.collected/1": phrase("Nơi nhận hộ đã thu"),
    "handover.to_fund/1": phrase("Nơi nhận hộ nộp vào Quỹ"),
    "handover.direct/1": phrase("Nơi nhận hộ trao trực tiếp"),
    "payout.paid/1": phrase("Chi học bổng, khen thưởng, hỗ trợ"),
    "payout.goods/1": phrase("Trao hiện vật"),
    "transfer.sent/1": phrase("Điều chuyển đi"),
    "transfer.arrived/1": phrase("Đơn vị nhận báo tiền đã đến"),
    "transfer.received/1": phrase("Điều chuyển đến"),
    "money.moved/1": phrase("Chuyển giữa các nơi giữ tiền"),
    "income.received/1": phrase("Thu khác"),
    "cost.paid/1": phrase("Chi khác"),
    "entry.reversed/1": phrase("Hủy bút toán"),
    "figures.published/1": phrase("Công bố số liệu một năm"),
    "receipt.reprinted/1": phrase("In lại giấy biên nhận"),
    "subject.erased/1": phrase("Xóa thông tin cá nhân"),
    "consent.given/1": phrase("Đồng ý được nêu tên"),
    "consent.withdrawn/1": phrase("Không đồng ý nêu tên nữa"),
}
"""Every type of entry, by its stored name."""

TRAIL: Final = {
    "unit.term_started/1": phrase("Từ {valid_from}, đơn vị mang tên {name}, mã {code}."),
    "unit.term_ended/1": phrase("Thời gian hiệu lực từ {valid_from} kết thúc hết ngày {valid_to}."),
    "unit.term_corrected/1": phrase("Sửa lại: từ {valid_from}, đơn vị mang tên {name}, mã {code}."),
    "population.stated/1": phrase("Ngày {on}: {persons} người dân, theo {source}."),
    "holder.registered/1": phrase("Đăng ký nơi nhận hộ mang mã {holder}."),
    "role.granted/1": phrase("Giao vai trò {role} từ {valid_from}."),
    "role.ended/1": phrase("Thôi vai trò {role}, hết ngày {valid_to}."),
    "approval_rule.stated/1": phrase(
        "Từ {valid_from}, chi đến {free_up_to_vnd} không cần người thứ hai duyệt."
    ),
    "log.key_handed_over/1": phrase("Nhật ký {origin} có khóa ký mới từ bút toán thứ {log_size}."),
    "fund.defined/1": phrase("Lập nguồn {fund}: {name}."),
    "holding.defined/1": phrase("Mở nơi giữ tiền mang mã {holding}."),
    "series.continued/1": phrase(
        "Chứng từ {series} năm {year} đánh số tiếp từ {next_number}, theo sổ giấy."
    ),
    "approval.asked/1": phrase("Đề nghị duyệt {lines} dòng, cộng {total_vnd}."),
    "approval.given/1": phrase("Người thứ hai đã duyệt."),
    "approval.declined/1": phrase("Không duyệt, hoặc người lập rút lại."),
    "opening.money/1": phrase("Mang sang {amount_vnd} khi bắt đầu ghi sổ."),
    "opening.goods/1": phrase("Mang sang {quantity} {counted_in} {item} khi bắt đầu ghi sổ."),
    "opening.held/1": phrase("Mang sang {amount_vnd} do nơi nhận hộ {holder} giữ."),
    "donation.received/1": phrase(
        "Thu {amount_vnd} tiền ủng hộ, chứng từ {paper}, biên nhận {receipt}."
    ),
    "donation.goods/1": phrase(
        "Nhận {quantity} {counted_in} {item} ủng hộ, chứng từ {paper}, biên nhận {receipt}."
    ),
    "donation.collected/1": phrase(
        "Nơi nhận hộ {holder} thu {amount_vnd} ủng hộ, biên nhận {receipt}; chưa vào Quỹ."
    ),
    "handover.to_fund/1": phrase(
        "Nơi nhận hộ {holder} nộp {amount_vnd} vào Quỹ, chứng từ {paper}."
    ),
    "handover.direct/1": phrase(
        "Nơi nhận hộ {holder} trao trực tiếp {amount_vnd} cho người nhận, không qua Quỹ."
    ),
    "payout.paid/1": phrase("Chi {amount_vnd} cho một người nhận, chứng từ {paper}."),
    "payout.goods/1": phrase(
        "Trao {quantity} {counted_in} {item} cho một người nhận, chứng từ {paper}."
    ),
    "transfer.sent/1": phrase("Điều chuyển {amount_vnd} cho {to_unit_id}, chứng từ {paper}."),
    "transfer.arrived/1": phrase(
        "{to_unit_id} báo đã nhận {amount_vnd} điều chuyển ngày {sent_on}."
    ),
    "transfer.received/1": phrase(
        "Nhận {amount_vnd} do {from_unit_id} điều chuyển ngày {sent_on}, chứng từ {paper}."
    ),
    "money.moved/1": phrase(
        "Chuyển {amount_vnd} từ {from_holding} sang {to_holding}, chứng từ {paper}."
    ),
    "income.received/1": phrase("Thu {amount_vnd} không phải tiền ủng hộ, chứng từ {paper}."),
    "cost.paid/1": phrase("Chi {amount_vnd} không phải cho người nhận, chứng từ {paper}."),
    "entry.reversed/1": phrase(
        "Hủy bút toán {reverses} từ ngày {booked_on}; bút toán gốc vẫn giữ nguyên trong sổ."
    ),
    "receipt.reprinted/1": phrase(
        "In giấy biên nhận số {receipt_number}/{year} lần {copy} cho người ủng hộ, "
        "ngày {printed_on}."
    ),
    "subject.erased/1": phrase(
        "Xóa thông tin của một người khỏi {entries} bút toán ({reason}). Số tiền và số liệu giữ "
        "nguyên."
    ),
    "consent.given/1": phrase("Dòng {about}: {consenter} đồng ý nêu tên công khai."),
    "consent.withdrawn/1": phrase("Dòng {about}: {consenter} không đồng ý nêu tên nữa."),
    "figures.published/1": phrase(
        "Công bố số liệu năm {year} lần {edition}: vận động được {raised_vnd} đến hết {until}."
    ),
}
"""The line in the trail of each type; the braces are the entry's own fields, `paper`, `receipt`."""

REPLACES: Final = phrase("Thay thế {replaces}.")
"""What is added to the line of an entry that stands in the place of one that was reversed."""

FIELDS: Final = {
    "about": phrase("Về dòng mang khóa"),
    "agreed_on": phrase("Ngày đồng ý"),
    "amount_vnd": phrase("Số tiền"),
    "approval": phrase("Khóa đề nghị duyệt"),
    "approved_outside": phrase("Đã duyệt ngoài phần mềm (ghi lại từ trước)"),
    "asked_by": phrase("Người đề nghị"),
    "asked_on": phrase("Ngày đề nghị"),
    "award_round": phrase("Đợt trao"),
    "book": phrase("Quyển số"),
    "booked_on": phrase("Ngày ghi sổ"),
    "channel": phrase("Hình thức"),
    "code": phrase("Mã"),
    "collected_leaves": phrase("Số khoản nơi nhận hộ đã thu"),
    "collected_root": phrase("Mã gốc các khoản nơi nhận hộ đã thu"),
    "collected_total_vnd": phrase("Tổng các khoản nơi nhận hộ đã thu"),
    "consenter": phrase("Người đồng ý"),
    "copy": phrase("Lần in"),
    "counted_in": phrase("Đơn vị tính"),
    "decision": phrase("Quyết định"),
    "declined_by": phrase("Người không duyệt"),
    "declined_on": phrase("Ngày không duyệt"),
    "digest": phrase("Mã kiểm của nội dung"),
    "document_on": phrase("Ngày trên giấy"),
    "edition": phrase("Lần công bố"),
    "entries": phrase("Số bút toán"),
    "erased_by": phrase("Người xóa"),
    "erased_on": phrase("Ngày xóa"),
    "evidence": phrase("Dấu của tệp chứng cứ"),
    "former": phrase("Bút toán của lần công bố trước"),
    "asked_under": phrase("Khóa của yêu cầu công bố"),
    "free_up_to_vnd": phrase("Mức không cần duyệt"),
    "from_holding": phrase("Từ nơi giữ tiền"),
    "from_kind": phrase("Loại nơi chuyển"),
    "from_unit_id": phrase("Đơn vị gửi"),
    "fund": phrase("Nguồn"),
    "gift": phrase("Khoản ủng hộ"),
    "given_by": phrase("Người duyệt"),
    "given_on": phrase("Ngày duyệt"),
    "holder": phrase("Nơi nhận hộ"),
    "holding": phrase("Nơi giữ tiền"),
    "holding_kind": phrase("Loại nơi giữ tiền"),
    "item": phrase("Hiện vật"),
    "key": phrase("Khóa của dòng"),
    "kind": phrase("Loại"),
    "level": phrase("Cấp"),
    "line": phrase("Dòng của chứng từ"),
    "lines": phrase("Số dòng"),
    "log_size": phrase("Số bút toán của nhật ký khi đó"),
    "lots": phrase("Lô hàng xuất"),
    "matures_on": phrase("Ngày đáo hạn"),
    "members": phrase("Hội viên"),
    "name": phrase("Tên"),
    "next_number": phrase("Số tiếp theo"),
    "not_valued": phrase("Số khoản hiện vật chưa quy ra tiền"),
    "number": phrase("Số chứng từ"),
    "of": phrase("Đề nghị duyệt gì"),
    "on": phrase("Ngày"),
    "original": phrase("Bút toán bị hủy"),
    "paper_no": phrase("Số biên lai viết tay"),
    "parent_id": phrase("Đơn vị cấp trên"),
    "person": phrase("Người được giao"),
    "persons": phrase("Dân số"),
    "precision": phrase("Biết chính xác đến"),
    "printed_on": phrase("Ngày in"),
    "published_on": phrase("Ngày công bố"),
    "purpose": phrase("Mục đích"),
    "quantity": phrase("Số lượng"),
    "raised_leaves": phrase("Số khoản trong số vận động"),
    "raised_root": phrase("Mã gốc của tổng vận động"),
    "raised_total_vnd": phrase("Tổng các khoản vận động"),
    "raised_vnd": phrase("Số vận động công bố"),
    "reason": phrase("Lý do"),
    "receipt_number": phrase("Số giấy biên nhận"),
    "recipient_kind": phrase("Đối tượng"),
    "recipients": phrase("Số người nhận"),
    "replaces": phrase("Thay thế"),
    "restricted": phrase("Chỉ dùng đúng mục đích"),
    "reverses": phrase("Hủy dòng mang khóa"),
    "role": phrase("Vai trò"),
    "scope": phrase("Phạm vi"),
    "sent_on": phrase("Ngày gửi"),
    "series": phrase("Loại chứng từ"),
    "source": phrase("Nguồn số liệu"),
    "to_holding": phrase("Đến nơi giữ tiền"),
    "to_kind": phrase("Loại nơi nhận"),
    "to_unit_id": phrase("Đơn vị nhận"),
    "total_vnd": phrase("Tổng số tiền"),
    "undone_elsewhere_vnd": phrase("Hủy các khoản từ khi thuộc cấp trên khác"),
    "unit_id": phrase("Đơn vị"),
    "until": phrase("Đến hết ngày"),
    "origin": phrase("Tên nhật ký"),
    "old_key": phrase("Khóa cũ"),
    "new_key": phrase("Khóa mới"),
    "note": phrase("Lời bàn giao, hai khóa cùng ký"),
    "valid_from": phrase("Hiệu lực từ"),
    "valid_to": phrase("Hiệu lực đến hết"),
    "voucher": phrase("Tên chứng từ nhiều dòng"),
    "withdrawn_on": phrase("Ngày rút lại"),
    "what": phrase("Khoản"),
    "year": phrase("Năm"),
}
"""Every field of an entry that is shown."""

PRIVATE: Final = {
    "donor": phrase("Người ủng hộ"),
    "donor_id": phrase("Mã người ủng hộ"),
    "donor_kind": phrase("Loại người ủng hộ"),
    "contact": phrase("Liên hệ"),
    "recipient": phrase("Người nhận"),
    "recipient_id": phrase("Mã người nhận"),
    "birth_year": phrase("Năm sinh"),
    "school": phrase("Trường"),
    "class": phrase("Lớp"),
    "address": phrase("Địa chỉ"),
    "guardian": phrase("Người giám hộ"),
    "note": phrase("Ghi chú"),
    "reason": phrase("Lý do"),
    "who": phrase("Ai cho biết"),
    "how": phrase("Bằng cách nào"),
    "name": phrase("Tên"),
    "number": phrase("Số tài khoản"),
    "evidence": phrase("Tệp chứng cứ"),
}
"""What the vault may say; a field that is not here is shown under its own name."""

SERIES: Final = {
    "PT": phrase("Phiếu thu"),
    "PC": phrase("Phiếu chi"),
    "BC": phrase("Giấy báo có"),
    "UNC": phrase("Ủy nhiệm chi"),
    "NK": phrase("Phiếu nhập kho"),
    "XK": phrase("Phiếu xuất kho"),
    "BN": phrase("Giấy biên nhận"),
}
