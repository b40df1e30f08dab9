"""What a person reads first in a publication package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from ledger.log.notes import Verifier
from ledger.publication_events import FiguresPublished
from reports.numbers import dong, short_date, whole

TEXT: Final = """\
GÓI CÔNG BỐ SỐ LIỆU QUỸ KHUYẾN HỌC

Đơn vị:      {name} ({code}), cùng tất cả đơn vị trực thuộc
Năm:         {year}, số liệu đến hết ngày {until}
Lần công bố: {edition}, ngày {published_on}
Vận động được: {raised}
Lập trên {log_size} bút toán đầu tiên của nhật ký; bản thân lần công bố này là bút toán số {index}.

1. TRONG GÓI
   figures.csv, figures.json  số liệu của đơn vị; mã kiểm của figures.json nằm trong nhật ký
   units.csv                  số liệu của từng đơn vị: riêng (own) và cả cấp dưới (subtree)
   statements/                bản số liệu của từng đơn vị, mở bằng trình duyệt, in được
   gifts.csv                  từng khoản làm nên số vận động, theo thứ tự ghi sổ
   collected.csv              từng khoản do nơi nhận hộ thu
   payouts.csv                từng khoản chi cho người nhận, không có tên
   breakdown.csv              khoản chi theo đơn vị, loại, đối tượng; ô dưới 5 khoản được che (*)
   entries.csv                mọi bút toán làm thay đổi số liệu
   publication.json           bút toán công bố, từng byte như đã ghi sổ
   publication-proof.txt      bằng chứng bút toán đó nằm trong nhật ký
   witnessed-proof.txt        cùng bằng chứng, có nhân chứng xác nhận (khi họ đã xác nhận)
   checkpoint.txt             nhật ký như đã ký khi đó
   log-keys.txt               khóa công khai của nhật ký
   MANIFEST.txt               mã kiểm của từng tệp, có chữ ký của nhật ký
   verifier.html              kiểm tra giấy biên nhận ngay trong trình duyệt, không cần mạng

   Trong gói chỉ có tên người ủng hộ nào đã đồng ý được nêu tên; người nhận không bao giờ được nêu
   tên.

2. KHOẢN CỦA TÔI CÓ TRONG SỐ NÀY KHÔNG?
   Tìm mã kiểm chứng in trên giấy biên nhận (dạng XXXX-XXXX) ở cột check_code của gifts.csv.
   Cột net_vnd là số được tính: bằng số tiền trên giấy, hoặc 0 nếu khoản đã hủy (undone) hay là
   hiện vật chưa quy ra tiền (not_valued). Cộng cả cột net_vnd phải được {raised_total}.{elsewhere}
   Ủng hộ qua báo chí, nơi nhận hộ: tìm trong collected.csv. Tiền đó chỉ được tính là vận động khi
   nơi nhận hộ nộp vào Quỹ, cả đợt một lần (channel = handover trong gifts.csv), nên không thể nói
   từng khoản nằm trong đợt nộp nào. Điều kiểm tra được: khoản đó nằm trong {collected} mà các nơi
   nhận hộ đã thu, và tiền ấy đi đâu:
      có đầu kỳ {opening} + thu {held_collected} − nộp vào Quỹ {to_fund} − trao thẳng {direct}
      + mang sang, điều chỉnh {other} = còn giữ {closing}

3. KIỂM TRA CẢ GÓI
   Có phần mềm Sổ quỹ:   scripts/soquy verify <thư mục này>
   Không có phần mềm, trên Linux (macOS: thay sha256sum bằng shasum -a 256), trong thư mục này:
      sed '1,2d;/^$/,$d' MANIFEST.txt | sha256sum -c     mọi dòng phải báo OK
      sha256sum figures.json                             phải bằng “digest” trong publication.json
   Khóa công khai đang dùng của nhật ký; hãy so với khóa mà đơn vị niêm yết ở nơi khác:
      {key}
   So hai lần công bố:   scripts/soquy diff-publications <gói trước> <gói sau>

IN ENGLISH
   Figures of an association for promoting education, published for {year}, edition {edition}.
   Every file is listed in MANIFEST.txt, a signed note by the log's key (log-keys.txt).
   publication.json is entry number {index} of the log, as publication-proof.txt shows
   (c2sp.org/tlog-proof).
   It holds the SHA-256 of figures.json and the roots of two Merkle-sum trees. Their leaves are the
   rows of gifts.csv and collected.csv, in order:
      leaf = SHA-256("soquy/sum-leaf/1\\n" || entry_sha256 || net_vnd as 8 bytes)
      node = SHA-256("soquy/sum-node/1\\n" || left || left sum || right || right sum)
   divided as in RFC 6962. Whoever adds them up gets the published total and root, or finds a fault.
"""

ELSEWHERE: Final = """
   Số công bố ít hơn {amount}: đơn vị mới chuyển đến đã hủy các khoản nhận khi còn thuộc cấp
   trên khác."""


def readme_of(folder: Path, event: FiguresPublished, index: int, key: Verifier) -> str:
    """Return the text; it says nothing that is not in the figures or the entry."""
    figures = json.loads((folder / "figures.json").read_bytes())
    held = figures["held"]
    return TEXT.format(
        name=figures["name"],
        code=figures["unit"],
        year=event.year,
        until=short_date(event.until),
        edition=event.edition,
        published_on=short_date(event.published_on),
        raised=dong(event.raised_vnd),
        raised_total=dong(event.raised_total_vnd),
        collected=dong(event.collected_total_vnd),
        elsewhere=ELSEWHERE.format(amount=dong(event.undone_elsewhere_vnd))
        if event.undone_elsewhere_vnd
        else "",
        log_size=whole(event.log_size),
        index=index,
        opening=dong(held["opening_vnd"]),
        held_collected=dong(held["collected_vnd"]),
        to_fund=dong(held["to_fund_vnd"]),
        direct=dong(held["direct_vnd"]),
        other=dong(held["other_vnd"]),
        closing=dong(held["closing_vnd"]),
        key=key,
    )
