"""Results of commands as documents and as text for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from api.speaking import document_text, table
from reports.numbers import dong, whole

if TYPE_CHECKING:
    from api.importing import Outcome

ERRORS_SHOWN_MAX: Final = 50
LEVELS: Final = {
    "central": "Trung ương",
    "province": "Tỉnh",
    "district": "Huyện",
    "commune": "Xã",
    "branch": "Chi hội",
    "board": "Ban khuyến học",
}


def import_document(outcome: Outcome) -> dict[str, Any]:
    """Return the JSON of an import."""
    return {
        "recorded": outcome.recorded,
        "already_recorded": outcome.already_recorded,
        "refused": outcome.refused,
        "errors": [
            {name: said for name, said in asdict(error).items() if name != "english"}
            for error in outcome.errors
        ],
    }


def import_text(outcome: Outcome, *, dry_run: bool) -> str:
    """Return what an import came to, and its first errors with their places."""
    lines = []
    for error in outcome.errors[:ERRORS_SHOWN_MAX]:
        place = error.file
        if error.row is not None:
            place += f", dòng {error.row}"
        if error.column is not None:
            place += f", cột {error.column}"
        lines.append(f"{place}: {error.message} [{error.code}]")
    if len(outcome.errors) > ERRORS_SHOWN_MAX:
        lines.append(f"… và {len(outcome.errors) - ERRORS_SHOWN_MAX} lỗi nữa (--format json).")
    verb = "Sẽ ghi" if dry_run else "Đã ghi"
    lines.append(
        f"{verb} {whole(outcome.recorded)} dòng; {whole(outcome.already_recorded)} dòng đã có từ "
        f"trước; {whole(outcome.refused)} dòng bị từ chối."
    )
    if outcome.errors and outcome.recorded == 0:
        lines.append("Chưa ghi dòng nào: sửa các lỗi trên rồi chạy lại, hoặc dùng --partial.")
    return "\n".join(lines)


def balances_text(document: dict[str, Any]) -> str:
    """Return the figures of units as a table: own and with all below them."""
    if not document["units"]:
        return "Sổ chưa có đơn vị nào: hãy nhập danh mục đơn vị (scripts/soquy import)."
    rows = []
    for unit in document["units"]:
        parts = [("riêng", unit["own"])]
        if unit["subtree"] != unit["own"]:
            parts.append(("cả cấp dưới", unit["subtree"]))
        for part, figures in parts:
            rows.append(
                [
                    unit["unit"],
                    unit["name"],
                    part,
                    whole(figures["raised"]["total"]),
                    whole(figures["paid"]["total"]),
                    whole(figures["balance"]["money"]),
                    whole(figures["balance"]["goods"]),
                    whole(figures["held_by_others"]),
                ]
            )
    title = f"Từ {document['from']} đến {document['as_of']} (đồng)"
    columns = ["Mã", "Đơn vị", "Phạm vi", "Vận động", "Đã chi", "Số dư", "Hiện vật", "Nơi khác giữ"]
    return table(title, columns, rows, right={3, 4, 5, 6, 7})


def per_capita_text(document: dict[str, Any]) -> str:
    """Return both figures for each inhabitant with all that they rest on."""
    if document["population"] is None:
        return (
            f"Đơn vị {document['unit']} chưa có dân số đến hết năm {document['year']}: "
            "hãy nhập population.csv."
        )
    return document_text(
        [
            ("Vận động trong năm", dong(document["raised_vnd"])),
            ("Số dư cuối năm", dong(document["balance_vnd"])),
            ("Dân số", f"{whole(document['population'])} ({document['population_on']})"),
            ("Nguồn dân số", document["population_source"]),
            ("Vận động bình quân", dong(document["per_capita_raised_vnd"])),
            ("Làm tròn xuống nghìn", dong(document["per_capita_raised_rounded_vnd"])),
            ("Số dư bình quân", dong(document["per_capita_balance_vnd"])),
        ]
    )
