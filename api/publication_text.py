"""Publications, packages and what changed, as text for people on the command line."""

from __future__ import annotations

from typing import Any, Final

from api.pages.inspecting.wording import TYPES
from api.publishing import Done
from api.speaking import document_text, table
from ledger.log.total_proofs import Counted, Total
from reports.numbers import dong, short_date, whole
from reports.publication.checking import Package, PackageFault, PackageWrong
from reports.publication.differing import (
    CannotCompare,
    ChangedEntry,
    Difference,
    NotComparable,
    Why,
)

SHOWN_MAX: Final = 50
FAULTS: Final[dict[PackageFault, str]] = {
    PackageFault.NOT_A_PACKAGE: "không phải gói công bố, hoặc MANIFEST.txt sai dạng",
    PackageFault.SIGNATURE_WRONG: "chữ ký của MANIFEST.txt không đúng: danh sách tệp đã bị sửa",
    PackageFault.OTHER_KEY: "MANIFEST.txt không do khóa đã cho của nhật ký ký",
    PackageFault.FILE_MISSING: "thiếu tệp",
    PackageFault.FILE_CHANGED: "tệp đã bị sửa",
    PackageFault.FILE_STRANGE: "có tệp lạ, không thuộc gói",
    PackageFault.NOT_LOGGED: "nhật ký không có bút toán công bố này",
    PackageFault.NOT_WITNESSED: "chưa đủ nhân chứng xác nhận nhật ký có bút toán công bố này",
    PackageFault.FIGURES_DIFFER: "số liệu không phải số liệu đã công bố",
    PackageFault.TOTAL_DIFFERS: "các khoản cộng lại không ra tổng đã công bố",
}
"""What each fault of a package means."""

CANNOT_COMPARE: Final = {
    NotComparable.OTHER_LOG: "hai gói do khóa của hai nhật ký khác nhau ký",
    NotComparable.OTHER_UNIT: "hai gói của hai đơn vị khác nhau",
    NotComparable.OTHER_YEAR: "hai gói của hai năm khác nhau",
}
WHY: Final[dict[Why, str]] = {
    "late": "ghi muộn",
    "new": "ngày sau kỳ trước",
    "undone": "hủy",
    "corrected": "điều chỉnh năm trước",
    "moved_in": "đơn vị chuyển đến",
    "moved_out": "đơn vị chuyển đi",
}
COUNTED: Final[dict[Counted, str]] = {
    "whole": "tính đủ số tiền",
    "undone": "khoản đã hủy nên tính 0 đồng",
    "not_valued": "hiện vật chưa quy ra tiền nên tính 0 đồng",
}


def done_text(done: Done) -> str:
    """Return what was published, and where the package lies."""
    event = done.published.event
    return document_text(
        [
            ("Công bố", f"năm {event.year}, lần {event.edition}, ngày {_day(event.published_on)}"),
            ("Số liệu đến hết", _day(event.until)),
            ("Vận động được", dong(event.raised_vnd)),
            ("Số khoản làm nên số đó", whole(event.raised_leaves)),
            ("Nơi nhận hộ đã thu", dong(event.collected_total_vnd)),
            ("Lập trên", f"{whole(event.log_size)} bút toán đầu tiên của nhật ký"),
            ("Gói công bố", str(done.folder)),
        ]
    )


def done_document(done: Done) -> dict[str, Any]:
    """Return the document of `publish --format json`."""
    event = done.published.event
    return {
        "unit_id": str(done.published.unit_id),
        "year": event.year,
        "edition": event.edition,
        "published_on": event.published_on.isoformat(),
        "until": event.until.isoformat(),
        "log_size": event.log_size,
        "raised_vnd": event.raised_vnd,
        "raised_root": event.raised_root,
        "raised_leaves": event.raised_leaves,
        "collected_vnd": event.collected_total_vnd,
        "collected_root": event.collected_root,
        "collected_leaves": event.collected_leaves,
        "digest": event.digest,
        "package": str(done.folder),
    }


def package_document(package: Package) -> dict[str, Any]:
    """Return the document of `verify FOLDER --format json` for a package that holds."""
    event = package.event
    return {
        "unit": package.figures["unit"],
        "year": event.year,
        "edition": event.edition,
        "raised_vnd": event.raised_vnd,
        "raised_leaves": event.raised_leaves,
        "index": package.index,
        "origin": package.key.name,
        "verifier_key": str(package.key),
        "key_is_trusted": package.trusted,
        "cosigned_by": list(package.cosigned),
    }


