"""A template says what its context says, escaped; and it cannot say more than it was given."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from jinja2 import UndefinedError

from reports import html
from reports.papers import GoodsLine, Issuer, Receipt, Voucher, VoucherLine
from tests.reports.samples import CASH_GIFT

RECEIPT_TEMPLATES = ("receipt.html", "parts.html")
VOUCHER_TEMPLATES = ("voucher.html", "signed_list.html", "parts.html")


def test_a_name_with_markup_stays_a_name() -> None:
    page = html.fill(
        "receipt.html",
        receipt=replace(CASH_GIFT, donor='<img src="file:///etc/passwd">'),
        channel="Tiền mặt",
        signatures=("Người nộp",),
        qr="data:,",
        created="2026-11-22T03:00:00Z",
    )
    assert "&lt;img src=&#34;file:///etc/passwd&#34;&gt;" in page


def test_a_template_that_lacks_a_value_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="receipt"):
        html.fill("receipt.html")


@pytest.mark.parametrize(
    ("record", "templates", "printed_otherwise"),
    [
        # number and year are in the label, the channel is said in words; entries travel inside
        (
            Receipt,
            RECEIPT_TEMPLATES,
            {"number", "year", "channel", "holder_name", "carried", "later"},
        ),
        (Voucher, VOUCHER_TEMPLATES, {"series", "number", "year", "attachments_count"}),
        (Issuer, VOUCHER_TEMPLATES, set()),
        (GoodsLine, VOUCHER_TEMPLATES, set()),
        (VoucherLine, VOUCHER_TEMPLATES, {"amount_vnd"}),
    ],
)
def test_every_field_of_a_paper_is_printed(
    record: type, templates: tuple[str, ...], printed_otherwise: set[str]
) -> None:
    text = "".join((html.TEMPLATES / name).read_text(encoding="utf-8") for name in templates)
    names = {field.name for field in fields(record)} - printed_otherwise
    assert {name for name in names if f".{name}" not in text} == set()
