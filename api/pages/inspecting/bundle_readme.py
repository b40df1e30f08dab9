"""What a person reads first in an evidence bundle: what is in it, how to draw and check it."""

from __future__ import annotations

from typing import Final

from api.pages.inspecting.inspection import Inspection
from projections.samples import Sample
from reports.numbers import dong, moment, short_date, whole

TEXT: Final = """\
HỒ SƠ BẰNG CHỨNG KIỂM TRA

Đơn vị: {name} ({code}){below}
Kỳ: từ {first} đến {last}
Sổ như đã ghi đến: {known_at}; nhật ký khi đó có {log_size} bút toán

1. TRONG HỒ SƠ
   but-toan/              các bút toán trong mẫu, từng byte như đã ghi sổ
   giay-to/               giấy biên nhận, phiếu thu, phiếu chi của chúng
   mau.csv                danh sách mẫu
   so-lieu.csv            số liệu của đơn vị trong kỳ
   kiem-tra-tu-dong.csv   kết quả các mục kiểm tra tự động
   SHA256SUMS             mã kiểm của từng tệp

2. CÁCH CHỌN MẪU
   Hạt giống (công bố trước khi chọn): {seed}
   Chọn được {picked} bút toán trong {population} bút toán, cộng {population_vnd}.
{method}
   Ai làm lại đúng như vậy trên cùng số liệu cũng được đúng mẫu này.

3. CÁCH KIỂM TRA HỒ SƠ CÒN NGUYÊN
   Giải nén, mở cửa sổ lệnh trong thư mục ho-so-kiem-tra rồi chạy:
      Linux:    sha256sum -c SHA256SUMS
      macOS:    shasum -a 256 -c SHA256SUMS
      Windows:  certutil -hashfile <tên tệp> SHA256   (so với dòng của tệp trong SHA256SUMS)
   Mọi dòng phải báo OK. Mã kiểm của từng bút toán cũng hiện ở trang của bút toán trên mạng,
   theo cột dia_chi trong mau.csv.

4. GIỮ GÌN
   Giấy tờ trong hồ sơ có tên người ủng hộ và người nhận. Chỉ giao cho người có nhiệm vụ kiểm tra;
   không đăng lên mạng.
"""

BY_HASH: Final = """\
   Cách chọn: với mỗi bút toán, tính SHA-256 của dòng chữ gồm hạt giống, dấu xuống dòng (LF), rồi
   <mã đơn vị 32 chữ số>-<số thứ tự>; tên tệp trong but-toan/ chính là phần sau. Lấy các bút toán
   có kết quả nhỏ nhất. Cột ma_xep trong mau.csv là kết quả đó. Thử lại một bút toán:
      printf '%s\\n%s' '{seed}' '<tên tệp không có .json>' | sha256sum"""

BY_AMOUNT: Final = """\
   Cách chọn: xếp số tiền của các bút toán nối tiếp nhau theo ngày ghi sổ rồi vị trí trong nhật ký.
   Bước = tổng số tiền chia cỡ mẫu = {step}. Đồng đầu tiên = {start}
   (SHA-256 của hạt giống, coi là một số, chia bước lấy dư, cộng 1). Cứ cách một bước lấy bút toán
   có chứa đồng đó. Bút toán lớn bằng một bước trở lên chắc chắn được chọn."""


def readme_of(asked: Inspection, sample: Sample, log_size: int) -> str:
    """Return the text; it says nothing that is not in the bundle or the books."""
    by_amount = sample.step is not None and sample.start is not None
    method = BY_AMOUNT if by_amount else BY_HASH
    return TEXT.format(
        name=asked.name,
        code=asked.code,
        below=", cùng tất cả đơn vị trực thuộc" if asked.scope.below else "",
        first=short_date(asked.scope.first),
        last=short_date(asked.scope.last),
        known_at=moment(asked.known_at) if asked.known_at else "bút toán mới nhất",
        log_size=whole(log_size),
        seed=sample.seed,
        picked=whole(len(sample.picked)),
        population=whole(sample.population),
        population_vnd=dong(sample.population_vnd),
        method=method.format(
            seed=sample.seed,
            step=dong(sample.step or 0),
            start=whole(sample.start or 0),
        ),
    )