def package_text(package: Package) -> str:
    """Return what a package that holds says."""
    event = package.event
    key = "khớp với khóa đã cho" if package.trusted else "theo chính gói này; hãy so với nơi khác"
    witnesses = ", ".join(package.cosigned) or "không đòi hỏi"
    return document_text(
        [
            ("Gói công bố", f"{package.figures['name']} ({package.figures['unit']})"),
            ("Công bố", f"năm {event.year}, lần {event.edition}, ngày {_day(event.published_on)}"),
            ("Vận động được", dong(event.raised_vnd)),
            ("Các khoản cộng lại", f"{whole(event.raised_leaves)} khoản, đúng tổng đã công bố"),
            ("Bút toán công bố", f"số {whole(package.index)} của nhật ký {package.key.name}"),
            ("Khóa của nhật ký", f"{package.key} ({key})"),
            ("Nhân chứng đã xác nhận", witnesses),
        ]
    )


def fault_text(wrong: PackageWrong) -> str:
    """Return why a package does not hold."""
    detail = f" ({wrong.detail})" if wrong.detail else ""
    return f"Gói công bố không giữ nguyên: {FAULTS[wrong.reason]}{detail} [{wrong.reason}]."


def cannot_compare_text(cannot: CannotCompare) -> str:
    """Return why two packages cannot be compared."""
    return f"Không so được: {CANNOT_COMPARE[cannot.reason]} [{cannot.reason}]."


def total_text(total: Total) -> str:
    """Return what the proof of a total shows."""
    what = "vận động" if total.tree == "raised" else "nơi nhận hộ đã thu"
    return document_text(
        [
            ("Tổng đã công bố", f"{dong(total.total_vnd)} ({what}, {whole(total.size)} khoản)"),
            ("Công bố", f"năm {total.year}, lần {total.edition}"),
            ("Khoản này", f"được tính {dong(total.net_vnd)}: {COUNTED[total.counted]}"),
        ]
    )


def difference_text(before: Package, after: Package, found: Difference) -> str:
    """Return what changed from one publication to another."""
    head = (
        f"{after.figures['name']}, năm {after.event.year}: "
        f"lần {before.event.edition} → lần {after.event.edition}"
    )
    if found.is_none:
        return f"{head}\nKhông có gì thay đổi."
    parts = [head]
    if found.figures:
        rows = [
            [
                each.label,
                "riêng" if each.whose == "own" else "cả cấp dưới",
                _figure(each.before),
                _figure(each.after),
                _figure((each.after or 0) - (each.before or 0)),
            ]
            for each in found.figures
        ]
        columns = ["Chỉ tiêu", "Phạm vi", "Trước", "Sau", "Chênh lệch"]
        parts.append(table("Số liệu thay đổi", columns, rows, right={2, 3, 4}))
    if found.entries:
        parts.append(_entries(found.entries))
    if found.gifts:
        rows = [
            [each.paper, each.unit, _figure(each.before_vnd), _figure(each.after_vnd)]
            for each in found.gifts[:SHOWN_MAX]
        ]
        columns = ["Giấy biên nhận", "Đơn vị", "Đã tính", "Nay tính"]
        parts.append(table("Khoản ủng hộ được tính lại", columns, rows, right={2, 3}))
    return "\n".join(parts)


def _entries(entries: tuple[ChangedEntry, ...]) -> str:
    rows = [
        [
            WHY[each.why],
            str(each.log_index),
            each.unit,
            TYPES[each.type],
            each.booked_on,
            _figure(each.amount_vnd),
            each.reverses or each.key,
        ]
        for each in entries[:SHOWN_MAX]
    ]
    columns = ["Vì sao", "Bút toán số", "Đơn vị", "Loại", "Ngày", "Số tiền", "Khóa"]
    text = table("Bút toán thay đổi", columns, rows, right={1, 5})
    more = len(entries) - SHOWN_MAX
    return f"{text}… và {whole(more)} bút toán nữa (--format json).\n" if more > 0 else text


def _figure(value: int | None) -> str:
    return "—" if value is None else whole(value)


_day = short_date
