"""Why the proof of a total shows nothing, as sentences for people."""

from __future__ import annotations

from typing import Final

from ledger.log.sums import SumFault, SumWrong
from ledger.log.total_proofs import TotalFault, TotalWrong

SENTENCES: Final[dict[str, str]] = {
    TotalFault.NOT_A_PROOF: "Tệp total-proof.txt sai dạng.",
    TotalFault.NOT_A_GIFT: "Bút toán không phải khoản ủng hộ thuộc tổng này.",
    TotalFault.NOT_A_PUBLICATION: "Tệp publication.json không phải bút toán công bố.",
    TotalFault.OTHER_PUBLICATION: "Bằng chứng thuộc một lần công bố khác.",
    TotalFault.OTHER_TIME: "Khoản này không thuộc thời gian đã công bố.",
    TotalFault.NET_IMPOSSIBLE: "Số được tính không phải cả khoản, cũng không phải 0 đồng.",
    SumFault.SUM_NEGATIVE: "Trong bằng chứng có số âm.",
    SumFault.SUM_TOO_LARGE: "Trong bằng chứng có số quá lớn.",
    SumFault.NOT_A_HASH: "Trong bằng chứng có mã băm sai độ dài.",
    SumFault.INDEX_OUTSIDE: "Vị trí của khoản nằm ngoài danh sách đã công bố.",
    SumFault.WRONG_LENGTH: "Bằng chứng thiếu hoặc thừa bước.",
    SumFault.TOTAL_DIFFERS: "Cộng theo bằng chứng ra một tổng khác với tổng đã công bố.",
    SumFault.ROOT_DIFFERS: "Khoản này không nằm trong tổng đã công bố.",
}


def why_not(wrong: TotalWrong | SumWrong) -> str:
    """Return why it shows nothing."""
    return SENTENCES[wrong.reason]
