"""What a refusal says, and what those of the log say: to people who look after the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sentence:
    """The HTTP status of a refusal, and what it says in Vietnamese and in English."""

    status: int
    vi: str
    en: str


OF_THE_LOG: Final[Mapping[str, Sentence]] = {
    "log_key_missing": Sentence(
        503,
        "Không thấy khóa ký nhật ký ở {path}: hãy chép lại tệp khóa đã cất giữ vào đó. Chương "
        "trình không tự tạo khóa mới cho một nhật ký đã có.",
        "The key of the log is not at {path}: put back the copy that you keep. A log that has "
        "begun never gets a new key by itself.",
    ),
    "log_key_differs": Sentence(
        503,
        "Khóa ở {path} không phải khóa ký nhật ký của cơ sở dữ liệu này: hãy xem lại thư mục khóa "
        "và địa chỉ cơ sở dữ liệu.",
        "The key at {path} is not the one that signs for this database: look at the folder of keys "
        "and the address of the database.",
    ),
    "log_origin_differs": Sentence(
        503,
        "Nhật ký này mang tên “{name}”, không phải “{asked}”: hãy sửa hoặc bỏ SOQUY_LOG_ORIGIN.",
        "This log is called “{name}”, not “{asked}”: mend or drop SOQUY_LOG_ORIGIN.",
    ),
    "log_behind": Sentence(
        503,
        "Cơ sở dữ liệu chỉ có {size} bút toán, ít hơn {signed} bút toán mà nhật ký đã ký xác nhận: "
        "đây là bản sao lưu cũ. Hãy khôi phục bản mới hơn, chương trình không ghi tiếp.",
        "The database has {size} entries, fewer than the {signed} that the log has signed: it is "
        "an old backup. Restore a newer one; nothing is recorded until then.",
    ),
    "log_forked": Sentence(
        503,
        "{signed} bút toán đầu trong cơ sở dữ liệu khác với những gì nhật ký đã ký xác nhận: đây "
        "không phải cơ sở dữ liệu ấy, hoặc đã bị sửa. Hãy chạy soquy audit.",
        "The first {signed} entries of the database are not those that the log has signed: it is "
        "another database, or was changed. Run soquy audit.",
    ),
    "log_contradicted": Sentence(
        503,
        "Nhân chứng {witnesses} đã thấy một nhật ký khác, có {seen} bút toán: cơ sở dữ liệu này là "
        "bản sao lưu cũ, hoặc đã bị sửa. Nhật ký không ký tiếp. Hãy tìm xem vì sao; nếu nhân chứng "
        "sai, xóa tệp {path} rồi chạy lại.",
        "The witnesses {witnesses} have seen another log, of {seen} entries: this database is an "
        "old backup, or was changed. Nothing more is signed. Find out why; if the witnesses are "
        "wrong, delete {path} and start again.",
    ),
    "entry_not_logged": Sentence(
        409,
        "Bút toán vừa được ghi, chưa đóng dấu vào nhật ký: hãy thử lại sau một giây.",
        "The entry was recorded a moment ago and is not in the signed log yet: try again in a "
        "second.",
    ),
}
"""By the code of the refusal."""
