"""What people read about a proof: that it holds, or why it does not. One table from code to words.

A fault of a proof says what was changed as far as that can be known: with a root that the log has
signed and an entry that does not lead there, one of the two files was changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.log.merkle import ProofFault, ProofWrong
from ledger.log.notes import NoteFault, NoteWrong

ENTRY_CHANGED: Final = "entry_changed"

PROOF_SENTENCES: Final[Mapping[str, str]] = {
    ENTRY_CHANGED: (
        "Tệp bút toán không còn nguyên như khi ghi sổ: đã bị sửa, hoặc không phải tệp bút toán."
    ),
    ProofFault.NOT_A_PROOF: "Tệp bằng chứng không đúng dạng: đã bị sửa hoặc bị cắt.",
    ProofFault.TOO_LARGE: "Tệp bằng chứng quá dài, không phải bằng chứng thật.",
    ProofFault.INDEX_OUTSIDE: (
        "Bằng chứng chỉ tới một bút toán mà nhật ký không có: bằng chứng đã bị sửa."
    ),
    ProofFault.SIZES_DISAGREE: "Hai mốc nhật ký trong bằng chứng không nối tiếp nhau.",
    ProofFault.WRONG_LENGTH: "Bằng chứng thiếu hoặc thừa dòng: đã bị sửa.",
    ProofFault.ROOT_DIFFERS: (
        "Nội dung không phải nội dung đã ghi sổ: số tiền, ngày hoặc phần khác của bút toán đã bị "
        "sửa, hoặc bằng chứng là của bút toán khác."
    ),
    ProofFault.OTHER_LOG: "Bằng chứng là của một nhật ký khác.",
    ProofFault.QUORUM_MISSING: "Chưa đủ nhân chứng xác nhận mốc nhật ký này.",
    NoteFault.MALFORMED: "Mốc nhật ký trong bằng chứng không đúng dạng: đã bị sửa hoặc bị cắt.",
    NoteFault.TOO_LARGE: "Mốc nhật ký trong bằng chứng quá dài, không phải mốc thật.",
    NoteFault.KEY_MALFORMED: "Khóa kiểm chứng không đúng dạng.",
    NoteFault.UNSIGNED: (
        "Mốc nhật ký không được ký bằng khóa mà bạn tin: khóa không đúng, hoặc bằng chứng giả."
    ),
    NoteFault.SIGNATURE_WRONG: (
        "Chữ ký trên mốc nhật ký không đúng: số bút toán hoặc mã gốc trong bằng chứng đã bị sửa, "
        "hoặc chữ ký giả."
    ),
    NoteFault.NOT_A_CHECKPOINT: "Phần được ký trong bằng chứng không phải một mốc nhật ký.",
}


def why(wrong: ProofWrong | NoteWrong) -> str:
    """Return why a proof shows nothing."""
    return PROOF_SENTENCES[wrong.reason]
