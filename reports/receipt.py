"""The donor's receipt (giấy biên nhận) on A5, two of which fill an A4 sheet.

It says who gave what, by which way, in figures and words, and carries the code by which anyone can
check it, and inside the file the entry itself with its proof (`reports/attached.py`). A receipt
never changes: one that was reversed bears a band that says so and names what replaces it, a second
print a small number.
"""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256
from typing import assert_never

from reports import attached, html, pdf
from reports.papers import Channel, Receipt
from reports.qr import qr_picture


def make_receipt(receipt: Receipt) -> bytes:
    """Return the receipt as PDF; the same receipt always gives the same bytes.

    Raises:
        NativeLibrariesMissing: the machine cannot make PDF.
    """
    page = html.fill(
        "receipt.html",
        receipt=receipt,
        channel=way(receipt.channel, receipt.holder_name),
        signatures=signers(receipt.channel),
        qr=qr_picture(receipt.check_url),
        created=f"{receipt.recorded_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    return pdf.render(
        page,
        stylesheets=(html.stylesheet("paper.css"), html.stylesheet("receipt.css")),
        identifier=sha256(receipt.carried.entry).hexdigest()[:32].encode(),
        attachments=attached.files(receipt.carried, receipt.later, receipt.recorded_at),
    )


def way(channel: Channel, holder_name: str | None) -> str:
    """Say by which way a gift came; one that somebody else collected, with their name."""
    match channel:
        case "cash":
            return "Tiền mặt"
        case "bank":
            return "Chuyển khoản"
        case "in_kind":
            return "Hiện vật"
        case "press":
            return f"Tiền ủng hộ do {holder_name} nhận hộ"
    assert_never(channel)


def signers(channel: Channel) -> tuple[str, str, str]:
    """Name who signs: the storekeeper for goods, the cashier for cash, else the accountant."""
    received: dict[Channel, str] = {"in_kind": "Thủ kho", "cash": "Thủ quỹ"}
    return ("Người nộp", received.get(channel, "Kế toán"), "Chủ tài khoản")
