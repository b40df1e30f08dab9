"""What people read when an audit finds something wrong: one table from code to sentence.

Sentences take the fault's facts and the place (`where`). A unit is named by its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from ledger.registry import REGISTRY_ID
from reports.numbers import whole

if TYPE_CHECKING:
    from projections.faults import Code, Fault, Report

AUDIT_SENTENCES: Final[Mapping[Code, str]] = {
    "entry_unreadable": "Bút toán {version} của {unit_id} không đọc được ({reason}).",
    "entry_misplaced": (
        "Bút toán {version} của {unit_id} không khớp với chỗ lưu của nó: khác ở “{field}”."
    ),
    "entry_not_canonical": (
        "Bút toán {version} của {unit_id} không còn đúng dạng chuẩn: đã bị sửa sau khi ghi."
    ),
    "version_missing": (
        "Sổ của {unit_id} thiếu bút toán {expected}: tiếp theo lại là bút toán {version}."
    ),
    "order_broken": (
        "Bút toán {version} của {unit_id} nằm trước bút toán liền trước nó trong nhật ký."
    ),
    "seal_wrong": (
        "Bút toán {version} của {unit_id} phải có đúng một dấu niêm phong (pii hoặc nonce)."
    ),
    "vault_mismatch": (
        "Phần riêng tư của bút toán {version} ({unit_id}) không khớp với dấu niêm phong: "
        "đã bị sửa sau khi ghi."
    ),
    "vault_missing": (
        "Phần riêng tư của bút toán {version} ({unit_id}) không còn, mà sổ không ghi là đã xóa."
    ),
    "vault_key_missing": (
        "Phần riêng tư của bút toán {version} ({unit_id}) không còn khóa để mở, mà sổ không ghi là "
        "đã xóa."
    ),
    "erasure_differs": (
        "{unit_id}: sổ ghi đã xóa thông tin ở {said} bút toán, nhưng thấy xóa ở {done} bút toán."
    ),
    "vault_astray": (
        "Có phần riêng tư lưu cho bút toán {version} của {unit_id}, nhưng không có bút toán ấy "
        "hoặc bút toán ấy không nói về ai."
    ),
    "command_missing": (
        "Bút toán {version} của {unit_id} không có câu trả lời đã lưu: gửi lại sẽ bị ghi hai lần."
    ),
    "command_astray": (
        "Một câu trả lời đã lưu chỉ tới bút toán {version} của {unit_id}, nhưng không có bút toán "
        "ấy hoặc nó trả lời một yêu cầu khác."
    ),
    "number_missing": (
        "{unit_id}: dãy {series} năm {year} thiếu số {expected}, tiếp theo lại là số {number} "
        "(bút toán {version})."
    ),
    "number_twice": (
        "{unit_id}: số {number} của dãy {series} năm {year} dùng lại ở bút toán {version}, lẽ ra "
        "là số {expected}."
    ),
    "voucher_line_wrong": (
        "{unit_id}: dòng {line} của chứng từ {series} số {number} năm {year} không nối tiếp các "
        "dòng trước (bút toán {version})."
    ),
    "day_overdrawn": "{unit_id}: hết ngày {on}, {what} ({place}) bị âm {short}.",
    "reversal_unfounded": (
        "Bút toán {version} của {unit_id} hủy “{key}”, nhưng trong sổ trước đó không có dòng ấy."
    ),
    "reversed_twice": "Bút toán {version} của {unit_id} hủy “{key}” lần thứ hai.",
    "transfer_one_sided": (
        "Khoản điều chuyển “{key}” không được hai đơn vị ghi như nhau: chỉ thấy {sides}."
    ),
    "unit_unknown": "Có sổ của một đơn vị không được đăng ký ({where}).",
    "registry_impossible": "Danh mục đơn vị không thể diễn ra như đã lưu ({reason}).",
    "log_entry_changed": (
        "Bút toán {version} của {unit_id} không còn là nội dung đã đóng dấu vào nhật ký (vị trí "
        "{index}): đã bị sửa sau khi ghi."
    ),
    "log_entry_moved": (
        "Bút toán {version} của {unit_id} không nằm đúng chỗ: nhật ký đã đóng dấu nó ở vị trí "
        "{index}."
    ),
    "log_entry_added": (
        "Bút toán {version} của {unit_id} được chen vào: nhật ký đã đóng dấu không có nó."
    ),
    "log_entry_missing": (
        "Thiếu bút toán ở vị trí {index} của nhật ký: đã đóng dấu, nay không còn trong sổ."
    ),
    "log_tile_differs": (
        "Ô mã băm tầng {level} số {tile} của nhật ký bị sai ({where}): đã bị sửa sau khi đóng dấu."
    ),
    "log_tile_missing": "Nhật ký thiếu mã băm ở tầng {level}, ô {tile} ({where}).",
    "log_tile_extra": "Nhật ký thừa mã băm ở tầng {level}, ô {tile} ({where}).",
    "log_run_differs": "Bảng vị trí của nhật ký bị sai từ bút toán thứ {index} ({where}).",
    "checkpoint_forged": (
        "Mốc nhật ký {size} bút toán không có chữ ký đúng của khóa nhật ký ({reason}): mốc giả "
        "hoặc đã bị sửa."
    ),
    "checkpoint_differs": (
        "Mốc nhật ký {size} bút toán không khớp với các bút toán trong nhật ký."
    ),
    "cosignature_wrong": (
        "Xác nhận của nhân chứng {witness} cho mốc {size} bút toán không đúng chữ ký."
    ),
    "log_key_differs": "Khóa ở {path} không phải khóa ký nhật ký của cơ sở dữ liệu này.",
    "log_key_row_differs": "Bảng khóa của nhật ký không ghi đúng khóa {key} ({where}).",
    "log_behind": (
        "Nhật ký chỉ còn {size} bút toán, ít hơn {signed} bút toán đã được ký hoặc nhân chứng đã "
        "xác nhận: cơ sở dữ liệu là bản cũ hoặc đã bị cắt."
    ),
    "log_forked": (
        "{signed} bút toán đầu của nhật ký khác với những gì đã được ký hoặc nhân chứng đã xác "
        "nhận."
    ),
    "projection_stopped": "Không lập được số liệu tổng hợp từ nhật ký: {reason}.",
    "projection_row_missing": "Số liệu tổng hợp thiếu một dòng so với nhật ký: {where}.",
    "projection_row_extra": "Số liệu tổng hợp thừa một dòng so với nhật ký: {where}.",
    "projection_row_differs": (
        "Số liệu tổng hợp khác với lập lại từ nhật ký ở {columns}: {where}."
    ),
    "published_leaf_differs": (
        "Phần giữ sẵn của tổng đã công bố không còn đúng với bút toán: {where}. Lập lại số liệu "
        "(soquy rebuild) sẽ dựng lại."
    ),
    "postings_unbalanced": (
        "Các vế của bút toán thứ {position} trong nhật ký không cân ở nguồn “{fund}”, lệch "
        "{off_vnd} đồng."
    ),
    "identity_broken": (
        "{unit_id}, {part}, {grain} {on}: thu trừ chi không bằng thay đổi của số dư {what}, "
        "lệch {off_vnd} đồng."
    ),
    "sums_differ": (
        "{unit_id}, hết ngày {on}: cộng từng đơn vị khác với số gộp ({what}), lệch {off_vnd} đồng."
    ),
}

WORDS: Final[Mapping[str, str]] = {
    "money": "tiền",
    "goods": "hiện vật",
    "held": "tiền nơi khác giữ hộ",
    "held_by_others": "tiền nơi khác giữ hộ",
    "own": "riêng đơn vị",
    "subtree": "cả cấp dưới",
    "day": "trong ngày",
    "month": "trong tháng từ",
    "year": "trong năm từ",
}
"""Words that stand as facts in faults."""

CHECKED: Final[Mapping[str, str]] = {
    "entries": "bút toán",
    "books": "quyển sổ",
    "commands": "câu trả lời đã lưu",
    "vault": "phần riêng tư",
    "numbers": "số chứng từ",
    "closings": "số dư cuối ngày",
    "transfers": "khoản điều chuyển giữa các đơn vị",
    "identities": "đẳng thức thu – chi – thay đổi số dư",
    "sums": "phép cộng theo cây đơn vị",
    "leaves": "bút toán trong nhật ký đã đóng dấu",
    "tiles": "mã băm bên trên",
    "checkpoints": "mốc nhật ký đã ký",
    "projected": "dòng số liệu tổng hợp",
}
"""What an audit counts, in the order in which it is told."""

REGISTRY: Final = "sổ danh mục đơn vị"
WHOLE: Final = "toàn hệ thống"


def sentence(fault: Fault, names: Mapping[UUID, str]) -> str:
    """Return what `fault` says; `names` gives the codes of unit ids."""
    facts = {name: _shown(name, value, names) for name, value in fault.facts.items()}
    return AUDIT_SENTENCES[fault.code].format(**{**facts, "where": fault.where})


def audit_text(report: Report) -> str:
    """Return what was looked at, and each fault, one a line."""
    lines = [
        f"{sentence(fault, report.names)} [{fault.code}; {fault.where}]" for fault in report.faults
    ]
    unnamed = report.found.total() - len(report.faults)
    if unnamed:
        lines.append(f"… và {whole(unnamed)} sai lệch nữa cùng loại.")
    counted = [f"{whole(report.checked[name])} {word}" for name, word in CHECKED.items()]
    lines.append(f"Đã kiểm tra {', '.join(counted)}.")
    lines.append(
        "Không có sai lệch." if report.is_clean else f"Có {whole(report.found.total())} sai lệch."
    )
    return "\n".join(lines)


def _shown(name: str, value: object, names: Mapping[UUID, str]) -> str:
    match value:
        case None:
            return WHOLE if name == "unit_id" else "—"
        case UUID():
            return REGISTRY if value == REGISTRY_ID else names.get(value, str(value))
        case date():
            return value.strftime("%d/%m/%Y")
        case int():
            return str(value) if name in {"year", "number", "expected", "level"} else whole(value)
        case list():
            return ", ".join(map(str, value))
        case _:
            return WORDS.get(str(value), str(value))
