"""A picture of a paper is the paper itself; a run of papers is one file in their order."""

from __future__ import annotations

import io

import pypdf

from reports.pictures import joined, picture
from reports.receipt import make_receipt
from tests.reports.samples import CASH_GIFT, GOODS_GIFT


def test_a_receipt_as_a_picture_is_sharp_on_a_telephone_and_light_enough_to_send() -> None:
    png = picture(make_receipt(CASH_GIFT))
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert png.startswith(b"\x89PNG") and width >= 1_200 and width > height
    assert len(png) < 150_000


def test_papers_are_joined_in_their_order() -> None:
    whole = joined([make_receipt(GOODS_GIFT), make_receipt(CASH_GIFT)])
    first, *_, last = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(whole)).pages)
    assert GOODS_GIFT.label in first and CASH_GIFT.label in last
