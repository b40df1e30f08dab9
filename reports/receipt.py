"""The donor's receipt (giấy biên nhận) on A5, two of which fill an A4 sheet.

It says who gave what, by which way, in figures and words, and carries the code by which anyone can
check it. A receipt never changes: one that was reversed bears a band that says so.
"""

from __future__ import annotations

from datetime import UTC
from typing import assert_never

from reports import html, pdf
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
        channel=_channel(receipt),
        signatures=_signatures(receipt),
        qr=qr_picture(receipt.check_url),
        created=f"{receipt.recorded_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    return pdf.render(
        page,
        stylesheets=(html.stylesheet("paper.css"), html.stylesheet("receipt.css")),
        identifier=f"{receipt.issuer.code}/{receipt.label}".encode(),
    )


def _channel(receipt: Receipt) -> str:
    """Say by which way the gift came."""
    match receipt.channel:
        case "cash":
            return "Tiền mặt"
        case "bank":
            return "Chuyển khoản"
        case "in_kind":
            return "Hiện vật"
        case "press":
            return f"Tiền ủng hộ do {receipt.holder_name} nhận hộ"
    assert_never(receipt.channel)


def _signatures(receipt: Receipt) -> tuple[str, str, str]:
    """Name who signs: the storekeeper for goods, the cashier for cash, else the accountant."""
    received: dict[Channel, str] = {"in_kind": "Thủ kho", "cash": "Thủ quỹ"}
    return ("Người nộp", received.get(receipt.channel, "Kế toán"), "Chủ tài khoản")
